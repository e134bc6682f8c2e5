import type { AwsSecurityFinding } from '@aws-sdk/client-securityhub';
import { describe, expect, it } from '@jest/globals';
import { BadInputError } from '../../core/model/bad-input';
import { finding, ruleMeta } from '../../test/fakes/finding';
import { findingRecord } from '../../test/fakes/finding-record';
import { eventBridge } from '../../test/fakes/events';
import { toAsff } from '../channels/security-hub/asff';
import { parseCustomAction } from './custom-action';

const place = { account: '111122223333', region: 'us-east-1' };
const ours = (id: string): AwsSecurityFinding =>
  toAsff({ finding: finding({ id }), record: findingRecord({ id }) }, ruleMeta(), place);
const theirs = { ...ours('x'), Id: 'arn:aws:securityhub:us-east-1:1:subscription/x' };

const event = (actionName: string, findings: readonly AwsSecurityFinding[], target: string = actionName) => ({
  ...eventBridge('Security Hub Findings - Custom Action', 'aws.securityhub', {
    actionName,
    actionDescription: 'x',
    findings,
  }),
  resources: [`arn:aws:securityhub:us-east-1:111122223333:action/custom/${target}`],
});

it.each([
  ['PalisadeRemediate', 'remediate'],
  ['PalisadeExempt30d', 'exempt'],
  ['PalisadeUndo', 'undo'],
])('%s is %s, by the ARN or by the name', (id, action) => {
  const expected = {
    action,
    findings: [{ id: 'r/1' }],
    at: '2026-11-20T10:00:00Z',
    by: `Security Hub custom action ${id} (event 0bd8a0dc-eb4f-78e6-8d3c-23b73c95428f)`,
  };
  expect(parseCustomAction(event('Some words', [ours('r/1')], id))).toEqual(expected);
  expect(parseCustomAction(event(id, [ours('r/1')], 'custom'))).toEqual(expected);
});

it('takes each of our findings once and leaves out those of other products', () => {
  expect(parseCustomAction(event('PalisadeUndo', [ours('a'), theirs, ours('b'), ours('a')]))).toMatchObject({
    findings: [{ id: 'a' }, { id: 'b' }],
  });
});

it.each([
  ['SendToSlack', [ours('a')], 'SendToSlack is not an action of Palisade'],
  ['PalisadeUndo', [theirs], 'none of the selected findings is from Palisade'],
])('ignores %s on %#', (name, findings, ignored) => {
  expect(parseCustomAction(event(name, findings))).toEqual({ ignored });
});

describe('events that cannot be parsed', () => {
  const good = event('PalisadeUndo', [ours('a')]);
  it.each<[string, unknown, string]>([
    ['another detail type', { ...good, 'detail-type': 'Security Hub Findings - Imported' }, 'detail-type'],
    ['another version', { ...good, version: '1' }, 'version'],
    ['no findings', { ...good, detail: { ...good.detail, findings: [] } }, 'detail.findings'],
    [
      'a finding without id',
      { ...good, detail: { ...good.detail, findings: [{}] } },
      'detail.findings[0].Id',
    ],
  ])('%s', (_, bad, where) => {
    expect(() => parseCustomAction(bad)).toThrow(BadInputError);
    expect(() => parseCustomAction(bad)).toThrow(where);
  });
});
