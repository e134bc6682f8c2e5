import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { deadLetterWriter } from '../../adapters/queue/dead-letter-writer';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { cloudTrailEvent, eventBridge } from '../fakes/events';
import { sampleConfigInvocation, failedInvocation } from '../fakes/dead-letters';
import { type FakeStacks, serveStacks } from '../fakes/stacks';
import { type LiveAccount, liveAccount } from './live-account';
import { runCli } from '../../cli/testing/run-cli';
import { nonEmpty } from '../non-empty';

const good = JSON.stringify(
  cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' }),
);
const bad = '{"detail-type":\u001b[31m';
const arn = (name: string): string => `arn:aws:lambda:us-east-1:111122223333:function:${name}`;
const hourly = eventBridge('Scheduled Event', 'aws.events', {});
const destination = JSON.stringify(failedInvocation(`${arn('palisade-prod-sweep')}:$LATEST`, hourly));
const chosen = {
  ...eventBridge('Security Hub Findings - Custom Action', 'aws.securityhub', {
    actionName: 'Palisade: exempt',
    actionDescription: 'For 30 days',
    findings: [{ Id: 'palisade/some/finding' }],
  }),
  resources: ['arn:aws:securityhub:us-east-1:111122223333:action/custom/PalisadeExempt30d'],
};
/** An event that EventBridge could not deliver, with the attributes that it adds. */
const undelivered = (TARGET_ARN: string) => ({
  MessageAttributes: Object.fromEntries(
    Object.entries({
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: 'lack of permissions',
      RULE_ARN: 'arn:aws:events:us-east-1:111122223333:rule/palisade-prod-CustomActionsChosen-3M',
      TARGET_ARN,
    }).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  ),
});

