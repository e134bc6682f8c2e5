import { describe, expect, it } from '@jest/globals';
import type { DhcpOptions, VpcEndpoint } from '@aws-sdk/client-ec2';
import { type GivenAccount, snapshotOf } from '../../../test/rules/given';
import { aliasTo, amazonDns, plainNames } from '../../../test/rules/plain-names';
import { answerFor } from '../name-resolution';

const name = 'api.sagemaker.us-east-1.amazonaws.com';
const parent = 'sagemaker.us-east-1.amazonaws.com';
const api: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
  PrivateDnsEnabled: true,
  DnsEntries: [
    { DnsName: 'vpce-0api-1a2b3c4d.api.sagemaker.us-east-1.vpce.amazonaws.com', HostedZoneId: 'Z7HUB' },
    { DnsName: name, HostedZoneId: 'Z0OWN' },
  ],
};
const off: VpcEndpoint = { ...api, PrivateDnsEnabled: false };
const hub: VpcEndpoint = { ...api, VpcEndpointId: 'vpce-0hub', VpcId: 'vpc-0hub', DnsEntries: [] };

const given = (more: GivenAccount = {}): GivenAccount => ({
  endpoints: [api],
  vpcs: [{ VpcId: 'vpc-0ml', CidrBlock: '10.0.0.0/16', DhcpOptionsId: amazonDns.DhcpOptionsId }],
  hostedZones: { 'vpc-0ml': [] },
  ...plainNames('vpc-0ml'),
  ...more,
});

type Records = NonNullable<ReturnType<typeof aliasTo>>[];
const zone = (Name: string, ResourceRecordSets: Records): GivenAccount => ({
  hostedZones: { 'vpc-0ml': [Name] },
  zoneRecords: { 'vpc-0ml': [{ Name, ResourceRecordSets }] },
});
const cname = (Name: string, Value: string, Type = 'CNAME') => ({ Name, Type, ResourceRecords: [{ Value }] });
const rule = (DomainName: string, RuleType = 'FORWARD', Id = 'rslvr-rr-1'): GivenAccount => ({
  resolverRules: { 'vpc-0ml': [{ Id, DomainName, RuleType }] },
});
const servers = (...values: string[]): GivenAccount => {
  const set: DhcpOptions = {
    DhcpOptionsId: amazonDns.DhcpOptionsId,
    DhcpConfigurations: [{ Key: 'domain-name-servers', Values: values.map((Value) => ({ Value })) }],
  };
  return { dhcpOptions: [set] };
};
const profile = (ResourceType: string, ResourceArn: string, more: object = {}): GivenAccount => ({
  route53Profiles: {
    'vpc-0ml': [{ ProfileId: 'rp-1', Resources: [{ ResourceArn, ResourceType, ...more }] }],
  },
});
const hubArn = 'arn:aws:ec2:us-east-1:111122223333:vpc-endpoint/vpce-0hub';
const zoneArn = 'arn:aws:route53:::hostedzone/Z1';
const central = { endpoints: [hub] };
const none = { endpoints: [] };

