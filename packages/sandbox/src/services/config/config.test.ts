import { describe, expect, it } from '@jest/globals';
import {
  DescribeConfigurationRecorderStatusCommand,
  DescribeConfigurationRecordersCommand,
  GetComplianceDetailsByConfigRuleCommand,
  GetResourceConfigHistoryCommand,
  PutEvaluationsCommand,
  type Evaluation,
} from '@aws-sdk/client-config-service';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();
const evaluation = (id: string, extra: Partial<Evaluation> = {}): Evaluation => ({
  ComplianceResourceType: 'AWS::EC2::VPCEndpoint',
  ComplianceResourceId: id,
  ComplianceType: 'NON_COMPLIANT',
  OrderingTimestamp: new Date(Date.UTC(2026, 10, 22)),
  ...extra,
});
const put = (ResultToken: string, ...Evaluations: Evaluation[]) =>
  test.aws.config.send(new PutEvaluationsCommand({ ResultToken, Evaluations }));

describe('PutEvaluations', () => {
  it('stores results of a rule, which can be read in pages', async () => {
    const token = test.sandbox.admin.putConfigRule('endpoint-private-dns');
    await put(
      token,
      evaluation('a', { Annotation: 'off' }),
      evaluation('b', { ComplianceType: 'COMPLIANT' }),
    );
    const read = (NextToken?: string) =>
      test.aws.config.send(
        new GetComplianceDetailsByConfigRuleCommand({
          ConfigRuleName: 'endpoint-private-dns',
          Limit: 1,
          NextToken,
        }),
      );
    const first = await read();
    expect(first.EvaluationResults).toMatchObject([
      {
        ComplianceType: 'NON_COMPLIANT',
        Annotation: 'off',
        EvaluationResultIdentifier: { EvaluationResultQualifier: { ResourceId: 'a' } },
      },
    ]);
    expect((await read(first.NextToken)).EvaluationResults?.[0]?.ComplianceType).toBe('COMPLIANT');
    await put(token, evaluation('a', { ComplianceType: 'NOT_APPLICABLE' }));
    expect((await read()).EvaluationResults?.[0]?.ComplianceType).toBe('COMPLIANT');
    const changes = test.events.filter((event) => event['detail-type'] === 'Config Rules Compliance Change');
    expect(changes.map(({ detail }) => detail['newEvaluationResult'])).toMatchObject([
      { complianceType: 'NON_COMPLIANT', annotation: 'off' },
      { complianceType: 'COMPLIANT' },
      { complianceType: 'NOT_APPLICABLE' },
    ]);
    const none = new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: 'none' });
    expect(await errorOf(test.aws.config.send(none))).toBe('NoSuchConfigRuleException');
  });

  it.each<[string, string | undefined, Evaluation[]]>([
    ['InvalidResultTokenException', 'nonsense', [evaluation('a')]],
    ['ValidationException', '', [evaluation('a')]],
    ['ValidationException', undefined, Array.from({ length: 101 }, (_, index) => evaluation(`${index}`))],
    ['ValidationException', undefined, [evaluation('a', { Annotation: '' })]],
    ['ValidationException', undefined, [evaluation('a', { Annotation: 'x'.repeat(257) })]],
    ['InvalidParameterValueException', undefined, [evaluation('a', { ComplianceType: 'INSUFFICIENT_DATA' })]],
    ['none', undefined, [evaluation('a', { Annotation: 'x'.repeat(256) })]],
  ])('refuses with %s', async (code, token, evaluations) => {
    const valid = test.sandbox.admin.putConfigRule('rule');
    expect(await errorOf(put(token ?? valid, ...evaluations))).toBe(code);
  });

  it('reports which evaluations failed', async () => {
    test.sandbox.admin.failEvaluationsOf('b');
    const token = test.sandbox.admin.putConfigRule('rule');
    const { FailedEvaluations } = await put(token, evaluation('a'), evaluation('b'));
    expect(FailedEvaluations?.map((one) => one.ComplianceResourceId)).toEqual(['b']);
    const TestMode = { ResultToken: 'any', TestMode: true, Evaluations: [evaluation('a')] };
    expect(await errorOf(test.aws.config.send(new PutEvaluationsCommand(TestMode)))).toBe('none');
  });
});

describe('recording', () => {
  it('returns the history that was set, newest first', async () => {
    const key = { resourceType: 'AWS::IAM::Role' as const, resourceId: 'AROA1' };
    const history = new GetResourceConfigHistoryCommand({ ...key, limit: 1 });
    expect(await errorOf(test.aws.config.send(history))).toBe('ResourceNotDiscoveredException');
    const item = (hour: number) => ({
      ...key,
      configuration: JSON.stringify({ hour }),
      configurationItemCaptureTime: new Date(Date.UTC(2026, 10, 22, hour)),
    });
    test.sandbox.admin.putConfigHistory(key.resourceType, key.resourceId, [item(2), item(1)]);
    const answer = await test.aws.config.send(history);
    expect(answer.configurationItems?.map((one) => one.configuration)).toEqual(['{"hour":2}']);
    const rest = new GetResourceConfigHistoryCommand({ ...key, nextToken: answer.nextToken });
    expect((await test.aws.config.send(rest)).configurationItems).toHaveLength(1);
  });

  it('describes the recorder that was set', async () => {
    const describeAll = async () => [
      (await test.aws.config.send(new DescribeConfigurationRecordersCommand({}))).ConfigurationRecorders,
      (await test.aws.config.send(new DescribeConfigurationRecorderStatusCommand({})))
        .ConfigurationRecordersStatus,
    ];
    expect(await describeAll()).toEqual([[], []]);
    test.sandbox.admin.setConfigurationRecorder(
      { name: 'default', recordingGroup: { allSupported: true } },
      true,
    );
    expect(await describeAll()).toMatchObject([
      [{ name: 'default', recordingGroup: { allSupported: true } }],
      [{ name: 'default', recording: true, lastStatus: 'Success' }],
    ]);
  });
});
