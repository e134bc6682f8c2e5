import { describe, expect, it, jest } from '@jest/globals';
import {
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import { CreateNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { approve } from '../../core/engine';
import { findingId, type ResourceRef } from '../../core/model/resource';
import { dyingAt, onSandbox } from './on-sandbox';
import { minute } from '../../core/engine/time';
import { nonEmpty } from '../non-empty';

// A remediation of five steps and its undo are slow on a busy machine.
jest.setTimeout(30_000);

const ruleId = 'endpoint-required';
const create = 'CreateVpcEndpoint';
const place = { account: '111122223333', region: 'us-east-1' };

describe('endpoint-required in the engine, on the sandbox', () => {
  const account = onSandbox(ruleId);

  /** A VPC with a notebook in a subnet of us-east-1a, and no endpoint. */
  async function seed(): Promise<{ vpc: ResourceRef; subnetId: string; groupId: string }> {
    const client = await account.clients.ec2();
    const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const VpcId = Vpc?.VpcId ?? '';
    await client.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    const { Subnet } = await client.send(
      new CreateSubnetCommand({ VpcId, AvailabilityZone: 'us-east-1a', CidrBlock: '10.0.1.0/24' }),
    );
    const { GroupId = '' } = await client.send(
      new CreateSecurityGroupCommand({ VpcId, GroupName: 'notebooks', Description: 'x' }),
    );
    const subnetId = Subnet?.SubnetId ?? '';
    const sagemaker = await account.clients.sagemaker();
    await sagemaker.send(
      new CreateNotebookInstanceCommand({
        NotebookInstanceName: 'churn',
        InstanceType: 'ml.t3.medium',
        RoleArn: 'arn:aws:iam::111122223333:role/notebook',
        SubnetId: subnetId,
        SecurityGroupIds: [GroupId],
        DirectInternetAccess: 'Disabled',
      }),
    );
    await account.wait();
    account.changes();
    return { vpc: { type: 'AWS::EC2::VPC', id: VpcId }, subnetId, groupId: GroupId };
  }

  const agree = (vpc: ResourceRef) => approve(account.ports, findingId(ruleId, vpc, place), 'ann');

  async function endpoints() {
    const client = await account.clients.ec2();
    return (await client.send(new DescribeVpcEndpointsCommand({}))).VpcEndpoints ?? [];
  }

  async function groupNames() {
    const client = await account.clients.ec2();
    const { SecurityGroups = [] } = await client.send(new DescribeSecurityGroupsCommand({}));
    return SecurityGroups.map(({ GroupName }) => GroupName).sort();
  }

  it('waits for approval, creates what is missing, and passes; undo removes all of it', async () => {
    const { vpc, subnetId } = await seed();
    const before = await groupNames();
    expect(await account.settle(vpc)).toMatchObject({ status: 'fail', outcome: 'awaiting-approval' });
    expect(account.changes()).toEqual([]);

    expect(await agree(vpc)).toMatchObject({ status: 'done' });
    expect(await account.settle(vpc)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual([
      'CreateSecurityGroup',
      'AuthorizeSecurityGroupIngress',
      create,
      create,
      create,
    ]);
    const made = await endpoints();
    expect(made.map(({ ServiceName }) => ServiceName).sort()).toEqual([
      'aws.sagemaker.us-east-1.notebook',
      'com.amazonaws.us-east-1.sagemaker.api',
      'com.amazonaws.us-east-1.sagemaker.runtime',
    ]);
    for (const endpoint of nonEmpty(made)) {
      expect(endpoint).toMatchObject({
        VpcEndpointType: 'Interface',
        PrivateDnsEnabled: true,
        SubnetIds: [subnetId],
        Groups: [{ GroupName: 'palisade-sagemaker-endpoints' }],
      });
      expect(endpoint.PolicyDocument).toContain('aws:ResourceAccount');
      expect(endpoint.Tags).toContainEqual({ Key: 'palisade:created-by', Value: ruleId });
    }

    const again = await account.run(vpc);
    expect(again.handled).toMatchObject([
      { kind: 'unchanged', finding: { status: 'pass', plan: { steps: [] } } },
    ]);
    expect(account.changes()).toEqual([]);

    // The group is in use until the endpoints are deleted.
    expect(await account.undo(vpc)).toMatchObject({
      status: 'refused',
      because: expect.stringContaining('run undo again'),
    });
    await account.wait(30 * minute);
    expect(await account.undo(vpc)).toMatchObject({ status: 'done' });
    expect(await endpoints()).toEqual([]);
    expect(await groupNames()).toEqual(before);
    account.changes();
    expect(await account.settle(vpc)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    expect(account.changes()).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5].flatMap((at) => [[at, false] as const, [at, true] as const]))(
    'the next pass completes one that crashed at change %i (after it took effect: %s), and creates nothing twice',
    async (at, after) => {
      const { vpc } = await seed();
      await account.settle(vpc);
      await agree(vpc);
      const { ports, dead } = dyingAt(account.ports, at, after);
      await Promise.race([account.run(vpc, ports), dead]);
      await account.wait();
      expect(await account.settle(vpc)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(await endpoints()).toHaveLength(3);
      expect(await groupNames()).toEqual(['default', 'notebooks', 'palisade-sagemaker-endpoints']);
    },
  );

  it('repeats a call without an answer with the same client token', async () => {
    const { vpc } = await seed();
    await account.settle(vpc);
    await agree(vpc);
    const tokens: string[] = [];
    let broken = true;
    const rules = account.ports.rules.map((rule) => ({
      ...rule,
      perform: async (
        step: Parameters<typeof rule.perform>[0],
        clients: Parameters<typeof rule.perform>[1],
      ) => {
        if (step.call === 'ec2:CreateVpcEndpoint') {
          tokens.push(step.token ?? '');
          if (broken) {
            broken = false;
            throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
          }
        }
        return rule.perform(step, clients);
      },
    }));
    const ports = { ...account.ports, rules };
    await account.run(vpc, ports);
    await account.wait(2 * minute);
    await account.run(vpc, ports);
    expect(tokens[0]).toBe(tokens[1]);
    expect(tokens[0]).toMatch(/^[0-9a-z]{26}$/);
    // Each endpoint has its own client token.
    expect(new Set(tokens).size).toBe(3);
    expect(await endpoints()).toHaveLength(3);
  });

  it('an endpoint that somebody creates meanwhile is used', async () => {
    const { vpc, subnetId, groupId } = await seed();
    await account.settle(vpc);
    await agree(vpc);
    const client = await account.clients.ec2();
    await client.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Interface',
        VpcId: vpc.id,
        ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        SubnetIds: [subnetId],
        SecurityGroupIds: [groupId],
        PrivateDnsEnabled: true,
      }),
    );
    account.changes();
    expect(await account.settle(vpc)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes().filter((name) => name === create)).toHaveLength(2);
    expect(await account.undo(vpc)).toMatchObject({ status: 'refused' });
    await account.wait(30 * minute);
    expect(await account.undo(vpc)).toMatchObject({ status: 'done' });
    expect((await endpoints()).map(({ Tags }) => Tags)).toEqual([[]]);
  });

  it('at the quota: a ticket with the message of AWS', async () => {
    const { vpc, subnetId, groupId } = await seed();
    const client = await account.clients.ec2();
    for (let count = 0; count < 50; count += 1)
      await client.send(
        new CreateVpcEndpointCommand({
          VpcEndpointType: 'Interface',
          VpcId: vpc.id,
          ServiceName: 'com.amazonaws.us-east-1.kms',
          SubnetIds: [subnetId],
          SecurityGroupIds: [groupId],
        }),
      );
    await account.settle(vpc);
    await agree(vpc);
    expect(await account.settle(vpc)).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining('VpcEndpointLimitExceeded'),
    });
    expect(account.tickets.all.size).toBe(1);
    expect(await endpoints()).toHaveLength(50);
  });

  it('waits while the former endpoint is being deleted', async () => {
    const { vpc, subnetId, groupId } = await seed();
    const client = await account.clients.ec2();
    const make = (ServiceName: string) =>
      client.send(
        new CreateVpcEndpointCommand({
          VpcEndpointType: 'Interface',
          VpcId: vpc.id,
          ServiceName,
          SubnetIds: [subnetId],
          SecurityGroupIds: [groupId],
        }),
      );
    const { VpcEndpoint } = await make('com.amazonaws.us-east-1.sagemaker.api');
    await make('com.amazonaws.us-east-1.sagemaker.runtime');
    await make('aws.sagemaker.us-east-1.notebook');
    await account.wait();
    await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [VpcEndpoint?.VpcEndpointId ?? ''] }));
    account.changes();
    await account.run(vpc);
    expect(await account.record(vpc)).toMatchObject({
      outcome: 'acting',
      because: expect.stringContaining('is deleting'),
    });
    await account.wait(30 * minute);
    expect(await account.settle(vpc)).toMatchObject({ status: 'fail', outcome: 'awaiting-approval' });
    expect(account.changes()).toEqual([]);
  });
});