describe('palisade redrive', () => {
  let account: LiveAccount;
  let aws: Clients;
  let stacks: FakeStacks;
  let urls: { queue: string; dead: string };
  let invoked: [name: string, event: unknown][];
  beforeEach(async () => {
    account = await liveAccount();
    invoked = [];
    for (const name of ['sweep', 'on-action', 'config-rule', 'on-deploy'])
      account.sandbox.account.functions.set(arn(`palisade-prod-${name}`), {
        accept: (event) => invoked.push([name, event]),
        invoke: () => Promise.reject(new Error('the command only invokes asynchronously')),
      });
    aws = clientsOf(account.sandbox.url);
    const create = async (QueueName: string): Promise<string> =>
      (await aws.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
    urls = {
      queue: await create('palisade-prod-Changes-1A2B3C'),
      dead: await create('palisade-prod-DeadLetters-4D5E6F'),
    };
    stacks = await serveStacks();
    stacks.set({
      name: 'palisade-prod',
      outputs: {
        TableName: 'palisade-prod-Ledger-1A2B3C',
        QueueUrl: urls.queue,
        DeadLettersUrl: urls.dead,
        OnChangeFunction: 'palisade-prod-on-change',
      },
      resources: { Switch: '/palisade/switch' },
    });
  });
  afterEach(async () => {
    for (const client of Object.values(aws)) client.destroy();
    await stacks.stop();
    await account.stop();
  });

  const send = (MessageBody: string, more: object = {}) =>
    aws.sqs.send(new SendMessageCommand({ QueueUrl: urls.dead, MessageBody, ...more }));
  const bury = (body: string, reason: string) =>
    deadLetterWriter({ sqs: () => Promise.resolve(aws.sqs) }, urls.dead)(body, reason);
  const waiting = async (QueueUrl: string): Promise<readonly string[]> => {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
    );
    return Messages.map(({ Body = '' }) => Body).sort();
  };

  it('says that there are no dead letters', async () => {
    expect(await runCli(['redrive'])).toEqual({ code: 0, stdout: 'No dead letters.\n', stderr: '' });
  });

  it('lists the dead letters, each with the reason in its attributes, and changes nothing', async () => {
    await bury(good, 'Rate exceeded');
    await bury(bad, 'queue message: is not JSON');
    await send(destination);
    await send(good, undelivered('arn:aws:sqs:us-east-1:111122223333:palisade-prod-Changes-1A2B3C'));
    await send(good);
    const { code, stdout } = await runCli(['redrive']);
    expect(code).toBe(1);
    for (const reason of [
      'reason  Rate exceeded',
      'reason  queue message: is not JSON',
      'an invocation of palisade-prod-sweep failed (RetriesExhausted): Rate exceeded',
      'EventBridge could not deliver it (NO_PERMISSIONS): lack of permissions',
      'it was received too often and never finished',
    ])
      expect(stdout.replace(/\n {12}/g, ' ')).toContain(reason);
    expect(stdout.match(/goes {4}on the queue/g)).toHaveLength(3);
    expect(stdout).toContain('goes    to sweep: sweep the whole account');
    expect(stdout).toContain(
      '4 can be put back. 1 kept, for the reasons given.\nTo put back: palisade redrive --yes\n',
    );
    expect(stdout).not.toContain('\u001b');
    expect(await waiting(urls.dead)).toEqual([bad, destination, good, good, good].sort());
    expect(await waiting(urls.queue)).toEqual([]);
    expect(invoked).toEqual([]);
  });

  it('--yes puts back, unchanged, what can be parsed, and keeps the rest; a second run does nothing', async () => {
    await bury(good, 'Rate exceeded');
    await bury(bad, 'queue message: is not JSON');
    const first = await runCli(['redrive', '--yes']);
    expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('1 put back. 1 kept') });
    expect(await waiting(urls.queue)).toEqual([good]);
    expect(await waiting(urls.dead)).toEqual([bad]);
    const second = await runCli(['redrive', '--yes']);
    expect(second.stdout).toContain('0 put back. 1 kept');
    expect(await waiting(urls.queue)).toEqual([good]);
  });

  it('--yes invokes a function again with the event on which it failed or that it did not get', async () => {
    await send(destination);
    await send(JSON.stringify(failedInvocation(arn('palisade-prod-config-rule'), sampleConfigInvocation)));
    await send(JSON.stringify(chosen), undelivered(arn('palisade-prod-on-action')));
    const listed = await runCli(['redrive']);
    expect(listed.stdout.replace(/\n {12}/g, ' ')).toContain(
      'goes    to on-action: exempt some/finding, as somebody chose in Security Hub at 2026-11-20T10:00:00Z',
    );
    // An action that a person chose comes first, although it was sent last.
    expect(listed.stdout.match(/goes {4}to [a-z-]+/g)?.[0]).toBe('goes    to on-action');
    expect(await runCli(['redrive', '--yes'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('3 put back.'),
    });
    expect(invoked[0]).toEqual(['on-action', chosen]);
    expect(invoked.sort(([a], [b]) => (a < b ? -1 : 1))).toEqual([
      ['config-rule', sampleConfigInvocation],
      ['on-action', chosen],
      ['sweep', hourly],
    ]);
    expect(await waiting(urls.dead)).toEqual([]);
    expect(await waiting(urls.queue)).toEqual([]);
    expect(await runCli(['redrive', '--yes'])).toMatchObject({ code: 0, stdout: 'No dead letters.\n' });
    expect(invoked).toHaveLength(3);
  });

  it('sends a message before it deletes the dead letter, which is kept if sending fails', async () => {
    await send(destination);
    account.sandbox.setFault(({ operation }) =>
      operation === 'DeleteMessage' ? { kind: 'denied' } : undefined,
    );
    const failed = await runCli(['redrive', '--yes']);
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining('0 put back. 1 kept') });
    account.sandbox.setFault(undefined);
    expect(await waiting(urls.dead)).toEqual([destination]);
    await runCli(['redrive', '--yes']);
    expect(invoked).toEqual([
      ['sweep', hourly],
      ['sweep', hourly],
    ]);
    expect(await waiting(urls.dead)).toEqual([]);
  });

  it('keeps what Lambda refuses, with the reason, and continues with the others', async () => {
    account.sandbox.account.functions.delete(arn('palisade-prod-sweep'));
    await send(destination);
    await send(good);
    const { code, stdout } = await runCli(['redrive', '--yes']);
    expect(code).toBe(1);
    expect(stdout).toContain('1 put back. 1 kept');
    expect(stdout.replace(/\n {12}/g, ' ')).toContain(
      `kept    it could not be put back: Function not found: ${arn('palisade-prod-sweep')}`,
    );
    expect(await waiting(urls.queue)).toEqual([good]);
    // Visible immediately, so that it can be put back as soon as the reason is fixed.
    expect(await waiting(urls.dead)).toEqual([destination]);
  });

  it.each([
    ['another function', failedInvocation(arn('payroll'), hourly), 'no other function is invoked'],
    [
      'a message that Palisade never puts there',
      failedInvocation(arn('palisade-prod-on-deploy'), { RequestType: 'Delete' }),
      'no other function is invoked',
    ],
    [
      'what the function would refuse',
      failedInvocation(arn('palisade-prod-on-action'), { detail: 'nothing' }),
      'custom action event',
    ],
  ])('invokes nothing for %s', async (_, deadLetter, because) => {
    const body = JSON.stringify(deadLetter);
    await send(body);
    const { code, stdout } = await runCli(['redrive', '--yes']);
    expect(code).toBe(1);
    expect(stdout).toContain('0 put back. 1 kept');
    expect(stdout.replace(/\n {12}/g, ' ')).toContain(because);
    expect(invoked).toEqual([]);
    expect(nonEmpty(account.sandbox.calls()).filter(({ service }) => service === 'lambda')).toEqual([]);
    expect(await waiting(urls.dead)).toEqual([body]);
  });

  it('invokes the functions of another stack only if they are named', async () => {
    await send(destination);
    const argv = ['redrive', '--yes', '--queue-url', urls.queue, '--dead-letters-url', urls.dead];
    expect((await runCli([...argv, '--stack', 'another'])).stdout).toContain('is not another-config-rule');
    expect(invoked).toEqual([]);
    await runCli([...argv, '--stack', 'StackSet-palisade-1', '--functions', 'palisade-prod']);
    expect(invoked).toEqual([['sweep', hourly]]);
  });

  it('--message puts back only that one', async () => {
    const { MessageId = '' } = await send(good);
    await send(good);
    await runCli(['redrive', '--yes', '--message', MessageId]);
    expect(await waiting(urls.queue)).toEqual([good]);
    expect(await waiting(urls.dead)).toEqual([good]);
  });

  it('--format json', async () => {
    await bury(good, 'Rate exceeded');
    await send(destination);
    await bury(bad, 'queue message: is not JSON');
    const { stdout } = await runCli(['redrive', '--format', 'json']);
    const always = { id: expect.any(String), sentAt: expect.stringMatching(/^20.*Z$/) };
    const { schema, letters: deadLetters } = JSON.parse(stdout) as {
      schema: string;
      letters: { body: string }[];
    };
    expect(schema).toBe('palisade/redrive/1');
    const named = Object.fromEntries(deadLetters.map((one) => [one.body, one]));
    expect(named).toEqual({
      [good]: { ...always, body: good, reason: 'Rate exceeded', did: 'listed', to: 'queue' },
      [destination]: {
        ...always,
        body: destination,
        reason: 'an invocation of palisade-prod-sweep failed (RetriesExhausted): Rate exceeded',
        did: 'listed',
        to: 'sweep',
        asks: 'sweep the whole account',
      },
      [bad]: {
        ...always,
        body: bad,
        reason: 'queue message: is not JSON',
        did: 'kept',
        keptBecause: 'queue message: is not JSON',
      },
    });
  });

  it('finds the queues by their names without permission to ask CloudFormation', async () => {
    stacks.refuse('AccessDenied');
    await bury(good, 'Rate exceeded');
    expect(await runCli(['redrive', '--yes'])).toMatchObject({ code: 0 });
    expect(await waiting(urls.queue)).toEqual([good]);
    const other = await runCli(['redrive', '--stack', 'another']);
    expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('has no queues of Palisade') });
  });

  it('the queues may be named instead of the stack', async () => {
    await bury(good, 'Rate exceeded');
    const argv = ['redrive', '--yes', '--queue-url', urls.queue, '--dead-letters-url', urls.dead];
    expect(await runCli([...argv, '--stack', 'another'])).toMatchObject({ code: 0 });
    expect(await waiting(urls.queue)).toEqual([good]);
  });

  it.each([
    [['--stack', 'another'], 'the Palisade there is --stack palisade-prod'],
    [['--message', 'm-1'], 'm-1'],
    [['--queue-url', 'https://sqs/q'], 'belong together'],
  ])('refuses %j', async (argv, because) => {
    const { code, stderr } = await runCli(['redrive', ...argv]);
    expect(code).toBe(2);
    expect(stderr).toContain(because);
  });
});
