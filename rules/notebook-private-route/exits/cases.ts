import type {
  IpPermission,
  Route,
  VpcBlockPublicAccessExclusion,
  VpcEncryptionControl,
} from '@aws-sdk/client-ec2';
import type { DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';
import type { GivenAccount, RuleCase } from '../../../test/rules/given';

// What restricts how traffic leaves a VPC: VPC Block Public Access, encryption controls, and the family of addresses.

const everywhere: IpPermission = {
  IpProtocol: '-1',
  IpRanges: [{ CidrIp: '0.0.0.0/0' }],
  Ipv6Ranges: [{ CidrIpv6: '::/0' }],
};
const table = (RouteTableId: string, subnets: string[], routes: Route[]) => ({
  RouteTableId,
  VpcId: 'vpc-0ml',
  Associations:
    subnets.length === 0
      ? [{ Main: true, AssociationState: { State: 'associated' as const } }]
      : subnets.map((SubnetId) => ({ SubnetId, AssociationState: { State: 'associated' as const } })),
  Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' as const }, ...routes],
});
const ipv4 = (target: Route): Route => ({ DestinationCidrBlock: '0.0.0.0/0', State: 'active', ...target });
const ipv6 = (DestinationIpv6CidrBlock: string, target: Route): Route => ({
  DestinationIpv6CidrBlock,
  State: 'active',
  ...target,
});
const nat = { NatGatewayId: 'nat-0a' };
const egressOnly = { EgressOnlyInternetGatewayId: 'eigw-0a' };
const endpoint = (name: string) => ({
  VpcEndpointId: `vpce-0${name}`,
  VpcEndpointType: 'Interface' as const,
  VpcId: 'vpc-0ml',
  ServiceName: `com.amazonaws.us-east-1.sagemaker.${name}`,
  State: 'Available' as const,
  PrivateDnsEnabled: true,
  OwnerId: '111122223333',
  SubnetIds: ['subnet-0p'],
  Groups: [{ GroupId: 'sg-0n' }],
});
const endpoints = [endpoint('api'), endpoint('runtime')];

interface Parts {
  readonly routes: Route[];
  readonly mode?: 'off' | 'block-bidirectional' | 'block-ingress';
  readonly exclusions?: VpcBlockPublicAccessExclusion[];
  readonly controls?: VpcEncryptionControl[];
  readonly notebook?: DescribeNotebookInstanceOutput;
  readonly more?: GivenAccount;
}

/** A notebook in `subnet-0n`, a NAT gateway in `subnet-0p`, everything about names read and as AWS makes it. */
function given({
  routes,
  mode = 'off',
  exclusions = [],
  controls = [],
  notebook,
  more,
}: Parts): GivenAccount {
  return {
    notebooks: [
      {
        NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
        NotebookInstanceName: 'churn',
        NotebookInstanceStatus: 'InService',
        SubnetId: 'subnet-0n',
        SecurityGroups: ['sg-0n'],
        DirectInternetAccess: 'Disabled',
        ...notebook,
      },
    ],
    endpoints: [],
    vpcs: [{ VpcId: 'vpc-0ml', OwnerId: '111122223333', DhcpOptionsId: 'dopt-0a' }],
    vpcAttributes: { 'vpc-0ml': { enableDnsSupport: true, enableDnsHostnames: true } },
    hostedZones: { 'vpc-0ml': [] },
    zoneRecords: { 'vpc-0ml': [] },
    resolverRules: { 'vpc-0ml': [] },
    route53Profiles: { 'vpc-0ml': [] },
    dhcpOptions: [
      {
        DhcpOptionsId: 'dopt-0a',
        DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
      },
    ],
    subnets: ['subnet-0n', 'subnet-0p'].map((SubnetId, index) => ({
      SubnetId,
      VpcId: 'vpc-0ml',
      OwnerId: '111122223333',
      CidrBlock: `10.0.${index}.0/24`,
      Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: `2600:1f18:0:${index}::/64` }],
    })),
    routeTables: [
      table('rtb-0m', [], routes),
      table('rtb-0p', ['subnet-0p'], [ipv4({ GatewayId: 'igw-0a' })]),
    ],
    securityGroups: [
      {
        GroupId: 'sg-0n',
        VpcId: 'vpc-0ml',
        IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-0n' }] }],
        IpPermissionsEgress: [everywhere],
      },
    ],
    natGateways: [{ NatGatewayId: 'nat-0a', VpcId: 'vpc-0ml', SubnetId: 'subnet-0p', State: 'available' }],
    blockPublicAccess: {
      VpcBlockPublicAccessOptions: { State: 'update-complete', InternetGatewayBlockMode: mode },
      VpcBlockPublicAccessExclusions: exclusions,
    },
    encryptionControls: controls,
    prefixLists: [],
    ...more,
  };
}

