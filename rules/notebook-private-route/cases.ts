import type {
  IpPermission,
  NatGateway,
  Route,
  RouteTable,
  SecurityGroup,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';
import type { GivenAccount, RuleCase } from '../../test/rules/given';
import { aliasTo, amazonDns, plainNames } from '../../test/rules/plain-names';
import { exitCases } from './exits/cases';

const churn: DescribeNotebookInstanceOutput = {
  NotebookInstanceArn: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/churn',
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
  SubnetId: 'subnet-0n',
  SecurityGroups: ['sg-0n'],
  DirectInternetAccess: 'Disabled',
};
const api: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
  PrivateDnsEnabled: true,
  OwnerId: '111122223333',
  SubnetIds: ['subnet-0e'],
  Groups: [{ GroupId: 'sg-0e' }],
};
const runtime: VpcEndpoint = {
  ...api,
  VpcEndpointId: 'vpce-0run',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.runtime',
};

const local: Route = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' };
const to = (target: Route, DestinationCidrBlock = '0.0.0.0/0'): Route => ({
  DestinationCidrBlock,
  State: 'active',
  ...target,
});
const nat = to({ NatGatewayId: 'nat-0a' });
const igw = to({ GatewayId: 'igw-0a' });
const tgw = to({ TransitGatewayId: 'tgw-0a' });

const table = (RouteTableId: string, subnets: string[], routes: Route[], main = false): RouteTable => ({
  RouteTableId,
  VpcId: 'vpc-0ml',
  Associations: [
    ...(main ? [{ Main: true, AssociationState: { State: 'associated' as const } }] : []),
    ...subnets.map((SubnetId) => ({
      Main: false,
      SubnetId,
      AssociationState: { State: 'associated' as const },
    })),
  ],
  Routes: [local, ...routes],
});

const everything: IpPermission = { IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] };
const https = (...cidrs: string[]): IpPermission => ({
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: cidrs.map((CidrIp) => ({ CidrIp })),
});
const group = (
  GroupId: string,
  IpPermissions: IpPermission[],
  IpPermissionsEgress: IpPermission[] = [everything],
): SecurityGroup => ({
  GroupId,
  VpcId: 'vpc-0ml',
  OwnerId: '111122223333',
  IpPermissions,
  IpPermissionsEgress,
});

const gateway: NatGateway = {
  NatGatewayId: 'nat-0a',
  VpcId: 'vpc-0ml',
  SubnetId: 'subnet-0p',
  State: 'available',
  ConnectivityType: 'public',
};

interface Parts {
  readonly endpoints?: VpcEndpoint[];
  readonly routes?: Route[];
  readonly ingress?: IpPermission[];
  readonly egress?: IpPermission[];
  readonly zones?: string[];
  readonly dns?: { enableDnsSupport: boolean; enableDnsHostnames: boolean };
  readonly notebook?: DescribeNotebookInstanceOutput;
  readonly more?: GivenAccount;
}

const on = { enableDnsSupport: true, enableDnsHostnames: true };

/** As AWS makes an account: nothing is blocked. */
const unrestricted: GivenAccount = {
  blockPublicAccess: {
    VpcBlockPublicAccessOptions: { State: 'default-state', InternetGatewayBlockMode: 'off' },
  },
  encryptionControls: [],
};

/** A notebook in a private subnet (the VPC's main table), and a public subnet with the NAT gateway. */
function given({
  endpoints = [api, runtime],
  routes = [],
  ingress = [https('10.0.0.0/16')],
  egress = [everything],
  zones = [],
  dns = on,
  notebook = churn,
  more = {},
}: Parts = {}): GivenAccount {
  return {
    notebooks: [notebook],
    endpoints,
    vpcAttributes: { 'vpc-0ml': dns },
    vpcs: [{ VpcId: 'vpc-0ml', CidrBlock: '10.0.0.0/16', DhcpOptionsId: amazonDns.DhcpOptionsId }],
    hostedZones: { 'vpc-0ml': zones },
    ...plainNames('vpc-0ml'),
    subnets: [
      { SubnetId: 'subnet-0n', VpcId: 'vpc-0ml', CidrBlock: '10.0.1.0/24' },
      { SubnetId: 'subnet-0e', VpcId: 'vpc-0ml', CidrBlock: '10.0.2.0/24' },
      { SubnetId: 'subnet-0p', VpcId: 'vpc-0ml', CidrBlock: '10.0.3.0/24' },
    ],
    routeTables: [table('rtb-0m', [], routes, true), table('rtb-0p', ['subnet-0p'], [igw])],
    securityGroups: [group('sg-0n', [], egress), group('sg-0e', ingress)],
    natGateways: [gateway],
    ...unrestricted,
    prefixLists: [],
    ...more,
  };
}

