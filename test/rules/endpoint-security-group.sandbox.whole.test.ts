import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  AuthorizeSecurityGroupIngressCommand,
  DeleteVpcEndpointsCommand,
  DescribeSecurityGroupsCommand,
  DescribeTagsCommand,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import { CreateDomainCommand } from '@aws-sdk/client-sagemaker';
import { approve } from '../../core/engine';
import { findingId, type ResourceRef } from '../../core/model/resource';
import { clientsOf } from '@palisade/sandbox/clients';
import {
  addEndpoint,
  addGroup,
  addNetwork,
  admit,
  type ScenarioNetwork,
  shutOut,
} from '../scenarios/network';
import { addNotebook } from '../scenarios/notebook';
import type { ScenarioAccount } from '../scenarios/scenario';
import { casePlace } from './given';
import { dyingAt, onSandbox } from './on-sandbox';
import { nonEmpty } from '../non-empty';

const rule = 'endpoint-security-group';
const letIn = 'AuthorizeSecurityGroupIngress';
const letOut = 'AuthorizeSecurityGroupEgress';
const revoke = 'RevokeSecurityGroupIngress';

describe('endpoint-security-group in the engine, on the sandbox', () => {
  const account = onSandbox(rule);
  let seeding: ScenarioAccount;
  let network: ScenarioNetwork;
  let endpoint: ResourceRef;
  let notebooks: string;

  /** An endpoint whose group admits nobody, and a notebook with its own group. */
  beforeEach(async () => {
    const { sandbox, wait } = account;
    seeding = { sandbox, wait, aws: clientsOf(sandbox.url) };
    network = await addNetwork(seeding, 0);
    endpoint = { type: 'AWS::EC2::VPCEndpoint', id: await addEndpoint(seeding, network, 'api') };
    notebooks = await addGroup(seeding, network, 'notebooks');
    await addNotebook(seeding, 'churn', {
      SubnetId: network.subnetId,
      SecurityGroupIds: [notebooks],
      DirectInternetAccess: 'Disabled',
    });
    account.changes();
  });

  const rulesOf = async (id: string) => {
    const { SecurityGroups } = await seeding.aws.ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [id] }),
    );
    const { IpPermissions, IpPermissionsEgress } = SecurityGroups?.[0] ?? {};
    return { IpPermissions, IpPermissionsEgress };
  };
  const allow = (GroupId: string, IpPermissions: IpPermission[]) =>
    seeding.aws.ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  const consent = () => approve(account.ports, findingId(rule, endpoint, casePlace), 'ann');

  async function nothingIsLeft(): Promise<void> {
    account.changes();
    const { handled } = await account.run(endpoint);
    expect(handled).toMatchObject([{ kind: 'unchanged', finding: { status: 'pass', plan: { steps: [] } } }]);
    expect(account.changes()).toEqual([]);
  }

  it('ignores a notebook in another VPC', async () => {
    const other = await addNetwork(seeding, 1);
    await addNotebook(seeding, 'elsewhere', {
      SubnetId: other.subnetId,
      SecurityGroupIds: [other.groupId],
      DirectInternetAccess: 'Disabled',
    });
    expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });

  it('admits the notebook with one described and tagged rule; no plan afterwards; undo restores the group', async () => {
    const before = await rulesOf(network.groupId);
    expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual([letIn]);
    expect((await rulesOf(network.groupId)).IpPermissions).toMatchObject([
      {
        FromPort: 443,
        ToPort: 443,
        UserIdGroupPairs: [{ GroupId: notebooks, Description: expect.stringMatching(/^Palisade/) }],
      },
    ]);
    const { Tags } = await seeding.aws.ec2.send(new DescribeTagsCommand({}));
    expect(Tags).toMatchObject([{ ResourceType: 'security-group-rule', Key: 'palisade:rule', Value: rule }]);
    await nothingIsLeft();

    expect(await account.undo(endpoint)).toMatchObject({ status: 'done' });
    expect(account.changes()).toEqual([revoke]);
    expect(await rulesOf(network.groupId)).toEqual(before);
  });

  it('removes an open rule only after the VPC is admitted and somebody approved; undo restores it', async () => {
    await allow(network.groupId, [
      {
        IpProtocol: '-1',
        IpRanges: [{ CidrIp: '0.0.0.0/0', Description: 'for the migration' }],
      },
    ]);
    const before = await rulesOf(network.groupId);
    account.changes();
    expect(await account.settle(endpoint)).toMatchObject({ outcome: 'awaiting-approval' });
    expect(account.changes()).toEqual([letIn]);
    // The open rule stays until the approval.
    expect(JSON.stringify(await rulesOf(network.groupId))).toContain('0.0.0.0/0');

    await consent();
    expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual([revoke]);
    expect((await rulesOf(network.groupId)).IpPermissions).toMatchObject([
      { FromPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
    ]);
    await nothingIsLeft();

    expect(await account.undo(endpoint)).toMatchObject({ status: 'done' });
    expect(account.changes()).toEqual([letIn, revoke]);
    expect(await rulesOf(network.groupId)).toEqual(before);
  });

  it('connects a domain in both directions without approval', async () => {
    const apps = await addGroup(seeding, network, 'apps');
    await seeding.aws.sagemaker.send(
      new CreateDomainCommand({
        DomainName: 'research',
        AuthMode: 'IAM',
        VpcId: network.vpcId,
        SubnetIds: [network.subnetId],
        AppNetworkAccessType: 'VpcOnly',
        DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/s', SecurityGroups: [apps] },
      }),
    );
    await shutOut(seeding, apps);
    const before = [await rulesOf(network.groupId), await rulesOf(apps)];
    account.changes();
    expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual([letIn, letIn, letOut]);
    await nothingIsLeft();
    expect(await account.undo(endpoint)).toMatchObject({ status: 'done' });
    expect([await rulesOf(network.groupId), await rulesOf(apps)]).toEqual(before);
  });

  it('ends with a ticket if the group is full, without endless retries', async () => {
    const IpRanges = Array.from({ length: 60 }, (_, index) => ({ CidrIp: `192.0.2.${index}/32` }));
    await allow(network.groupId, [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges }]);
    const before = await rulesOf(network.groupId);
    account.changes();
    expect(await account.settle(endpoint)).toMatchObject({ status: 'fail', outcome: 'failed' });
    expect(account.changes()).toEqual([letIn]);
    expect([...account.tickets.all.values()]).toHaveLength(1);
    expect(await rulesOf(network.groupId)).toEqual(before);
    await account.run(endpoint);
    expect(account.changes()).toEqual([]);
  });

  it('waits until a new endpoint is available', async () => {
    const id = await addEndpoint(seeding, network, 'runtime');
    const fresh: ResourceRef = { type: 'AWS::EC2::VPCEndpoint', id };
    account.changes();
    await account.run(fresh);
    expect(await account.record(fresh)).toMatchObject({ outcome: 'acting', status: 'fail' });
    expect(account.changes()).toEqual([]);
    await account.wait();
    expect(await account.settle(fresh)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });

  it.each([true, false])(
    'the next pass completes one that crashed at its change (after it took effect: %s)',
    async (after) => {
      const { ports, dead } = dyingAt(account.ports, 1, after);
      await Promise.race([account.run(endpoint, ports), dead]);
      await account.wait();
      expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(await account.undo(endpoint)).toMatchObject({ status: 'done' });
      expect((await rulesOf(network.groupId)).IpPermissions).toEqual([]);
    },
  );

  /** The same ports, in which something happens between the read and the change. */
  function meanwhile(work: () => Promise<unknown>): typeof account.ports {
    const rules = account.ports.rules.map((one) => ({
      ...one,
      perform: async (...args: Parameters<typeof one.perform>) => {
        await work();
        return one.perform(...args);
      },
    }));
    return { ...account.ports, rules };
  }

  it('accepts the same rule if somebody else has added it meanwhile', async () => {
    const UserIdGroupPairs = [{ GroupId: notebooks }];
    const ports = meanwhile(() =>
      allow(network.groupId, [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs }]),
    );
    await account.run(endpoint, ports);
    expect(await account.record(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });

  it('has nothing left to do if the endpoint is deleted', async () => {
    const ports = meanwhile(async () => {
      await seeding.aws.ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [endpoint.id] }));
      await account.wait();
    });
    await account.run(endpoint, ports);
    expect(await account.record(endpoint)).toMatchObject({ outcome: 'gone' });
    account.changes();
    await account.run(endpoint);
    expect(account.changes()).toEqual([]);
  });

  it('refuses to undo if somebody has changed the group since', async () => {
    await account.settle(endpoint);
    await admit(seeding, network.groupId, '10.7.0.0/16');
    account.changes();
    expect(await account.undo(endpoint)).toMatchObject({ status: 'refused' });
    expect(account.changes()).toEqual([]);
  });

  it('is judged when the rules of its group change, and not when those of an unrelated VPC do', async () => {
    const { handled } = await account.run({ type: 'AWS::EC2::SecurityGroup', id: network.groupId });
    expect(handled).toMatchObject([{ finding: { resource: { id: endpoint.id }, status: 'pass' } }]);
    expect(account.changes()).toEqual([letIn]);
    const other = await addNetwork(seeding, 1);
    account.sandbox.resetCalls();
    const elsewhere = await account.run({ type: 'AWS::EC2::SecurityGroup', id: other.groupId });
    expect(elsewhere.handled).toEqual([]);
    const reads = account.sandbox.calls().map(({ operation }) => operation);
    expect(nonEmpty(reads).filter((name) => /Notebook|Domain/.test(name))).toEqual([]);
  });
});
