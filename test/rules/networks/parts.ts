import type {
  IpPermission,
  NatGateway,
  Route,
  RouteTable,
  SecurityGroup,
  Subnet,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import { serviceName, type SageMakerService } from '../../../core/model/sagemaker-services';
import { casePlace } from '../given';

// The parts of generated networks that are in one VPC. The first value of each choice is the ordinary one: it comes up
// most often, and a counterexample that does not need another one is shown with it.

export const { account: own, region } = casePlace;
/** Another account of the organization, which shares VPCs and keeps central endpoints. */
export const other = '444455556666';

/** The ordinary value about three times as often as all the others together. */
export function choice<T>(ordinary: T, ...others: readonly T[]): fc.Arbitrary<T> {
  const usual = Array.from({ length: 3 * others.length }, () => ordinary);
  return fc.constantFrom(ordinary, ...usual, ...others);
}

/** Each of the values equally often. */
export const equally = fc.constantFrom;

export const zoneLetters = ['a', 'b'] as const;
export type ZoneLetter = (typeof zoneLetters)[number];
export const idsOf = (vpc: number) => ({
  vpc: `vpc-0${vpc}`,
  subnet: (zone: ZoneLetter | 'nat') => `subnet-0${vpc}${zone}`,
  group: (name: string) => `sg-0${vpc}${name}`,
  table: (name: string) => `rtb-0${vpc}${name}`,
  nat: `nat-0${vpc}`,
});

export const apiName = `api.sagemaker.${region}.amazonaws.com`;
export const runtimeName = `runtime.sagemaker.${region}.amazonaws.com`;

// Security groups.

const ports = [
  { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
  { IpProtocol: '-1' },
  { IpProtocol: 'tcp', FromPort: 80, ToPort: 80 },
  { IpProtocol: 'udp', FromPort: 0, ToPort: 65_535 },
] as const;
const permissionFor = (vpc: number): fc.Arbitrary<IpPermission> => {
  const group = (name: string): IpPermission => ({
    UserIdGroupPairs: [{ GroupId: idsOf(vpc).group(name), UserId: own }],
  });
  const range = (CidrIp: string): IpPermission => ({ IpRanges: [{ CidrIp }] });
  const list = (PrefixListId: string): IpPermission => ({ PrefixListIds: [{ PrefixListId }] });
  const peer = equally<IpPermission[]>(
    range(`10.${vpc}.0.0/16`),
    group('x'),
    group('y'),
    range('0.0.0.0/0'),
    range(`10.${vpc}.1.0/25`),
    list('pl-0vpcs'),
    list('pl-0public'),
  );
  return fc.tuple(equally<IpPermission[]>(...ports), peer).map(([what, whom]) => ({ ...what, ...whom }));
};

export const securityGroupsIn = (vpc: number, OwnerId: string): fc.Arbitrary<SecurityGroup[]> => {
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 } as const;
  const permissions = (ordinary: IpPermission): fc.Arbitrary<IpPermission[]> =>
    fc.oneof(
      { weight: 2, arbitrary: fc.constant<IpPermission[]>([ordinary]) },
      { weight: 1, arbitrary: fc.array(permissionFor(vpc), { maxLength: 2 }) },
    );
  const inbound = permissions({ ...https, IpRanges: [{ CidrIp: `10.${vpc}.0.0/16` }] });
  const outbound = permissions({ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] });
  return fc.tuple(...['x', 'y'].map(() => fc.record({ inbound, outbound }))).map((directions) =>
    directions.map(({ inbound, outbound }, index) => ({
      GroupId: idsOf(vpc).group(index === 0 ? 'x' : 'y'),
      GroupName: index === 0 ? 'x' : 'y',
      VpcId: idsOf(vpc).vpc,
      OwnerId,
      IpPermissions: inbound,
      IpPermissionsEgress: outbound,
    })),
  );
};

// Subnets, routes and gateways.

export const subnetsOf = (vpc: number, OwnerId: string): fc.Arbitrary<Subnet[]> =>
  choice<readonly ZoneLetter[]>(zoneLetters, ['a']).map((some) =>
    [...some, 'nat' as const].map((zone, index) => ({
      SubnetId: idsOf(vpc).subnet(zone),
      VpcId: idsOf(vpc).vpc,
      OwnerId,
      AvailabilityZone: `${region}${zone === 'nat' ? 'a' : zone}`,
      CidrBlock: `10.${vpc}.${index + 1}.0/24`,
      AvailableIpAddressCount: 200,
      State: 'available',
    })),
  );