/** Records of private hosted zones that lead both names to endpoints. */
function zoned(forApi: string, forRuntime: string): GivenAccount {
  return {
    hostedZones: { 'vpc-0ml': [apiName, runtimeName] },
    zoneRecords: {
      'vpc-0ml': [
        { Name: apiName, ResourceRecordSets: [aliasTo(apiName, forApi)] },
        { Name: runtimeName, ResourceRecordSets: [aliasTo(runtimeName, forRuntime, 'runtime.sagemaker')] },
      ],
    },
  };
}

/** Records of private hosted zones that lead both names to an address. */
function addressed(Value: string): GivenAccount {
  const record = (Name: string) => ({
    Name,
    ResourceRecordSets: [{ Name: `${Name}.`, Type: 'A', ResourceRecords: [{ Value }] }],
  });
  return {
    hostedZones: { 'vpc-0ml': [apiName, runtimeName] },
    zoneRecords: { 'vpc-0ml': [record(apiName), record(runtimeName)] },
  };
}

const letOut = 'ec2:AuthorizeSecurityGroupEgress';
const strict = { rules: { 'notebook-private-route': { strict: true } } };
const apiName = 'api.sagemaker.us-east-1.amazonaws.com';
const runtimeName = 'runtime.sagemaker.us-east-1.amazonaws.com';

/**
 * Every combination of what decides: the endpoints (none, with private DNS, without) × whether they admit × whether
 * the notebook lets out × the target of the subnet's route for 0.0.0.0/0.
 */
const truthTable: readonly RuleCase[] = (['none', 'named', 'unnamed'] as const).flatMap((endpoint) =>
  [true, false].flatMap((admits) =>
    (['all', 'vpc', 'nothing'] as const).flatMap((out) =>
      (['nat', 'igw', 'tgw', 'nothing'] as const).map((route): RuleCase => {
        const egress = { all: [everything], vpc: [https('10.0.0.0/16')], nothing: [] }[out];
        const routes = { nat: [nat], igw: [igw], tgw: [tgw], nothing: [] }[route];
        const PrivateDnsEnabled = endpoint === 'named';
        const name = `endpoints ${endpoint}, ${admits ? 'admit' : 'refuse'}, lets out ${out}, 0.0.0.0/0 to ${route}`;
        const facts = given({
          endpoints: endpoint === 'none' ? [] : [api, runtime].map((one) => ({ ...one, PrivateDnsEnabled })),
          ingress: admits ? [https('10.0.0.0/16')] : [],
          egress,
          routes,
        });
        if (endpoint === 'named')
          return admits && out !== 'nothing'
            ? { name, given: facts, expect: 'pass' }
            : { name, given: facts, expect: 'fail', plan: out === 'nothing' ? [letOut] : 'person' };
        // Public addresses: the whole path has to be open.
        if (out !== 'all' || route === 'igw' || route === 'nothing')
          return { name, given: facts, expect: 'fail', plan: 'person' };
        return { name, given: facts, expect: route === 'nat' ? 'pass' : 'unknown' };
      }),
    ),
  ),
);

const noEndpoint = (parts: Parts): GivenAccount => given({ endpoints: [], ...parts });
const withTables = (...routeTables: RouteTable[]): GivenAccount => noEndpoint({ more: { routeTables } });
const publicTable = table('rtb-0p', ['subnet-0p'], [igw]);

