import type { DhcpOptions } from '@aws-sdk/client-ec2';
import fc from 'fast-check';
import type { Slices } from '../../../core/slices';
import { apiName, choice, dnsNameOf, idsOf, region, runtimeName } from './parts';

// What decides how names resolve in one VPC of a generated network.

/** What the slices by VPC hold for one VPC; what is absent was not read. */
export interface NamesOfVpc {
  readonly DhcpOptionsId: string;
  readonly vpcAttributes?: Slices['vpcAttributes'][string];
  readonly hostedZones?: Slices['hostedZones'][string];
  readonly zoneRecords?: Slices['zoneRecords'][string];
  readonly resolverRules?: Slices['resolverRules'][string];
  readonly route53Profiles?: Slices['route53Profiles'][string];
}

/** The sets of DHCP options that VPCs refer to. `default` stands for none. */
export const dhcpOptions: DhcpOptions[] = [
  {
    DhcpOptionsId: 'dopt-0aws',
    DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
  },
  {
    DhcpOptionsId: 'dopt-0own',
    DhcpConfigurations: [
      { Key: 'domain-name-servers', Values: [{ Value: '10.1.0.10' }, { Value: '10.2.0.10' }] },
      { Key: 'domain-name', Values: [{ Value: 'corp.example' }] },
    ],
  },
];

type Zone = Extract<Slices['zoneRecords'][string], readonly unknown[]>[number];

/** A zone of this name, whose record for the service leads to an endpoint, to an address, or is not there. */
function zoneRecordsFor(vpc: number, Name: string): fc.Arbitrary<Zone> {
  const service = Name.startsWith('runtime') ? 'sagemaker.runtime' : 'sagemaker.api';
  const name = service === 'sagemaker.runtime' ? runtimeName : apiName;
  const zone = { Name, HostedZoneId: `Z0${vpc}${Name.slice(0, 3).toUpperCase()}` };
  const alias = (id: string): Zone['ResourceRecordSets'] => [
    {
      Name: `${name}.`,
      Type: 'A',
      AliasTarget: { DNSName: `${dnsNameOf(id, service)}.`, HostedZoneId: 'Z0VPCE' },
    },
  ];
  return choice<Zone>(
    { ...zone, ResourceRecordSets: alias(`vpce-0${vpc}0`) },
    { ...zone, ResourceRecordSets: alias(`vpce-0${vpc}1`) },
    { ...zone, ResourceRecordSets: alias('vpce-0central') },
    {
      ...zone,
      ResourceRecordSets: [{ Name: `${name}.`, Type: 'A', ResourceRecords: [{ Value: `10.${vpc}.1.9` }] }],
    },
    {
      ...zone,
      ResourceRecordSets: [
        { Name: `${name}.`, Type: 'CNAME', ResourceRecords: [{ Value: 'proxy.corp.example' }] },
      ],
    },
    { ...zone, ResourceRecordSets: [] },
    { ...zone, unreadable: 'access was denied' },
  );
}

const zoneNames = [
  apiName,
  runtimeName,
  `sagemaker.${region}.amazonaws.com`,
  'amazonaws.com',
  'corp.example',
];

/** Mostly no zone at all, as in most VPCs. */
const zonesIn = fc.oneof(
  { weight: 3, arbitrary: fc.constant<string[]>([]) },
  { weight: 2, arbitrary: fc.subarray(zoneNames, { minLength: 1, maxLength: 2 }) },
);

type Rules = NonNullable<NamesOfVpc['resolverRules']>;
const rules = choice<Rules>(
  [],
  [{ Id: 'rslvr-rr-1', DomainName: 'corp.example.', RuleType: 'FORWARD', TargetIps: [{ Ip: '10.9.0.2' }] }],
  [{ Id: 'rslvr-rr-2', DomainName: '.', RuleType: 'FORWARD', TargetIps: [{ Ip: '10.9.0.2' }] }],
  [
    { Id: 'rslvr-rr-3', DomainName: 'amazonaws.com.', RuleType: 'FORWARD', TargetIps: [{ Ip: '10.9.0.2' }] },
    { Id: 'rslvr-rr-4', DomainName: `sagemaker.${region}.amazonaws.com.`, RuleType: 'SYSTEM' },
  ],
  { unreadable: 'access was denied' },
);

