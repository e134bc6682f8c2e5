import { describe, expect, it } from '@jest/globals';
import {
  AssociateRouteTableCommand,
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DescribeManagedPrefixListsCommand,
  DescribeNatGatewaysCommand,
  DescribePrefixListsCommand,
  DescribeRouteTablesCommand,
  DeleteSecurityGroupCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  ModifyVpcAttributeCommand,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type VpcAttributeName,
} from '@aws-sdk/client-ec2';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';

const test = useAccount();

async function vpc(CidrBlock = '10.0.0.0/16'): Promise<string> {
  const { Vpc } = await test.aws.ec2.send(new CreateVpcCommand({ CidrBlock }));
  return Vpc?.VpcId ?? '';
}

async function subnet(VpcId: string, CidrBlock = '10.0.0.0/24', zone = 'us-east-1a'): Promise<string> {
  const { Subnet } = await test.aws.ec2.send(
    new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: zone }),
  );
  return Subnet?.SubnetId ?? '';
}

describe('VPC attributes', () => {
  const attribute = async (VpcId: string, Attribute: VpcAttributeName) => {
    const answer = await test.aws.ec2.send(new DescribeVpcAttributeCommand({ VpcId, Attribute }));
    return Attribute === 'enableDnsSupport' ? answer.EnableDnsSupport : answer.EnableDnsHostnames;
  };
  const modify = (VpcId: string, support?: boolean, hostnames?: boolean) =>
    errorOf(
      test.aws.ec2.send(
        new ModifyVpcAttributeCommand({
          VpcId,
          ...(support === undefined ? {} : { EnableDnsSupport: { Value: support } }),
          ...(hostnames === undefined ? {} : { EnableDnsHostnames: { Value: hostnames } }),
        }),
      ),
    );

  it('default to DNS support without hostnames, and change one at a time in the right order', async () => {
    const id = await vpc();
    expect(await attribute(id, 'enableDnsSupport')).toEqual({ Value: true });
    expect(await attribute(id, 'enableDnsHostnames')).toEqual({ Value: false });
    expect(await modify(id, true, true)).toBe('InvalidParameterCombination');
    expect(await modify(id, false)).toBe('none');
    expect(await modify(id, undefined, true)).toBe('InvalidParameterValue');
    expect(await modify(id, true)).toBe('none');
    expect(await modify(id, undefined, true)).toBe('none');
    expect(await modify(id, false)).toBe('InvalidParameterValue');
    expect(await attribute(id, 'enableDnsHostnames')).toEqual({ Value: true });
  });

  it('refuses a wrong id with the right code', async () => {
    expect(await modify('vpc-00000000', true)).toBe('InvalidVpcID.NotFound');
    expect(await modify('nonsense', true)).toBe('InvalidVpcID.Malformed');
  });
});

describe('describe calls', () => {
  it('filter with wildcards, tags and ids, and return pages', async () => {
    const { ec2 } = test.aws;
    const ids = [await vpc(), await vpc('10.1.0.0/16'), await vpc('10.2.0.0/16')];
    await ec2.send(
      new CreateTagsCommand({ Resources: [ids[1] ?? ''], Tags: [{ Key: 'team', Value: 'ml & <b>' }] }),
    );
    const found = async (Name: string, Values: string[]) =>
      (await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name, Values }] }))).Vpcs?.map(
        (one) => one.VpcId,
      );
    expect(await found('cidr', ['10.?.0.0/16'])).toEqual(ids);
    expect(await found('cidr', ['10.1.*'])).toEqual([ids[1]]);
    expect(await found('tag:team', ['ml & <b>'])).toEqual([ids[1]]);
    expect(await found('tag-key', ['team'])).toEqual([ids[1]]);
    expect(await found('vpc-id', [ids[2] ?? ''])).toEqual([ids[2]]);
    expect(await errorOf(found('colour', ['red']))).toBe('InvalidParameterValue');
    const first = await ec2.send(new DescribeVpcsCommand({ MaxResults: 2 }));
    const second = await ec2.send(new DescribeVpcsCommand({ MaxResults: 2, NextToken: first.NextToken }));
    expect([...(first.Vpcs ?? []), ...(second.Vpcs ?? [])].map((one) => one.VpcId)).toEqual(ids);
    const { Tags } = await ec2.send(
      new DescribeTagsCommand({ Filters: [{ Name: 'resource-type', Values: ['vpc'] }] }),
    );
    expect(Tags).toEqual([{ ResourceId: ids[1], ResourceType: 'vpc', Key: 'team', Value: 'ml & <b>' }]);
  });

  it('are separate in each Region', async () => {
    const id = await vpc();
    const { clientsOf } = await import('../../testing/clients');
    const elsewhere = clientsOf(test.sandbox.url, 'eu-west-1').ec2;
    expect((await elsewhere.send(new DescribeVpcsCommand({}))).Vpcs ?? []).toEqual([]);
    expect(await errorOf(elsewhere.send(new DescribeVpcsCommand({ VpcIds: [id] })))).toBe(
      'InvalidVpcID.NotFound',
    );
  });
});

