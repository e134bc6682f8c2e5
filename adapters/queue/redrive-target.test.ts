import { describe, expect, it } from '@jest/globals';
import { ruleIds } from '../../rules/registry';
import { cloudTrailEvent, eventBridge } from '../../test/fakes/events';
import { sampleConfigInvocation, failedInvocation } from '../../test/fakes/dead-letters';
import { testWiring } from '../../test/fakes/wiring';
import { invokedFunctions } from '../triggers/trigger-kind';
import { redriveTarget } from './redrive-target';

const own = {
  place: { account: '111122223333', region: 'us-east-1' },
  functions: 'palisade-prod',
  ruleIds,
  declaredCalls: [],
};
const arn = (name: string): string => `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
const sweep = arn('palisade-prod-sweep');
const chosen = {
  ...eventBridge('Security Hub Findings - Custom Action', 'aws.securityhub', {
    actionName: 'Palisade: undo',
    actionDescription: 'Takes back',
    findings: [{ Id: 'palisade/some/finding' }, { Id: 'of another product' }],
  }),
  resources: ['arn:aws:securityhub:us-east-1:111122223333:action/custom/PalisadeUndo'],
};
const hourly = eventBridge('Scheduled Event', 'aws.events', {});
const change = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' });
const queueArn = 'arn:aws:sqs:us-east-1:111122223333:palisade-prod-Changes-1A2B3C';

const failed = (functionArn: string, payload: unknown) =>
  redriveTarget(JSON.stringify(failedInvocation(functionArn, payload)), undefined, own);

it('lists the functions that the template gives a failure destination', () => {
  expect([...invokedFunctions].sort()).toEqual([...testWiring.withDestination].sort());
});

describe('a failed invocation is sent to its function again, with the same payload', () => {
  it.each([
    ['palisade-prod-sweep', hourly, 'sweep the whole account'],
    ['palisade-prod-config-rule', sampleConfigInvocation, 'evaluate notebook-in-vpc for AWS Config'],
    [
      'palisade-prod-on-action',
      chosen,
      'undo some/finding, as somebody chose in Security Hub at 2026-11-20T10:00:00Z',
    ],
    [
      'palisade-prod-on-action',
      { ...chosen, detail: { ...chosen.detail, findings: [{ Id: 'of another product' }] } },
      'nothing (none of the selected findings is from Palisade)',
    ],
  ])('%s', (name, payload, asks) => {
    const target = failed(`${arn(name)}:$LATEST`, payload);
    expect(target).toMatchObject({ to: name.slice('palisade-prod-'.length), functionArn: arn(name), asks });
    expect(JSON.parse('payload' in target ? target.payload : '')).toEqual(payload);
  });

  it.each([
    [sweep, sweep],
    [`${sweep}:$LATEST`, sweep],
    [`${sweep}:live`, `${sweep}:live`],
    [`${sweep}:7`, `${sweep}:7`],
  ])('%s is invoked as %s', (functionArn, invoked) => {
    expect(failed(functionArn, hourly)).toMatchObject({ functionArn: invoked });
  });

  it('also if the event became too old to be retried, so that there was no reply', () => {
    const { responsePayload: _, ...record } = failedInvocation(sweep, hourly);
    for (const body of [record, { ...record, responsePayload: null }])
      expect(redriveTarget(JSON.stringify(body), undefined, own)).toMatchObject({ to: 'sweep' });
  });
});

describe('an event that EventBridge could not deliver', () => {
  it('is sent, byte for byte, to the function that it was for', () => {
    const body = JSON.stringify(chosen, null, 1);
    const target = redriveTarget(body, arn('palisade-prod-on-action'), own);
    expect(target).toMatchObject({ to: 'on-action', payload: body });
  });

  it.each([queueArn, undefined])('is sent to the queue from %s', (targetArn) => {
    expect(redriveTarget(JSON.stringify(change), targetArn, own)).toEqual({ to: 'queue' });
  });

  it('is not sent to the queue if it was for a function', () => {
    expect(() => redriveTarget(JSON.stringify(change), arn('palisade-prod-on-action'), own)).toThrow(
      'detail-type',
    );
    expect(() => redriveTarget(JSON.stringify(chosen), queueArn, own)).toThrow('not a kind of event');
  });
});

describe('the author of a dead letter cannot have anything else invoked', () => {
  it.each([
    ['a function that is not ours', arn('payroll')],
    ['a name that only begins as ours do', arn('palisade-prod-sweeper')],
    ['a name that ends as ours do', arn('x-palisade-prod-sweep')],
    ['another stage', arn('palisade-test-sweep')],
    ['a function that is never invoked asynchronously', arn('palisade-prod-on-change')],
    ['the function that creates and removes the custom actions', arn('palisade-prod-on-deploy')],
    ['another account', sweep.replace('111122223333', '444455556666')],
    ['another Region', sweep.replace('us-east-1', 'eu-west-1')],
    ['another partition', sweep.replace('arn:aws:', 'arn:aws-cn:')],
    ['another service', sweep.replace(':lambda:', ':states:')],
    ['a name alone', 'palisade-prod-sweep'],
    ['nothing', ''],
    ['an invalid qualifier', `${sweep}:a/b`],
    ['an empty qualifier', `${sweep}:`],
    ['two qualifiers', `${sweep}:live:live`],
    ['further text after a line end', `${sweep}:live\n`],
  ])('%s: %s', (_, functionArn) => {
    expect(() => failed(functionArn, hourly)).toThrow(/is not .*no other function is invoked/s);
    if (functionArn.startsWith('arn:aws:lambda'))
      expect(() => redriveTarget(JSON.stringify(hourly), functionArn, own)).toThrow(
        'no other function is invoked',
      );
  });
});

describe('a message that would only fail again is kept', () => {
  it.each<[string, string, unknown, string]>([
    ['an event that is no custom action', 'on-action', { detail: 'nothing' }, 'custom action event'],
    [
      'an event that AWS Config never sends',
      'config-rule',
      { invokingEvent: 'nothing' },
      'AWS Config invocation',
    ],
    [
      'a rule that does not exist',
      'config-rule',
      { ...sampleConfigInvocation, ruleParameters: '{"ruleId":"none"}' },
      'there is no rule none',
    ],
    [
      'a question about another account',
      'config-rule',
      { ...sampleConfigInvocation, accountId: '444455556666' },
      'asks about 444455556666',
    ],
    ['nothing at all', 'sweep', undefined, 'requestPayload: is missing'],
  ])('%s', (_, name, payload, because) => {
    expect(() => failed(arn(`palisade-prod-${name}`), payload)).toThrow(because);
  });

  it('what Lambda does not accept', () => {
    const of = (bytes: number) => 'x'.repeat(bytes - 2);
    expect(failed(sweep, of(1_048_576))).toMatchObject({ to: 'sweep' });
    expect(() => failed(sweep, of(1_048_577))).toThrow(
      'its payload has 1048577 bytes, and Lambda takes no more than 1048576',
    );
    // Bytes, not characters.
    expect(() => failed(sweep, `ä${of(1_048_576)}`)).toThrow('1048578 bytes');
  });

  it('what cannot be parsed', () => {
    expect(() => redriveTarget('{"detail-type":', undefined, own)).toThrow('is not JSON');
    expect(() => redriveTarget('{"detail-type":', arn('palisade-prod-sweep'), own)).toThrow('is not JSON');
    expect(() => redriveTarget('{}', undefined, own)).toThrow('neither an EventBridge event nor a follow-up');
  });
});
