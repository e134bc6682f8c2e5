import { describe, expect, it, jest } from '@jest/globals';
import {
  CreateSecurityGroupCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { ChangeResourceRecordSetsCommand, CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import { approve } from '../../core/engine';
import { findingId, type ResourceRef } from '../../core/model/resource';
import { onSandbox } from '../rules/on-sandbox';
import { interrupted } from './interrupted';
import { met } from './met';
import { apiEndpoint, letIn, notebookIn, smallNetwork, type SmallNetwork } from './network';
import { minute } from '../../core/engine/time';

// Remediations of several steps are slow on a busy machine.
jest.setTimeout(60_000);

const place = { account: '111122223333', region: 'us-east-1' };
const day = 24 * 60 * minute;
const api = 'com.amazonaws.us-east-1.sagemaker.api';

describe('endpoint-required', () => {
  const ruleId = 'endpoint-required';
  const account = onSandbox(ruleId);
  const agree = (vpc: ResourceRef) => approve(account.ports, findingId(ruleId, vpc, place), 'ann');

  /** A VPC with a notebook and no endpoint, whose plan is approved. */
  async function approved(): Promise<{ vpc: ResourceRef; network: SmallNetwork }> {
    const network = await smallNetwork(await account.clients.ec2());
    await notebookIn(await account.clients.sagemaker(), network, network.subnets[0]);
    await account.wait();
    const vpc = { type: 'AWS::EC2::VPC', id: network.VpcId } as const;
    expect(await account.settle(vpc)).toMatchObject({ outcome: 'awaiting-approval' });
    await agree(vpc);
    return { vpc, network };
  }

  const endpoints = async (): Promise<readonly (string | undefined)[]> => {
    const client = await account.clients.ec2();
    const { VpcEndpoints = [] } = await client.send(new DescribeVpcEndpointsCommand({}));
    return VpcEndpoints.map(({ ServiceName }) => ServiceName);
  };

  it('a zone that the service has left since the read: a ticket says where AWS offers it', async () => {
    const { vpc } = await approved();
    const leaves = () => {
      account.sandbox.admin.offerEndpointService(api, ['us-east-1f']);
      return Promise.resolve();
    };
    await account.run(vpc, interrupted(account.ports, 'ec2:CreateVpcEndpoint', leaves));
    expect(await account.record(vpc)).toMatchObject({
      status: 'fail',
      outcome: 'ticketed',
      because: expect.stringContaining('AWS offers it in none of these'),
    });
    expect(met(account.sandbox, 'ec2-zone-not-offered')).toBe(1);
    expect(account.tickets.all.size).toBe(1);
    expect(await endpoints()).toEqual([]);
  });

  it('DNS names that are off since the read: another plan, which needs a new approval and no DNS names', async () => {
    const { vpc, network } = await approved();
    const client = await account.clients.ec2();
    const turnsOff = () =>
      client.send(
        new ModifyVpcAttributeCommand({ VpcId: network.VpcId, EnableDnsHostnames: { Value: false } }),
      );
    await account.run(vpc, interrupted(account.ports, 'ec2:CreateVpcEndpoint', turnsOff));
    expect(met(account.sandbox, 'ec2-dns-attributes')).toBe(1);
    expect(await account.record(vpc)).toMatchObject({
      outcome: 'awaiting-approval',
      because: expect.stringContaining('has changed since it was approved'),
    });
    await agree(vpc);
    expect(await account.settle(vpc)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });

  it('a quota: what was created stays, a ticket names the quota; once it is raised, the rest follows', async () => {
    const { vpc } = await approved();
    account.sandbox.admin.setQuotas({ interfaceEndpointsPerVpc: 1 });
    expect(await account.settle(vpc)).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining('hit a quota (VpcEndpointLimitExceeded)'),
    });
    // One attempt per pass, because another one would fail too.
    expect(met(account.sandbox, 'ec2-endpoint-quota')).toBe(1);
    expect(await endpoints()).toEqual([api]);
    account.sandbox.admin.setQuotas({ interfaceEndpointsPerVpc: 50 });
    await account.wait(day);
    expect(await account.settle(vpc)).toMatchObject({ outcome: 'awaiting-approval' });
    await agree(vpc);
    expect(await account.settle(vpc)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(await endpoints()).toHaveLength(3);
  });

  it('somebody creates a group of the same name at the same moment: it is used, not created twice', async () => {
    const { vpc, network } = await approved();
    const client = await account.clients.ec2();
    const makes = () =>
      client.send(
        new CreateSecurityGroupCommand({
          VpcId: network.VpcId,
          GroupName: 'palisade-sagemaker-endpoints',
          Description: 'by hand',
        }),
      );
    await account.run(vpc, interrupted(account.ports, 'ec2:CreateSecurityGroup', makes));
    expect(met(account.sandbox, 'ec2-group-exists')).toBe(1);
    expect(await account.settle(vpc)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });

  it('an undo whose endpoints still use the group continues once they are deleted', async () => {
    const { vpc } = await approved();
    expect(await account.settle(vpc)).toMatchObject({ outcome: 'fixed' });
    expect(await account.undo(vpc)).toMatchObject({
      status: 'refused',
      isBegun: true,
      because: expect.stringContaining('run undo again'),
    });
    expect(met(account.sandbox, 'ec2-group-in-use')).toBe(1);
    await account.wait(10 * minute);
    expect(await account.undo(vpc)).toMatchObject({ status: 'done' });
    expect(await endpoints()).toEqual([]);
  });
});

describe('endpoint-security-group', () => {
  const ruleId = 'endpoint-security-group';
  const account = onSandbox(ruleId);

  /** An endpoint whose group does not admit the notebook in the same VPC. */
  async function closed(): Promise<{ endpoint: ResourceRef; network: SmallNetwork }> {
    const client = await account.clients.ec2();
    const network = await smallNetwork(client);
    await notebookIn(await account.clients.sagemaker(), network, network.subnets[0]);
    const id = await apiEndpoint(client, network);
    await account.wait();
    return { endpoint: { type: 'AWS::EC2::VPCEndpoint', id }, network };
  }

  it('somebody adds the same rule at the same moment: that is accepted', async () => {
    const { endpoint, network } = await closed();
    const client = await account.clients.ec2();
    const adds = () => letIn(client, network.endpoints, { GroupId: network.consumers });
    await account.run(endpoint, interrupted(account.ports, 'ec2:AuthorizeSecurityGroupIngress', adds));
    expect(met(account.sandbox, 'ec2-rule-exists')).toBe(1);
    expect(await account.record(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.tickets.all.size).toBe(0);
  });

  it('a full group: a ticket names the quota, and nothing was changed', async () => {
    const { endpoint } = await closed();
    account.sandbox.admin.setQuotas({ rulesPerSecurityGroup: 0 });
    expect(await account.settle(endpoint)).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining('hit a quota (RulesPerSecurityGroupLimitExceeded)'),
    });
    expect(met(account.sandbox, 'ec2-rule-quota')).toBe(1);
    expect(account.tickets.all.size).toBe(1);
  });

  it('somebody removes the open rule first: that is accepted', async () => {
    const { endpoint, network } = await closed();
    const client = await account.clients.ec2();
    await letIn(client, network.endpoints, { GroupId: network.consumers });
    await letIn(client, network.endpoints, { CidrIp: '10.0.0.0/16' });
    await letIn(client, network.endpoints, { CidrIp: '0.0.0.0/0' });
    expect(await account.settle(endpoint)).toMatchObject({ outcome: 'awaiting-approval' });
    await approve(account.ports, findingId(ruleId, endpoint, place), 'ann');
    const takes = () =>
      client.send(
        new RevokeSecurityGroupIngressCommand({
          GroupId: network.endpoints,
          IpPermissions: [
            { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
          ],
        }),
      );
    await account.run(endpoint, interrupted(account.ports, 'ec2:RevokeSecurityGroupIngress', takes));
    expect(met(account.sandbox, 'ec2-rule-missing')).toBe(1);
    expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });
});

describe('endpoint-subnets', () => {
  const account = onSandbox('endpoint-subnets');

  it('somebody covers the zone first: it passes, and AWS has refused the second subnet', async () => {
    const client = await account.clients.ec2();
    const sagemaker = await account.clients.sagemaker();
    const network = await smallNetwork(client);
    const [first, second] = network.subnets;
    await notebookIn(sagemaker, network, first, 'in-a');
    await notebookIn(sagemaker, network, second, 'in-b');
    const id = await apiEndpoint(client, network);
    await account.wait();
    const covers = async () => {
      const { makeSubnet: subnet } = await import('./network');
      const theirs = await subnet(client, network.VpcId, 'us-east-1b', 9);
      await client.send(new ModifyVpcEndpointCommand({ VpcEndpointId: id, AddSubnetIds: [theirs] }));
      await account.wait();
    };
    const endpoint = { type: 'AWS::EC2::VPCEndpoint', id } as const;
    await account.run(endpoint, interrupted(account.ports, 'ec2:ModifyVpcEndpoint', covers));
    expect(met(account.sandbox, 'ec2-zone-covered')).toBe(1);
    expect(await account.record(endpoint)).toMatchObject({ status: 'pass' });
    expect(account.tickets.all.size).toBe(0);
  });
});

describe('endpoint-private-dns', () => {
  const account = onSandbox('endpoint-private-dns');

  async function withoutDns(): Promise<{ endpoint: ResourceRef; network: SmallNetwork }> {
    const client = await account.clients.ec2();
    const network = await smallNetwork(client);
    const id = await apiEndpoint(client, network);
    await account.wait();
    return { endpoint: { type: 'AWS::EC2::VPCEndpoint', id }, network };
  }

  it('somebody associates a hosted zone of that name first: private DNS stays off, and the name resolves', async () => {
    const { endpoint, network } = await withoutDns();
    const route53 = await account.clients.route53();
    const client = await account.clients.ec2();
    const { VpcEndpoints } = await client.send(
      new DescribeVpcEndpointsCommand({ VpcEndpointIds: [endpoint.id] }),
    );
    const [alias] = VpcEndpoints?.[0]?.DnsEntries ?? [];
    const Name = 'api.sagemaker.us-east-1.amazonaws.com';
    const makes = async () => {
      const { HostedZone } = await route53.send(
        new CreateHostedZoneCommand({
          Name,
          CallerReference: 'central',
          VPC: { VPCId: network.VpcId, VPCRegion: 'us-east-1' },
        }),
      );
      const AliasTarget = {
        DNSName: alias?.DnsName,
        HostedZoneId: alias?.HostedZoneId,
        EvaluateTargetHealth: false,
      };
      await route53.send(
        new ChangeResourceRecordSetsCommand({
          HostedZoneId: HostedZone?.Id,
          ChangeBatch: {
            Changes: [{ Action: 'CREATE', ResourceRecordSet: { Name, Type: 'A', AliasTarget } }],
          },
        }),
      );
    };
    await account.run(endpoint, interrupted(account.ports, 'ec2:ModifyVpcEndpoint', makes));
    expect(met(account.sandbox, 'ec2-conflicting-dns')).toBe(1);
    expect(await account.record(endpoint)).toMatchObject({ status: 'pass', outcome: 'passing' });
    expect(account.tickets.all.size).toBe(0);
  });

  it('throttled: unknown, never a pass, and fixed once AWS answers again', async () => {
    const { endpoint } = await withoutDns();
    account.sandbox.admin.setQuotas({ requestsPerSecond: { ec2: 0 } });
    await account.run(endpoint);
    expect(await account.record(endpoint)).toMatchObject({
      status: 'unknown',
      outcome: 'unknown',
      message: expect.stringContaining('RequestLimitExceeded'),
    });
    expect(met(account.sandbox, 'ec2-too-many-requests')).toBeGreaterThan(0);
    expect(account.tickets.all.size).toBe(0);
    account.sandbox.admin.setQuotas({ requestsPerSecond: {} });
    expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });

  it('an organization that denies the call: the ticket names its policy, not a missing permission', async () => {
    const { endpoint } = await withoutDns();
    const arn = account.sandbox.admin.setServiceControlPolicy('network', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action: 'ec2:ModifyVpcEndpoint', Resource: '*' }],
    });
    const record = await account.settle(endpoint);
    expect(record).toMatchObject({
      status: 'fail',
      outcome: 'failed',
      because: expect.stringContaining(
        `is refused to Palisade's role by a Deny in a service control policy (${arn})`,
      ),
    });
    expect(record.because).not.toContain('needs the permission');
    expect(record.because).not.toContain('Encoded authorization failure message');
    expect(met(account.sandbox, 'ec2-denied-by-organization')).toBe(1);
    expect(account.tickets.all.size).toBe(1);
    account.sandbox.admin.setServiceControlPolicy('network', undefined);
    await account.wait(day);
    expect(await account.settle(endpoint)).toMatchObject({ status: 'pass', outcome: 'fixed' });
  });
});
