import { describe, expect, it } from '@jest/globals';
import {
  CreateTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();
const TableName = 'ledger';

const table = () =>
  test.aws.dynamodb.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
const put = (ConditionExpression?: string) =>
  test.aws.dynamodb.send(
    new PutItemCommand({ TableName, Item: { pk: { S: 'a' }, n: { N: '1' } }, ConditionExpression }),
  );

describe('DynamoDB', () => {
  it('supports tables, items and conditions, and records the calls', async () => {
    expect(await errorOf(put())).toBe('ResourceNotFoundException');
    await table();
    await put('attribute_not_exists(pk)');
    expect(await errorOf(put('attribute_not_exists(pk)'))).toBe('ConditionalCheckFailedException');
    const { Item } = await test.aws.dynamodb.send(new GetItemCommand({ TableName, Key: { pk: { S: 'a' } } }));
    expect(Item).toEqual({ pk: { S: 'a' }, n: { N: '1' } });
    expect(test.sandbox.calls().map((call) => [call.operation, call.errorCode])).toEqual([
      ['PutItem', 'ResourceNotFoundException'],
      ['CreateTable', undefined],
      ['PutItem', undefined],
      ['PutItem', 'ConditionalCheckFailedException'],
      ['GetItem', undefined],
    ]);
  });

  it('supports time to live and backups', async () => {
    const { dynamodb } = test.aws;
    const update = new UpdateTimeToLiveCommand({
      TableName,
      TimeToLiveSpecification: { Enabled: true, AttributeName: 'expires' },
    });
    expect(await errorOf(dynamodb.send(update))).toBe('ResourceNotFoundException');
    await table();
    const read = async () =>
      (await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription;
    expect(await read()).toEqual({ TimeToLiveStatus: 'DISABLED' });
    await dynamodb.send(update);
    expect(await read()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expires' });
    const backups = async () =>
      (await dynamodb.send(new DescribeContinuousBackupsCommand({ TableName }))).ContinuousBackupsDescription
        ?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
    expect(await backups()).toBe('DISABLED');
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    expect(await backups()).toBe('ENABLED');
  });

  it.each([
    ['throttle', 'ThrottlingException'],
    ['denied', 'AccessDeniedException'],
    ['5xx', 'InternalServerError'],
  ] as const)('answers the fault %s with %s', async (kind, code) => {
    await table();
    test.sandbox.setFault(() => ({ kind }));
    expect(await errorOf(put())).toBe(code);
    test.sandbox.setFault(undefined);
    expect(await errorOf(put('attribute_not_exists(pk)'))).toBe('none');
  });
});