/** What is given, and where the name leads: an endpoint's id, or the kind of answer. */
const rows: readonly (readonly [string, GivenAccount, string])[] = [
  ['private DNS of the endpoint', {}, 'vpce-0api'],
  ['nothing', none, 'public'],
  ['an endpoint without private DNS', { endpoints: [off] }, 'public'],
  // DHCP options
  ['AmazonProvidedDNS by its link-local address', servers('169.254.169.253'), 'vpce-0api'],
  ['AmazonProvidedDNS by the address of the VPC plus two', servers('10.0.0.2'), 'vpce-0api'],
  ['the address plus two of another VPC', servers('10.1.0.2'), 'unknown'],
  ['servers of the company', servers('192.168.1.53'), 'unknown'],
  ['servers of the company beside Amazon', servers('AmazonProvidedDNS', '192.168.1.53'), 'unknown'],
  ['options that name no server', servers(), 'unknown'],
  ['options that were not read', { dhcpOptions: [] }, 'unknown'],
  ['no options', { vpcs: [{ VpcId: 'vpc-0ml', DhcpOptionsId: 'default' }] }, 'unknown'],
  ['a VPC that is not among the VPCs', { vpcs: [] }, 'unknown'],
  // Resolver rules
  ['a rule for the name comes before private DNS', rule(name), 'unknown'],
  ['a rule for a host below the name is for others', rule(`x.${name}`), 'vpce-0api'],
  ['a rule for less than the name leaves the name to private DNS', rule('amazonaws.com.'), 'vpce-0api'],
  ['a rule for everything leaves the name to private DNS', rule('.'), 'vpce-0api'],
  ['a rule for everything takes a name that nothing serves', { ...none, ...rule('.') }, 'unknown'],
  ['a rule for another domain', { ...none, ...rule('example.com') }, 'public'],
  ['a system rule leaves the name to Resolver', rule(name, 'SYSTEM'), 'vpce-0api'],
  ['a rule that delegates', rule(name, 'DELEGATE'), 'unknown'],
  [
    'the rule that Resolver makes',
    { ...none, ...rule('.', 'RECURSIVE', 'rslvr-autodefined-rr-1') },
    'public',
  ],
  [
    'a system rule that is more specific than one for everything leaves the name to public DNS',
    {
      ...none,
      resolverRules: {
        'vpc-0ml': [
          { Id: 'rslvr-rr-1', DomainName: '.', RuleType: 'FORWARD' },
          { Id: 'rslvr-rr-2', DomainName: 'amazonaws.com', RuleType: 'SYSTEM' },
        ],
      },
    },
    'public',
  ],
  [
    'a system rule that is less specific than one that forwards changes nothing',
    {
      resolverRules: {
        'vpc-0ml': [
          { Id: 'rslvr-rr-1', DomainName: name, RuleType: 'FORWARD' },
          { Id: 'rslvr-rr-2', DomainName: 'amazonaws.com', RuleType: 'SYSTEM' },
        ],
      },
    },
    'unknown',
  ],
  ['rules that were not read', { resolverRules: 'unreadable' }, 'unknown'],
  // Zones
  [
    'a zone with an alias for the endpoint',
    { endpoints: [off], ...zone(name, [aliasTo(name, 'vpce-0api')]) },
    'vpce-0api',
  ],
  [
    'a zone with a CNAME for the endpoint',
    {
      endpoints: [off],
      ...zone(name, [cname(name, 'VPCE-0api-1a2b3c4d.api.sagemaker.us-east-1.vpce.amazonaws.com.')]),
    },
    'vpce-0api',
  ],
  ['a zone for a central endpoint', { ...central, ...zone(name, [aliasTo(name, 'vpce-0hub')]) }, 'vpce-0hub'],
  [
    'a zone for an endpoint that nobody sees',
    { ...none, ...zone(name, [aliasTo(name, 'vpce-0gone')]) },
    'elsewhere',
  ],
  [
    'a zone for an endpoint that is being deleted',
    { endpoints: [{ ...hub, State: 'Deleting' }], ...zone(name, [aliasTo(name, 'vpce-0hub')]) },
    'nowhere',
  ],
  [
    'a zone for the endpoint of another service',
    {
      endpoints: [{ ...hub, ServiceName: 'com.amazonaws.us-east-1.sagemaker.runtime' }],
      ...zone(name, [aliasTo(name, 'vpce-0hub')]),
    },
    'nowhere',
  ],
  ['a zone with an address', { ...none, ...zone(name, [cname(name, '10.9.0.4', 'A')]) }, 'elsewhere'],
  ['a zone without a record', { ...none, ...zone(name, []) }, 'nowhere'],
  ['a zone with other types of records', { ...none, ...zone(name, [cname(name, '"x"', 'TXT')]) }, 'nowhere'],
  [
    'a zone with only an IPv6 alias for an IPv4 endpoint',
    { ...central, ...zone(name, [{ ...aliasTo(name, 'vpce-0hub'), Type: 'AAAA' }]) },
    'nowhere',
  ],
  [
    'a zone with only an IPv6 alias for an IPv6 endpoint',
    {
      endpoints: [{ ...hub, IpAddressType: 'ipv6' }],
      ...zone(name, [{ ...aliasTo(name, 'vpce-0hub'), Type: 'AAAA' }]),
    },
    'vpce-0hub',
  ],
  [
    'addresses of both families that disagree',
    { ...central, ...zone(name, [aliasTo(name, 'vpce-0hub'), cname(name, '2001:db8::1', 'AAAA')]) },
    'unknown',
  ],
  [
    'weighted records that agree',
    {
      ...central,
      ...zone(name, [
        { ...aliasTo(name, 'vpce-0hub'), SetIdentifier: '1' },
        { ...aliasTo(name, 'vpce-0hub'), SetIdentifier: '2' },
      ]),
    },
    'vpce-0hub',
  ],
  [
    'weighted records that disagree',
    {
      ...central,
      ...zone(name, [
        { ...aliasTo(name, 'vpce-0hub'), SetIdentifier: '1' },
        { ...cname(name, '10.9.0.4', 'A'), SetIdentifier: '2' },
      ]),
    },
    'unknown',
  ],
  [
    'a zone further up with the record',
    { ...central, ...zone(parent, [aliasTo(name, 'vpce-0hub')]) },
    'vpce-0hub',
  ],
  [
    'a zone further up with a wildcard',
    { ...central, ...zone(parent, [aliasTo(`*.${parent}`, 'vpce-0hub')]) },
    'vpce-0hub',
  ],
  [
    'a wildcard, and a record below the name',
    {
      ...central,
      ...zone(parent, [aliasTo(`*.${parent}`, 'vpce-0hub'), cname(`x.${name}`, '10.0.0.9', 'A')]),
    },
    'unknown',
  ],
  [
    'a zone further up without the record hides public DNS',
    { ...none, ...zone('amazonaws.com', []) },
    'nowhere',
  ],
  ['a zone further up leaves the name to private DNS', zone('amazonaws.com', []), 'vpce-0api'],
  [
    'a zone further up that delegates',
    { ...none, ...zone('amazonaws.com', [cname(parent, 'ns.example.com', 'NS')]) },
    'elsewhere',
  ],
  [
    'the NS record of the zone itself',
    { ...central, ...zone(name, [cname(name, 'ns.example.com', 'NS'), aliasTo(name, 'vpce-0hub')]) },
    'vpce-0hub',
  ],
  [
    'the most specific of two zones',
    {
      ...central,
      hostedZones: { 'vpc-0ml': ['amazonaws.com', parent] },
      zoneRecords: {
        'vpc-0ml': [
          { Name: 'amazonaws.com', ResourceRecordSets: [] },
          { Name: parent, ResourceRecordSets: [aliasTo(name, 'vpce-0hub')] },
        ],
      },
    },
    'vpce-0hub',
  ],
  [
    'a zone and a rule for its name',
    { ...central, ...zone(name, [aliasTo(name, 'vpce-0hub')]), ...rule(name) },
    'unknown',
  ],
  [
    'a zone and a rule for less than its name',
    { ...central, ...zone(name, [aliasTo(name, 'vpce-0hub')]), ...rule(parent) },
    'vpce-0hub',
  ],
  ['a zone whose records were not read', { ...none, hostedZones: { 'vpc-0ml': [name] } }, 'unknown'],
  [
    'a zone whose records were refused',
    {
      ...none,
      hostedZones: { 'vpc-0ml': [name] },
      zoneRecords: { 'vpc-0ml': [{ Name: name, unreadable: 'denied' }] },
    },
    'unknown',
  ],
  ['zones that were not read, and private DNS', { hostedZones: 'unreadable' }, 'vpce-0api'],
  ['zones that were not read', { ...none, hostedZones: 'unreadable' }, 'unknown'],
  // Profiles
  ['a Profile with a central endpoint', { ...central, ...profile('VPC_ENDPOINT', hubArn) }, 'vpce-0hub'],
  ['a Profile with an endpoint that nobody sees', { ...none, ...profile('VPC_ENDPOINT', hubArn) }, 'unknown'],
  [
    'a Profile with an unseen endpoint of another service',
    { ...none, ...profile('VPC_ENDPOINT', hubArn, { ServiceName: 'com.amazonaws.us-east-1.ssm' }) },
    'public',
  ],
  [
    'a Profile whose endpoint is not the one here',
    { endpoints: [api, hub], ...profile('VPC_ENDPOINT', hubArn) },
    'unknown',
  ],
  [
    'a Profile with a zone',
    {
      ...central,
      ...profile('PRIVATE_HOSTED_ZONE', zoneArn, {
        DomainName: name,
        ResourceRecordSets: [aliasTo(name, 'vpce-0hub')],
      }),
    },
    'vpce-0hub',
  ],
  [
    'a Profile with a zone without records',
    { ...central, ...profile('PRIVATE_HOSTED_ZONE', zoneArn, { DomainName: name }) },
    'unknown',
  ],
  ['a Profile with a zone of unknown name', profile('PRIVATE_HOSTED_ZONE', zoneArn), 'unknown'],
  [
    'a Profile with a zone for something else',
    { ...none, ...profile('PRIVATE_HOSTED_ZONE', zoneArn, { DomainName: 'example.com' }) },
    'public',
  ],
  [
    'a Profile with a rule',
    {
      ...none,
      ...profile('RESOLVER_RULE', 'arn:aws:route53resolver:us-east-1:1:resolver-rule/rslvr-rr-2', {
        DomainName: parent,
        RuleType: 'FORWARD',
      }),
    },
    'unknown',
  ],
  [
    'a Profile with a DNS firewall',
    profile('FIREWALL_RULE_GROUP', 'arn:aws:route53resolver:us-east-1:1:firewall-rule-group/rslvr-frg-1'),
    'vpce-0api',
  ],
  [
    'a Profile whose resources were not read',
    { route53Profiles: { 'vpc-0ml': [{ ProfileId: 'rp-1' }] } },
    'unknown',
  ],
  ['Profiles that were not read', { route53Profiles: 'unreadable' }, 'unknown'],
  [
    'a Profile whose types are spelled otherwise: the ARN says what it brings',
    { ...central, ...profile('INTERFACE_ENDPOINT', hubArn) },
    'vpce-0hub',
  ],
  ['a Profile with something that nobody knows', profile('ODD', 'arn:aws:odd:us-east-1:1:odd/1'), 'unknown'],
  [
    'a Profile with a query log',
    profile('LOG', 'arn:aws:route53resolver:us-east-1:1:resolver-query-log-config/rqlc-1'),
    'vpce-0api',
  ],
  // Sharing
  [
    'the VPC of another account',
    { vpcs: [{ VpcId: 'vpc-0ml', OwnerId: '444455556666', DhcpOptionsId: amazonDns.DhcpOptionsId }] },
    'unknown',
  ],
];

describe('where the name of sagemaker.api leads in a VPC', () => {
  it.each(rows)('%s', (_, more, expected) => {
    const account = given(more);
    const snapshot = snapshotOf(account);
    const endpoints = snapshot.read('endpoints');
    const here = (endpoints.status === 'read' ? endpoints.value : []).filter(
      ({ VpcId }) => VpcId === 'vpc-0ml',
    );
    const { resolution } = answerFor('com.amazonaws.us-east-1.sagemaker.api', 'vpc-0ml', here, snapshot);
    const found = resolution.to === 'endpoint' ? resolution.endpoint.VpcEndpointId : resolution.to;
    expect({ found, resolution }).toEqual({ found: expected, resolution });
  });
});