const routing: readonly RuleCase[] = [
  {
    name: 'the table of the subnet, not the main one, decides',
    given: withTables(table('rtb-0m', [], [], true), table('rtb-0n', ['subnet-0n'], [nat]), publicTable),
    expect: 'pass',
    says: ['subnet-0n (route table rtb-0n) sends 0.0.0.0/0 to nat-0a'],
  },
  {
    name: 'the main table decides where the subnet has none',
    given: noEndpoint({ routes: [nat] }),
    expect: 'pass',
    says: ['subnet-0n (route table rtb-0m, main) sends 0.0.0.0/0 to nat-0a'],
  },
  {
    name: 'an association that is no longer in force does not count',
    given: withTables(table('rtb-0m', [], [nat], true), publicTable, {
      ...table('rtb-0n', [], []),
      Associations: [{ SubnetId: 'subnet-0n', AssociationState: { State: 'disassociated' } }],
    }),
    expect: 'pass',
  },
  {
    name: 'no main table among the tables: unknown',
    given: withTables(publicTable),
    expect: 'unknown',
    says: ['the main route table of vpc-0ml'],
  },
  {
    name: 'a blackhole drops what it matches',
    given: noEndpoint({ routes: [{ ...nat, State: 'blackhole' }] }),
    expect: 'fail',
    says: ['nat-0a is gone (the route is a blackhole)'],
    plan: 'person',
    planSays: ['aws ec2 replace-route --route-table-id rtb-0m --destination-cidr-block 0.0.0.0/0'],
  },
  {
    name: 'no route: the command creates one, or the endpoint',
    given: noEndpoint({}),
    expect: 'fail',
    says: ['subnet-0n (route table rtb-0m, main) has no route to the internet'],
    plan: 'person',
    planSays: [
      'aws ec2 create-route --route-table-id rtb-0m',
      'aws ec2 create-vpc-endpoint --vpc-endpoint-type Interface --vpc-id vpc-0ml --service-name com.amazonaws.us-east-1.sagemaker.api',
    ],
  },
  {
    name: 'two halves make a default route',
    given: noEndpoint({
      routes: [to({ NatGatewayId: 'nat-0a' }, '0.0.0.0/1'), to({ NatGatewayId: 'nat-0a' }, '128.0.0.0/1')],
    }),
    expect: 'pass',
  },
  {
    name: 'routes for half of the internet do not decide',
    given: noEndpoint({ routes: [to({ NatGatewayId: 'nat-0a' }, '0.0.0.0/1')] }),
    expect: 'unknown',
  },
  {
    name: 'a more specific half wins over the default route',
    given: noEndpoint({
      routes: [
        nat,
        to({ NatGatewayId: 'nat-0gone', State: 'blackhole' }, '0.0.0.0/1'),
        to({ NatGatewayId: 'nat-0gone', State: 'blackhole' }, '128.0.0.0/1'),
      ],
    }),
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'routes to particular networks beside the default do not matter',
    given: noEndpoint({
      routes: [
        nat,
        to({ TransitGatewayId: 'tgw-0a' }, '198.51.100.0/24'),
        to({ TransitGatewayId: 'tgw-0a' }, '10.0.0.0/8'),
      ],
    }),
    expect: 'pass',
  },
  {
    name: 'a prefix list that leads to NAT may hold the addresses of SageMaker',
    given: noEndpoint({
      routes: [{ DestinationPrefixListId: 'pl-0aws', NatGatewayId: 'nat-0a', State: 'active' }],
      more: { prefixLists: [{ PrefixListId: 'pl-0aws', Cidrs: ['52.94.0.0/16'] }] },
    }),
    expect: 'unknown',
    says: ['pl-0aws to nat-0a'],
  },
  {
    name: 'a prefix list of everything is a default route',
    given: noEndpoint({
      routes: [{ DestinationPrefixListId: 'pl-0all', NatGatewayId: 'nat-0a', State: 'active' }],
      more: { prefixLists: [{ PrefixListId: 'pl-0all', Cidrs: ['0.0.0.0/0'] }] },
    }),
    expect: 'pass',
  },
  {
    name: 'a prefix list that was not read may carry them elsewhere',
    given: noEndpoint({
      routes: [{ DestinationPrefixListId: 'pl-0gone', NatGatewayId: 'nat-0a', State: 'active' }],
    }),
    expect: 'unknown',
    says: ['pl-0gone'],
  },
  {
    name: 'the gateway endpoint of S3 leads to S3 only',
    given: noEndpoint({
      routes: [{ DestinationPrefixListId: 'pl-0s3', GatewayId: 'vpce-0s3', State: 'active' }],
      more: { prefixLists: [{ PrefixListId: 'pl-0s3', Cidrs: ['52.216.0.0/15'] }] },
    }),
    expect: 'fail',
    plan: 'person',
  },
  ...(
    [
      ['a virtual private gateway', { GatewayId: 'vgw-0a' }],
      ['a peering', { VpcPeeringConnectionId: 'pcx-0a' }],
      ['a firewall endpoint', { GatewayId: 'vpce-0fw' }],
      ['an interface of an appliance', { NetworkInterfaceId: 'eni-0a' }],
      ['a NAT instance', { InstanceId: 'i-0a' }],
      ['Cloud WAN', { CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/core-network-0a' }],
      ['a local gateway', { LocalGatewayId: 'lgw-0a' }],
    ] as const
  ).map(([what, target]): RuleCase => ({
    name: `the default route to ${what} leads out of sight`,
    given: noEndpoint({ routes: [to(target)] }),
    expect: 'unknown',
    says: ['whether SageMaker is reached'],
  })),
];

const natGateways: readonly RuleCase[] = [
  ...(['pending', 'failed', 'deleting', 'deleted'] as const).map((State): RuleCase => ({
    name: `a NAT gateway that is ${State} carries nothing`,
    given: noEndpoint({ routes: [nat], more: { natGateways: [{ ...gateway, State }] } }),
    expect: 'fail',
    says: [`nat-0a, which is ${State}`],
    plan: 'person',
  })),
  {
    name: 'a private NAT gateway leads into another network',
    given: noEndpoint({
      routes: [nat],
      more: { natGateways: [{ ...gateway, ConnectivityType: 'private' }] },
    }),
    expect: 'unknown',
    says: ['a private NAT gateway'],
  },
  {
    name: 'a NAT gateway whose subnet has no route out leads nowhere',
    given: withTables(table('rtb-0m', [], [nat], true), table('rtb-0p', ['subnet-0p'], [])),
    expect: 'fail',
    says: ['nat-0a, whose route table rtb-0p sends public addresses to nothing'],
    plan: 'person',
  },
  {
    name: 'a NAT gateway in a subnet that routes to itself leads nowhere',
    given: withTables(table('rtb-0m', [], [nat], true)),
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'a NAT gateway behind a firewall cannot be followed',
    given: withTables(
      table('rtb-0m', [], [nat], true),
      table('rtb-0p', ['subnet-0p'], [to({ GatewayId: 'vpce-0fw' })]),
    ),
    expect: 'unknown',
    says: ['vpce-0fw'],
  },
  {
    name: 'a NAT gateway that was not read',
    given: noEndpoint({ routes: [nat], more: { natGateways: [] } }),
    expect: 'unknown',
    says: ['the NAT gateway nat-0a'],
  },
  {
    name: 'a regional NAT gateway has a route table of its own',
    given: noEndpoint({
      routes: [nat],
      more: {
        natGateways: [
          { NatGatewayId: 'nat-0a', VpcId: 'vpc-0ml', State: 'available', RouteTableId: 'rtb-0p' },
        ],
      },
    }),
    expect: 'pass',
  },
];

const groups: readonly RuleCase[] = [
  {
    name: 'the rule that is added, its tag and its inverse',
    given: given({ egress: [] }),
    expect: 'fail',
    says: [
      'No private path to sagemaker.api: vpce-0api cannot be reached: sg-0n of notebook churn does not let TCP 443 out',
    ],
    // Both endpoints have the same group.
    plan: [letOut],
    planSays: [
      '"GroupId":"sg-0n","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"UserIdGroupPairs":[{"GroupId":"sg-0e","Description":"Palisade',
      '"Value":"notebook-private-route"',
      '"call":"ec2:RevokeSecurityGroupEgress","input":{"GroupId":"sg-0n","IpPermissions":[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"UserIdGroupPairs":[{"GroupId":"sg-0e"}]}]}',
    ],
  },
  {
    name: 'the endpoint refuses: that is for endpoint-security-group',
    given: given({ ingress: [] }),
    expect: 'fail',
    plan: 'person',
    planSays: ['palisade apply --rule endpoint-security-group --resource vpce-0api'],
  },
  {
    name: 'a name that resolves to an endpoint that refuses is broken, whatever NAT there is',
    given: given({ ingress: [], routes: [nat] }),
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'the endpoint admits the group of the notebook',
    given: given({
      ingress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: 'sg-0n' }] }],
    }),
    expect: 'pass',
    says: ['sg-0e lets TCP 443 in from sg-0n'],
  },
  {
    name: 'the groups of the notebook belong to another account',
    given: given({
      more: {
        securityGroups: [
          { ...group('sg-0n', [], []), OwnerId: '444455556666' },
          group('sg-0e', [everything]),
        ],
      },
    }),
    expect: 'fail',
    plan: 'person',
    planSays: ['authorize-security-group-egress --group-id sg-0n'],
  },
  {
    name: 'a missing group could let it out',
    given: given({ notebook: { ...churn, SecurityGroups: ['sg-0gone'] } }),
    expect: 'unknown',
    says: ['sg-0gone'],
  },
  {
    name: 'through NAT, the group lets out to some public addresses only',
    given: noEndpoint({ routes: [nat], egress: [https('52.94.0.0/16')] }),
    expect: 'unknown',
    says: ["SageMaker's public addresses"],
  },
];

