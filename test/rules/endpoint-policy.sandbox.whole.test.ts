import { describe, expect, it } from '@jest/globals';
import {
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import type { ResourceRef } from '../../core/model/resource';
import { dyingAt, onSandbox } from './on-sandbox';

const modify = 'ModifyVpcEndpoint';
const region = 'us-east-1';

describe('endpoint-policy in the engine, on the sandbox', () => {
  const account = onSandbox('endpoint-policy');

  async function seed(ServiceName: string, PolicyDocument?: string): Promise<ResourceRef> {
    const client = await account.clients.ec2();
    const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const { VpcEndpoint } = await client.send(
      new CreateVpcEndpointCommand({
        VpcEndpointType: 'Interface',
        VpcId: Vpc?.VpcId ?? '',
        ServiceName,
        ...(PolicyDocument === undefined ? {} : { PolicyDocument }),
      }),
    );
    await account.wait();
    account.changes();
    return { type: 'AWS::EC2::VPCEndpoint', id: VpcEndpoint?.VpcEndpointId ?? '' };
  }

  async function policyOf({ id }: ResourceRef): Promise<string> {
    const client = await account.clients.ec2();
    const { VpcEndpoints } = await client.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    return VpcEndpoints?.[0]?.PolicyDocument ?? '';
  }

  it.each([
    `com.amazonaws.${region}.sagemaker.api`,
    `com.amazonaws.${region}.sagemaker.runtime`,
    `com.amazonaws.${region}.sagemaker.featurestore-runtime`,
    `com.amazonaws.${region}.sagemaker-geospatial`,
    `aws.sagemaker.${region}.notebook`,
    `aws.sagemaker.${region}.studio`,
  ])(
    '%s with full access: fixed with one call, no plan afterwards; undo restores the same text',
    async (service) => {
      const endpoint = await seed(service);
      const before = await policyOf(endpoint);
      expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(account.changes()).toEqual([modify]);
      expect(await policyOf(endpoint)).toContain('aws:ResourceAccount');

      const again = await account.run(endpoint);
      expect(again.handled).toMatchObject([
        { kind: 'unchanged', finding: { status: 'pass', plan: { steps: [] } } },
      ]);
      expect(account.changes()).toEqual([]);

      expect(await account.undo(endpoint)).toMatchObject({ status: 'done' });
      expect(await policyOf(endpoint)).toBe(before);
      account.changes();
      expect(await account.settle(endpoint)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
      expect(account.changes()).toEqual([]);
    },
  );

  it('a custom policy is not changed without approval', async () => {
    const custom = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sagemaker:InvokeEndpoint', Resource: '*' }],
    });
    const endpoint = await seed(`com.amazonaws.${region}.sagemaker.runtime`, custom);
    expect(await account.settle(endpoint)).toMatchObject({ status: 'fail', outcome: 'awaiting-approval' });
    expect(account.changes()).toEqual([]);
    expect(await policyOf(endpoint)).toBe(custom);
    expect([...account.tickets.all.values()]).toHaveLength(1);
  });

  it('a service without endpoint policies is not applicable', async () => {
    const endpoint = await seed(`com.amazonaws.${region}.sagemaker.metrics`);
    const { handled } = await account.run(endpoint);
    expect(handled).toMatchObject([{ finding: { status: 'not-applicable' } }]);
    expect(account.changes()).toEqual([]);
  });

  it.each([true, false])(
    'the next pass completes one that crashed at its change (after it took effect: %s)',
    async (after) => {
      const endpoint = await seed(`com.amazonaws.${region}.sagemaker.api`);
      const { ports, dead } = dyingAt(account.ports, 1, after);
      await Promise.race([account.run(endpoint, ports), dead]);
      await account.wait();
      expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(await account.undo(endpoint)).toMatchObject({ status: 'done' });
    },
  );

  it('deleted between the read and the change: nothing is left to do', async () => {
    const endpoint = await seed(`com.amazonaws.${region}.sagemaker.api`);
    const client = await account.clients.ec2();
    const [rule] = account.ports.rules;
    if (rule === undefined) throw new Error('no rule');
    const slow = {
      ...rule,
      perform: async (
        step: Parameters<typeof rule.perform>[0],
        clients: Parameters<typeof rule.perform>[1],
      ) => {
        await client.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpoint.id] }));
        await account.wait();
        return rule.perform(step, clients);
      },
    };
    await account.run(endpoint, { ...account.ports, rules: [slow] });
    expect(await account.record(endpoint)).toMatchObject({ outcome: 'gone' });
    account.changes();
    await account.run(endpoint);
    expect(account.changes()).toEqual([]);
  });

  it('restricted by somebody else meanwhile: passes, and nothing is changed', async () => {
    const endpoint = await seed(`com.amazonaws.${region}.sagemaker.api`);
    const client = await account.clients.ec2();
    const Statement = [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }];
    await client.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: endpoint.id,
        PolicyDocument: JSON.stringify({ Statement }),
      }),
    );
    account.changes();
    const { handled } = await account.run(endpoint);
    expect(handled).toMatchObject([{ finding: { status: 'pass' } }]);
    expect(account.changes()).toEqual([]);
  });
});
