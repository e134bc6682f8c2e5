import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  BatchImportFindingsCommand,
  BatchUpdateFindingsCommand,
  CreateActionTargetCommand,
  DescribeActionTargetsCommand,
  DescribeHubCommand,
  EnableSecurityHubCommand,
  GetFindingsCommand,
  type AwsSecurityFinding,
} from '@aws-sdk/client-securityhub';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();
const ProductArn = 'arn:aws:securityhub:us-east-1:111122223333:product/111122223333/default';
const NOON = '2026-11-22T12:00:00.000Z';
const LATER = '2026-11-22T13:00:00.000Z';

const finding = (Id: string, extra: Partial<AwsSecurityFinding> = {}): AwsSecurityFinding => ({
  SchemaVersion: '2018-10-08',
  Id,
  ProductArn,
  GeneratorId: 'palisade/notebook-direct-internet',
  AwsAccountId: '111122223333',
  CreatedAt: NOON,
  UpdatedAt: NOON,
  Title: 'Direct internet access',
  Description: 'The notebook instance reaches the internet directly.',
  Resources: [
    {
      Type: 'AwsSageMakerNotebookInstance',
      Id: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/n',
    },
  ],
  ...extra,
});
const put = (...Findings: AwsSecurityFinding[]) =>
  test.aws.securityhub.send(new BatchImportFindingsCommand({ Findings }));
const get = async (Id: string) => {
  const Filters = { Id: [{ Value: Id, Comparison: 'EQUALS' as const }] };
  return (await test.aws.securityhub.send(new GetFindingsCommand({ Filters }))).Findings?.[0];
};

describe('a hub that is not enabled', () => {
  it.each([
    ['BatchImportFindings', () => put(finding('a'))],
    ['GetFindings', () => get('a')],
    ['DescribeHub', () => test.aws.securityhub.send(new DescribeHubCommand({}))],
  ])('refuses %s with InvalidAccess', async (_, call) => {
    expect(await errorOf(call())).toBe('InvalidAccessException');
  });
});