const off = (one: VpcEndpoint): VpcEndpoint => ({ ...one, PrivateDnsEnabled: false });

const names: readonly RuleCase[] = [
  {
    name: 'private DNS is off and there is no NAT: that is for endpoint-private-dns',
    given: given({ endpoints: [off(api), runtime] }),
    expect: 'fail',
    says: ['its name does not resolve to vpce-0api'],
    plan: 'person',
    planSays: ['palisade apply --rule endpoint-private-dns --resource vpce-0api'],
  },
  ...(
    [
      ['support', { enableDnsSupport: false, enableDnsHostnames: true }],
      ['hostnames', { enableDnsSupport: true, enableDnsHostnames: false }],
    ] as const
  ).flatMap(([what, dns]): RuleCase[] => [
    {
      name: `DNS ${what} of the VPC off: private DNS does not work`,
      given: given({ dns }),
      expect: 'fail',
      plan: 'person',
    },
    { name: `DNS ${what} of the VPC off, with NAT`, given: given({ dns, routes: [nat] }), expect: 'pass' },
  ]),
  {
    name: 'private hosted zones lead the names to the endpoints here',
    given: given({ endpoints: [off(api), off(runtime)], more: zoned('vpce-0api', 'vpce-0run') }),
    expect: 'pass',
    says: [`the private hosted zone ${apiName} leads ${apiName} to vpce-0api`],
  },
  {
    name: 'a zone further up may or may not serve them',
    given: given({ endpoints: [off(api), off(runtime)], zones: ['amazonaws.com'] }),
    expect: 'unknown',
    says: ['the records of the private hosted zone amazonaws.com'],
  },
  {
    name: 'a zone whose records were not read may lead anywhere, whatever NAT there is',
    given: given({ endpoints: [off(api), off(runtime)], zones: ['amazonaws.com'], routes: [nat] }),
    expect: 'unknown',
  },
  {
    name: 'zones unreadable may lead anywhere, whatever NAT there is',
    given: given({ endpoints: [off(api), off(runtime)], routes: [nat], more: { hostedZones: 'unreadable' } }),
    expect: 'unknown',
    says: ['hostedZones'],
  },
  {
    name: 'zones of this VPC not read',
    given: noEndpoint({ more: { hostedZones: {} } }),
    expect: 'unknown',
    says: ['the private hosted zones of vpc-0ml were not read'],
  },
  {
    name: 'a zone that has no record for the name answers that there is none, whatever NAT there is',
    given: given({
      endpoints: [off(api), runtime],
      routes: [nat],
      zones: [apiName],
      more: { zoneRecords: { 'vpc-0ml': [{ Name: apiName, ResourceRecordSets: [] }] } },
    }),
    expect: 'fail',
    says: [`the private hosted zone ${apiName} has no record for ${apiName}`],
    plan: 'person',
    planSays: [`Give ${apiName} a record that leads the name of sagemaker.api to an endpoint`],
  },
  {
    name: 'DNS servers of the company: nobody here knows what they answer',
    given: given({
      more: {
        dhcpOptions: [
          {
            DhcpOptionsId: amazonDns.DhcpOptionsId,
            DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: '192.168.1.53' }] }],
          },
        ],
      },
    }),
    expect: 'unknown',
    says: ['dopt-0amazon of vpc-0ml names the DNS servers 192.168.1.53'],
  },
  {
    name: 'the VPC of another account: its endpoints are not visible',
    given: noEndpoint({ more: { vpcs: [{ VpcId: 'vpc-0ml', OwnerId: '444455556666' }] } }),
    expect: 'unknown',
    says: ['what account 444455556666 keeps in its VPC vpc-0ml'],
  },
  {
    name: 'attributes unreadable, where either answer works',
    given: given({ routes: [nat], more: { vpcAttributes: 'unreadable' } }),
    expect: 'pass',
  },
  {
    name: 'attributes unreadable, where they decide',
    given: given({ more: { vpcAttributes: 'unreadable' } }),
    expect: 'unknown',
    says: ['vpcAttributes'],
  },
];

