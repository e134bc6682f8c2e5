import { describe, expect, it } from '@jest/globals';
import {
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import type { ResourceRef } from '../../core/model/resource';
import { dyingAt, onSandbox } from './on-sandbox';

const modify = 'ModifyVpcEndpoint';

describe('endpoint-subnets in the engine, on the sandbox', () => {
  const account = onSandbox('endpoint-subnets');

  /** An endpoint in us-east-1a, and notebooks in us-east-1a and us-east-1b. */
  async function seed(): Promise<{ endpoint: ResourceRef; subnets: readonly string[] }> {
    const client = await account.clients.ec2();
    const sagemaker = await account.clients.sagemaker();
    const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const VpcId = Vpc?.VpcId ?? '';
    const subnets: string[] = [];
    for (const [index, zone] of ['a', 'b'].entries()) {
      const { Subnet } = await client.send(
        new CreateSubnetCommand({
          VpcId,
          AvailabilityZone: `us-east-1${zone}`,
          CidrBlock: `10.0.${index}.0/24`,
        }),
      );
      const SubnetId = Subnet?.SubnetId ?? '';
      subnets.push(SubnetId);
      await sagemaker.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: `in-${zone}`,
          InstanceType: 'ml.t3.medium',
          RoleArn: 'arn:aws:iam::111122223333:role/notebook',
          SubnetId,
          SecurityGroupIds: ['sg-0nb'],
          DirectInternetAccess: 'Disabled',
        }),
      );
    }
    const { VpcEndpoint } = await client.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Interface',
        VpcId,
        ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        SubnetIds: subnets.slice(0, 1),
      }),
    );
    await account.wait();
    account.changes();
    return { endpoint: { type: 'AWS::EC2::VPCEndpoint', id: VpcEndpoint?.VpcEndpointId ?? '' }, subnets };
  }

  async function subnetsOf({ id }: ResourceRef): Promise<readonly string[] | undefined> {
    const client = await account.clients.ec2();
    const { VpcEndpoints } = await client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    return VpcEndpoints?.[0]?.SubnetIds?.toSorted();
  }

  it('adds the subnet of the missing zone, has no plan afterwards, and undo removes it', async () => {
    const { endpoint, subnets } = await seed();
    expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual([modify]);
    expect(await subnetsOf(endpoint)).toEqual(subnets.toSorted());
    await account.wait();

    const again = await account.run(endpoint);
    expect(again.handled).toMatchObject([
      { kind: 'unchanged', finding: { status: 'pass', plan: { steps: [] } } },
    ]);
    expect(account.changes()).toEqual([]);

    expect(await account.undo(endpoint)).toMatchObject({ status: 'done' });
    await account.wait();
    expect(await subnetsOf(endpoint)).toEqual(subnets.slice(0, 1));
    account.changes();
    expect(await account.settle(endpoint)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    expect(account.changes()).toEqual([]);
  });

  it.each([true, false])(
    'the next pass completes one that crashed at its change (after it took effect: %s)',
    async (after) => {
      const { endpoint, subnets } = await seed();
      const { ports, dead } = dyingAt(account.ports, 1, after);
      await Promise.race([account.run(endpoint, ports), dead]);
      await account.wait();
      expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(await subnetsOf(endpoint)).toEqual(subnets.toSorted());
    },
  );

  it('somebody else covers the zone between the read and the change: AWS refuses a second subnet, and it passes', async () => {
    const { endpoint, subnets } = await seed();
    const client = await account.clients.ec2();
    const [rule] = account.ports.rules;
    if (rule === undefined) throw new Error('no rule');
    const { VpcEndpoints } = await client.send(new DescribeVpcEndpointsCommand({}));
    const other = await client.send(
      new CreateSubnetCommand({
        VpcId: VpcEndpoints?.[0]?.VpcId ?? '',
        AvailabilityZone: 'us-east-1b',
        CidrBlock: '10.0.9.0/24',
      }),
    );
    const theirs = other.Subnet?.SubnetId ?? '';
    const slow = {
      ...rule,
      perform: async (
        step: Parameters<typeof rule.perform>[0],
        clients: Parameters<typeof rule.perform>[1],
      ) => {
        await client.send(
          new ModifyVpcEndpointCommand({ VpcEndpointId: endpoint.id, AddSubnetIds: [theirs] }),
        );
        await account.wait();
        return rule.perform(step, clients);
      },
    };
    await account.run(endpoint, { ...account.ports, rules: [slow] });
    expect(await account.record(endpoint)).toMatchObject({ status: 'pass' });
    expect(await subnetsOf(endpoint)).toEqual([subnets[0], theirs].toSorted());
  });

  it('nothing is left to do if the endpoint is deleted', async () => {
    const { endpoint } = await seed();
    const client = await account.clients.ec2();
    await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpoint.id] }));
    account.changes();
    const { handled } = await account.run(endpoint);
    expect(handled).toMatchObject([{ finding: { status: 'not-applicable' } }]);
    await account.wait();
    await account.run(endpoint);
    expect(account.changes()).toEqual([]);
  });
});