describe('Security Hub', () => {
  beforeEach(() => test.aws.securityhub.send(new EnableSecurityHubCommand({})));

  it('can only be enabled once', async () => {
    expect(await errorOf(test.aws.securityhub.send(new EnableSecurityHubCommand({})))).toBe(
      'ResourceConflictException',
    );
    expect((await test.aws.securityhub.send(new DescribeHubCommand({}))).HubArn).toBe(
      'arn:aws:securityhub:us-east-1:111122223333:hub/default',
    );
  });

  it('silently ignores an update that is not newer', async () => {
    await put(finding('a'));
    const older = await put(finding('a', { Title: 'Changed' }));
    expect([older.SuccessCount, (await get('a'))?.Title]).toEqual([1, 'Direct internet access']);
    await put(finding('a', { Title: 'Changed', UpdatedAt: LATER }));
    expect((await get('a'))?.Title).toBe('Changed');
  });

  it.each<[string, Partial<AwsSecurityFinding>]>([
    ['no title', { Title: undefined }],
    ['no resources', { Resources: [] }],
    [
      '33 resources',
      { Resources: Array.from({ length: 33 }, (_, index) => ({ Type: 'Other', Id: `${index}` })) },
    ],
    ['a resource without type', { Resources: [{ Type: undefined, Id: 'x' }] }],
    ['a long title', { Title: 'x'.repeat(257) }],
    ['a long description', { Description: 'x'.repeat(1025) }],
    ['a wrong version', { SchemaVersion: '2020-01-01' }],
    ['a bad time', { UpdatedAt: 'yesterday' }],
    ['another account', { AwsAccountId: '999999999999' }],
    ['another product', { ProductArn: ProductArn.replace('111122223333/default', 'x/y') }],
    ['too many bytes', { Note: { Text: 'x'.repeat(250_000), UpdatedBy: 'x', UpdatedAt: NOON } }],
  ])('fails only the finding with %s, with HTTP 200', async (_, extra) => {
    const answer = await put(finding('bad', extra), finding('good'));
    expect([answer.FailedCount, answer.SuccessCount, answer.$metadata.httpStatusCode]).toEqual([1, 1, 200]);
    expect(answer.FailedFindings).toMatchObject([{ Id: 'bad', ErrorCode: 'InvalidInput' }]);
    expect([await get('bad'), (await get('good'))?.Id]).toEqual([undefined, 'good']);
  });

  it('accepts at most 100 findings', async () => {
    const many = Array.from({ length: 101 }, (_, index) => finding(`${index}`));
    expect(await errorOf(put(...many))).toBe('InvalidInputException');
  });

  it('keeps what customers set, and reopens a finding that reappears', async () => {
    const { securityhub } = test.aws;
    await put(finding('a', { Compliance: { Status: 'FAILED' } }));
    const identifier = { Id: 'a', ProductArn };
    const update = await securityhub.send(
      new BatchUpdateFindingsCommand({
        FindingIdentifiers: [identifier, { Id: 'none', ProductArn }],
        Workflow: { Status: 'RESOLVED' },
        Note: { Text: 'fixed', UpdatedBy: 'palisade' },
      }),
    );
    expect(update.ProcessedFindings).toEqual([identifier]);
    expect(update.UnprocessedFindings).toMatchObject([{ ErrorCode: 'FindingNotFound' }]);
    expect(await get('a')).toMatchObject({
      UpdatedAt: NOON,
      Workflow: { Status: 'RESOLVED' },
      Note: { Text: 'fixed' },
    });
    await put(finding('a', { UpdatedAt: LATER, Compliance: { Status: 'PASSED' }, RecordState: 'ARCHIVED' }));
    expect(await get('a')).toMatchObject({
      Workflow: { Status: 'RESOLVED' },
      RecordState: 'ARCHIVED',
      Note: { Text: 'fixed' },
    });
    await put(finding('a', { UpdatedAt: '2026-11-22T14:00:00Z', Compliance: { Status: 'FAILED' } }));
    expect(await get('a')).toMatchObject({ Workflow: { Status: 'NEW' }, RecordState: 'ACTIVE' });
  });

  it('filters findings and returns pages', async () => {
    const { securityhub } = test.aws;
    await put(
      finding('a-1'),
      finding('a-2', { RecordState: 'ARCHIVED' }),
      finding('b-1', { GeneratorId: 'other' }),
    );
    const ids = async (Filters: GetFindingsCommand['input']['Filters']) =>
      (await securityhub.send(new GetFindingsCommand({ Filters }))).Findings?.map((one) => one.Id);
    expect(await ids({ Id: [{ Value: 'a-', Comparison: 'PREFIX' }] })).toEqual(['a-1', 'a-2']);
    expect(await ids({ RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' }] })).toEqual(['a-1', 'b-1']);
    expect(await ids({ GeneratorId: [{ Value: 'other', Comparison: 'NOT_EQUALS' }] })).toEqual([
      'a-1',
      'a-2',
    ]);
    expect(
      await ids({
        ProductArn: [{ Value: ProductArn, Comparison: 'EQUALS' }],
        Title: [{ Value: 'internet', Comparison: 'CONTAINS' }],
      }),
    ).toHaveLength(3);
    expect(await errorOf(ids({ Keyword: [{ Value: 'x' }] }))).toBe('InvalidInputException');
    const first = await securityhub.send(new GetFindingsCommand({ MaxResults: 2 }));
    const second = await securityhub.send(
      new GetFindingsCommand({ MaxResults: 2, NextToken: first.NextToken }),
    );
    expect([first.Findings?.length, second.Findings?.length, second.NextToken]).toEqual([2, 1, undefined]);
  });

  it('has custom actions, and emits their events', async () => {
    const { securityhub } = test.aws;
    const input = { Id: 'remediate', Name: 'Remediate', Description: 'Let Palisade fix it' };
    const { ActionTargetArn = '' } = await securityhub.send(new CreateActionTargetCommand(input));
    expect(await errorOf(securityhub.send(new CreateActionTargetCommand(input)))).toBe(
      'ResourceConflictException',
    );
    const { ActionTargets } = await securityhub.send(new DescribeActionTargetsCommand({}));
    expect(ActionTargets).toEqual([{ ActionTargetArn, Name: input.Name, Description: input.Description }]);
    const unknown = new DescribeActionTargetsCommand({ ActionTargetArns: ['arn:none'] });
    expect(await errorOf(securityhub.send(unknown))).toBe('ResourceNotFoundException');
    await put(finding('a'));
    test.sandbox.admin.triggerCustomAction(ActionTargetArn, ['a']);
    expect(test.events.at(-1)).toMatchObject({
      'detail-type': 'Security Hub Findings - Custom Action',
      resources: [ActionTargetArn],
      detail: { actionName: 'Remediate', findings: [{ Id: 'a' }] },
    });
    expect(
      test.events.filter((event) => event['detail-type'] === 'Security Hub Findings - Imported'),
    ).toHaveLength(1);
  });
});