const peering = (cidr: string): Route => to({ VpcPeeringConnectionId: 'pcx-0a' }, cidr);

/** A central endpoint in another VPC of the account, and what leads there and back. */
const hub = ({
  routes = [] as Route[],
  back = [peering('10.0.0.0/16')],
  ingress = [https('10.0.0.0/16')],
}): GivenAccount => {
  const near = given({ routes });
  return {
    ...near,
    ...zoned('vpce-0hubapi', 'vpce-0hubrun'),
    endpoints: [
      { ...api, VpcEndpointId: 'vpce-0hubapi', ...inHub },
      { ...runtime, VpcEndpointId: 'vpce-0hubrun', ...inHub },
    ],
    subnets: [
      { SubnetId: 'subnet-0n', VpcId: 'vpc-0ml', CidrBlock: '10.0.1.0/24' },
      { SubnetId: 'subnet-0h', VpcId: 'vpc-0hub', CidrBlock: '10.9.1.0/24' },
    ],
    routeTables: [
      table('rtb-0m', [], routes, true),
      {
        ...table('rtb-0h', [], [], true),
        VpcId: 'vpc-0hub',
        Routes: [{ ...local, DestinationCidrBlock: '10.9.0.0/16' }, ...back],
      },
    ],
    securityGroups: [group('sg-0n', []), { ...group('sg-0h', ingress), VpcId: 'vpc-0hub' }],
  };
};
const inHub = { VpcId: 'vpc-0hub', SubnetIds: ['subnet-0h'], Groups: [{ GroupId: 'sg-0h' }] };

