import { describe, expect, it } from '@jest/globals';
import {
  CreateOpsItemCommand,
  DeleteParameterCommand,
  DescribeOpsItemsCommand,
  DescribeParametersCommand,
  GetOpsItemCommand,
  GetParameterCommand,
  OpsItemAlreadyExistsException,
  OpsItemInvalidParameterException,
  PutParameterCommand,
  UpdateOpsItemCommand,
  type CreateOpsItemRequest,
} from '@aws-sdk/client-ssm';
import { useAccount } from '../../testing/account';
import { errorOf, failureOf } from '../../testing/clients';

const test = useAccount();
const dedup = (text: string) => ({
  '/aws/dedup': { Type: 'SearchableString' as const, Value: JSON.stringify({ dedupString: text }) },
  '/aws/resources': {
    Type: 'SearchableString' as const,
    Value: JSON.stringify([{ arn: 'arn:aws:sagemaker:x' }]),
  },
});
const create = (extra: Partial<CreateOpsItemRequest> = {}) =>
  test.aws.ssm.send(
    new CreateOpsItemCommand({
      Title: 'Open notebook',
      Description: 'It is open',
      Source: 'palisade',
      ...extra,
    }),
  );

describe('OpsItems', () => {
  it('are created, read and updated', async () => {
    const { ssm } = test.aws;
    const { OpsItemId } = await create({
      Priority: 2,
      Severity: '2',
      Category: 'Security',
      OperationalData: dedup('a'),
    });
    expect(OpsItemId).toMatch(/^oi-[0-9a-f]{12}$/);
    await ssm.send(
      new UpdateOpsItemCommand({
        OpsItemId,
        Status: 'Resolved',
        OperationalData: { note: { Type: 'String', Value: 'done' } },
        OperationalDataToDelete: ['/aws/resources'],
      }),
    );
    const { OpsItem } = await ssm.send(new GetOpsItemCommand({ OpsItemId }));
    expect(OpsItem).toMatchObject({ Status: 'Resolved', Priority: 2, Version: '2', Source: 'palisade' });
    expect(Object.keys(OpsItem?.OperationalData ?? {}).sort()).toEqual(['/aws/dedup', 'note']);
    const unknown = new GetOpsItemCommand({ OpsItemId: 'oi-000000000000' });
    expect(await errorOf(ssm.send(unknown))).toBe('OpsItemNotFoundException');
  });

  it('are refused as duplicates of one that is open or in progress, which the error names', async () => {
    const { ssm } = test.aws;
    const first = await create({ OperationalData: dedup('a') });
    const failure = await failureOf(create({ OperationalData: dedup('a') }));
    expect(failure).toBeInstanceOf(OpsItemAlreadyExistsException);
    expect(failure).toMatchObject({ OpsItemId: first.OpsItemId });
    expect(await errorOf(create({ OperationalData: dedup('b') }))).toBe('none');
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId: first.OpsItemId, Status: 'InProgress' }));
    expect(await errorOf(create({ OperationalData: dedup('a') }))).toBe('OpsItemAlreadyExistsException');
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId: first.OpsItemId, Status: 'Resolved' }));
    const second = await create({ OperationalData: dedup('a') });
    expect(second.OpsItemId).not.toBe(first.OpsItemId);
    const change = new UpdateOpsItemCommand({ OpsItemId: second.OpsItemId, OperationalData: dedup('c') });
    expect(await errorOf(ssm.send(change))).toBe('OpsItemInvalidParameterException');
  });

  it.each<[string, Partial<CreateOpsItemRequest>]>([
    ['Title', { Title: 'x'.repeat(1025) }],
    ['Description', { Description: 'x'.repeat(2049) }],
    ['Source', { Source: 'x'.repeat(129) }],
    ['Source', { Source: 'my-aws-tool' }],
    ['Priority', { Priority: 6 }],
    ['Severity', { Severity: '5' }],
    ['Category', { Category: 'Networking' }],
    ['OperationalData', { OperationalData: { ['k'.repeat(129)]: { Value: 'x', Type: 'String' } } }],
    ['OperationalData', { OperationalData: { k: { Value: 'x'.repeat(20_481), Type: 'String' } } }],
    ['OperationalData', { OperationalData: { '/aws/own': { Value: 'x', Type: 'String' } } }],
    ['OperationalData', { OperationalData: { 'amazon-x': { Value: 'x', Type: 'String' } } }],
    ['OperationalData', { OperationalData: { '/aws/dedup': { Value: '{}', Type: 'String' } } }],
  ])('with a bad %s are refused, and the error names it', async (name, extra) => {
    const failure = await failureOf(create(extra));
    expect(failure).toBeInstanceOf(OpsItemInvalidParameterException);
    expect(failure).toMatchObject({ ParameterNames: [name] });
  });

  it('have a limit', async () => {
    Object.assign(test.sandbox.account.quotas, { opsItems: 1 });
    await create();
    expect(await errorOf(create())).toBe('OpsItemLimitExceededException');
  });

  it('are found by status, source and data, in pages', async () => {
    const { ssm } = test.aws;
    const a = await create({
      OperationalData: { ...dedup('a'), finding: { Type: 'SearchableString', Value: 'f-1' } },
    });
    const b = await create({ Source: 'other' });
    await ssm.send(new UpdateOpsItemCommand({ OpsItemId: b.OpsItemId, Status: 'Resolved' }));
    const found = async (
      ...OpsItemFilters: NonNullable<DescribeOpsItemsCommand['input']['OpsItemFilters']>
    ) =>
      (await ssm.send(new DescribeOpsItemsCommand({ OpsItemFilters }))).OpsItemSummaries?.map(
        (one) => one.OpsItemId,
      );
    expect(await found({ Key: 'Status', Values: ['Open'], Operator: 'Equal' })).toEqual([a.OpsItemId]);
    expect(await found({ Key: 'Source', Values: ['other'], Operator: 'Equal' })).toEqual([b.OpsItemId]);
    expect(await found({ Key: 'Title', Values: ['notebook'], Operator: 'Contains' })).toEqual([
      a.OpsItemId,
      b.OpsItemId,
    ]);
    const pair = JSON.stringify({ key: 'finding', value: 'f-1' });
    expect(await found({ Key: 'OperationalData', Values: [pair], Operator: 'Equal' })).toEqual([a.OpsItemId]);
    expect(await found({ Key: 'ResourceId', Values: ['arn:aws:sagemaker:x'], Operator: 'Contains' })).toEqual(
      [a.OpsItemId],
    );
    const first = await ssm.send(new DescribeOpsItemsCommand({ MaxResults: 1 }));
    const second = await ssm.send(new DescribeOpsItemsCommand({ MaxResults: 1, NextToken: first.NextToken }));
    expect(second.OpsItemSummaries?.map((one) => one.OpsItemId)).toEqual([b.OpsItemId]);
    expect(second.NextToken).toBeUndefined();
  });
});

