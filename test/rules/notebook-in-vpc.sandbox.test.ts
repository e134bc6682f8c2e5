import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateNotebookInstanceCommand,
  DescribeNotebookInstanceCommand,
  type DescribeNotebookInstanceOutput,
  ListTagsCommand,
  StopNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { approve } from '../../core/engine';
import { findingId, type ResourceRef } from '../../core/model/resource';
import { onSandbox } from './on-sandbox';

const rule = 'notebook-in-vpc';
const place = { account: '111122223333', region: 'us-east-1' };
const churn: ResourceRef = { type: 'AWS::SageMaker::NotebookInstance', id: 'churn' };
const [create, stop, start, remove] = ['Create', 'Stop', 'Start', 'Delete'].map(
  (verb) => `${verb}NotebookInstance`,
);

describe('notebook-in-vpc in the engine, on the sandbox', () => {
  const account = onSandbox(rule);
  let endpoint = '';
  let approved = { SubnetId: '', SecurityGroupIds: [''] };
  let other = { SubnetId: '', SecurityGroupIds: [''] };

  async function network(CidrBlock: string): Promise<typeof approved & { readonly VpcId: string }> {
    const ec2 = await account.clients.ec2();
    const VpcId = (await ec2.send(new CreateVpcCommand({ CidrBlock }))).Vpc?.VpcId ?? '';
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: 'us-east-1a' }),
    );
    const { GroupId = '' } = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId, GroupName: 'ml', Description: 'notebooks' }),
    );
    return { VpcId, SubnetId: Subnet?.SubnetId ?? '', SecurityGroupIds: [GroupId] };
  }

  beforeEach(async () => {
    const { VpcId, ...rest } = await network('10.0.0.0/24');
    approved = rest;
    const { VpcId: _, ...elsewhere } = await network('10.1.0.0/24');
    other = elsewhere;
    const ec2 = await account.clients.ec2();
    const made = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        VpcEndpointType: 'Interface',
        SubnetIds: [approved.SubnetId],
        SecurityGroupIds: approved.SecurityGroupIds,
        PrivateDnsEnabled: false,
      }),
    );
    endpoint = made.VpcEndpoint?.VpcEndpointId ?? '';
    await account.wait();
  });

  async function seed(name: string, where: Partial<typeof approved> = {}): Promise<void> {
    const client = await account.clients.sagemaker();
    await client.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: name,
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::111122223333:role/notebook',
        VolumeSizeInGB: 20,
        Tags: [{ Key: 'team', Value: 'fraud' }],
        ...where,
      }),
    );
    await account.wait();
    account.changes();
  }

  async function described(name: string): Promise<DescribeNotebookInstanceOutput> {
    const client = await account.clients.sagemaker();
    return client.send(new DescribeNotebookInstanceCommand({ NotebookInstanceName: name }));
  }

  const consent = (options?: { readonly dataLoss: boolean }) =>
    approve(account.ports, findingId(rule, churn, place), 'ann', options);

  it('passes in the approved VPC, and reads only the subnets of its VPC', async () => {
    await seed('churn', approved);
    const { handled } = await account.run(churn);
    expect(handled).toMatchObject([{ finding: { status: 'pass' } }]);
    const reads = account.sandbox.calls().filter(({ operation }) => operation === 'DescribeSubnets');
    expect(reads.map(({ input }) => input)).toMatchObject([
      { Filters: [{ Name: 'subnet-id', Values: [approved.SubnetId] }] },
      { Filters: [{ Name: 'vpc-id', Values: [expect.stringMatching(/^vpc-/)] }] },
    ]);
  });

  it.each(['no VPC', 'another VPC'])(
    'from %s: nothing without approval, then step by step until the old notebook is deleted',
    async (from) => {
      await seed('churn', from === 'no VPC' ? {} : other);
      const before = await described('churn');
      expect(await account.settle(churn)).toMatchObject({ status: 'fail', outcome: 'awaiting-approval' });
      expect(account.changes()).toEqual([]);

      await consent();
      expect(await account.settle(churn)).toMatchObject({ status: 'fail', outcome: 'contained' });
      expect(account.changes()).toEqual([create, stop]);
      const after = await described('churn-vpc');
      expect(after).toMatchObject({
        SubnetId: approved.SubnetId,
        SecurityGroups: approved.SecurityGroupIds,
        DirectInternetAccess: 'Disabled',
        InstanceType: before.InstanceType,
        VolumeSizeInGB: 20,
      });
      const client = await account.clients.sagemaker();
      const { Tags } = await client.send(new ListTagsCommand({ ResourceArn: after.NotebookInstanceArn }));
      expect(Tags).toEqual([{ Key: 'team', Value: 'fraud' }]);
      const replaced: ResourceRef = { ...churn, id: 'churn-vpc' };
      expect((await account.run(replaced)).handled).toMatchObject([{ finding: { status: 'pass' } }]);

      await consent();
      await account.settle(churn);
      expect(account.changes()).toEqual([]);

      await consent({ dataLoss: true });
      await account.settle(churn);
      await account.wait();
      expect(account.changes()).toEqual([remove]);
      expect((await account.run(churn)).handled).toMatchObject([{ finding: { status: 'not-applicable' } }]);
      expect([...account.tickets.all.values()].map(({ lastWord }) => lastWord)).toEqual([expect.any(String)]);
    },
  );

  it('undo before the deletion starts the old notebook again and keeps the replacement, which may be in use', async () => {
    await seed('churn', other);
    const before = await described('churn');
    await account.settle(churn);
    await consent();
    await account.settle(churn);
    await account.wait();
    account.changes();
    expect(await account.undo(churn)).toMatchObject({ status: 'done' });
    await account.wait();
    const { LastModifiedTime: _, $metadata: __, ...now } = { $metadata: {}, ...(await described('churn')) };
    const { LastModifiedTime: ___, $metadata: ____, ...then } = { $metadata: {}, ...before };
    expect(now).toEqual(then);
    expect(account.changes()).toContain(start);
    expect(await described('churn-vpc')).toMatchObject({ NotebookInstanceStatus: 'InService' });
  });

  it('waits while the notebook is in transition', async () => {
    await seed('churn');
    const client = await account.clients.sagemaker();
    await client.send(new StopNotebookInstanceCommand({ NotebookInstanceName: 'churn' }));
    account.changes();
    await account.run(churn);
    expect(await account.record(churn)).toMatchObject({
      outcome: 'acting',
      because: expect.stringContaining('Stopping'),
    });
    expect(account.changes()).toEqual([]);
  });

  it('deletes nothing if somebody created a notebook of that name elsewhere after the approval', async () => {
    await seed('churn');
    await account.settle(churn);
    await consent({ dataLoss: true });
    await seed('churn-vpc', other);
    expect(await account.settle(churn)).toMatchObject({
      outcome: 'ticketed',
      because: expect.stringContaining('churn-vpc exists'),
    });
    expect(account.changes()).toEqual([]);
  });

  it('judges all notebooks again when the endpoint that made a VPC approved is deleted', async () => {
    await seed('churn', approved);
    const ec2 = await account.clients.ec2();
    await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpoint] }));
    await account.wait();
    const { handled } = await account.run({ type: 'AWS::EC2::VPCEndpoint', id: endpoint });
    expect(handled).toMatchObject([{ finding: { status: 'fail', resource: { id: 'churn' } } }]);
  });

  it.each(['DescribeSubnets', 'DescribeVpcEndpoints', 'DescribeNotebookInstance'])(
    'a denied %s is unknown',
    async (call) => {
      await seed('churn', approved);
      account.sandbox.setFault(({ operation }) => (operation === call ? { kind: 'denied' } : undefined));
      expect(await account.settle(churn)).toMatchObject({ status: 'unknown', outcome: 'unknown' });
    },
  );
});
