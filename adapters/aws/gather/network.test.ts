import { describe, expect, it } from '@jest/globals';
import { EC2ServiceException, type VpcEndpoint as SdkVpcEndpoint } from '@aws-sdk/client-ec2';
import { InvalidInput } from '@aws-sdk/client-route-53';
import { fails, gather, reasonOf, valueOf } from '../fixtures/gathering';
import type { Stubs } from '../fixtures/stub-clients';

const endpoint = (
  id: string,
  vpc: string,
  service = 'com.amazonaws.us-east-1.sagemaker.api',
): SdkVpcEndpoint => ({
  VpcEndpointId: id,
  VpcEndpointType: 'Interface',
  VpcId: vpc,
  ServiceName: service,
  // AWS answers in lower case, whatever the SDK's type says.
  State: 'available' as 'Available',
  PrivateDnsEnabled: true,
  PolicyDocument: '{}',
});

const ec2Error = (name: string, message = name, status = 400) =>
  new EC2ServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode: status } });

describe('endpoints and what depends on them', () => {
  const all = [
    endpoint('vpce-1', 'vpc-1'),
    endpoint('vpce-2', 'vpc-1', 'aws.sagemaker.us-east-1.studio'),
    endpoint('vpce-3', 'vpc-2'),
    endpoint('vpce-4', 'vpc-3', 'com.amazonaws.us-east-1.s3'),
  ];
  const stubs: Stubs = {
    'ec2:DescribeVpcEndpoints': ({ Filters }) => {
      const ids = Filters?.find(({ Name }) => Name === 'vpc-endpoint-id')?.Values;
      return { VpcEndpoints: all.filter(({ VpcEndpointId: id }) => ids?.includes(id ?? '') ?? true) };
    },
    'ec2:DescribeVpcEndpointServices': ({ Filters }) => ({
      ServiceDetails: (Filters?.[0]?.Values ?? []).map((name) => ({
        ServiceName: name,
        PrivateDnsName: `dns.${name}`,
        VpcEndpointPolicySupported: true,
      })),
    }),
    'ec2:DescribeVpcAttribute': ({ Attribute }) =>
      Attribute === 'enableDnsSupport'
        ? { EnableDnsSupport: { Value: true } }
        : { EnableDnsHostnames: { Value: false } },
    'route53:ListHostedZonesByVPC': ({ VPCId, VPCRegion, NextToken }) => ({
      MaxItems: 100,
      HostedZoneSummaries:
        NextToken === undefined
          ? [
              {
                HostedZoneId: 'Z1',
                Name: `${String(VPCId)}.${String(VPCRegion)}.corp.`,
                Owner: { OwningAccount: '1' },
              },
              { HostedZoneId: 'Z2', Name: 'api.sagemaker.', Owner: { OwningService: 'vpce.amazonaws.com' } },
            ]
          : [{ HostedZoneId: 'Z3', Name: 'second.', Owner: { OwningAccount: '2' } }],
      ...(NextToken === undefined ? { NextToken: 'more' } : {}),
    }),
  };

  it('reads endpoints once for all slices', async () => {
    const { snapshot, calls } = await gather(stubs, {
      endpoints: 'all',
      endpointServices: 'all',
      vpcAttributes: 'all',
      hostedZones: 'all',
    });
    expect(valueOf(snapshot, 'endpoints').map(({ VpcEndpointId }) => VpcEndpointId)).toEqual([
      'vpce-1',
      'vpce-2',
      'vpce-3',
      'vpce-4',
    ]);
    expect(valueOf(snapshot, 'endpointServices')).toEqual([
      {
        ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        PrivateDnsName: 'dns.com.amazonaws.us-east-1.sagemaker.api',
        VpcEndpointPolicySupported: true,
      },
      {
        ServiceName: 'aws.sagemaker.us-east-1.studio',
        PrivateDnsName: 'dns.aws.sagemaker.us-east-1.studio',
        VpcEndpointPolicySupported: true,
      },
    ]);
    const attributes = { enableDnsSupport: true, enableDnsHostnames: false };
    expect(valueOf(snapshot, 'vpcAttributes')).toEqual({ 'vpc-1': attributes, 'vpc-2': attributes });
    expect(valueOf(snapshot, 'hostedZones')).toEqual({
      'vpc-1': ['vpc-1.us-east-1.corp', 'second'],
      'vpc-2': ['vpc-2.us-east-1.corp', 'second'],
    });
    expect(calls).toEqual({
      'ec2:DescribeVpcEndpoints': 1,
      'ec2:DescribeVpcEndpointServices': 1,
      'ec2:DescribeVpcAttribute': 4,
      'route53:ListHostedZonesByVPC': 4,
    });
  });

  it('asks for interface endpoints, a thousand a page, by filter and in chunks of two hundred ids', async () => {
    const inputs: unknown[] = [];
    const ids = Array.from({ length: 201 }, (_, index) => `vpce-${String(index)}`);
    await gather(
      {
        'ec2:DescribeVpcEndpoints': (input) => {
          inputs.push(input);
          return { VpcEndpoints: [] };
        },
      },
      { endpoints: ids },
    );
    const type = { Name: 'vpc-endpoint-type', Values: ['Interface'] };
    expect(inputs).toEqual([
      { MaxResults: 1_000, Filters: [type, { Name: 'vpc-endpoint-id', Values: ids.slice(0, 200) }] },
      { MaxResults: 1_000, Filters: [type, { Name: 'vpc-endpoint-id', Values: ids.slice(200) }] },
    ]);
  });

  it('asks for no services and no VPC where there is no SageMaker endpoint', async () => {
    const { snapshot, calls } = await gather(
      {
        'ec2:DescribeVpcEndpoints': () => ({
          VpcEndpoints: [endpoint('vpce-4', 'vpc-3', 'com.amazonaws.us-east-1.s3')],
        }),
      },
      { endpointServices: 'all', vpcAttributes: 'all', hostedZones: 'all' },
    );
    expect(valueOf(snapshot, 'endpointServices')).toEqual([]);
    expect(valueOf(snapshot, 'vpcAttributes')).toEqual({});
    expect(valueOf(snapshot, 'hostedZones')).toEqual({});
    expect(calls).toEqual({ 'ec2:DescribeVpcEndpoints': 1 });
    expect(reasonOf(snapshot, 'endpoints')).toBe('the slice endpoints was not gathered');
  });

  it.each([
    [['vpc-9'], ['vpc-9'], 0],
    [['vpce-3', 'vpc-9'], ['vpc-9', 'vpc-2'], 1],
    [['vpce-1', 'vpce-2', 'vpc-1'], ['vpc-1'], 1],
    [['vpce-unknown'], [], 1],
  ])('takes %j to mean the VPCs %j', async (narrow, vpcs, lists) => {
    const { snapshot, calls } = await gather(stubs, { vpcAttributes: narrow });
    expect(Object.keys(valueOf(snapshot, 'vpcAttributes'))).toEqual(vpcs);
    expect(calls['ec2:DescribeVpcEndpoints'] ?? 0).toBe(lists);
  });

  it('passes the reason on to every slice that depends on the endpoints', async () => {
    const { snapshot, calls } = await gather(
      { 'ec2:DescribeVpcEndpoints': fails(ec2Error('UnauthorizedOperation', 'no', 403)) },
      { endpoints: 'all', endpointServices: 'all', vpcAttributes: 'all', hostedZones: 'all' },
    );
    for (const slice of ['endpoints', 'endpointServices', 'vpcAttributes', 'hostedZones'] as const)
      expect(reasonOf(snapshot, slice)).toBe(
        'ec2:DescribeVpcEndpoints was denied (UnauthorizedOperation): no',
      );
    expect(calls).toEqual({ 'ec2:DescribeVpcEndpoints': 1 });
  });

  it('names the place in a reply that does not fit', async () => {
    const { VpcId: _, ...odd } = endpoint('vpce-2', '');
    const { snapshot } = await gather(
      { 'ec2:DescribeVpcEndpoints': () => ({ VpcEndpoints: [endpoint('vpce-1', 'vpc-1'), odd] }) },
      { endpoints: 'all' },
    );
    expect(reasonOf(snapshot, 'endpoints')).toMatch(
      /^the reply of ec2:DescribeVpcEndpoints, VpcEndpoints\[1\]\.VpcId: /,
    );
  });

  it('leaves out a VPC that is gone, and only that', async () => {
    const { snapshot } = await gather(
      {
        'ec2:DescribeVpcAttribute': (input) => {
          if (input.VpcId === 'vpc-1') throw ec2Error('InvalidVpcID.NotFound');
          return stubs['ec2:DescribeVpcAttribute']?.(input) ?? {};
        },
        'route53:ListHostedZonesByVPC': (input) => {
          if (input.VPCId === 'vpc-1') throw new InvalidInput({ message: 'not yours', $metadata: {} });
          return { MaxItems: 100, HostedZoneSummaries: [] };
        },
      },
      { vpcAttributes: ['vpc-1', 'vpc-2'], hostedZones: ['vpc-1', 'vpc-2'] },
    );
    expect(Object.keys(valueOf(snapshot, 'vpcAttributes'))).toEqual(['vpc-2']);
    expect(valueOf(snapshot, 'hostedZones')).toEqual({ 'vpc-2': [] });
  });

  it.each([
    [
      'throttled',
      ec2Error('RequestLimitExceeded', 'slow down', 503),
      /^vpc-2: ec2:DescribeVpcAttribute was throttled/,
    ],
    ['denied', ec2Error('UnauthorizedOperation', 'no', 403), /^vpc-2: ec2:DescribeVpcAttribute was denied/],
  ])('is unreadable, with the reason, when one VPC is %s', async (_, error, words) => {
    const { snapshot } = await gather(
      {
        'ec2:DescribeVpcAttribute': (input) => {
          if (input.VpcId === 'vpc-2') throw error;
          return stubs['ec2:DescribeVpcAttribute']?.(input) ?? {};
        },
      },
      { vpcAttributes: ['vpc-1', 'vpc-2', 'vpc-3'] },
    );
    expect(reasonOf(snapshot, 'vpcAttributes')).toMatch(words);
  });
});

describe('subnets', () => {
  it.each([
    ['all' as const, undefined],
    [['subnet-1'], [{ Name: 'subnet-id', Values: ['subnet-1'] }]],
  ])('of %j', async (narrow, filters) => {
    const inputs: unknown[] = [];
    const { snapshot } = await gather(
      {
        'ec2:DescribeSubnets': (input) => {
          inputs.push(input.Filters);
          return { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a' }] };
        },
      },
      { subnets: narrow },
    );
    expect(valueOf(snapshot, 'subnets')).toEqual([
      { SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a' },
    ]);
    expect(inputs).toEqual([filters]);
  });
});