describe('subnets, route tables, NAT gateways, prefix lists', () => {
  it('form a private path', async () => {
    const { ec2 } = test.aws;
    const VpcId = await vpc();
    const SubnetId = await subnet(VpcId);
    const { NatGateway } = await ec2.send(new CreateNatGatewayCommand({ SubnetId }));
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId }));
    const RouteTableId = RouteTable?.RouteTableId;
    const route = { RouteTableId, DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: NatGateway?.NatGatewayId };
    await ec2.send(new CreateRouteCommand(route));
    expect(await errorOf(ec2.send(new CreateRouteCommand(route)))).toBe('RouteAlreadyExists');
    await ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId }));
    expect(await errorOf(ec2.send(new AssociateRouteTableCommand({ RouteTableId, SubnetId })))).toBe(
      'Resource.AlreadyAssociated',
    );
    const filter = [{ Name: 'association.subnet-id', Values: [SubnetId] }];
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({ Filters: filter }));
    expect(RouteTables?.[0]?.Routes).toMatchObject([
      { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
      { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: NatGateway?.NatGatewayId, State: 'active' },
    ]);
    const main = await ec2.send(
      new DescribeRouteTablesCommand({ Filters: [{ Name: 'association.main', Values: ['true'] }] }),
    );
    expect(main.RouteTables?.map((table) => table.VpcId)).toEqual([VpcId]);
    const { NatGateways } = await ec2.send(
      new DescribeNatGatewaysCommand({ Filter: [{ Name: 'vpc-id', Values: [VpcId] }] }),
    );
    expect(NatGateways?.map((gateway) => gateway.State)).toEqual(['available']);
    expect((await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SubnetId] }))).Subnets).toMatchObject([
      { AvailabilityZone: 'us-east-1a', AvailabilityZoneId: 'use1-az1', VpcId },
    ]);
    expect(
      (await ec2.send(new DescribePrefixListsCommand({}))).PrefixLists?.map((list) => list.PrefixListName),
    ).toContain('com.amazonaws.us-east-1.s3');
    expect((await ec2.send(new DescribeManagedPrefixListsCommand({}))).PrefixLists).toHaveLength(2);
  });

  it.each([
    ['InvalidSubnetID.NotFound', () => new DescribeSubnetsCommand({ SubnetIds: ['subnet-00000000'] })],
    [
      'InvalidRouteTableID.NotFound',
      () => new DescribeRouteTablesCommand({ RouteTableIds: ['rtb-00000000'] }),
    ],
    ['InvalidGroup.NotFound', () => new DescribeSecurityGroupsCommand({ GroupIds: ['sg-00000000'] })],
    ['InvalidVpcID.NotFound', () => new DescribeVpcsCommand({ VpcIds: ['vpc-00000000'] })],
    ['InvalidVpc.Range', () => new CreateVpcCommand({ CidrBlock: '10.0.0.0/8' })],
    ['DryRunOperation', () => new CreateVpcCommand({ CidrBlock: '10.0.0.0/16', DryRun: true })],
    [
      'InvalidID',
      () => new CreateTagsCommand({ Resources: ['vpc-00000000'], Tags: [{ Key: 'a', Value: 'b' }] }),
    ],
  ])('refuses with %s', async (code, command) => {
    // The commands share one client; each is of its own type.
    const { ec2 } = test.aws;
    const send = ec2.send.bind(ec2) as (one: object) => Promise<unknown>;
    expect(await errorOf(send(command()))).toBe(code);
    expect((await ec2.send(new DescribeVpcsCommand({}))).Vpcs ?? []).toEqual([]);
  });
});