const routesOf = (vpc: number): fc.Arbitrary<Route[]> => {
  const wide = { DestinationCidrBlock: '0.0.0.0/0', State: 'active' } as const;
  const route = equally<Route[]>(
    { ...wide, NatGatewayId: idsOf(vpc).nat },
    { ...wide, GatewayId: `igw-0${vpc}` },
    { ...wide, TransitGatewayId: 'tgw-01' },
    { ...wide, VpcPeeringConnectionId: 'pcx-01' },
    { ...wide, NatGatewayId: idsOf(vpc).nat, State: 'blackhole' },
    { DestinationCidrBlock: '10.9.0.0/16', VpcPeeringConnectionId: 'pcx-01', State: 'active' },
    { DestinationPrefixListId: 'pl-0public', TransitGatewayId: 'tgw-01', State: 'active' },
    { DestinationPrefixListId: 'pl-0s3', GatewayId: `vpce-0s3of${vpc}`, State: 'active' },
    { DestinationIpv6CidrBlock: '::/0', EgressOnlyInternetGatewayId: 'eigw-01', State: 'active' },
  );
  const local = { DestinationCidrBlock: `10.${vpc}.0.0/16`, GatewayId: 'local', State: 'active' } as const;
  return fc
    .uniqueArray(route, {
      maxLength: 2,
      selector: (one) =>
        one.DestinationCidrBlock ?? one.DestinationPrefixListId ?? one.DestinationIpv6CidrBlock,
    })
    .map((some) => [local, ...some]);
};

export const tablesOf = (vpc: number, OwnerId: string): fc.Arbitrary<RouteTable[]> =>
  fc
    .record({ main: routesOf(vpc), own: routesOf(vpc), hasOwn: choice(false, true) })
    .map(({ main, own: separate, hasOwn }) => {
      const common = { VpcId: idsOf(vpc).vpc, OwnerId };
      const inForce = { AssociationState: { State: 'associated' } } as const;
      return [
        {
          ...common,
          RouteTableId: idsOf(vpc).table('main'),
          Associations: [{ Main: true, ...inForce }],
          Routes: main,
        },
        {
          ...common,
          RouteTableId: idsOf(vpc).table('nat'),
          Associations: [{ Main: false, SubnetId: idsOf(vpc).subnet('nat'), ...inForce }],
          Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId: `igw-0${vpc}`, State: 'active' }],
        },
        ...(hasOwn
          ? [
              {
                ...common,
                RouteTableId: idsOf(vpc).table('own'),
                Associations: [{ Main: false, SubnetId: idsOf(vpc).subnet('a'), ...inForce }],
                Routes: separate,
              },
            ]
          : []),
      ];
    });

export const natGatewaysOf = (vpc: number): fc.Arbitrary<NatGateway[]> =>
  fc
    .record({
      State: choice<NatGateway['State']>('available', 'pending', 'deleted'),
      ConnectivityType: choice<NatGateway['ConnectivityType']>('public', 'private'),
      zone: choice<ZoneLetter | 'nat'>('nat', 'a'),
    })
    .map(({ zone, ...rest }) => [
      { NatGatewayId: idsOf(vpc).nat, VpcId: idsOf(vpc).vpc, SubnetId: idsOf(vpc).subnet(zone), ...rest },
    ]);

// Endpoints.

export const endpointedServices: readonly SageMakerService[] = [
  ...(['sagemaker.api', 'sagemaker.runtime', 'notebook', 'studio', 'sagemaker.api-fips'] as const),
];

/** The endpoint's own DNS name, as an alias record names it. */
export const dnsNameOf = (id: string, service: SageMakerService): string =>
  `${id}-0abcdefg.${service.replace('sagemaker.', '')}.sagemaker.${region}.vpce.amazonaws.com`;

interface EndpointChoices {
  readonly State: NonNullable<VpcEndpoint['State']>;
  readonly PrivateDnsEnabled: boolean;
  readonly IpAddressType: NonNullable<VpcEndpoint['IpAddressType']>;
  readonly OwnerId: string;
  readonly some: readonly ZoneLetter[];
  readonly isOpen: boolean;
}

