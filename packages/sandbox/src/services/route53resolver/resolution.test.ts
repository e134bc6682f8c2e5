import { describe, expect, it } from '@jest/globals';
import {
  AssociateDhcpOptionsCommand,
  CreateDhcpOptionsCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DescribeDhcpOptionsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  ModifyVpcEndpointCommand,
} from '@aws-sdk/client-ec2';
import { useAccount } from '../../testing/account';
import { errorOf } from '../../testing/clients';
import {
  AssociateProfileCommand,
  AssociateResourceToProfileCommand,
  CreateProfileCommand,
  ListProfileAssociationsCommand,
  ListProfileResourceAssociationsCommand,
} from '../route53profiles/sdk';
import {
  AssociateResolverRuleCommand,
  CreateResolverRuleCommand,
  DisassociateResolverRuleCommand,
  ListResolverRuleAssociationsCommand,
  ListResolverRulesCommand,
} from './sdk';

// What decides how a name resolves in a VPC: DHCP options, Resolver rules, Profiles, and the endpoints' own names.

const test = useAccount();

const newVpc = async () => {
  const { Vpc } = await test.aws.ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  return Vpc?.VpcId ?? '';
};

describe('DHCP options', () => {
  it('are at first those of AWS, and those that are associated from then on', async () => {
    const { ec2 } = test.aws;
    const VpcId = await newVpc();
    const ofVpc = async () => (await ec2.send(new DescribeVpcsCommand({}))).Vpcs?.[0]?.DhcpOptionsId;
    const sets = async () => (await ec2.send(new DescribeDhcpOptionsCommand({}))).DhcpOptions ?? [];
    const [first] = await sets();
    expect(first?.DhcpConfigurations).toContainEqual({
      Key: 'domain-name-servers',
      Values: [{ Value: 'AmazonProvidedDNS' }],
    });
    expect(await ofVpc()).toBe(first?.DhcpOptionsId);
    const { DhcpOptions: own } = await ec2.send(
      new CreateDhcpOptionsCommand({
        DhcpConfigurations: [{ Key: 'domain-name-servers', Values: ['10.0.0.2'] }],
      }),
    );
    const associate = (DhcpOptionsId?: string) =>
      ec2.send(new AssociateDhcpOptionsCommand({ VpcId, DhcpOptionsId }));
    await associate(own?.DhcpOptionsId);
    expect(await ofVpc()).toBe(own?.DhcpOptionsId);
    expect((await sets()).map(({ DhcpOptionsId }) => DhcpOptionsId)).toEqual([
      first?.DhcpOptionsId,
      own?.DhcpOptionsId,
    ]);
    await associate('default');
    expect(await ofVpc()).toBe('default');
    expect(await errorOf(associate('dopt-0123456789abcdef0'))).toBe('InvalidDhcpOptionID.NotFound');
  });
});

describe('Resolver rules', () => {
  it('are listed with those that Resolver makes, and are in effect where they are associated', async () => {
    const { route53resolver } = test.aws;
    const VPCId = await newVpc();
    const { ResolverRule: rule } = await route53resolver.send(
      new CreateResolverRuleCommand({
        CreatorRequestId: '1',
        RuleType: 'FORWARD',
        DomainName: 'Corp.Example',
        TargetIps: [{ Ip: '10.0.0.2' }],
      }),
    );
    const ResolverRuleId = rule.Id;
    const associate = () => route53resolver.send(new AssociateResolverRuleCommand({ ResolverRuleId, VPCId }));
    await associate();
    expect(await errorOf(associate())).toBe('ResourceExistsException');
    const { ResolverRules } = await route53resolver.send(new ListResolverRulesCommand({}));
    expect(ResolverRules.map(({ DomainName, RuleType }) => [DomainName, RuleType])).toEqual([
      ['.', 'RECURSIVE'],
      ['corp.example.', 'FORWARD'],
    ]);
    const associated = async () => {
      const first = await route53resolver.send(new ListResolverRuleAssociationsCommand({ MaxResults: 1 }));
      const rest = await route53resolver.send(
        new ListResolverRuleAssociationsCommand({ NextToken: first.NextToken ?? '' }),
      );
      return [...first.ResolverRuleAssociations, ...rest.ResolverRuleAssociations].map((one) => [
        one.VPCId,
        one.ResolverRuleId,
      ]);
    };
    expect(await associated()).toEqual([
      [VPCId, 'rslvr-autodefined-rr-internet-resolver'],
      [VPCId, ResolverRuleId],
    ]);
    await route53resolver.send(new DisassociateResolverRuleCommand({ ResolverRuleId, VPCId }));
    const { ResolverRuleAssociations } = await route53resolver.send(
      new ListResolverRuleAssociationsCommand({}),
    );
    expect(ResolverRuleAssociations).toHaveLength(1);
    expect(
      await errorOf(
        route53resolver.send(new CreateResolverRuleCommand({ CreatorRequestId: '2', RuleType: 'FORWARD' })),
      ),
    ).toBe('InvalidParameterException');
  });
});

