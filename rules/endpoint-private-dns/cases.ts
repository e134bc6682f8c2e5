import type { ServiceDetail, Vpc, VpcEndpoint } from '@aws-sdk/client-ec2';
import { clientCases } from './cases-clients';
import type { GivenAccount, RuleCase } from '../../test/rules/given';
import { aliasTo, amazonDns, plainNames } from '../../test/rules/plain-names';

const api: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
  PrivateDnsEnabled: false,
  RequesterManaged: false,
  OwnerId: '111122223333',
  SubnetIds: ['subnet-0a'],
  Groups: [{ GroupId: 'sg-0ml', GroupName: 'ml' }],
};
const on = { enableDnsSupport: true, enableDnsHostnames: true };
const name = 'api.sagemaker.us-east-1.amazonaws.com';
const service: ServiceDetail = {
  ServiceName: api.ServiceName ?? '',
  PrivateDnsName: name,
  VpcEndpointPolicySupported: true,
};

const vpc: Vpc = { VpcId: 'vpc-0ml', OwnerId: '111122223333', DhcpOptionsId: amazonDns.DhcpOptionsId };

/** A private hosted zone of the service's name with a record for the endpoint. */
const zoned = (Name = name, endpointId = 'vpce-0api'): GivenAccount => ({
  hostedZones: { 'vpc-0ml': [Name] },
  zoneRecords: { 'vpc-0ml': [{ Name, ResourceRecordSets: [aliasTo(Name, endpointId)] }] },
});
const nobodyElse: GivenAccount = {
  notebooks: [],
  domains: [],
  networkInterfaces: [],
  subnets: [],
  securityGroups: [],
  prefixLists: [],
};

const given = (change: Partial<VpcEndpoint> = {}, more: GivenAccount = {}): GivenAccount => ({
  endpoints: [{ ...api, ...change }],
  endpointServices: [service],
  vpcAttributes: { 'vpc-0ml': on },
  hostedZones: { 'vpc-0ml': [] },
  vpcs: [vpc],
  ...plainNames('vpc-0ml'),
  ...nobodyElse,
  ...more,
});

const attribute = 'ec2:ModifyVpcAttribute';
const privateDns = 'ec2:ModifyVpcEndpoint';

/** Every combination of what decides: private DNS × support × hostnames × a hosted zone for the name. */
const truthTable: readonly RuleCase[] = [true, false].flatMap((privateDnsOn) =>
  [true, false].flatMap((support) =>
    [true, false].flatMap((hostnames) =>
      [true, false].map((zone): RuleCase => {
        const plan = [
          ...(support ? [] : [attribute]),
          ...(hostnames ? [] : [attribute]),
          ...(privateDnsOn || zone ? [] : [privateDns]),
        ];
        const isServed = support && hostnames && (privateDnsOn || zone);
        return {
          name: `private DNS ${flag(privateDnsOn)}, support ${flag(support)}, hostnames ${flag(hostnames)}, zone ${flag(zone)}`,
          given: given(
            { PrivateDnsEnabled: privateDnsOn },
            {
              vpcAttributes: { 'vpc-0ml': { enableDnsSupport: support, enableDnsHostnames: hostnames } },
              ...(zone ? zoned() : {}),
            },
          ),
          ...(isServed ? { expect: 'pass' } : { expect: 'fail', plan }),
        };
      }),
    ),
  ),
);

function flag(value: boolean): string {
  return value ? 'on' : 'off';
}

/** Every SageMaker service in AWS's list; those without a described or documented name are decided, too. */
const services: readonly RuleCase[] = [
  'com.amazonaws.us-east-1.sagemaker.api',
  'com.amazonaws.us-east-1.sagemaker.runtime',
  'com.amazonaws.us-east-1.sagemaker.api-fips',
  'com.amazonaws.us-east-1.sagemaker.runtime-fips',
  'com.amazonaws.us-east-1.sagemaker.featurestore-runtime',
  'com.amazonaws.us-east-1.sagemaker.metrics',
  'com.amazonaws.us-east-1.sagemaker-geospatial',
  'com.amazonaws.us-east-1.sagemaker-data-science-assistant',
  'aws.sagemaker.us-east-1.notebook',
  'aws.sagemaker.us-east-1.studio',
  'aws.sagemaker.us-east-1.experiments',
  'aws.sagemaker.us-east-1.mlflow',
  'aws.sagemaker.us-east-1.partner-app',
  'cn.com.amazonaws.cn-north-1.sagemaker.api',
].map((ServiceName) => ({
  name: `judges ${ServiceName}`,
  given: given({ ServiceName }, { endpointServices: [] }),
  expect: 'fail',
  // What uses SageMaker of another Region from here is not known.
  plan: ServiceName.includes('.us-east-1.') ? [privateDns] : 'person',
}));

