import { describe, expect, it } from '@jest/globals';
import { EC2ServiceException, type VpcEndpoint as SdkVpcEndpoint } from '@aws-sdk/client-ec2';
import { InvalidInput } from '@aws-sdk/client-route-53';
import type { InVpcOf, Wanted } from '../../../core/model/selectors';
import { fails, gather, unreadableReason, valueOf } from '../fixtures/gathering';
import type { Stubs } from '../fixtures/stub-clients';
import {
  domainRef,
  inVpcOf,
  namedSelector,
  nearSelector,
  networkRef,
  notebookRef,
} from '../fixtures/selecting';

const endpoint = (
  id: string,
  vpc: string,
  service = 'com.amazonaws.us-east-1.sagemaker.api',
): SdkVpcEndpoint => ({
  VpcEndpointId: id,
  VpcEndpointType: 'Interface',
  VpcId: vpc,
  ServiceName: service,
  // AWS answers in lower case, unlike the SDK's type.
  State: 'available' as 'Available',
  PrivateDnsEnabled: true,
  PolicyDocument: '{}',
});

const vpcs = (...ids: readonly string[]) => ids.map((id) => inVpcOf(networkRef(id)));

const ec2Error = (name: string, message = name, status = 400) =>
  new EC2ServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode: status } });