const strict = { rules: { 'notebook-private-route': { strict: true } } };
const spared = (mode: VpcBlockPublicAccessExclusion['InternetGatewayExclusionMode']) => ({
  ExclusionId: 'vpcbpa-exclude-0a',
  ResourceArn: 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-0ml',
  InternetGatewayExclusionMode: mode,
  State: 'create-complete' as const,
});
const enforcing: VpcEncryptionControl = { VpcId: 'vpc-0ml', Mode: 'enforce', State: 'available' };

const restricted: readonly RuleCase[] = [
  {
    name: 'a NAT gateway of a kind that is not known yet',
    given: given({
      routes: [ipv4(nat)],
      more: {
        natGateways: [
          {
            NatGatewayId: 'nat-0a',
            VpcId: 'vpc-0ml',
            SubnetId: 'subnet-0p',
            State: 'available',
            ConnectivityType: 'quantum' as 'public',
          },
        ],
      },
    }),
    expect: 'unknown',
    says: ['where nat-0a leads (quantum)'],
  },
  { name: 'Block Public Access off: NAT works', given: given({ routes: [ipv4(nat)] }), expect: 'pass' },
  {
    name: 'Block Public Access in both directions: NAT leads nowhere',
    given: given({ routes: [ipv4(nat)], mode: 'block-bidirectional' }),
    expect: 'fail',
    says: [
      'nat-0a, but VPC Block Public Access blocks it (block-bidirectional)',
      'VPC Block Public Access of account 111122223333 is block-bidirectional',
    ],
    plan: 'person',
    planSays: ['NAT is no alternative as things stand: VPC Block Public Access blocks it'],
  },
  {
    name: 'Block Public Access of ingress: NAT works',
    given: given({ routes: [ipv4(nat)], mode: 'block-ingress' }),
    expect: 'pass',
    says: ['VPC Block Public Access (block-ingress) lets it out'],
  },
  ...(['allow-bidirectional', 'allow-egress'] as const).map((mode): RuleCase => ({
    name: `Block Public Access with an exclusion (${mode}) of the VPC: NAT works`,
    given: given({ routes: [ipv4(nat)], mode: 'block-bidirectional', exclusions: [spared(mode)] }),
    expect: 'pass',
    says: ['vpcbpa-exclude-0a'],
  })),
  ...(['blockPublicAccess', 'encryptionControls'] as const).flatMap((slice): RuleCase[] => [
    {
      name: `${slice} not read: NAT is not known to work`,
      given: given({ routes: [ipv4(nat)], more: { [slice]: 'unreadable' } }),
      expect: 'unknown',
      says: [slice],
    },
    {
      name: `${slice} not read: no matter with endpoints`,
      given: given({ routes: [ipv4(nat)], more: { endpoints, [slice]: 'unreadable' } }),
      expect: 'pass',
    },
    {
      name: `${slice} not read: no matter without a route`,
      given: given({ routes: [], more: { [slice]: 'unreadable' } }),
      expect: 'fail',
      plan: 'person',
    },
    {
      name: `${slice} not read: no matter where the route is to an internet gateway, which no notebook can use`,
      given: given({ routes: [ipv4({ GatewayId: 'igw-0a' })], more: { [slice]: 'unreadable' } }),
      expect: 'fail',
      plan: 'person',
    },
    {
      name: `strict, ${slice} not read: a route to the internet may lead there`,
      given: given({ routes: [ipv4(nat)], more: { endpoints, [slice]: 'unreadable' } }),
      settings: strict,
      expect: 'unknown',
      says: [slice],
    },
  ]),
  {
    name: 'an encryption control enforces and does not exclude NAT',
    given: given({ routes: [ipv4(nat)], controls: [enforcing] }),
    expect: 'unknown',
    says: ['the encryption control of vpc-0ml is in enforce mode and does not exclude them'],
  },
  {
    name: 'an encryption control enforces: the plan says so before anybody makes NAT',
    given: given({ routes: [], controls: [enforcing] }),
    expect: 'fail',
    says: ['vpc-0ml has an encryption control in enforce mode (available)'],
    plan: 'person',
    planSays: ['NAT is no alternative as things stand'],
  },
  {
    name: 'an encryption control enforces and excludes NAT',
    given: given({
      routes: [ipv4(nat)],
      controls: [{ ...enforcing, ResourceExclusions: { NatGateway: { State: 'enabled' } } }],
    }),
    expect: 'pass',
    says: ['excludes NAT gateways'],
  },
  ...(
    [
      ['off', 'fail'],
      ['block-ingress', 'pass'],
      ['block-bidirectional', 'pass'],
    ] as const
  ).map(([mode, expect]): RuleCase => ({
    name: `strict: an internet gateway and Block Public Access ${mode}`,
    given: given({ routes: [ipv4({ GatewayId: 'igw-0a' })], mode, more: { endpoints } }),
    settings: strict,
    expect,
    ...(expect === 'fail' ? { plan: 'person' } : {}),
  })),
];