/** Central endpoints: a record that leads to an endpoint in another VPC, which may be of another account. */
const central: readonly RuleCase[] = [
  {
    name: 'an endpoint that is not visible from here',
    given: noEndpoint({
      routes: [to({ TransitGatewayId: 'tgw-0a' }, '10.0.0.0/8')],
      more: zoned('vpce-0far', 'vpce-0far'),
    }),
    expect: 'unknown',
    says: [`leads ${apiName} to vpce-0far-`],
  },
  {
    name: 'an address without a route to it',
    given: noEndpoint({ more: addressed('10.9.1.7'), routes: [peering('10.8.0.0/16')] }),
    expect: 'fail',
    says: ['to 10.9.1.7, but subnet-0n (route table rtb-0m) has no route to it'],
    plan: 'person',
    planSays: ['Give subnet-0n a route to the network of the central endpoint'],
  },
  {
    name: 'an address in this VPC, behind which may be anything',
    given: noEndpoint({ more: addressed('10.0.2.7') }),
    expect: 'unknown',
    says: ['to 10.0.2.7'],
  },
  {
    name: 'a central endpoint that the notebook is not let out to',
    given: noEndpoint({ more: zoned('vpce-0far', 'vpce-0far'), routes: [tgw], egress: [] }),
    expect: 'fail',
    says: ['sg-0n lets no TCP 443 out'],
    plan: 'person',
  },
  {
    name: 'both sides visible, peering in both directions',
    given: hub({ routes: [peering('10.9.0.0/16')] }),
    expect: 'pass',
    says: ['vpce-0hubapi (the private hosted zone', 'subnet-0n reaches subnet-0h through pcx-0a'],
  },
  {
    name: 'both sides visible, no route there, and NAT does not lead there',
    given: hub({ routes: [] }),
    expect: 'fail',
    says: ['which is in vpc-0hub, but subnet-0n (route table rtb-0m) has no route to subnet-0h'],
    plan: 'person',
  },
  {
    name: 'both sides visible, no route back',
    given: hub({ routes: [peering('10.9.0.0/16')], back: [] }),
    expect: 'fail',
    says: ['subnet-0h (route table rtb-0h) has no route to subnet-0n'],
    plan: 'person',
  },
  {
    name: 'both sides visible, the endpoint admits another network only',
    given: hub({ routes: [peering('10.9.0.0/16')], ingress: [https('10.7.0.0/16')] }),
    expect: 'fail',
    says: ['sg-0h of vpce-0hubapi does not let TCP 443 in from notebook churn'],
    plan: 'person',
  },
  {
    name: 'both sides visible, a transit gateway between them',
    given: hub({ routes: [tgw] }),
    expect: 'unknown',
    says: ['what lies behind tgw-0a'],
  },
];