describe('endpoints and the slices that depend on them', () => {
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
      ...['com.amazonaws.us-east-1.sagemaker.runtime', 'aws.sagemaker.us-east-1.notebook'].map((name) => ({
        ServiceName: name,
        PrivateDnsName: `dns.${name}`,
        VpcEndpointPolicySupported: true,
      })),
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

  it('requests interface endpoints, a thousand per page, by filter and in chunks of two hundred ids', async () => {
    const inputs: unknown[] = [];
    const ids = Array.from({ length: 201 }, (_, index) => `vpce-${String(index)}`);
    await gather(
      {
        'ec2:DescribeVpcEndpoints': (input) => {
          inputs.push(input);
          return { VpcEndpoints: [] };
        },
      },
      { endpoints: ids.map((id) => namedSelector({ type: 'AWS::EC2::VPCEndpoint', id })) },
    );
    const type = { Name: 'vpc-endpoint-type', Values: ['Interface'] };
    expect(inputs).toEqual([
      { MaxResults: 1_000, Filters: [type, { Name: 'vpc-endpoint-id', Values: ids.slice(0, 200) }] },
      { MaxResults: 1_000, Filters: [type, { Name: 'vpc-endpoint-id', Values: ids.slice(200) }] },
    ]);
  });

  it('requests only the required services, and no VPC, if there is no SageMaker endpoint', async () => {
    const asked: unknown[] = [];
    const { snapshot, calls } = await gather(
      {
        'ec2:DescribeVpcEndpoints': () => ({
          VpcEndpoints: [endpoint('vpce-4', 'vpc-3', 'com.amazonaws.us-east-1.s3')],
        }),
        'ec2:DescribeVpcEndpointServices': ({ Filters }) => {
          asked.push(Filters);
          return { ServiceDetails: [] };
        },
      },
      { endpointServices: 'all', vpcAttributes: 'all', hostedZones: 'all' },
    );
    expect(valueOf(snapshot, 'endpointServices')).toEqual([]);
    expect(valueOf(snapshot, 'vpcAttributes')).toEqual({});
    expect(valueOf(snapshot, 'hostedZones')).toEqual({});
    expect(calls).toEqual({ 'ec2:DescribeVpcEndpoints': 1, 'ec2:DescribeVpcEndpointServices': 1 });
    expect(asked).toEqual([
      [
        {
          Name: 'service-name',
          Values: [
            'com.amazonaws.us-east-1.sagemaker.api',
            'com.amazonaws.us-east-1.sagemaker.runtime',
            'aws.sagemaker.us-east-1.notebook',
            'aws.sagemaker.us-east-1.studio',
          ],
        },
      ],
    ]);
    expect(unreadableReason(snapshot, 'endpoints')).toBe('the slice endpoints was not gathered');
  });

  it.each([
    [['vpc-9'], ['vpc-9'], 0],
    [['vpce-3', 'vpc-9'], ['vpc-2', 'vpc-9'], 1],
    [['vpce-1', 'vpce-2', 'vpc-1'], ['vpc-1'], 1],
    [['vpce-unknown'], [], 1],
  ])('resolves %j to the VPCs %j', async (narrow, vpcs, lists) => {
    const { snapshot, calls } = await gather(stubs, {
      vpcAttributes: narrow.map((id) => inVpcOf(networkRef(id))),
    });
    expect(Object.keys(valueOf(snapshot, 'vpcAttributes')).toSorted()).toEqual(vpcs);
    expect(calls['ec2:DescribeVpcEndpoints'] ?? 0).toBe(lists);
  });

  it('gives the same reason for every slice that depends on the endpoints', async () => {
    const { snapshot, calls } = await gather(
      { 'ec2:DescribeVpcEndpoints': fails(ec2Error('UnauthorizedOperation', 'no', 403)) },
      { endpoints: 'all', endpointServices: 'all', vpcAttributes: 'all', hostedZones: 'all' },
    );
    for (const slice of ['endpoints', 'endpointServices', 'vpcAttributes', 'hostedZones'] as const)
      expect(unreadableReason(snapshot, slice)).toBe(
        'ec2:DescribeVpcEndpoints was denied (UnauthorizedOperation): no',
      );
    expect(calls).toEqual({ 'ec2:DescribeVpcEndpoints': 1 });
  });

  it('names the path in a reply that does not fit the schema', async () => {
    const odd = JSON.parse('{ "VpcEndpointId": "vpce-2", "VpcId": 2 }') as SdkVpcEndpoint;
    const { snapshot } = await gather(
      { 'ec2:DescribeVpcEndpoints': () => ({ VpcEndpoints: [endpoint('vpce-1', 'vpc-1'), odd] }) },
      { endpoints: 'all' },
    );
    expect(unreadableReason(snapshot, 'endpoints')).toMatch(
      /^the reply of ec2:DescribeVpcEndpoints, VpcEndpoints\[1\]\.VpcId: /,
    );
  });

  it('reads what lacks a field', async () => {
    const { VpcId: _, ...odd } = endpoint('vpce-2', '');
    const { snapshot } = await gather(
      { 'ec2:DescribeVpcEndpoints': () => ({ VpcEndpoints: [endpoint('vpce-1', 'vpc-1'), odd] }) },
      { endpoints: 'all' },
    );
    expect(valueOf(snapshot, 'endpoints').map(({ VpcEndpointId, VpcId }) => [VpcEndpointId, VpcId])).toEqual([
      ['vpce-1', 'vpc-1'],
      ['vpce-2', ''],
    ]);
  });

  it('leaves out a deleted VPC, and nothing else', async () => {
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
      { vpcAttributes: vpcs('vpc-1', 'vpc-2'), hostedZones: vpcs('vpc-1', 'vpc-2') },
    );
    expect(Object.keys(valueOf(snapshot, 'vpcAttributes'))).toEqual(['vpc-2']);
    expect(valueOf(snapshot, 'hostedZones')).toEqual({ 'vpc-2': [] });
  });

  it.each([
    [
      'throttled',
      ec2Error('RequestLimitExceeded', 'slow down', 503),
      /^ec2:DescribeVpcAttribute was throttled/,
    ],
    ['denied', ec2Error('UnauthorizedOperation', 'no', 403), /^ec2:DescribeVpcAttribute was denied/],
  ])('keeps the reason with a VPC whose read is %s, and reads the others', async (_, error, words) => {
    const { snapshot } = await gather(
      {
        'ec2:DescribeVpcAttribute': (input) => {
          if (input.VpcId === 'vpc-2') throw error;
          return stubs['ec2:DescribeVpcAttribute']?.(input) ?? {};
        },
      },
      { vpcAttributes: vpcs('vpc-1', 'vpc-2', 'vpc-3') },
    );
    const attributes = { enableDnsSupport: true, enableDnsHostnames: false };
    expect(valueOf(snapshot, 'vpcAttributes')).toEqual({
      'vpc-1': attributes,
      'vpc-2': { unreadable: expect.stringMatching(words) },
      'vpc-3': attributes,
    });
  });
});

