import type { NetworkInterface, RouteTable, ServiceDetail, Subnet, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { DescribeDomainResponse, DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';
import type { GivenAccount, RuleCase } from '../../test/rules/given';

const account = '111122223333';
const VpcId = 'vpc-0ml';
const zones = ['a', 'b', 'c'] as const;
type Zone = (typeof zones)[number];

const subnet = (zone: Zone, more: Partial<Subnet> = {}): Subnet => ({
  SubnetId: `subnet-0${zone}`,
  VpcId,
  AvailabilityZone: `us-east-1${zone}`,
  CidrBlock: `10.0.${zone.charCodeAt(0)}.0/24`,
  AvailableIpAddressCount: 200,
  State: 'available',
  OwnerId: account,
  ...more,
});
const notebook = (zone: Zone): DescribeNotebookInstanceOutput => ({
  NotebookInstanceArn: `arn:aws:sagemaker:us-east-1:${account}:notebook-instance/in-${zone}`,
  NotebookInstanceName: `in-${zone}`,
  NotebookInstanceStatus: 'InService',
  DirectInternetAccess: 'Disabled',
  SubnetId: `subnet-0${zone}`,
  SecurityGroups: ['sg-0nb'],
});
const domain = (...SubnetIds: string[]): DescribeDomainResponse => ({
  DomainArn: `arn:aws:sagemaker:us-east-1:${account}:domain/d-1`,
  DomainId: 'd-1',
  Status: 'InService',
  AppNetworkAccessType: 'VpcOnly',
  VpcId,
  SubnetIds,
});
const api: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId,
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
  PrivateDnsEnabled: true,
  OwnerId: account,
  SubnetIds: ['subnet-0a'],
};
const service = (AvailabilityZones?: string[]): ServiceDetail => ({
  ServiceName: api.ServiceName ?? '',
  VpcEndpointPolicySupported: true,
  ...(AvailabilityZones === undefined ? {} : { AvailabilityZones }),
});
const everywhere = zones.map((zone) => `us-east-1${zone}`);
const table = (RouteTableId: string, GatewayId: string, ...subnets: string[]): RouteTable => ({
  RouteTableId,
  VpcId,
  Associations: [
    ...(subnets.length === 0 ? [{ Main: true }] : []),
    ...subnets.map((SubnetId) => ({ SubnetId })),
  ],
  Routes: [{ DestinationCidrBlock: '0.0.0.0/0', GatewayId, State: 'active' }],
});

/** An endpoint in zone a, with notebooks in a and b. */
const given = (change: Partial<VpcEndpoint> = {}, more: GivenAccount = {}): GivenAccount => ({
  endpoints: [{ ...api, ...change }],
  notebooks: [notebook('a'), notebook('b')],
  domains: [],
  subnets: zones.map((zone) => subnet(zone)),
  endpointServices: [service(everywhere)],
  routeTables: [table('rtb-0main', 'vgw-0')],
  networkInterfaces: [],
  ...more,
});

const call = 'ec2:ModifyVpcEndpoint';

const subsets = Array.from({ length: 8 }, (_, mask) => zones.filter((__, bit) => (mask & (1 << bit)) !== 0));

/** For SageMaker of another Region, by its name or by what AWS adds to the record. */
const far: readonly Partial<VpcEndpoint>[] = [
  { ServiceName: 'com.amazonaws.eu-west-1.sagemaker.api' },
  { ServiceName: 'com.amazonaws.eu-west-1.sagemaker.api', ServiceRegion: 'eu-west-1' },
  { ServiceRegion: 'eu-west-1' },
];
const ofOtherRegions: readonly RuleCase[] = far.map((change) => ({
  name: `an endpoint of another Region: ${JSON.stringify(change)}`,
  given: given(change),
  expect: 'not-applicable',
  says: ['the endpoint serves SageMaker of another Region', 'use that of us-east-1'],
}));

/** Zones of the notebooks × zones of the endpoint × zones in which AWS offers the service. */
const truthTable: readonly RuleCase[] = subsets.flatMap((users) =>
  subsets.flatMap((own) =>
    [zones, ['a', 'b'] as const].map((offered): RuleCase => {
      const lacking = users.filter((zone) => !own.includes(zone) && offered.some((one) => one === zone));
      const expect = users.length === 0 ? 'not-applicable' : lacking.length === 0 ? 'pass' : 'fail';
      return {
        name: `notebooks in ${users.join('') || 'none'}, endpoint in ${own.join('') || 'none'}, offered in ${offered.join('')}`,
        given: given(
          { SubnetIds: own.map((zone) => `subnet-0${zone}`) },
          {
            notebooks: users.map(notebook),
            endpointServices: [service(offered.map((zone) => `us-east-1${zone}`))],
          },
        ),
        expect,
        ...(expect === 'fail'
          ? {
              says: lacking.map((zone) => `us-east-1${zone}`),
              plan: [call],
              planSays: [
                `"AddSubnetIds":${JSON.stringify(lacking.map((zone) => `subnet-0${zone}`))}`,
                `"RemoveSubnetIds":${JSON.stringify(lacking.map((zone) => `subnet-0${zone}`))}`,
              ],
            }
          : {}),
      };
    }),
  ),
);

const instance = (zone: Zone): NetworkInterface => ({
  NetworkInterfaceId: `eni-0${zone}`,
  VpcId,
  SubnetId: `subnet-0${zone}`,
  AvailabilityZone: `us-east-1${zone}`,
  InterfaceType: 'interface',
  Status: 'in-use',
  Attachment: { InstanceId: `i-0${zone}` },
});

/** Nobody knows whether they call SageMaker: their zones decide nothing, and they are named. */
const others: readonly RuleCase[] = [
  {
    name: 'a zone with other clients only need not be covered',
    given: given(
      { SubnetIds: ['subnet-0a', 'subnet-0b'] },
      { networkInterfaces: zones.map((zone) => instance(zone)) },
    ),
    expect: 'pass',
  },
  {
    name: 'the other clients of an uncovered zone are named',
    given: given({}, { networkInterfaces: zones.map((zone) => instance(zone)) }),
    expect: 'fail',
    says: ['"uncovered":["us-east-1b"]', '"otherClients":["instance i-0b"]'],
    plan: ['ec2:ModifyVpcEndpoint'],
  },
  {
    name: 'other clients not read: the verdict stays',
    given: given({}, { networkInterfaces: 'unreadable' }),
    expect: 'fail',
    says: ['"otherClients":["not looked at: networkInterfaces: access was denied"]'],
    plan: ['ec2:ModifyVpcEndpoint'],
  },
];

export const cases: readonly RuleCase[] = [
  ...ofOtherRegions,
  ...others,
  ...truthTable,
  {
    name: 'the plan states the cost',
    given: given(),
    expect: 'fail',
    severity: 'medium',
    plan: [call],
    planSays: ['about 7.30 USD a month in one Availability Zone'],
  },
  {
    name: 'the subnets of a domain count, each of them',
    given: given({}, { notebooks: [], domains: [domain('subnet-0a', 'subnet-0c')] }),
    expect: 'fail',
    says: ['us-east-1c'],
    plan: [call],
  },
  {
    name: 'domains do not use the notebook endpoint',
    given: given(
      { ServiceName: 'aws.sagemaker.us-east-1.notebook' },
      { notebooks: [notebook('a')], domains: [domain('subnet-0b')] },
    ),
    expect: 'pass',
  },
  {
    name: 'notebooks do not use the Studio endpoint',
    given: given({ ServiceName: 'aws.sagemaker.us-east-1.studio' }),
    expect: 'not-applicable',
  },
  {
    name: 'consumers in another VPC do not count',
    given: given({ VpcId: 'vpc-0other', SubnetIds: [] }),
    expect: 'not-applicable',
  },
  {
    name: 'the zones in which AWS offers the service were not read: all are assumed',
    given: given({}, { endpointServices: 'unreadable' }),
    expect: 'fail',
    plan: [call],
  },
  {
    name: 'AWS does not say in which zones it offers the service',
    given: given({}, { endpointServices: [service()] }),
    expect: 'fail',
    plan: [call],
  },
  {
    name: 'a private subnet of the zone comes before the public one of the notebook',
    given: given(
      {},
      {
        subnets: [subnet('a'), subnet('b'), subnet('b', { SubnetId: 'subnet-0z' })],
        routeTables: [table('rtb-0main', 'vgw-0'), table('rtb-0public', 'igw-0', 'subnet-0b')],
      },
    ),
    expect: 'fail',
    plan: [call],
    planSays: ['"AddSubnetIds":["subnet-0z"]'],
  },
  {
    name: 'route tables unreadable: any subnet of the zone',
    given: given({}, { routeTables: 'unreadable' }),
    expect: 'fail',
    plan: [call],
  },
  {
    name: 'a full subnet is not used',
    given: given(
      {},
      {
        subnets: [
          subnet('a'),
          subnet('b', { AvailableIpAddressCount: 0 }),
          subnet('b', { SubnetId: 'subnet-0z' }),
        ],
      },
    ),
    expect: 'fail',
    plan: [call],
    planSays: ['subnet-0z'],
  },
  {
    name: 'no free address in the zone: a person',
    given: given({}, { subnets: [subnet('a'), subnet('b', { AvailableIpAddressCount: 0 })] }),
    expect: 'fail',
    plan: 'person',
    planSays: ['free address'],
  },
  {
    name: 'the subnets of another account are not used',
    given: given({}, { subnets: [subnet('a'), subnet('b', { OwnerId: '444455556666' })] }),
    expect: 'fail',
    plan: 'person',
  },
  {
    name: 'the subnet of the endpoint was not read',
    given: given({ SubnetIds: ['subnet-0gone'] }),
    expect: 'unknown',
    says: ['subnet-0gone'],
  },
  {
    name: 'the zone of the endpoint was not read',
    given: given({}, { subnets: [{ SubnetId: 'subnet-0a', VpcId }, subnet('b')] }),
    expect: 'unknown',
    says: ['Availability Zone of subnet-0a'],
  },
  {
    name: 'subnets unreadable',
    given: given({}, { subnets: 'unreadable' }),
    expect: 'unknown',
    says: ['subnets'],
  },
  {
    name: 'a notebook that could not be described may be in another zone',
    given: given({}, { notebooks: [notebook('a')], unreadableNotebooks: ['ghost'] }),
    expect: 'unknown',
    says: ['ghost'],
  },
  {
    name: 'a notebook that could not be described does not hide the others',
    given: given({}, { unreadableNotebooks: ['ghost'] }),
    expect: 'fail',
    plan: [call],
  },
  {
    name: 'no consumer is known, but there may be one',
    given: given({}, { notebooks: 'unreadable' }),
    expect: 'unknown',
    says: ['notebooks'],
  },
  { name: 'pending: wait', given: given({ State: 'Pending' }), expect: 'fail', plan: 'wait' },
  ...(['PendingAcceptance', 'Partial'] as const).map((State): RuleCase => ({
    name: `${State} is for a person`,
    given: given({ State }),
    expect: 'fail',
    plan: 'person',
  })),
  ...(['Deleting', 'Deleted', 'Rejected', 'Failed', 'Expired'] as const).map((State): RuleCase => ({
    name: `${State}: carries no traffic`,
    given: given({ State }),
    expect: 'not-applicable',
  })),
  {
    name: 'the endpoint of another account is changed there',
    given: given({ OwnerId: '444455556666' }),
    expect: 'fail',
    plan: 'person',
    planSays: ['444455556666'],
  },
  {
    name: 'an endpoint that an AWS service manages is changed there',
    given: given({ RequesterManaged: true }),
    expect: 'fail',
    plan: 'person',
  },
];