const endpoints: readonly RuleCase[] = [
  {
    name: 'only one of the two services has an endpoint',
    given: given({ endpoints: [api] }),
    expect: 'fail',
    says: ['No private path to sagemaker.runtime'],
    plan: 'person',
  },
  {
    name: 'one service through its endpoint, the other through NAT',
    given: given({ endpoints: [api], routes: [nat] }),
    expect: 'pass',
    says: ['sagemaker.api through vpce-0api', 'sagemaker.runtime through NAT'],
  },
  ...(
    [
      ['in another VPC', { VpcId: 'vpc-0b' }],
      ['for the FIPS name', { ServiceName: 'com.amazonaws.us-east-1.sagemaker.api-fips' }],
      ['for another Region', { ServiceName: 'com.amazonaws.eu-west-1.sagemaker.api' }],
      ['that is being deleted', { State: 'Deleting' }],
      ['that has failed', { State: 'Failed' }],
    ] as const
  ).map(([what, change]): RuleCase => ({
    name: `an endpoint ${what} does not help`,
    given: given({ endpoints: [{ ...api, ...change }, runtime] }),
    expect: 'fail',
    says: ['there is no endpoint for it'],
    plan: 'person',
  })),
  {
    name: 'a pending endpoint: wait',
    given: given({ endpoints: [{ ...api, State: 'Pending' }, runtime] }),
    expect: 'fail',
    says: ['vpce-0api is pending'],
    plan: 'wait',
  },
];