const vpcOf = (VpcId: string, ...resources: string[]) => resources.map((id) => ({ id, VpcId }));

/** An EC2 stub that answers filtered Describe calls for these resources, and records the filters. */
function networkOf(resources: readonly { readonly id: string; readonly VpcId: string }[]) {
  const asked: string[] = [];
  const found = (
    call: string,
    prefix: string,
    filters: readonly { readonly Name?: string | undefined; readonly Values?: string[] | undefined }[] = [],
  ) => {
    const shown = filters.map(({ Name, Values }) => `${String(Name)}=${(Values ?? []).join(',')}`);
    asked.push([call, ...shown].join(' '));
    return resources.filter(
      ({ id, VpcId }) =>
        id.startsWith(prefix) &&
        filters.every(({ Name, Values = [] }) => Values.includes(Name === 'vpc-id' ? VpcId : id)),
    );
  };
  const stubs: Stubs = {
    'ec2:DescribeVpcs': ({ Filters }) => ({ Vpcs: found('vpcs', 'vpc-', Filters) }),
    'ec2:DescribeSubnets': ({ Filters }) => ({
      Subnets: found('subnets', 'subnet-', Filters).map(({ id, VpcId }) => ({ SubnetId: id, VpcId })),
    }),
    'ec2:DescribeRouteTables': ({ Filters }) => ({
      RouteTables: found('routeTables', 'rtb-', Filters).map(({ id, VpcId }) => ({
        RouteTableId: id,
        VpcId,
        Routes: [{ DestinationPrefixListId: 'pl-1', NatGatewayId: 'nat-1' }],
      })),
    }),
    'ec2:DescribeSecurityGroups': ({ Filters }) => ({
      SecurityGroups: found('securityGroups', 'sg-', Filters).map(({ id, VpcId }) => ({
        GroupId: id,
        VpcId,
        IpPermissions: [{ PrefixListIds: [{ PrefixListId: 'pl-1' }, { PrefixListId: 'pl-2' }] }],
      })),
    }),
    'ec2:DescribeNatGateways': ({ Filter }) => ({
      NatGateways: found('natGateways', 'nat-', Filter).map(({ id, VpcId }) => ({ NatGatewayId: id, VpcId })),
    }),
    'ec2:GetManagedPrefixListEntries': ({ PrefixListId: id, NextToken }) => {
      asked.push(`entries ${String(id)}`);
      if (id === 'pl-gone') throw ec2Error('InvalidPrefixListID.NotFound');
      return NextToken === undefined
        ? { Entries: [{ Cidr: '192.0.2.0/25' }], NextToken: 'more' }
        : { Entries: [{ Cidr: '192.0.2.128/25', Description: 'b' }] };
    },
    'ec2:DescribeVpcEndpoints': () => ({ VpcEndpoints: [endpoint('vpce-1', 'vpc-1')] }),
    'sagemaker:ListNotebookInstances': () => ({
      NotebookInstances: [{ NotebookInstanceName: 'churn', NotebookInstanceArn: 'arn:churn' }],
    }),
    'sagemaker:DescribeNotebookInstance': ({ NotebookInstanceName: name = '' }) => ({
      NotebookInstanceArn: `arn:${name}`,
      NotebookInstanceName: name,
      NotebookInstanceStatus: 'InService',
      SubnetId: 'subnet-1',
    }),
    'sagemaker:ListDomains': () => ({ Domains: [{ DomainId: 'd-1' }] }),
    'sagemaker:DescribeDomain': () => ({ DomainId: 'd-1', DomainArn: 'arn:d-1', VpcId: 'vpc-2' }),
  };
  return { stubs, asked };
}