type Profiles = NonNullable<NamesOfVpc['route53Profiles']>;
const profileWith = (...Resources: object[]) => [{ ProfileId: 'rp-01', Name: 'shared', Resources }];
const central = 'arn:aws:ec2:us-east-1:444455556666:vpc-endpoint/vpce-0central';
const profiles = choice<Profiles>(
  [],
  profileWith({
    ResourceArn: central,
    ResourceType: 'VPC_ENDPOINT',
    ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  }) as Profiles,
  profileWith({
    ResourceArn: 'arn:aws:route53:::hostedzone/Z0CENTRAL',
    ResourceType: 'PRIVATE_HOSTED_ZONE',
    DomainName: apiName,
    ResourceRecordSets: [
      {
        Name: `${apiName}.`,
        Type: 'A',
        AliasTarget: { DNSName: `${dnsNameOf('vpce-0central', 'sagemaker.api')}.` },
      },
    ],
  }) as Profiles,
  profileWith({
    ResourceArn: 'arn:aws:route53resolver:us-east-1:444455556666:resolver-rule/rslvr-rr-9',
    ResourceType: 'RESOLVER_RULE',
    DomainName: '.',
    RuleType: 'FORWARD',
  }) as Profiles,
  [{ ProfileId: 'rp-01', unreadable: 'access was denied' }],
);

type Attributes = NonNullable<NamesOfVpc['vpcAttributes']>;
const attributes = choice<Attributes>(
  { enableDnsSupport: true, enableDnsHostnames: true },
  { enableDnsSupport: true, enableDnsHostnames: false },
  { enableDnsSupport: false, enableDnsHostnames: true },
);

/** No zone, rule or Profile, and everything read: what most VPCs are like. */
const ordinary: fc.Arbitrary<NamesOfVpc> = fc.constant({
  DhcpOptionsId: 'dopt-0aws',
  vpcAttributes: { enableDnsSupport: true, enableDnsHostnames: true },
  hostedZones: [],
  zoneRecords: [],
  resolverRules: [],
  route53Profiles: [],
});

type ByVpc = Exclude<keyof NamesOfVpc, 'DhcpOptionsId'>;
const slices: readonly ByVpc[] = [
  'vpcAttributes',
  'hostedZones',
  'zoneRecords',
  'resolverRules',
  'route53Profiles',
];

const odd = (vpc: number): fc.Arbitrary<NamesOfVpc> =>
  zonesIn
    .chain((zones) =>
      fc.record({
        zones: fc.constant(zones),
        records: fc.tuple(...zones.map((name) => zoneRecordsFor(vpc, name))),
        DhcpOptionsId: choice('dopt-0aws', 'default', 'dopt-0own'),
        attributes,
        rules,
        profiles,
        unread: fc.oneof(
          { weight: 3, arbitrary: fc.constant<ByVpc[]>([]) },
          fc.subarray([...slices], { maxLength: 2 }),
        ),
      }),
    )
    .map(({ zones, records, unread, DhcpOptionsId, ...one }) => {
      const all: NamesOfVpc = {
        DhcpOptionsId,
        vpcAttributes: one.attributes,
        hostedZones: zones,
        zoneRecords: records,
        resolverRules: one.rules,
        route53Profiles: one.profiles,
      };
      return Object.fromEntries(
        Object.entries(all).filter(([slice]) => !unread.some((name) => name === slice)),
      ) as typeof all;
    });

export const namesOf = (vpc: number): fc.Arbitrary<NamesOfVpc> => fc.oneof(ordinary, odd(vpc));

/** One slice by VPC, of the VPCs for which it was read. */
export function byVpc<K extends ByVpc>(
  slice: K,
  names: readonly NamesOfVpc[],
): Record<string, NonNullable<NamesOfVpc[K]>> {
  return Object.fromEntries(
    names.flatMap((one, index) => {
      const value = one[slice];
      return value === undefined ? [] : [[idsOf(index + 1).vpc, value]];
    }),
  );
}
