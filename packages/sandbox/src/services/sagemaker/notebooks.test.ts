import { describe, expect, it } from '@jest/globals';
import {
  AddTagsCommand,
  CreateNotebookInstanceCommand,
  DeleteNotebookInstanceCommand,
  DeleteTagsCommand,
  DescribeNotebookInstanceCommand,
  ListNotebookInstancesCommand,
  ListTagsCommand,
  StartNotebookInstanceCommand,
  StopNotebookInstanceCommand,
  UpdateNotebookInstanceCommand,
  type CreateNotebookInstanceInput,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { useAccount } from '../../testing/account';
import { errorOf, failureOf } from '../../testing/clients';

const test = useAccount();
const NotebookInstanceName = 'research';
const HOUR = 3_600_000;

function create(client: SageMakerClient, extra: Partial<CreateNotebookInstanceInput> = {}) {
  return client.send(
    new CreateNotebookInstanceCommand({
      NotebookInstanceName,
      InstanceType: 'ml.t3.medium',
      RoleArn: 'arn:aws:iam::111122223333:role/notebook',
      ...extra,
    }),
  );
}

function describeIt(client: SageMakerClient) {
  return client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName }));
}

describe('notebook instances', () => {
  it('have the documented defaults and map Create names to Describe names', async () => {
    const { sagemaker } = test.aws;
    await create(sagemaker, {
      SubnetId: 'subnet-1',
      SecurityGroupIds: ['sg-1'],
      LifecycleConfigName: 'backup',
      DirectInternetAccess: 'Disabled',
    });
    await test.sandbox.clock.advance(HOUR);
    expect(await describeIt(sagemaker)).toMatchObject({
      NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/research',
      NotebookInstanceStatus: 'InService',
      DirectInternetAccess: 'Disabled',
      SubnetId: 'subnet-1',
      SecurityGroups: ['sg-1'],
      NotebookInstanceLifecycleConfigName: 'backup',
      RootAccess: 'Enabled',
      PlatformIdentifier: 'notebook-al2023-v1',
      IpAddressType: 'ipv4',
      VolumeSizeInGB: 5,
      InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '1' },
      NetworkInterfaceId: expect.stringMatching(/^eni-/),
    });
  });

  it('have direct internet access by default', async () => {
    await create(test.aws.sagemaker);
    const detail = await describeIt(test.aws.sagemaker);
    expect(detail.DirectInternetAccess).toBe('Enabled');
    expect(detail.SubnetId).toBeUndefined();
  });

  it.each([
    ['Disabled without a subnet', { DirectInternetAccess: 'Disabled' as const }],
    ['groups without a subnet', { SecurityGroupIds: ['sg-1'] }],
    ['six groups', { SubnetId: 'subnet-1', SecurityGroupIds: ['1', '2', '3', '4', '5', '6'] }],
    ['a bad name', { NotebookInstanceName: '-x' }],
  ])('refuse %s', async (_, extra) => {
    expect(await errorOf(create(test.aws.sagemaker, extra))).toBe('ValidationException');
  });

  it('change their states on the account’s clock', async () => {
    const { sagemaker } = test.aws;
    const seen: (string | undefined)[] = [];
    const see = async () => seen.push((await describeIt(sagemaker)).NotebookInstanceStatus);
    const changes = [
      () => create(sagemaker),
      () => sagemaker.send(new StopNotebookInstanceCommand(key)),
      () => sagemaker.send(new UpdateNotebookInstanceCommand({ ...key, RootAccess: 'Disabled' })),
      () => sagemaker.send(new StartNotebookInstanceCommand(key)),
      () => sagemaker.send(new StopNotebookInstanceCommand(key)),
    ];
    for (const change of changes) {
      await change();
      await see();
      await test.sandbox.clock.advance(HOUR);
      await see();
    }
    expect(seen).toEqual([
      ...['Pending', 'InService', 'Stopping', 'Stopped', 'Updating', 'Stopped'],
      ...['Pending', 'InService', 'Stopping', 'Stopped'],
    ]);
    expect((await describeIt(sagemaker)).RootAccess).toBe('Disabled');
    await sagemaker.send(new DeleteNotebookInstanceCommand(key));
    expect((await describeIt(sagemaker)).NotebookInstanceStatus).toBe('Deleting');
    await test.sandbox.clock.advance(HOUR);
    const gone = await failureOf(describeIt(sagemaker));
    expect([gone?.name, gone?.message]).toEqual(['ValidationException', 'RecordNotFound']);
  });

  const key = { NotebookInstanceName };
  it.each([
    ['Start', 'Pending', (client: SageMakerClient) => client.send(new StartNotebookInstanceCommand(key))],
    ['Delete', 'Deleting', (client: SageMakerClient) => client.send(new DeleteNotebookInstanceCommand(key))],
    ['Update', 'Updating', (client: SageMakerClient) => client.send(new UpdateNotebookInstanceCommand(key))],
  ])('%s is refused while in service', async (_, target, attempt) => {
    const { sagemaker } = test.aws;
    await create(sagemaker);
    await test.sandbox.clock.advance(HOUR);
    const failure = await failureOf(attempt(sagemaker));
    expect(failure?.name).toBe('ValidationException');
    expect(failure?.message).toContain('Status (InService) not in ([');
    expect(failure?.message).toContain(`Unable to transition to (${target}) for Notebook Instance (arn:aws`);
  });

  it('cannot be stopped while pending, or created twice', async () => {
    const { sagemaker } = test.aws;
    await create(sagemaker);
    expect(
      (await failureOf(sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName }))))?.message,
    ).toContain('Status (Pending) not in ([InService])');
    expect((await failureOf(create(sagemaker)))?.message).toContain(
      'Cannot create a duplicate Notebook Instance (arn',
    );
  });

  it('can fail, and can then be deleted', async () => {
    const { sagemaker } = test.aws;
    await create(sagemaker);
    test.sandbox.admin.failNextTransition(NotebookInstanceName, 'The lifecycle script took too long');
    await test.sandbox.clock.advance(HOUR);
    expect(await describeIt(sagemaker)).toMatchObject({
      NotebookInstanceStatus: 'Failed',
      FailureReason: 'The lifecycle script took too long',
    });
    expect(await errorOf(sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName })))).toBe(
      'ValidationException',
    );
    expect(await errorOf(sagemaker.send(new DeleteNotebookInstanceCommand({ NotebookInstanceName })))).toBe(
      'none',
    );
  });

  it('are listed in pages, with filters, and without network fields', async () => {
    const { sagemaker } = test.aws;
    for (const name of ['b2', 'a1', 'c3']) await create(sagemaker, { NotebookInstanceName: name });
    const first = await sagemaker.send(new ListNotebookInstancesCommand({ MaxResults: 2 }));
    const second = await sagemaker.send(
      new ListNotebookInstancesCommand({ MaxResults: 2, NextToken: first.NextToken }),
    );
    const names = [...(first.NotebookInstances ?? []), ...(second.NotebookInstances ?? [])];
    expect(names.map((summary) => summary.NotebookInstanceName)).toEqual(['a1', 'b2', 'c3']);
    expect(second.NextToken).toBeUndefined();
    expect(Object.keys(names[0] ?? {})).not.toContain('DirectInternetAccess');
    const none = await sagemaker.send(new ListNotebookInstancesCommand({ StatusEquals: 'Stopped' }));
    expect(none.NotebookInstances).toEqual([]);
    expect(await errorOf(sagemaker.send(new ListNotebookInstancesCommand({ MaxResults: 101 })))).toBe(
      'ValidationException',
    );
    expect(await errorOf(sagemaker.send(new ListNotebookInstancesCommand({ NextToken: 'zzz' })))).toBe(
      'ValidationException',
    );
  });

  it('store tags', async () => {
    const { sagemaker } = test.aws;
    const { NotebookInstanceArn: ResourceArn } = await create(sagemaker, {
      Tags: [{ Key: 'a', Value: '1' }],
    });
    await sagemaker.send(
      new AddTagsCommand({
        ResourceArn,
        Tags: [
          { Key: 'a', Value: '2' },
          { Key: 'b', Value: '3' },
        ],
      }),
    );
    await sagemaker.send(new DeleteTagsCommand({ ResourceArn, TagKeys: ['b'] }));
    const { Tags } = await sagemaker.send(new ListTagsCommand({ ResourceArn }));
    expect(Tags).toEqual([{ Key: 'a', Value: '2' }]);
  });

  it('have a quota', async () => {
    const limited = Array.from({ length: 3 }, (_, index) => `n${index}`);
    const { account } = test.sandbox;
    Object.assign(account.quotas, { notebookInstances: 2 });
    const errors = [];
    for (const name of limited)
      errors.push(await errorOf(create(test.aws.sagemaker, { NotebookInstanceName: name })));
    expect(errors).toEqual(['none', 'none', 'ResourceLimitExceeded']);
  });
});