describe('the network, by VPC', () => {
  const resources = [
    ...vpcOf('vpc-1', 'vpc-1', 'subnet-1', 'subnet-2', 'rtb-1', 'sg-1', 'nat-1'),
    ...vpcOf('vpc-2', 'vpc-2', 'subnet-3', 'rtb-2', 'sg-2', 'nat-2'),
  ];
  const slices = (narrow: Wanted<InVpcOf>) =>
    ({
      vpcs: narrow,
      subnets: narrow,
      routeTables: narrow,
      securityGroups: narrow,
      natGateways: narrow,
    }) as const;

  it('is read whole with one call per kind', async () => {
    const { stubs, asked } = networkOf(resources);
    const { snapshot } = await gather(stubs, slices('all'));
    expect(asked.toSorted()).toEqual(['natGateways', 'routeTables', 'securityGroups', 'subnets', 'vpcs']);
    expect(valueOf(snapshot, 'subnets').map(({ SubnetId }) => SubnetId)).toEqual([
      'subnet-1',
      'subnet-2',
      'subnet-3',
    ]);
    expect(valueOf(snapshot, 'natGateways')).toHaveLength(2);
  });

  const inVpc1 = ['natGateways', 'routeTables', 'securityGroups', 'subnets', 'vpcs'].map(
    (kind) => `${kind} vpc-id=vpc-1`,
  );

  it.each([
    ['a VPC', ['vpc-1'], []],
    ['a security group', ['sg-1'], ['securityGroups group-id=sg-1']],
    ['a route table', ['rtb-1'], ['routeTables route-table-id=rtb-1']],
    ['a NAT gateway', ['nat-1'], ['natGateways nat-gateway-id=nat-1']],
    ['a SageMaker endpoint', ['vpce-1'], []],
    ['an association that is gone', ['rtbassoc-9'], []],
    ['several of one VPC', ['sg-1', 'vpc-1'], ['securityGroups group-id=sg-1']],
  ])('is read for %s with at most one further call', async (_, narrow, more) => {
    const { stubs, asked } = networkOf(resources);
    const { snapshot } = await gather(stubs, slices(narrow.map((id) => inVpcOf(networkRef(id)))));
    expect(asked.toSorted()).toEqual([...inVpc1, ...more].toSorted());
    expect(valueOf(snapshot, 'routeTables').map(({ RouteTableId }) => RouteTableId)).toEqual(['rtb-1']);
    expect(valueOf(snapshot, 'vpcs').map(({ VpcId }) => VpcId)).toEqual(['vpc-1']);
  });

  it('is read for a notebook and a domain of the request', async () => {
    const { stubs, asked } = networkOf(resources);
    await gather(stubs, {
      notebooks: [namedSelector(notebookRef('churn'))],
      domains: [namedSelector(domainRef('d-1'))],
      securityGroups: [inVpcOf(notebookRef('churn'))],
      natGateways: [inVpcOf(domainRef('d-1'))],
    });
    expect(asked.toSorted()).toEqual([
      'natGateways vpc-id=vpc-2',
      'securityGroups vpc-id=vpc-1',
      'subnets subnet-id=subnet-1',
    ]);
  });

  it('is read for the subnet of a notebook with one further call, for all slices', async () => {
    const { stubs, asked } = networkOf(resources);
    const request = {
      notebooks: [namedSelector(notebookRef('churn'))],
      ...slices([inVpcOf(notebookRef('churn'))]),
    };
    const { snapshot } = await gather(stubs, request);
    expect(asked.toSorted()).toEqual([...inVpc1, 'subnets subnet-id=subnet-1'].toSorted());
    expect(valueOf(snapshot, 'routeTables').map(({ RouteTableId }) => RouteTableId)).toEqual(['rtb-1']);
    expect(valueOf(snapshot, 'vpcs').map(({ VpcId }) => VpcId)).toEqual(['vpc-1']);
  });

  it.each(['sg-2', 'vpc-2', 'nat-2', 'rtbassoc-2', 'vpce-2', 'subnet-3', 'd-1'])(
    'does not mistake the notebook %s for the resource that its name resembles',
    async (name) => {
      const { stubs, asked } = networkOf(resources);
      await gather(stubs, {
        notebooks: [namedSelector(notebookRef(name))],
        domains: 'all',
        routeTables: [inVpcOf(notebookRef(name))],
      });
      // The notebook is in subnet-1, and so in vpc-1; the resource that its name resembles is in vpc-2.
      expect(asked.toSorted()).toEqual(['routeTables vpc-id=vpc-1', 'subnets subnet-id=subnet-1']);
    },
  );

  it('is not read at all for resources that are in no VPC', async () => {
    const { stubs, asked } = networkOf(resources);
    const { snapshot } = await gather(
      stubs,
      slices([inVpcOf(networkRef('sg-unknown')), inVpcOf(notebookRef('no-such-notebook'))]),
    );
    expect(asked).toEqual(['securityGroups group-id=sg-unknown']);
    expect(valueOf(snapshot, 'securityGroups')).toEqual([]);
  });

  it('reads no notebooks and domains when the change is in a VPC without a SageMaker endpoint', async () => {
    const { stubs } = networkOf(resources);
    const group = networkRef('sg-2');
    const request = {
      notebooks: [nearSelector(group)],
      domains: [nearSelector(group)],
      routeTables: [inVpcOf(group)],
    };
    const { snapshot, calls } = await gather(stubs, request);
    expect(valueOf(snapshot, 'notebooks').items).toEqual([]);
    expect(calls).toEqual({
      'ec2:DescribeVpcEndpoints': 1,
      'ec2:DescribeSecurityGroups': 1,
      'ec2:DescribeRouteTables': 1,
    });
  });

  it('reads all notebooks and domains when the change is in a VPC with a SageMaker endpoint', async () => {
    const { stubs, asked } = networkOf(resources);
    const { snapshot } = await gather(stubs, {
      notebooks: [nearSelector(networkRef('sg-1'))],
      domains: [nearSelector(networkRef('sg-1'))],
    });
    expect(valueOf(snapshot, 'notebooks').items).toHaveLength(1);
    expect(valueOf(snapshot, 'domains').items).toHaveLength(1);
    expect(asked).toEqual(['securityGroups group-id=sg-1']);
  });

  it("reads the DNS of the consumers' VPCs too, and only of the endpoints' VPCs if consumers cannot be listed", async () => {
    const { stubs } = networkOf(resources);
    const dns: Stubs = {
      ...stubs,
      'ec2:DescribeVpcAttribute': () => ({
        EnableDnsSupport: { Value: true },
        EnableDnsHostnames: { Value: true },
      }),
    };
    const request = { notebooks: 'all', domains: 'all', endpoints: 'all', vpcAttributes: 'all' } as const;
    const { snapshot } = await gather(dns, request);
    expect(Object.keys(valueOf(snapshot, 'vpcAttributes'))).toEqual(['vpc-1', 'vpc-2']);
    const refused = { ...dns, 'sagemaker:ListDomains': fails(ec2Error('AccessDenied', 'no', 403)) };
    const { snapshot: partial } = await gather(refused, request);
    expect(Object.keys(valueOf(partial, 'vpcAttributes'))).toEqual(['vpc-1']);
  });

  it('includes the ranges of the prefix lists that it names, each read once', async () => {
    const { stubs, asked } = networkOf(resources);
    const request = {
      routeTables: vpcs('vpc-1'),
      securityGroups: vpcs('vpc-1'),
      prefixLists: 'all',
    } as const;
    const { snapshot } = await gather(stubs, request);
    const Cidrs = ['192.0.2.0/25', '192.0.2.128/25'];
    expect(valueOf(snapshot, 'prefixLists')).toEqual([
      { PrefixListId: 'pl-1', Cidrs },
      { PrefixListId: 'pl-2', Cidrs },
    ]);
    expect(asked.toSorted()).toEqual([
      ...['entries pl-1', 'entries pl-1', 'entries pl-2', 'entries pl-2'],
      'routeTables vpc-id=vpc-1',
      'securityGroups vpc-id=vpc-1',
    ]);
  });

  it('leaves out a deleted prefix list, and is unreadable when reading one is denied', async () => {
    const naming = (id: string): Stubs => ({
      ...networkOf([]).stubs,
      'ec2:DescribeRouteTables': () => ({
        RouteTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes: [{ DestinationPrefixListId: id }] }],
      }),
    });
    const request = { routeTables: 'all', prefixLists: 'all' } as const;
    const gone = await gather(naming('pl-gone'), request);
    expect(valueOf(gone.snapshot, 'prefixLists')).toEqual([]);
    const refused = await gather(
      {
        ...naming('pl-1'),
        'ec2:GetManagedPrefixListEntries': fails(ec2Error('UnauthorizedOperation', 'no', 403)),
      },
      request,
    );
    expect(unreadableReason(refused.snapshot, 'prefixLists')).toMatch(
      /^pl-1: ec2:GetManagedPrefixListEntries was denied/,
    );
  });

  it('requests a thousand per page, for route tables the hundred that AWS allows, and reads all pages', async () => {
    const sizes: unknown[] = [];
    const { snapshot } = await gather(
      {
        'ec2:DescribeVpcs': ({ MaxResults, NextToken }) => {
          sizes.push(MaxResults);
          return {
            Vpcs: [{ VpcId: NextToken ?? 'vpc-1' }],
            ...(NextToken === undefined ? { NextToken: 'vpc-2' } : {}),
          };
        },
        'ec2:DescribeRouteTables': ({ MaxResults }) => {
          sizes.push(MaxResults);
          return { RouteTables: [] };
        },
      },
      { vpcs: 'all', routeTables: 'all' },
    );
    expect(valueOf(snapshot, 'vpcs')).toHaveLength(2);
    expect(sizes.toSorted()).toEqual([100, 1_000, 1_000]);
  });

  it('includes the network interfaces of the VPCs, hidden ones too, in one call a page', async () => {
    const asked: unknown[] = [];
    const { snapshot, calls } = await gather(
      {
        'ec2:DescribeNetworkInterfaces': (input) => {
          asked.push(input);
          const NetworkInterfaceId = input.NextToken ?? 'eni-1';
          return {
            NetworkInterfaces: [{ NetworkInterfaceId, VpcId: 'vpc-1', Attachment: { InstanceId: 'i-1' } }],
            ...(input.NextToken === undefined ? { NextToken: 'eni-2' } : {}),
          };
        },
      },
      { networkInterfaces: vpcs('vpc-1', 'vpc-2') },
    );
    expect(valueOf(snapshot, 'networkInterfaces')).toEqual(
      ['eni-1', 'eni-2'].map((NetworkInterfaceId) => ({
        NetworkInterfaceId,
        VpcId: 'vpc-1',
        Attachment: { InstanceId: 'i-1' },
      })),
    );
    const input = {
      Filters: [{ Name: 'vpc-id', Values: ['vpc-1', 'vpc-2'] }],
      MaxResults: 1_000,
      IncludeManagedResources: true,
    };
    expect(asked).toEqual([
      { ...input, NextToken: undefined },
      { ...input, NextToken: 'eni-2' },
    ]);
    expect(calls).toEqual({ 'ec2:DescribeNetworkInterfaces': 2 });
  });
});
