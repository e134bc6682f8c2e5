import { ConfigServiceClient } from '@aws-sdk/client-config-service';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { FailureError } from '../../core/model/failure';
import { finding } from '../../test/fakes/finding';
import { type Wire, wire } from '../../test/fakes/wire';
import { type Evaluated, publishEvaluations } from './config';

let service: Wire;
let client: ConfigServiceClient;
beforeAll(async () => {
  service = await wire();
  client = new ConfigServiceClient(service.options);
});
afterAll(async () => {
  client.destroy();
  await service.stop();
});
beforeEach(() => {
  service.calls.length = 0;
  service.answer(() => ({ body: {} }));
});

const answer = { resultToken: 'token', orderingTimestamp: '2026-11-20T10:00:00.000Z' };
const put = (evaluated: readonly Evaluated[], more: { testMode?: boolean } = {}) =>
  publishEvaluations({ config: () => Promise.resolve(client) }, { ...answer, ...more }, evaluated);

interface Sent {
  ResultToken: string;
  TestMode: boolean;
  Evaluations: Record<string, unknown>[];
}
const sent = (): readonly Sent[] => service.calls.map(({ body }) => body as Sent);

it('sends the token, the mode and the whole evaluation', async () => {
  await put([{ finding: finding() }]);
  expect(service.calls.map(({ operation }) => operation)).toEqual(['StarlingDoveService.PutEvaluations']);
  expect(sent()).toEqual([
    {
      ResultToken: 'token',
      TestMode: false,
      Evaluations: [
        {
          ComplianceResourceType: 'AWS::SageMaker::NotebookInstance',
          ComplianceResourceId: 'churn',
          ComplianceType: 'NON_COMPLIANT',
          Annotation: 'Direct internet access is enabled.',
          OrderingTimestamp: Date.parse(answer.orderingTimestamp) / 1000,
        },
      ],
    },
  ]);
});

const exemption = {
  rule: 'r',
  resource: '*',
  until: '2027-01-01T00:00:00Z',
  owner: 'ml',
  reason: 'public data',
};
describe('compliance', () => {
  it.each<[string, Evaluated, string, string]>([
    ['pass', { finding: finding({ status: 'pass', message: 'fine' }) }, 'COMPLIANT', 'fine'],
    ['fail', { finding: finding({ message: 'bad' }) }, 'NON_COMPLIANT', 'bad'],
    [
      'unknown',
      { finding: finding({ status: 'unknown', message: 'Cannot be judged: x' }) },
      'NON_COMPLIANT',
      'Unknown, so not compliant: Cannot be judged: x',
    ],
    [
      'exempt',
      { finding: finding({ status: 'exempt', exemption, message: 'bad' }) },
      'NOT_APPLICABLE',
      'Exempt until 2027-01-01 by ml: public data. bad',
    ],
    [
      'not-applicable',
      { finding: finding({ status: 'not-applicable', message: 'no' }) },
      'NOT_APPLICABLE',
      'no',
    ],
    [
      'gone although it failed',
      { finding: finding(), gone: true },
      'NOT_APPLICABLE',
      'The resource is deleted or not in the scope of the rule any more',
    ],
    [
      'an empty message',
      { finding: finding({ message: ' ' }) },
      'NON_COMPLIANT',
      'Notebook instance has direct internet access',
    ],
  ])('of %s', async (_, evaluated, type, annotation) => {
    await put([evaluated]);
    expect(sent()[0]?.Evaluations[0]).toMatchObject({ ComplianceType: type, Annotation: annotation });
  });
});

it('cuts an annotation to 256 characters at the end of a word', async () => {
  await put([{ finding: finding({ message: 'word '.repeat(100) }) }]);
  const annotation = String(sent()[0]?.Evaluations[0]?.['Annotation']);
  expect(annotation.length).toBeLessThanOrEqual(256);
  expect(annotation.endsWith('word…')).toBe(true);
});

it('names the resource as AWS Config does', async () => {
  const role = finding({
    resource: { type: 'AWS::IAM::Role', id: 'ds', arn: 'arn:aws:iam::1:role/ds', region: 'global' },
  });
  const account = finding({
    resource: { type: 'AWS::Account', id: '111122223333', arn: 'arn', region: 'us-east-1' },
  });
  await put([
    { finding: role, configResourceId: 'AROAEXAMPLE', configResourceType: 'AWS::IAM::Role' },
    { finding: account },
  ]);
  expect(sent()[0]?.Evaluations).toMatchObject([
    { ComplianceResourceType: 'AWS::IAM::Role', ComplianceResourceId: 'AROAEXAMPLE' },
    { ComplianceResourceType: 'AWS::::Account', ComplianceResourceId: '111122223333' },
  ]);
});

it('sends at most 100 at a time, with the same token', async () => {
  await put(
    Array.from({ length: 201 }, () => ({ finding: finding() })),
    { testMode: true },
  );
  expect(
    sent().map(({ Evaluations, ResultToken, TestMode }) => [Evaluations.length, ResultToken, TestMode]),
  ).toEqual([
    [100, 'token', true],
    [100, 'token', true],
    [1, 'token', true],
  ]);
});

it('names the evaluations that were refused, after sending the rest', async () => {
  let calls = 0;
  service.answer(() => {
    calls += 1;
    return calls === 1
      ? { body: { FailedEvaluations: [{ ComplianceResourceType: 'T', ComplianceResourceId: 'churn' }] } }
      : { body: {} };
  });
  const error: unknown = await put(Array.from({ length: 101 }, () => ({ finding: finding() }))).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(FailureError);
  expect(String(error)).toContain('T churn');
  expect(calls).toBe(2);
});