const strictMode: readonly RuleCase[] = [
  { name: 'strict: endpoints and nothing else', given: given(), settings: strict, expect: 'pass' },
  {
    name: 'strict: NAT beside the endpoints',
    given: given({ routes: [nat] }),
    settings: strict,
    expect: 'fail',
    says: ['It has a path to the internet: subnet-0n (route table rtb-0m, main) sends 0.0.0.0/0 to nat-0a'],
    plan: 'person',
    planSays: ['aws ec2 delete-route --route-table-id rtb-0m --destination-cidr-block 0.0.0.0/0'],
  },
  { name: 'not strict: NAT beside the endpoints', given: given({ routes: [nat] }), expect: 'pass' },
  {
    name: 'strict: an internet gateway, although a notebook has no public address',
    given: given({ routes: [igw] }),
    settings: strict,
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'strict: a narrow route to NAT counts too',
    given: given({ routes: [to({ NatGatewayId: 'nat-0a' }, '198.51.100.0/24')] }),
    settings: strict,
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'strict: the groups let nothing out that could use the route',
    given: given({ routes: [nat], egress: [https('10.0.0.0/16')] }),
    settings: strict,
    expect: 'pass',
  },
  {
    name: 'strict: a rule for another port counts too',
    given: given({
      routes: [nat],
      egress: [
        https('10.0.0.0/16'),
        { IpProtocol: 'udp', FromPort: 53, ToPort: 53, IpRanges: [{ CidrIp: '0.0.0.0/0' }] },
      ],
    }),
    settings: strict,
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'strict: a transit gateway may lead to the internet',
    given: given({ routes: [tgw] }),
    settings: strict,
    expect: 'unknown',
    says: ['whether this leads to the internet'],
  },
  {
    name: 'strict: a transit gateway for private networks does not',
    given: given({ routes: [to({ TransitGatewayId: 'tgw-0a' }, '10.0.0.0/8')] }),
    settings: strict,
    expect: 'pass',
  },
  {
    name: 'strict: the gateway endpoint of S3 does not lead to the internet',
    given: given({
      routes: [{ DestinationPrefixListId: 'pl-0s3', GatewayId: 'vpce-0s3', State: 'active' }],
      more: { prefixLists: [{ PrefixListId: 'pl-0s3', Cidrs: ['52.216.0.0/15'] }] },
    }),
    settings: strict,
    expect: 'pass',
  },
  ...(
    [
      ['ipv4', 'pass'],
      ['dualstack', 'fail'],
    ] as const
  ).map(([IpAddressType, expect]): RuleCase => ({
    name: `strict: IPv6 through an egress-only gateway, for a notebook with ${IpAddressType}`,
    given: given({
      notebook: { ...churn, IpAddressType },
      routes: [{ DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-0a', State: 'active' }],
      egress: [everything, { IpProtocol: '-1', Ipv6Ranges: [{ CidrIpv6: '::/0' }] }],
    }),
    settings: strict,
    expect,
    ...(expect === 'fail' ? { plan: 'person', planSays: ['--destination-ipv6-cidr-block ::/0'] } : {}),
  })),
  {
    name: 'strict: NAT without endpoints is a route out',
    given: noEndpoint({ routes: [nat] }),
    settings: strict,
    expect: 'fail',
    plan: 'person',
  },
];

export const cases: readonly RuleCase[] = [
  ...truthTable,
  ...routing,
  ...natGateways,
  ...groups,
  ...names,
  ...central,
  ...endpoints,
  ...strictMode,
  ...exitCases,
  {
    name: 'direct internet access on: another rule judges that',
    given: given({ notebook: { ...churn, DirectInternetAccess: 'Enabled' } }),
    expect: 'not-applicable',
    says: ['notebook-direct-internet'],
  },
  ...(['Deleting', 'Failed'] as const).map((NotebookInstanceStatus): RuleCase => ({
    name: `${NotebookInstanceStatus}: nothing runs`,
    given: given({ notebook: { ...churn, NotebookInstanceStatus } }),
    expect: 'not-applicable',
  })),
  ...(['Pending', 'Stopping', 'Stopped', 'Updating'] as const).map((NotebookInstanceStatus): RuleCase => ({
    name: `${NotebookInstanceStatus}: the network is judged all the same`,
    given: given({ notebook: { ...churn, NotebookInstanceStatus }, egress: [] }),
    expect: 'fail',
    plan: [letOut],
  })),
  {
    name: 'DirectInternetAccess absent',
    given: given({ notebook: { ...churn, DirectInternetAccess: undefined } }),
    expect: 'unknown',
    says: ['DirectInternetAccess'],
  },
  {
    name: 'a notebook that could not be described',
    given: given({ more: { notebooks: [], unreadableNotebooks: ['secret'] } }),
    subject: 'secret',
    expect: 'unknown',
  },
  {
    name: 'the subnet is not among the subnets',
    given: given({ more: { subnets: [] } }),
    expect: 'unknown',
    says: ['subnet-0n'],
  },
  ...(['endpoints', 'subnets', 'securityGroups'] as const).map((slice): RuleCase => ({
    name: `${slice} unreadable`,
    given: given({ more: { [slice]: 'unreadable' } }),
    expect: 'unknown',
    says: [slice],
  })),
  ...(['routeTables', 'natGateways'] as const).flatMap((slice): RuleCase[] => [
    {
      name: `${slice} unreadable, where they decide`,
      given: noEndpoint({ routes: [nat], more: { [slice]: 'unreadable' } }),
      expect: 'unknown',
      says: [slice],
    },
    {
      name: `${slice} unreadable, where they do not`,
      given: given({ routes: [nat], more: { [slice]: 'unreadable' } }),
      expect: 'pass',
    },
  ]),
];