const ordinary: fc.Arbitrary<EndpointChoices> = fc.constant({
  State: 'Available',
  PrivateDnsEnabled: true,
  IpAddressType: 'ipv4',
  OwnerId: own,
  some: zoneLetters,
  isOpen: false,
});

const odd: fc.Arbitrary<EndpointChoices> = fc.record({
  State: choice<EndpointChoices['State']>(
    'Available',
    ...(['Pending', 'PendingAcceptance', 'Deleting', 'Deleted', 'Rejected'] as const),
    ...(['Failed', 'Expired', 'Partial'] as const),
  ),
  PrivateDnsEnabled: equally(true, false),
  // IPv6 alone only in subnets without IPv4 (CDK API reference, VpcEndpointIpAddressType; read 1 December 2026).
  IpAddressType: choice<EndpointChoices['IpAddressType']>('ipv4', 'dualstack'),
  OwnerId: choice(own, other),
  some: equally<(readonly ZoneLetter[])[]>(zoneLetters, ['a'], ['b']),
  isOpen: equally(false, true),
});

const endpointOf = (vpc: number, index: number, service: SageMakerService): fc.Arbitrary<VpcEndpoint> =>
  fc
    .record({
      how: fc.oneof({ weight: 2, arbitrary: ordinary }, { weight: 1, arbitrary: odd }),
      group: equally('x', 'y'),
    })
    .map(({ how: { some, isOpen, ...rest }, group }) => ({
      ...rest,
      VpcEndpointType: 'Interface',
      VpcEndpointId: `vpce-0${vpc}${index}`,
      VpcId: idsOf(vpc).vpc,
      ServiceName: serviceName(service, region),
      SubnetIds: some.map(idsOf(vpc).subnet),
      Groups: [{ GroupId: idsOf(vpc).group(group), GroupName: group }],
      DnsEntries: [{ DnsName: dnsNameOf(`vpce-0${vpc}${index}`, service), HostedZoneId: 'Z0VPCE' }],
      PolicyDocument: isOpen ? fullAccess : ownOnly,
    }));

const statement = (Condition?: object): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        ...(Condition === undefined ? {} : { Condition }),
      },
    ],
  });
const fullAccess = statement();
const ownOnly = statement({ StringEquals: { 'aws:PrincipalAccount': own, 'aws:ResourceAccount': own } });

/** Endpoints that are none of SageMaker's: of other types, and without a service name (VPC Lattice). */
const others = (vpc: number): readonly VpcEndpoint[] => {
  const { vpc: VpcId, table } = idsOf(vpc);
  const common = { VpcId, State: 'Available', OwnerId: own } as const;
  return [
    {
      ...common,
      VpcEndpointId: `vpce-0s3of${vpc}`,
      VpcEndpointType: 'Gateway',
      ServiceName: `com.amazonaws.${region}.s3`,
      RouteTableIds: [table('main')],
    },
    {
      ...common,
      VpcEndpointId: `vpce-0fw${vpc}`,
      VpcEndpointType: 'GatewayLoadBalancer',
      ServiceName: 'com.amazonaws.vpce.us-east-1.vpce-svc-0fw',
    },
    { ...common, VpcEndpointId: `vpce-0rc${vpc}`, VpcEndpointType: 'Resource', PrivateDnsEnabled: true },
    { ...common, VpcEndpointId: `vpce-0sn${vpc}`, VpcEndpointType: 'ServiceNetwork' },
  ];
};

/** Most networks have some of the four that consumers need, once; a few have another one of the same service. */
export const endpointsOf = (vpc: number): fc.Arbitrary<VpcEndpoint[]> =>
  fc
    .tuple(
      fc.oneof(fc.constant(endpointedServices.slice(0, 4)), fc.subarray(endpointedServices.slice(0, 4))),
      fc.array(equally(...endpointedServices), { maxLength: 1 }),
    )
    .chain(([once, again]) =>
      fc.record({
        ours: fc.tuple(...[...once, ...again].map((service, index) => endpointOf(vpc, index, service))),
        theirs: fc.subarray([...others(vpc)]),
      }),
    )
    .map(({ ours, theirs }) => [...ours, ...theirs]);