describe('parameters', () => {
  it('are written, read and deleted', async () => {
    const { ssm } = test.aws;
    const Name = '/palisade/settings';
    const put = (Value: string, Overwrite = false) =>
      ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite }));
    await put('one');
    expect(await errorOf(put('two'))).toBe('ParameterAlreadyExists');
    expect((await put('two', true)).Version).toBe(2);
    expect((await ssm.send(new GetParameterCommand({ Name }))).Parameter).toMatchObject({
      Name,
      Value: 'two',
      Version: 2,
      ARN: 'arn:aws:ssm:us-east-1:111122223333:parameter/palisade/settings',
    });
    expect(await errorOf(ssm.send(new GetParameterCommand({ Name: `${Name}:1` })))).toBe(
      'ParameterVersionNotFound',
    );
    expect(await errorOf(put('x'.repeat(4097), true))).toBe('ValidationException');
    await ssm.send(new DeleteParameterCommand({ Name }));
    expect(await errorOf(ssm.send(new GetParameterCommand({ Name })))).toBe('ParameterNotFound');
    expect(await errorOf(ssm.send(new DeleteParameterCommand({ Name })))).toBe('ParameterNotFound');
  });

  it('are read by ARN, including those that another account shares, and no others', async () => {
    const { ssm } = test.aws;
    const get = (Name: string) => ssm.send(new GetParameterCommand({ Name }));
    await ssm.send(new PutParameterCommand({ Name: '/palisade/x', Value: 'own', Type: 'String' }));
    const own = 'arn:aws:ssm:us-east-1:111122223333:parameter/palisade/x';
    const other = 'arn:aws:ssm:us-east-1:999900001111:parameter/palisade/x';
    expect((await get(own)).Parameter).toMatchObject({ Value: 'own', Name: '/palisade/x' });
    expect(await errorOf(get(`${own}:2`))).toBe('ParameterVersionNotFound');
    expect(await errorOf(get(`${own}y`))).toBe('ParameterNotFound');
    expect(await errorOf(get(other))).toBe('AccessDeniedException');
    test.sandbox.admin.shareParameter(other, 'shared');
    expect((await get(`${other}:1`)).Parameter).toMatchObject({ Value: 'shared', ARN: other });
    test.sandbox.admin.shareParameter(other, undefined);
    expect(await errorOf(get(other))).toBe('AccessDeniedException');
  });

  it('are listed with their last author, and without their values', async () => {
    const { ssm } = test.aws;
    const Name = '/palisade/listed';
    await ssm.send(new PutParameterCommand({ Name, Value: 'on', Type: 'String' }));
    const { Parameters } = await ssm.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Values: [Name] }] }),
    );
    expect(Parameters).toEqual([
      expect.objectContaining({ Name, Version: 1, LastModifiedUser: expect.stringMatching(/^arn:aws:/) }),
    ]);
    expect(Parameters?.[0]).not.toHaveProperty('Value');
    const unknown = ssm.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Type', Values: ['String'] }] }),
    );
    expect(await errorOf(unknown)).toBe('InvalidFilterKey');
  });

  it('of type SecureString can only be read with decryption', async () => {
    const { ssm } = test.aws;
    await ssm.send(new PutParameterCommand({ Name: 'token', Value: 'hunter2', Type: 'SecureString' }));
    const read = async (WithDecryption: boolean) =>
      (await ssm.send(new GetParameterCommand({ Name: 'token', WithDecryption }))).Parameter?.Value;
    expect([await read(true), (await read(false)) === 'hunter2']).toEqual(['hunter2', false]);
  });
});