describe('Route 53 Profiles', () => {
  it('bring what they have to the VPCs that they are associated with, one to each', async () => {
    const { route53profiles } = test.aws;
    const ResourceId = await newVpc();
    const profileOf = async (Name: string) =>
      (await route53profiles.send(new CreateProfileCommand({ Name, ClientToken: Name }))).Profile.Id;
    const ProfileId = await profileOf('central');
    const associate = (id: string) =>
      route53profiles.send(new AssociateProfileCommand({ Name: 'ml', ProfileId: id, ResourceId }));
    await associate(ProfileId);
    expect(await errorOf(associate(await profileOf('other')))).toBe('ConflictException');
    const bring = (ResourceArn: string) =>
      route53profiles.send(new AssociateResourceToProfileCommand({ Name: 'zone', ProfileId, ResourceArn }));
    await bring('arn:aws:route53:::hostedzone/Z1');
    expect(await errorOf(bring('arn:aws:s3:::bucket'))).toBe('InvalidParameterException');
    const { ProfileAssociations } = await route53profiles.send(new ListProfileAssociationsCommand({}));
    expect(ProfileAssociations).toMatchObject([{ ProfileId, ResourceId, Status: 'COMPLETE' }]);
    const brought = await route53profiles.send(new ListProfileResourceAssociationsCommand({ ProfileId }));
    expect(brought.ProfileResourceAssociations).toMatchObject([
      { ResourceArn: 'arn:aws:route53:::hostedzone/Z1', ResourceType: 'PRIVATE_HOSTED_ZONE' },
    ]);
    expect(
      await errorOf(route53profiles.send(new ListProfileResourceAssociationsCommand({ ProfileId: 'rp-9' }))),
    ).toBe('ResourceNotFoundException');
  });
});

describe('the DNS names of an interface endpoint', () => {
  it('are those of the endpoint and of each zone, and with private DNS that of the service', async () => {
    const { ec2 } = test.aws;
    const VpcId = await newVpc();
    const subnet = async (zone: string, CidrBlock: string) =>
      (await ec2.send(new CreateSubnetCommand({ VpcId, CidrBlock, AvailabilityZone: `us-east-1${zone}` })))
        .Subnet?.SubnetId ?? '';
    const { VpcEndpoint: made } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId,
        VpcEndpointType: 'Interface',
        ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        SubnetIds: [await subnet('a', '10.0.1.0/24')],
      }),
    );
    const id = made?.VpcEndpointId ?? '';
    const shown = (entries: typeof made) =>
      entries?.DnsEntries?.map(({ DnsName = '' }) => DnsName.replace(/^vpce-\w+-\w{8}/, 'vpce'));
    const rest = 'api.sagemaker.us-east-1.vpce.amazonaws.com';
    expect(shown(made)).toEqual([`vpce.${rest}`, `vpce-us-east-1a.${rest}`]);
    await test.sandbox.clock.advance(600_000);
    await ec2.send(
      new ModifyVpcEndpointCommand({
        VpcEndpointId: id,
        AddSubnetIds: [await subnet('b', '10.0.2.0/24')],
      }),
    );
    const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({}));
    const [after] = VpcEndpoints;
    expect(shown(after)).toEqual([`vpce.${rest}`, `vpce-us-east-1a.${rest}`, `vpce-us-east-1b.${rest}`]);
  });
});
