import { describe, expect, it } from '@jest/globals';
import { CreateTableCommand, DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateVpcCommand, DescribeVpcsCommand } from '@aws-sdk/client-ec2';
import { CreateNotebookInstanceCommand, StopNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { startSandbox } from '../sandbox';
import { clientsOf } from '../testing/clients';

const minute = 60_000;

/** A manual account with a running notebook and three items in a table. */
async function account() {
  const sandbox = await startSandbox({ clock: 'manual', startTime: Date.UTC(2026, 0, 1) });
  const aws = clientsOf(sandbox.url);
  await aws.dynamodb.send(
    new CreateTableCommand({
      TableName: 'things',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
  const put = (pk: string, value = '') =>
    aws.dynamodb.send(
      new PutItemCommand({ TableName: 'things', Item: { pk: { S: pk }, value: { S: value } } }),
    );
  for (const pk of ['a', 'b', 'c']) await put(pk);
  await aws.sagemaker.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName: 'nb',
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/r',
    }),
  );
  await sandbox.clock.advance(10 * minute);
  /** Changes of every kind, while time passes. */
  const change = async (): Promise<void> => {
    await aws.sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'nb' }));
    await aws.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    await put('a', 'changed');
    await aws.dynamodb.send(new DeleteItemCommand({ TableName: 'things', Key: { pk: { S: 'b' } } }));
    await put('d');
    await sandbox.clock.advance(10 * minute);
  };
  const contents = async () => ({
    ...structuredClone(await sandbox.contents()),
    now: sandbox.clock.now(),
    calls: sandbox.calls().length,
  });
  return { sandbox, aws, change, contents };
}

describe('an account that was saved', () => {
  it('can be restored any number of times, and continues in the same way each time', async () => {
    const { sandbox, aws, contents } = await account();
    await aws.sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'nb' }));
    const before = await contents();
    // The notebook is still stopping.
    expect(before.pending).toHaveLength(1);
    const back = await sandbox.save();
    await sandbox.clock.advance(10 * minute);
    const ended = await contents();
    for (let time = 0; time < 2; time += 1) {
      await back();
      expect(await contents()).toEqual(before);
      await sandbox.clock.advance(10 * minute);
      expect(await contents()).toEqual(ended);
      await aws.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    }
    expect(ended).not.toEqual(before);
    await sandbox.stop();
  });

  it('reverts changes of every kind', async () => {
    const { sandbox, aws, change, contents } = await account();
    const before = await contents();
    const back = await sandbox.save();
    await change();
    const changed = await contents();
    expect(changed.tables.get('things')).toHaveLength(3);
    await back();
    expect(await contents()).toEqual(before);
    expect((await aws.ec2.send(new DescribeVpcsCommand({}))).Vpcs).toEqual([]);
    await back();
    await change();
    // The ids that it generates are the same, too.
    expect(await contents()).toEqual(changed);
    await sandbox.stop();
  });

  it('can be restored with its clock at another time', async () => {
    const { sandbox } = await account();
    const back = await sandbox.save();
    const then = sandbox.clock.now();
    await sandbox.clock.advance(minute);
    await back(then - minute);
    expect(sandbox.clock.now()).toBe(then - minute);
    await sandbox.stop();
  });
});

it('an account whose clock runs by itself cannot be saved', async () => {
  const sandbox = await startSandbox();
  await expect(sandbox.save()).rejects.toThrow('manual clock');
  await sandbox.stop();
});