describe('security groups', () => {
  it('store rules, and refuse duplicates and unknown rules', async () => {
    const { ec2 } = test.aws;
    const VpcId = await vpc();
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ VpcId, GroupName: 'endpoint', Description: 'for the endpoint' }),
    );
    const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
    const IpPermissions = [{ ...https, IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'vpc' }] }];
    const authorize = () => ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    const { SecurityGroupRules } = await authorize();
    expect(SecurityGroupRules).toMatchObject([{ IsEgress: false, CidrIpv4: '10.0.0.0/16', FromPort: 443 }]);
    expect(await errorOf(authorize())).toBe('InvalidPermission.Duplicate');
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [{ ...https, UserIdGroupPairs: [{ GroupId: GroupId ?? '' }] }],
      }),
    );
    const described = async () =>
      (await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [GroupId ?? ''] }))).SecurityGroups?.[0];
    expect((await described())?.IpPermissions).toMatchObject([
      {
        ...https,
        IpRanges: [{ CidrIp: '10.0.0.0/16', Description: 'vpc' }],
        UserIdGroupPairs: [{ GroupId, UserId: '111122223333' }],
      },
    ]);
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
    expect(await errorOf(ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions })))).toBe(
      'InvalidPermission.NotFound',
    );
    const SecurityGroupRuleIds = ['sgr-00000000000000000'];
    expect(
      await errorOf(ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }))),
    ).toBe('InvalidSecurityGroupRuleId.NotFound');
    const all = [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }];
    await ec2.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: all }));
    expect((await described())?.IpPermissionsEgress ?? []).toEqual([]);
    await ec2.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions }));
    expect((await described())?.IpPermissionsEgress).toMatchObject([https]);
  });

  it('can be deleted once nothing uses or names them, except the default group', async () => {
    const { ec2 } = test.aws;
    const VpcId = await vpc();
    const make = async (GroupName: string) =>
      (await ec2.send(new CreateSecurityGroupCommand({ VpcId, GroupName, Description: 'x' }))).GroupId ?? '';
    const [endpoint, other] = [await make('endpoint'), await make('other')];
    const remove = (GroupId: string) => ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: other,
        IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: endpoint }] }],
      }),
    );
    expect(await errorOf(remove(endpoint))).toBe('DependencyViolation');
    await remove(other);
    await remove(endpoint);
    expect(await errorOf(remove(endpoint))).toBe('InvalidGroup.NotFound');
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({}));
    expect(SecurityGroups?.map(({ GroupName }) => GroupName)).toEqual(['default']);
    expect(await errorOf(remove(SecurityGroups?.[0]?.GroupId ?? ''))).toBe('CannotDelete');
  });

  it('include one named default in every VPC, and have unique names', async () => {
    const { ec2 } = test.aws;
    const VpcId = await vpc();
    const filter = [{ Name: 'group-name', Values: ['default'] }];
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters: filter }));
    expect(SecurityGroups?.map((group) => group.VpcId)).toEqual([VpcId]);
    const again = new CreateSecurityGroupCommand({ VpcId, GroupName: 'default', Description: 'x' });
    expect(await errorOf(ec2.send(again))).toBe('InvalidGroup.Duplicate');
  });
});