export const cases: readonly RuleCase[] = [
  ...truthTable,
  ...services,
  ...clientCases(given),
  {
    name: 'the inverse of each attribute turns it off; support comes before hostnames in the plan',
    given: given(
      {},
      { vpcAttributes: { 'vpc-0ml': { enableDnsSupport: false, enableDnsHostnames: false } } },
    ),
    expect: 'fail',
    plan: [attribute, attribute, privateDns],
    planSays: [
      '{"VpcId":"vpc-0ml","EnableDnsSupport":{"Value":true}}',
      '{"VpcId":"vpc-0ml","EnableDnsHostnames":{"Value":true}}',
      '"PrivateDnsEnabled":false',
    ],
  },
  {
    name: 'another endpoint of the service in the VPC serves the name',
    given: given({}, { endpoints: [api, { ...api, VpcEndpointId: 'vpce-0other', PrivateDnsEnabled: true }] }),
    subject: 'vpce-0api',
    expect: 'pass',
    says: ['vpce-0other serves the name'],
  },
  {
    name: 'an endpoint of the service in another VPC does not help',
    given: given(
      {},
      {
        endpoints: [api, { ...api, VpcEndpointId: 'vpce-0other', VpcId: 'vpc-0b', PrivateDnsEnabled: true }],
      },
    ),
    subject: 'vpce-0api',
    expect: 'fail',
    plan: [privateDns],
  },
  {
    name: 'an endpoint that is being deleted does not help',
    given: given(
      {},
      {
        endpoints: [
          api,
          { ...api, VpcEndpointId: 'vpce-0other', PrivateDnsEnabled: true, State: 'Deleting' },
        ],
      },
    ),
    subject: 'vpce-0api',
    expect: 'fail',
    plan: [privateDns],
  },
  {
    name: 'a zone of the same name in upper case and with a dot serves it',
    given: given({}, zoned('API.sagemaker.us-east-1.amazonaws.com.')),
    expect: 'pass',
    says: ['private hosted zone'],
  },
  {
    name: 'a zone further up may hold a record: unknown',
    given: given({}, { hostedZones: { 'vpc-0ml': ['us-east-1.amazonaws.com'] } }),
    expect: 'unknown',
    says: ['us-east-1.amazonaws.com'],
  },
  {
    name: 'a zone whose name only has the same ending does not serve it',
    given: given({}, { hostedZones: { 'vpc-0ml': ['pi.sagemaker.us-east-1.amazonaws.com', 'example.com'] } }),
    expect: 'fail',
    plan: [privateDns],
  },
  {
    name: 'the wildcard name of Studio is served by a zone of the name below the wildcard',
    given: given(
      { ServiceName: 'aws.sagemaker.us-east-1.studio' },
      {
        endpointServices: 'unreadable',
        hostedZones: { 'vpc-0ml': ['studio.us-east-1.sagemaker.aws'] },
        zoneRecords: {
          'vpc-0ml': [
            {
              Name: 'studio.us-east-1.sagemaker.aws',
              ResourceRecordSets: [aliasTo('\\052.studio.us-east-1.sagemaker.aws', 'vpce-0api')],
            },
          ],
        },
      },
    ),
    expect: 'pass',
  },
  {
    name: 'a service whose name is not known, in a VPC with zones, is unknown',
    given: given(
      { ServiceName: 'com.amazonaws.us-east-1.sagemaker.metrics' },
      { endpointServices: 'unreadable', hostedZones: { 'vpc-0ml': ['example.com'] } },
    ),
    expect: 'unknown',
    says: ['the DNS name of com.amazonaws.us-east-1.sagemaker.metrics', 'endpointServices'],
  },
  {
    name: 'a service without a private DNS name has nothing to serve',
    given: given(
      { ServiceName: 'com.amazonaws.us-east-1.sagemaker.metrics' },
      { endpointServices: [{ ServiceName: 'com.amazonaws.us-east-1.sagemaker.metrics' }] },
    ),
    expect: 'pass',
    says: ['no private DNS name'],
  },
  {
    name: 'pending: wait until it is available',
    given: given({ State: 'Pending' }),
    expect: 'fail',
    plan: 'wait',
  },
  {
    name: 'waiting for acceptance is for a person',
    given: given({ State: 'PendingAcceptance' }),
    expect: 'fail',
    plan: 'person',
  },
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
  {
    name: 'attributes unreadable',
    given: given({}, { vpcAttributes: 'unreadable' }),
    expect: 'unknown',
    says: ['vpcAttributes'],
  },
  {
    name: 'attributes of this VPC not read',
    given: given({}, { vpcAttributes: {} }),
    expect: 'unknown',
    says: ['vpc-0ml'],
  },
  {
    name: 'attributes of this VPC refused',
    given: given({}, { vpcAttributes: { 'vpc-0ml': { unreadable: 'ec2:DescribeVpcAttribute was denied' } } }),
    expect: 'unknown',
    says: ['the DNS attributes of vpc-0ml', 'ec2:DescribeVpcAttribute was denied'],
  },
  {
    name: 'zones of this VPC refused',
    given: given({}, { hostedZones: { 'vpc-0ml': { unreadable: 'throttled' } } }),
    expect: 'unknown',
    says: ['the private hosted zones of vpc-0ml', 'throttled'],
  },
  {
    name: 'attributes and zones of another VPC refused do not matter',
    given: given(
      { PrivateDnsEnabled: true },
      {
        vpcAttributes: { 'vpc-0ml': on, 'vpc-0other': { unreadable: 'denied' } },
        hostedZones: { 'vpc-0ml': [], 'vpc-0other': { unreadable: 'denied' } },
      },
    ),
    expect: 'pass',
  },
  {
    name: 'zones unreadable',
    given: given({}, { hostedZones: 'unreadable' }),
    expect: 'unknown',
    says: ['hostedZones'],
  },
  {
    name: 'zones of this VPC not read',
    given: given({}, { hostedZones: {} }),
    expect: 'unknown',
    says: ['vpc-0ml'],
  },
  {
    name: 'zones do not matter when private DNS is on',
    given: given({ PrivateDnsEnabled: true }, { hostedZones: 'unreadable', endpointServices: 'unreadable' }),
    expect: 'pass',
  },
];
