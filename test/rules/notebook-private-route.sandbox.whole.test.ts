import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  AssociateRouteTableCommand,
  AuthorizeSecurityGroupEgressCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  DeleteNatGatewayCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DisassociateRouteTableCommand,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { DeleteNotebookInstanceCommand, StopNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import type { ResourceRef } from '../../core/model/resource';
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
import { dyingAt, onSandbox } from './on-sandbox';

const letOut = 'AuthorizeSecurityGroupEgress';

describe('notebook-private-route in the engine, on the sandbox', () => {
  const account = onSandbox('notebook-private-route');
  const churn: ResourceRef = { type: 'AWS::SageMaker::NotebookInstance', id: 'churn' };
  let seeding: ScenarioAccount;
  let network: ScenarioNetwork;
  let group: string;

  beforeEach(async () => {
    const { sandbox, wait } = account;
    seeding = { sandbox, wait, aws: clientsOf(sandbox.url) };
    network = await addNetwork(seeding, 0);
    group = await addGroup(seeding, network, 'notebooks');
    await seeding.aws.ec2.send(
      new ModifyVpcAttributeCommand({ VpcId: network.vpcId, EnableDnsHostnames: { Value: true } }),
    );
  });

  const start = () =>
    addNotebook(seeding, 'churn', {
      SubnetId: network.subnetId,
      SecurityGroupIds: [group],
      DirectInternetAccess: 'Disabled',
    });

  /** Endpoints that admit the VPC, and a notebook whose group has no egress. */
  async function shutIn(): Promise<void> {
    await addEndpoint(seeding, network, 'api', true);
    await addEndpoint(seeding, network, 'runtime', true);
    await admit(seeding, network.groupId, '10.0.0.0/16');
    await start();
    await shutOut(seeding, group);
    account.changes();
  }

  /** A NAT gateway in a public subnet; the VPC's main table sends everything there. */
  async function addNat(): Promise<{ readonly gateway: string; readonly main: string }> {
    const { ec2 } = seeding.aws;
    const { Subnet } = await ec2.send(
      new CreateSubnetCommand({ VpcId: network.vpcId, CidrBlock: '10.0.9.0/24' }),
    );
    const SubnetId = Subnet?.SubnetId ?? '';
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: network.vpcId }));
    const RouteTableId = RouteTable?.RouteTableId ?? '';
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    const anywhere = '0.0.0.0/0';
    await ec2.send(
      new CreateRouteCommand({
        RouteTableId,
        DestinationCidrBlock: anywhere,
        GatewayId: 'igw-0123456789abcdef0',
      }),
    );
    const { NatGateway } = await ec2.send(new CreateNatGatewayCommand({ SubnetId }));
    const gateway = NatGateway?.NatGatewayId ?? '';
    const { RouteTables } = await ec2.send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.main', Values: ['true'] }] }),
    );
    const main = RouteTables?.[0]?.RouteTableId ?? '';
    await ec2.send(
      new CreateRouteCommand({ RouteTableId: main, DestinationCidrBlock: anywhere, NatGatewayId: gateway }),
    );
    return { gateway, main };
  }

  const egress = async () => {
    const { SecurityGroups } = await seeding.aws.ec2.send(
      new DescribeSecurityGroupsCommand({ GroupIds: [group] }),
    );
    return SecurityGroups?.[0]?.IpPermissionsEgress;
  };

  it('allows egress to the endpoints with one rule; no plan afterwards; undo restores the group', async () => {
    await shutIn();
    const before = await egress();
    expect(await account.settle(churn)).toMatchObject({ status: 'pass', outcome: 'fixed' });
    expect(account.changes()).toEqual([letOut]);
    expect(await egress()).toMatchObject([
      { FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: network.groupId }] },
    ]);
    const { handled } = await account.run(churn);
    expect(handled).toMatchObject([{ kind: 'unchanged', finding: { status: 'pass', plan: { steps: [] } } }]);
    expect(account.changes()).toEqual([]);

    expect(await account.undo(churn)).toMatchObject({ status: 'done' });
    expect(account.changes()).toEqual(['RevokeSecurityGroupEgress']);
    expect(await egress()).toEqual(before);
  });

  it('reads little more than what concerns one notebook', async () => {
    await shutIn();
    await seeding.aws.ec2.send(
      new AuthorizeSecurityGroupEgressCommand({
        GroupId: group,
        IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/16' }] }],
      }),
    );
    account.sandbox.resetCalls();
    const { handled } = await account.run(churn);
    expect(handled).toMatchObject([{ finding: { status: 'pass' } }]);
    const reads = account.sandbox.calls().map(({ operation }) => operation);
    expect(reads.toSorted()).toEqual([
      'DescribeDhcpOptions',
      'DescribeNatGateways',
      'DescribeNotebookInstance',
      'DescribeRouteTables',
      'DescribeSecurityGroups',
      'DescribeSubnets',
      'DescribeSubnets',
      'DescribeVpcAttribute',
      'DescribeVpcAttribute',
      'DescribeVpcBlockPublicAccessOptions',
      'DescribeVpcEncryptionControls',
      'DescribeVpcEndpoints',
      'DescribeVpcs',
      'ListHostedZonesByVPC',
      'ListProfileAssociations',
      'ListResolverRuleAssociations',
      'ListResolverRules',
    ]);
  });

  it('leaves the group of the endpoint to another rule, and says so in a ticket', async () => {
    await shutIn();
    await seeding.aws.ec2.send(
      new RevokeSecurityGroupIngressCommand({
        GroupId: network.groupId,
        IpPermissions: [
          { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
        ],
      }),
    );
    account.changes();
    // First what this rule may change, then the rest.
    expect(await account.settle(churn)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    expect(account.changes()).toEqual([letOut]);
    const [ticket] = [...account.tickets.all.values()];
    expect(JSON.stringify(ticket)).toContain('palisade apply --rule endpoint-security-group');
  });

  it('passes through NAT, and fails when the NAT gateway is deleted', async () => {
    const { gateway } = await addNat();
    await start();
    const { handled } = await account.run(churn);
    expect(handled).toMatchObject([{ finding: { status: 'pass' } }]);
    await seeding.aws.ec2.send(new DeleteNatGatewayCommand({ NatGatewayId: gateway }));
    account.changes();
    expect(await account.settle(churn)).toMatchObject({ status: 'fail', outcome: 'ticketed' });
    expect(account.changes()).toEqual([]);
    const [ticket] = [...account.tickets.all.values()];
    expect(JSON.stringify(ticket)).toContain(`${gateway} is gone (the route is a blackhole)`);
  });

  it('notices a removed route table by the id of its association', async () => {
    await shutIn();
    await account.settle(churn);
    const { ec2 } = seeding.aws;
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: network.vpcId }));
    const { AssociationId = '' } = await ec2.send(
      new AssociateRouteTableCommand({
        RouteTableId: RouteTable?.RouteTableId,
        SubnetId: network.subnetId,
      }),
    );
    await ec2.send(new DisassociateRouteTableCommand({ AssociationId }));
    const { handled } = await account.run({ type: 'AWS::EC2::RouteTable', id: AssociationId });
    expect(handled).toMatchObject([{ finding: { resource: { id: 'churn' }, status: 'pass' } }]);
  });

  it('is not judged for changes in a VPC without a SageMaker endpoint', async () => {
    await start();
    account.sandbox.resetCalls();
    const { handled } = await account.run({ type: 'AWS::EC2::SecurityGroup', id: group });
    expect(handled).toEqual([]);
    const reads = account.sandbox.calls().map(({ operation }) => operation);
    expect(reads).not.toContain('ListNotebookInstances');
    expect(reads).not.toContain('DescribeNotebookInstance');
  });

  it('ends with a ticket if the group is full', async () => {
    await shutIn();
    const IpRanges = Array.from({ length: 60 }, (_, index) => ({ CidrIp: `192.0.2.${index}/32` }));
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges }];
    await seeding.aws.ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId: group, IpPermissions }));
    account.changes();
    expect(await account.settle(churn)).toMatchObject({ status: 'fail', outcome: 'failed' });
    expect(account.changes()).toEqual([letOut]);
  });

  it.each([true, false])(
    'the next pass completes one that crashed at its change (after it took effect: %s)',
    async (after) => {
      await shutIn();
      const { ports, dead } = dyingAt(account.ports, 1, after);
      await Promise.race([account.run(churn, ports), dead]);
      await account.wait();
      expect(await account.settle(churn)).toMatchObject({ status: 'pass', outcome: 'fixed' });
      expect(await account.undo(churn)).toMatchObject({ status: 'done' });
      expect(await egress()).toEqual([]);
    },
  );

  it('has nothing left to do if the notebook is deleted meanwhile', async () => {
    await shutIn();
    const rules = account.ports.rules.map((rule) => ({
      ...rule,
      perform: async (...args: Parameters<typeof rule.perform>) => {
        const NotebookInstanceName = 'churn';
        await seeding.aws.sagemaker.send(new StopNotebookInstanceCommand({ NotebookInstanceName }));
        await account.wait();
        await seeding.aws.sagemaker.send(new DeleteNotebookInstanceCommand({ NotebookInstanceName }));
        await account.wait();
        return rule.perform(...args);
      },
    }));
    await account.run(churn, { ...account.ports, rules });
    expect(await account.record(churn)).toMatchObject({ outcome: 'gone' });
  });
});