/**
 * Strict mode, endpoints for the calls to SageMaker: what leads a notebook with both families to the internet, by the
 * IPv6 route, and whether a notebook with IPv4 is judged as if the route were not there.
 */
const byIpv6: readonly RuleCase[] = (
  [
    ['::/0 to an egress-only gateway', [ipv6('::/0', egressOnly)], 'off', 'fail'],
    ['::/0 to an egress-only gateway', [ipv6('::/0', egressOnly)], 'block-ingress', 'fail'],
    ['::/0 to an egress-only gateway', [ipv6('::/0', egressOnly)], 'block-bidirectional', 'pass'],
    ['::/0 to an internet gateway', [ipv6('::/0', { GatewayId: 'igw-0a' })], 'off', 'fail'],
    ['::/0 to an internet gateway', [ipv6('::/0', { GatewayId: 'igw-0a' })], 'block-ingress', 'pass'],
    ['64:ff9b::/96 to NAT', [ipv6('64:ff9b::/96', nat)], 'off', 'fail'],
    ['64:ff9b::/96 to NAT', [ipv6('64:ff9b::/96', nat)], 'block-ingress', 'fail'],
    ['64:ff9b::/96 to NAT', [ipv6('64:ff9b::/96', nat)], 'block-bidirectional', 'pass'],
    ['::/0 to NAT', [ipv6('::/0', nat)], 'off', 'fail'],
    ['2600::/12 to NAT, which translates only 64:ff9b::/96', [ipv6('2600::/12', nat)], 'off', 'pass'],
    [
      '64:ff9b::/96 to an egress-only gateway, which passes no such address',
      [ipv6('64:ff9b::/96', egressOnly)],
      'off',
      'pass',
    ],
    ['::/0 to a transit gateway', [ipv6('::/0', { TransitGatewayId: 'tgw-0a' })], 'off', 'unknown'],
    ['fd00::/8 to a transit gateway', [ipv6('fd00::/8', { TransitGatewayId: 'tgw-0a' })], 'off', 'pass'],
    ['no IPv6 route', [], 'off', 'pass'],
  ] as const
).flatMap(([name, routes, mode, expect]) =>
  (['dualstack', 'ipv4'] as const).map((IpAddressType): RuleCase => {
    const expected = IpAddressType === 'ipv4' ? 'pass' : expect;
    return {
      name: `strict, ${IpAddressType}, Block Public Access ${mode}: ${name}`,
      given: given({ routes: [...routes], mode, notebook: { IpAddressType }, more: { endpoints } }),
      settings: strict,
      expect: expected,
      ...(expected === 'fail' ? { plan: 'person' } : {}),
    };
  }),
);

/** An endpoint with IPv6 addresses only is reached by nobody who has none. */
const ipv6Endpoints: readonly RuleCase[] = (
  [
    ['ipv4', 'ipv6', 'fail'],
    ['ipv4', 'dualstack', 'pass'],
    ['ipv4', 'ipv4', 'pass'],
    ['dualstack', 'ipv6', 'pass'],
    ['dualstack', 'dualstack', 'pass'],
    ['dualstack', 'ipv4', 'pass'],
  ] as const
).map(([IpAddressType, type, expect]): RuleCase => ({
  name: `a notebook with ${IpAddressType}, endpoints with ${type}`,
  given: given({
    routes: [],
    notebook: { IpAddressType },
    more: { endpoints: endpoints.map((one) => ({ ...one, IpAddressType: type })) },
  }),
  expect,
  ...(expect === 'fail' ? { plan: 'person', says: ['has only IPv6 addresses'] } : {}),
}));

export const exitCases: readonly RuleCase[] = [...restricted, ...byIpv6, ...ipv6Endpoints];
