import type {
  NetworkInterface,
  RouteTable,
  SecurityGroup,
  ServiceDetail,
  Subnet,
  Vpc,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { DescribeDomainResponse, DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';
import type { GivenAccount, RuleCase } from '../../test/rules/given';
import { aliasTo, amazonDns, plainNames } from '../../test/rules/plain-names';

const account = '111122223333';
const VpcId = 'vpc-0ml';
const services = {
  api: 'com.amazonaws.us-east-1.sagemaker.api',
  runtime: 'com.amazonaws.us-east-1.sagemaker.runtime',
  notebook: 'aws.sagemaker.us-east-1.notebook',
  studio: 'aws.sagemaker.us-east-1.studio',
} as const;
type Service = keyof typeof services;
const names = Object.keys(services) as Service[];

const vpc: Vpc = {
  VpcId,
  CidrBlock: '10.0.0.0/16',
  OwnerId: account,
  DhcpOptionsId: amazonDns.DhcpOptionsId,
};
const subnet = (zone: string, more: Partial<Subnet> = {}): Subnet => ({
  SubnetId: `subnet-0${zone}`,
  VpcId,
  AvailabilityZone: `us-east-1${zone}`,
  CidrBlock: `10.0.${zone.charCodeAt(0)}.0/24`,
  AvailableIpAddressCount: 200,
  State: 'available',
  OwnerId: account,
  ...more,
});
const notebook: DescribeNotebookInstanceOutput = {
  NotebookInstanceArn: `arn:aws:sagemaker:us-east-1:${account}:notebook-instance/churn`,
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
  DirectInternetAccess: 'Disabled',
  SubnetId: 'subnet-0a',
  SecurityGroups: ['sg-0nb'],
};
const domain: DescribeDomainResponse = {
  DomainArn: `arn:aws:sagemaker:us-east-1:${account}:domain/d-1`,
  DomainId: 'd-1',
  Status: 'InService',
  AppNetworkAccessType: 'VpcOnly',
  VpcId,
  SubnetIds: ['subnet-0a', 'subnet-0b'],
  DefaultUserSettings: { SecurityGroups: ['sg-0st'] },
};
const group = (GroupId: string, from: SecurityGroup['IpPermissions'] = []): SecurityGroup => ({
  GroupId,
  GroupName: GroupId.replace('sg-0', ''),
  Description: 'x',
  VpcId,
  OwnerId: account,
  IpPermissions: from,
  IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
});
const from = (...ids: string[]): SecurityGroup['IpPermissions'] => [
  { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, UserIdGroupPairs: ids.map((GroupId) => ({ GroupId })) },
];
const fromRange = (CidrIp: string): SecurityGroup['IpPermissions'] => [
  { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp }] },
];
const main: RouteTable = {
  RouteTableId: 'rtb-0main',
  VpcId,
  Associations: [{ Main: true, RouteTableAssociationId: 'rtbassoc-0main' }],
  Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
};
const publicTable: RouteTable = {
  RouteTableId: 'rtb-0public',
  VpcId,
  Associations: [{ SubnetId: 'subnet-0a', RouteTableAssociationId: 'rtbassoc-0public' }],
  Routes: [
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' },
    { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-01', State: 'active' },
  ],
};
const endpoint = (service: Service, more: Partial<VpcEndpoint> = {}): VpcEndpoint => ({
  VpcEndpointId: `vpce-0${service}`,
  VpcEndpointType: 'Interface',
  VpcId,
  ServiceName: services[service],
  State: 'Available',
  PrivateDnsEnabled: true,
  OwnerId: account,
  SubnetIds: ['subnet-0a'],
  Groups: [{ GroupId: 'sg-0ep', GroupName: 'ep' }],
  ...more,
});
const described = (service: Service, more: Partial<ServiceDetail> = {}): ServiceDetail => ({
  ServiceName: services[service],
  PrivateDnsName: {
    api: 'api.sagemaker.us-east-1.amazonaws.com',
    runtime: 'runtime.sagemaker.us-east-1.amazonaws.com',
    notebook: '*.notebook.us-east-1.sagemaker.aws',
    studio: '*.studio.us-east-1.sagemaker.aws',
  }[service],
  VpcEndpointPolicySupported: true,
  AvailabilityZones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
  ...more,
});

/** A central endpoint in another VPC of the account. */
const hub = (service: Service): VpcEndpoint =>
  endpoint(service, { VpcEndpointId: `vpce-0hub-${service}`, VpcId: 'vpc-0hub' });

/** Private hosted zones that lead the names of services to central endpoints. */
const central = (...services: Service[]): GivenAccount => {
  const zones = services.map((service) => (described(service).PrivateDnsName ?? '').replace('*.', ''));
  return {
    hostedZones: { [VpcId]: zones },
    zoneRecords: {
      [VpcId]: services.map((service, at) => ({
        Name: zones[at] ?? '',
        ResourceRecordSets: [aliasTo(described(service).PrivateDnsName ?? '', `vpce-0hub-${service}`)],
      })),
    },
  };
};

/** A VPC with a notebook in it, and no endpoints. */
const given = (more: GivenAccount = {}): GivenAccount => ({
  vpcs: [vpc],
  notebooks: [notebook],
  domains: [],
  subnets: [subnet('a'), subnet('b')],
  endpoints: [],
  endpointServices: names.map((name) => described(name)),
  hostedZones: { [VpcId]: [] },
  ...plainNames(VpcId),
  vpcAttributes: { [VpcId]: { enableDnsSupport: true, enableDnsHostnames: true } },
  securityGroups: [group('sg-0nb'), group('sg-0st'), group('sg-0ep', from('sg-0nb', 'sg-0st'))],
  routeTables: [main],
  prefixLists: [],
  networkInterfaces: [],
  ...more,
});
const endpoints = (...present: readonly VpcEndpoint[]): GivenAccount => given({ endpoints: present });
const all = names.map((name) => endpoint(name));
/** All endpoints that a notebook needs, except the API. */
const withoutApi = [endpoint('runtime'), endpoint('notebook')];

const createGroup = 'ec2:CreateSecurityGroup!';
const authorize = 'ec2:AuthorizeSecurityGroupIngress!';
const create = 'ec2:CreateVpcEndpoint!';

/** Every combination of consumers × endpoints. */
const truthTable: readonly RuleCase[] = [false, true].flatMap((hasNotebook) =>
  [false, true].flatMap((hasDomain) =>
    Array.from({ length: 16 }, (_, mask) => names.filter((__, bit) => (mask & (1 << bit)) !== 0)).map(
      (present): RuleCase => {
        const needed = names.filter((name) => {
          if (!hasNotebook && !hasDomain) return false;
          return (name !== 'notebook' || hasNotebook) && (name !== 'studio' || hasDomain);
        });
        const lacking = needed.filter((name) => !present.includes(name));
        const expect =
          needed.length === 0 ? 'not-applicable' : lacking.length === 0 ? 'pass' : ('fail' as const);
        return {
          name: `${hasNotebook ? 'a' : 'no'} notebook, ${hasDomain ? 'a' : 'no'} domain, endpoints: ${present.join(', ') || 'none'}`,
          given: given({
            notebooks: hasNotebook ? [notebook] : [],
            domains: hasDomain ? [domain] : [],
            endpoints: present.map((name) => endpoint(name)),
          }),
          expect,
          ...(lacking.length === 0
            ? {}
            : {
                says: lacking.map((name) => services[name].replace(/^.*us-east-1\./, '')),
                // The existing endpoints have groups that let everybody in; without any, a group is created.
                plan: [...(present.length > 0 ? [] : [createGroup, authorize]), ...lacking.map(() => create)],
              }),
        };
      },
    ),
  ),
);

/** AWS's answers to the reads that a step makes, when the steps before it have been made. */
export const answers = {
  'ec2:DescribeSecurityGroups': { SecurityGroups: [{ GroupId: 'sg-0made' }] },
  'ec2:DescribeVpcEndpoints': { VpcEndpoints: [{ VpcEndpointId: 'vpce-0made', State: 'available' }] },
};

const client = (NetworkInterfaceId: string, GroupId: string, more: NetworkInterface): NetworkInterface => ({
  NetworkInterfaceId,
  VpcId,
  SubnetId: 'subnet-0a',
  AvailabilityZone: 'us-east-1a',
  InterfaceType: 'interface',
  Status: 'in-use',
  Groups: [{ GroupId }],
  ...more,
});
const instance = client('eni-0i', 'sg-0nb', { Attachment: { InstanceId: 'i-0web' } });
const scorer = client('eni-0f', 'sg-0app', {
  InterfaceType: 'lambda',
  Description: 'AWS Lambda VPC ENI-scorer-2f6d8f2c-0b6f-4c1a-9e7b-3a3a1c2b4d5e',
});
const app = group('sg-0app');

/** Nobody knows whether they call SageMaker: they decide nothing, and are named. */
const others: readonly RuleCase[] = [
  {
    name: 'a VPC with nothing but an instance and a function needs no endpoint',
    given: given({ notebooks: [], networkInterfaces: [instance, scorer] }),
    expect: 'not-applicable',
  },
  {
    name: 'who else resolves the name of a new endpoint, and whether its group lets them in',
    given: given({
      networkInterfaces: [instance, scorer],
      securityGroups: [group('sg-0nb'), group('sg-0st'), app],
    }),
    expect: 'fail',
    says: ['"otherClients":["instance i-0web","function scorer"]'],
    plan: [createGroup, authorize, create, create, create],
    planSays: ['cut off from SageMaker if they use it: function scorer. Let in: instance i-0web'],
  },
  {
    name: 'the same with the groups of another endpoint',
    given: given({
      endpoints: withoutApi,
      networkInterfaces: [instance, scorer],
      securityGroups: [group('sg-0nb'), app, group('sg-0ep', from('sg-0nb'))],
    }),
    expect: 'fail',
    plan: [create],
    planSays: ['if they use it: function scorer', 'Let in: instance i-0web'],
  },
  {
    name: 'private DNS stays off: the name leads where it led',
    given: given({
      networkInterfaces: [scorer],
      securityGroups: [group('sg-0nb'), group('sg-0st'), app],
      vpcAttributes: { [VpcId]: { enableDnsSupport: true, enableDnsHostnames: false } },
    }),
    expect: 'fail',
    plan: [createGroup, authorize, create, create, create],
    planSays: ['rule endpoint-private-dns).'],
  },
  {
    name: 'other clients not read: the verdict stays, and the step says so',
    given: given({ networkInterfaces: 'unreadable' }),
    expect: 'fail',
    says: ['not looked at: networkInterfaces: access was denied'],
    plan: [createGroup, authorize, create, create, create],
    planSays: [
      'Other clients in vpc-0ml (EC2, ECS, Lambda) may be cut off, not looked at: networkInterfaces',
    ],
  },
];

export const cases: readonly RuleCase[] = [
  ...others,
  ...truthTable,
  {
    name: 'a new endpoint states type, subnets, group, private DNS, policy, tags and cost',
    given: given(),
    expect: 'fail',
    severity: 'high',
    says: ['used by notebook churn'],
    plan: [createGroup, authorize, create, create, create],
    planSays: [
      '"VpcEndpointType":"Interface"',
      '"SubnetIds":["subnet-0a"]',
      '"SecurityGroupName":"palisade-sagemaker-endpoints"',
      '"PrivateDnsEnabled":true',
      'aws:PrincipalAccount',
      '"ResourceType":"vpc-endpoint"',
      '"UserIdGroupPairs":[{"GroupId":"sg-0nb","Description":"SageMaker notebook churn"}]',
      'about 7.30 USD a month in one Availability Zone',
      '"call":"ec2:DeleteVpcEndpoints","input":{"VpcId":"vpc-0ml","ServiceName":"com.amazonaws.us-east-1.sagemaker.api"}',
      '"call":"ec2:DeleteSecurityGroup"',
    ],
  },
  {
    name: 'a domain in two zones: one subnet of each, and the cost of both',
    given: given({ notebooks: [], domains: [domain] }),
    expect: 'fail',
    plan: [createGroup, authorize, create, create, create],
    planSays: ['"SubnetIds":["subnet-0a","subnet-0b"]', 'about 14.60 USD a month in 2 Availability Zones'],
  },
  {
    name: 'a zone where AWS does not offer the service is left out',
    given: given({
      notebooks: [],
      domains: [domain],
      endpointServices: names.map((name) => described(name, { AvailabilityZones: ['us-east-1b'] })),
    }),
    expect: 'fail',
    plan: [createGroup, authorize, create, create, create],
    planSays: ['"SubnetIds":["subnet-0b"]'],
  },
  {
    name: 'no zone of the consumers has the service: a person',
    given: given({
      endpointServices: names.map((name) => described(name, { AvailabilityZones: ['us-east-1c'] })),
    }),
    expect: 'fail',
    plan: 'person',
    planSays: ['none of these'],
  },
  {
    name: 'a private subnet of the zone is preferred to the public one of the notebook',
    given: given({
      subnets: [subnet('a'), subnet('a', { SubnetId: 'subnet-0z', CidrBlock: '10.0.9.0/24' })],
      routeTables: [main, publicTable],
    }),
    expect: 'fail',
    plan: [createGroup, authorize, create, create, create],
    planSays: ['"SubnetIds":["subnet-0z"]'],
  },
  {
    name: 'a public subnet is used if there is no other',
    given: given({ subnets: [subnet('a')], routeTables: [main, publicTable] }),
    expect: 'fail',
    plan: [createGroup, authorize, create, create, create],
    planSays: ['"SubnetIds":["subnet-0a"]'],
  },
  ...([{ AvailableIpAddressCount: 0 }, { State: 'pending' }, { OwnerId: '444455556666' }] as const).map(
    (change): RuleCase => ({
      name: `a subnet with ${JSON.stringify(change)} is not taken`,
      given: given({ subnets: [subnet('a', change), subnet('b')] }),
      expect: 'fail',
      plan: 'person',
      planSays: ['free address'],
    }),
  ),
  {
    name: 'DNS attributes off: private DNS waits for endpoint-private-dns',
    given: given({ vpcAttributes: { [VpcId]: { enableDnsSupport: true, enableDnsHostnames: false } } }),
    expect: 'fail',
    plan: [createGroup, authorize, create, create, create],
    planSays: ['"PrivateDnsEnabled":false', 'rule endpoint-private-dns'],
  },
  {
    name: 'DNS attributes not read: a person',
    given: given({ vpcAttributes: {} }),
    expect: 'fail',
    plan: 'person',
    planSays: ['DNS attributes of vpc-0ml were not read'],
  },
  {
    name: 'DNS attributes of only this VPC could not be read: a person',
    given: given({ vpcAttributes: { [VpcId]: { unreadable: 'denied' } } }),
    expect: 'fail',
    plan: 'person',
    planSays: ['DNS attributes of vpc-0ml were not read: denied'],
  },
  {
    name: 'refused zones of the VPC',
    given: given({ endpoints: withoutApi, hostedZones: { [VpcId]: { unreadable: 'denied' } } }),
    expect: 'unknown',
    says: ['private hosted zones of vpc-0ml were not read: denied'],
  },
  {
    name: 'DNS attributes unreadable: a person',
    given: given({ vpcAttributes: 'unreadable' }),
    expect: 'fail',
    plan: 'person',
    planSays: ['vpcAttributes'],
  },
  {
    name: 'the groups of another endpoint are used if they let everybody in',
    given: endpoints(...withoutApi),
    expect: 'fail',
    plan: [create],
    planSays: ['"SecurityGroupIds":["sg-0ep"]', 'with the security groups of vpce-0runtime'],
  },
  {
    name: 'the groups of another endpoint are not used if they keep somebody out',
    given: given({
      endpoints: withoutApi,
      securityGroups: [group('sg-0nb'), group('sg-0ep', from('sg-0st'))],
    }),
    expect: 'fail',
    plan: [createGroup, authorize, create],
  },
  {
    name: 'the groups of another endpoint are not used if they let the internet in',
    given: given({
      endpoints: withoutApi,
      securityGroups: [group('sg-0nb'), group('sg-0ep', fromRange('0.0.0.0/0'))],
    }),
    expect: 'fail',
    plan: [createGroup, authorize, create],
  },
  {
    name: 'the groups of an endpoint that a service manages are not used',
    given: endpoints(
      endpoint('runtime', { RequesterManaged: true }),
      endpoint('notebook', { OwnerId: '444455556666' }),
    ),
    expect: 'fail',
    plan: [createGroup, authorize, create],
  },
  {
    name: 'the group that was created before is used, and lets in the missing consumers',
    given: given({
      notebooks: [notebook, { ...notebook, NotebookInstanceName: 'fraud', SecurityGroups: ['sg-0st'] }],
      securityGroups: [
        group('sg-0nb'),
        group('sg-0st'),
        { ...group('sg-0made', from('sg-0nb')), GroupName: 'palisade-sagemaker-endpoints' },
      ],
    }),
    expect: 'fail',
    plan: [authorize, create, create, create],
    planSays: ['"UserIdGroupPairs":[{"GroupId":"sg-0st"'],
  },
  {
    name: 'the group that was created before already lets everybody in',
    given: given({
      securityGroups: [
        group('sg-0nb'),
        { ...group('sg-0made', from('sg-0nb')), GroupName: 'palisade-sagemaker-endpoints' },
      ],
    }),
    expect: 'fail',
    plan: [create, create, create],
  },
  {
    name: 'somebody opened the group that was created before to the internet: a person',
    given: given({
      securityGroups: [
        group('sg-0nb'),
        { ...group('sg-0made', fromRange('0.0.0.0/0')), GroupName: 'palisade-sagemaker-endpoints' },
      ],
    }),
    expect: 'fail',
    plan: 'person',
    planSays: ['sg-0made'],
  },
  {
    name: 'a domain whose groups are not known is let in by its subnets',
    given: given({ notebooks: [], domains: [{ ...domain, DefaultUserSettings: {} }] }),
    expect: 'fail',
    plan: [createGroup, authorize, create, create, create],
    planSays: ['"CidrIp":"10.0.97.0/24"', '"CidrIp":"10.0.98.0/24"'],
  },
  {
    name: 'security groups unreadable: a person',
    given: given({ securityGroups: 'unreadable' }),
    expect: 'fail',
    plan: 'person',
    planSays: ['securityGroups'],
  },
  {
    name: 'AWS does not list the service here: a person',
    given: given({ endpointServices: [described('runtime'), described('notebook')] }),
    expect: 'fail',
    plan: 'person',
    planSays: ['does not list com.amazonaws.us-east-1.sagemaker.api'],
  },
  {
    name: 'endpoint services not read: the names and policies that AWS documents',
    given: given({ endpointServices: 'unreadable' }),
    expect: 'fail',
    plan: [createGroup, authorize, create, create, create],
  },
  {
    name: 'a service without policies gets none',
    given: given({
      endpoints: withoutApi,
      endpointServices: [described('api', { VpcEndpointPolicySupported: false })],
    }),
    expect: 'fail',
    plan: [create],
    planSays: ['takes no endpoint policy'],
  },
  {
    name: 'central endpoints that are not visible from here',
    given: given({
      endpoints: withoutApi,
      ...central('api'),
    }),
    expect: 'unknown',
    says: ['leads api.sagemaker.us-east-1.amazonaws.com to vpce-0hub-api-'],
  },
  {
    name: 'a zone without a record for the name leads nobody to an endpoint',
    given: given({
      endpoints: withoutApi,
      hostedZones: { [VpcId]: ['api.sagemaker.us-east-1.amazonaws.com'] },
      zoneRecords: {
        [VpcId]: [{ Name: 'api.sagemaker.us-east-1.amazonaws.com', ResourceRecordSets: [] }],
      },
    }),
    expect: 'fail',
    plan: 'person',
    planSays: ['beside the private hosted zone api.sagemaker.us-east-1.amazonaws.com'],
  },
  {
    name: 'a zone whose records were not read',
    given: given({
      endpoints: withoutApi,
      hostedZones: { [VpcId]: ['api.sagemaker.us-east-1.amazonaws.com'] },
      zoneRecords: 'unreadable',
    }),
    expect: 'unknown',
    says: ['the records of the private hosted zone api.sagemaker.us-east-1.amazonaws.com'],
  },
  {
    name: 'all four names lead to central endpoints of this account',
    given: given({
      domains: [domain],
      ...central(...names),
      endpoints: names.map((name) => hub(name)),
    }),
    subject: VpcId,
    expect: 'pass',
  },
  {
    name: 'a central endpoint that takes no traffic yet',
    given: given({
      ...central('api'),
      endpoints: [...withoutApi, { ...hub('api'), State: 'Pending' }],
    }),
    subject: VpcId,
    expect: 'fail',
    says: ['sagemaker.api (vpce-0hub-api is pending)'],
    plan: 'wait',
  },
  {
    name: 'a zone further up may hold the record: unknown',
    given: given({ endpoints: withoutApi, hostedZones: { [VpcId]: ['us-east-1.amazonaws.com'] } }),
    expect: 'unknown',
    says: ['us-east-1.amazonaws.com'],
  },
  {
    name: 'zones unreadable: unknown',
    given: given({ endpoints: withoutApi, hostedZones: 'unreadable' }),
    expect: 'unknown',
    says: ['hostedZones'],
  },
  {
    name: 'zones of the VPC not read: unknown',
    given: given({ endpoints: withoutApi, hostedZones: {} }),
    expect: 'unknown',
  },
  {
    name: 'zones do not matter where all endpoints are there',
    given: given({ endpoints: all, hostedZones: 'unreadable' }),
    expect: 'pass',
    says: ['vpce-0api is available'],
  },
  {
    name: 'an endpoint of another VPC does not help',
    given: endpoints(endpoint('api', { VpcId: 'vpc-0other' }), ...withoutApi),
    subject: VpcId,
    expect: 'fail',
    plan: [create],
  },
  {
    name: 'an endpoint for another Region does not help',
    given: endpoints(
      endpoint('api', { ServiceName: 'com.amazonaws.eu-west-1.sagemaker.api' }),
      ...withoutApi,
    ),
    expect: 'fail',
    plan: [create],
  },
  {
    name: 'the FIPS endpoint serves another name',
    given: endpoints(endpoint('api', { ServiceName: `${services.api}-fips` }), ...withoutApi),
    expect: 'fail',
    plan: [create],
  },
  {
    name: 'an endpoint that another account owns counts',
    given: endpoints(endpoint('api', { OwnerId: '444455556666' }), ...withoutApi),
    expect: 'pass',
  },
  {
    name: 'an endpoint that an AWS service manages counts',
    given: endpoints(endpoint('api', { RequesterManaged: true }), ...withoutApi),
    expect: 'pass',
  },
  {
    name: 'partial: some of its subnets work',
    given: endpoints(endpoint('api', { State: 'Partial' }), ...withoutApi),
    expect: 'pass',
  },
  {
    name: 'pending: wait',
    given: endpoints(endpoint('api', { State: 'Pending' }), ...withoutApi),
    expect: 'fail',
    says: ['vpce-0api is pending'],
    plan: 'wait',
  },
  {
    name: 'one pending and one missing: the missing one is created',
    given: endpoints(endpoint('api', { State: 'Pending' }), endpoint('runtime')),
    expect: 'fail',
    plan: [create],
    planSays: [services.notebook],
  },
  {
    name: 'waiting for acceptance is for a person',
    given: endpoints(endpoint('api', { State: 'PendingAcceptance' }), ...withoutApi),
    expect: 'fail',
    plan: 'person',
    planSays: ['accepted'],
  },
  {
    name: 'being deleted: it still blocks the name, so wait',
    given: endpoints(endpoint('api', { State: 'Deleting' }), ...withoutApi),
    expect: 'fail',
    says: ['vpce-0api is deleting'],
    plan: 'wait',
  },
  ...(['Deleted', 'Rejected', 'Failed', 'Expired'] as const).map((State): RuleCase => ({
    name: `${State}: it never will carry traffic, so another one is made`,
    given: endpoints(endpoint('api', { State }), ...withoutApi),
    expect: 'fail',
    says: [`vpce-0api is ${State.toLowerCase()}`],
    plan: [create],
  })),
  {
    name: 'a shared VPC: its owner may have endpoints that we cannot see',
    given: given({ vpcs: [{ ...vpc, OwnerId: '444455556666' }] }),
    expect: 'unknown',
    says: ['444455556666'],
  },
  {
    name: 'a shared VPC whose endpoints we can see',
    given: given({ vpcs: [{ ...vpc, OwnerId: '444455556666' }], endpoints: all }),
    expect: 'pass',
  },
  {
    name: 'approved by settings, with nothing in it: the API and the runtime, in subnets that a person chooses',
    given: given({ notebooks: [] }),
    settings: { perimeter: { vpcs: [VpcId] } },
    expect: 'fail',
    says: ['settings approve the VPC', 'sagemaker.api, sagemaker.runtime'],
    plan: 'person',
    planSays: ['nothing of SageMaker is in vpc-0ml yet'],
  },
  {
    name: 'approved by settings, with the API and the runtime',
    given: given({ notebooks: [], endpoints: [endpoint('api'), endpoint('runtime')] }),
    settings: { perimeter: { vpcs: [VpcId] } },
    expect: 'pass',
  },
  {
    name: 'another VPC is approved',
    given: given({ notebooks: [] }),
    settings: { perimeter: { vpcs: ['vpc-0other'] } },
    expect: 'not-applicable',
  },
  {
    name: 'a notebook that is being deleted needs nothing',
    given: given({ notebooks: [{ ...notebook, NotebookInstanceStatus: 'Deleting' }] }),
    expect: 'not-applicable',
  },
  {
    name: 'a notebook in no VPC needs nothing here',
    given: given({ notebooks: [{ ...notebook, SubnetId: undefined, SecurityGroups: undefined }] }),
    expect: 'not-applicable',
  },
  {
    name: 'a notebook that could not be described may be here',
    given: given({ notebooks: [], unreadableNotebooks: ['ghost'] }),
    expect: 'unknown',
    says: ['ghost'],
  },
  {
    name: 'a domain that could not be described may need the Studio endpoint',
    given: given({ endpoints: [endpoint('api'), ...withoutApi], unreadableDomains: ['d-2'] }),
    expect: 'unknown',
    says: ['d-2'],
  },
  {
    name: 'a domain that could not be described changes nothing where all endpoints are there',
    given: given({ endpoints: all, unreadableDomains: ['d-2'] }),
    expect: 'pass',
  },
  {
    name: 'a domain that could not be described does not hide what is missing',
    given: given({ unreadableDomains: ['d-2'] }),
    expect: 'fail',
    plan: [createGroup, authorize, create, create, create],
  },
  {
    name: 'the subnet of a notebook not read: it may be here',
    given: given({ subnets: [] }),
    expect: 'unknown',
    says: ['subnet-0a'],
  },
  {
    name: 'endpoints unreadable',
    given: given({ endpoints: 'unreadable' }),
    expect: 'unknown',
    says: ['endpoints'],
  },
];
