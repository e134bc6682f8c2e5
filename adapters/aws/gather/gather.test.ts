import { describe, expect, it } from '@jest/globals';
import { EC2ServiceException, type VpcEndpoint as SdkVpcEndpoint } from '@aws-sdk/client-ec2';
import { IAMServiceException } from '@aws-sdk/client-iam';
import { InvalidVPCId } from '@aws-sdk/client-route-53';
import {
  type DescribeNotebookInstanceCommandOutput,
  ResourceNotFound,
  SageMakerServiceException,
} from '@aws-sdk/client-sagemaker';
import type { SliceName, Slices } from '../../../core/slices';
import type { ReadRequest, Snapshot } from '../../../core/snapshot';
import { stubClients, type Stubs } from '../fixtures/stub-clients';
import { createGather } from './index';

const at = '2026-11-22T05:00:00.000Z';
const place = { account: '111122223333', region: 'us-east-1' };

/** Gathers against the stubs; gives the snapshot and how often each call was made. */
async function gather(stubs: Stubs, request: ReadRequest) {
  const clients = await stubClients(stubs);
  const snapshot = await createGather({ clients, place, now: () => at })(request);
  return { snapshot, calls: Object.fromEntries(clients.calls) };
}

function valueOf<S extends SliceName>(snapshot: Snapshot, slice: S): Slices[S] {
  const reading = snapshot.read(slice);
  if (reading.status === 'unreadable') throw new Error(reading.because);
  return reading.value;
}

function reasonOf(snapshot: Snapshot, slice: SliceName): string {
  const reading = snapshot.read(slice);
  return reading.status === 'unreadable' ? reading.because : 'it was read';
}

const notebook = (name: string): Omit<DescribeNotebookInstanceCommandOutput, '$metadata'> => ({
  NotebookInstanceArn: `arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/${name}`,
  NotebookInstanceName: name,
  NotebookInstanceStatus: 'InService',
  DirectInternetAccess: 'Enabled',
  CreationTime: new Date(0),
});

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
const sagemakerError = (name: string, message: string) =>
  new SageMakerServiceException({ name, message, $fault: 'client', $metadata: { httpStatusCode: 400 } });
const denied = sagemakerError('AccessDeniedException', 'not authorized to perform: sagemaker:X');

function fails(error: Error): () => never {
  return () => {
    throw error;
  };
}

describe('notebooks', () => {
  const names = Array.from({ length: 230 }, (_, index) => `nb-${String(index)}`);
  const list: Stubs['sagemaker:ListNotebookInstances'] = ({ NextToken = '0', MaxResults = 10 }) => {
    const start = Number(NextToken);
    const end = start + MaxResults;
    return {
      NotebookInstances: names.slice(start, end).map((name) => ({
        NotebookInstanceName: name,
        NotebookInstanceArn: `arn:${name}`,
      })),
      ...(end < names.length ? { NextToken: String(end) } : {}),
    };
  };
  const describeOne: Stubs['sagemaker:DescribeNotebookInstance'] = ({ NotebookInstanceName: name = '' }) =>
    notebook(name);

  it('lists pages of a hundred and describes each, in order', async () => {
    const { snapshot, calls } = await gather(
      { 'sagemaker:ListNotebookInstances': list, 'sagemaker:DescribeNotebookInstance': describeOne },
      { notebooks: 'all' },
    );
    const { items, unreadable } = valueOf(snapshot, 'notebooks');
    expect(items.map(({ NotebookInstanceName }) => NotebookInstanceName)).toEqual(names);
    expect(unreadable).toEqual([]);
    expect(calls).toEqual({
      'sagemaker:ListNotebookInstances': 3,
      'sagemaker:DescribeNotebookInstance': 230,
    });
    expect(snapshot.read('notebooks').at).toBe(at);
  });

  it('describes only those asked for; one that is gone is absent', async () => {
    const { snapshot, calls } = await gather(
      {
        'sagemaker:DescribeNotebookInstance': (input) => {
          if (input.NotebookInstanceName === 'gone')
            throw sagemakerError('ValidationException', 'RecordNotFound');
          return notebook('here');
        },
      },
      { notebooks: ['gone', 'here'] },
    );
    expect(valueOf(snapshot, 'notebooks').items).toHaveLength(1);
    expect(valueOf(snapshot, 'notebooks').unreadable).toEqual([]);
    expect(calls).toEqual({ 'sagemaker:DescribeNotebookInstance': 2 });
  });

  it('asks for nothing when nothing is asked for', async () => {
    const { snapshot, calls } = await gather(
      {},
      { notebooks: [], subnets: [], endpoints: [], vpcAttributes: [] },
    );
    expect(valueOf(snapshot, 'notebooks')).toEqual({ items: [], unreadable: [] });
    expect(valueOf(snapshot, 'endpoints')).toEqual([]);
    expect(calls).toEqual({});
    expect(reasonOf(snapshot, 'domains')).toBe('the slice domains was not gathered');
  });

  it('keeps those that could not be described as unreadable, with the reason', async () => {
    const { snapshot } = await gather(
      {
        'sagemaker:DescribeNotebookInstance': ({ NotebookInstanceName: name = '' }) => {
          if (name === 'secret') throw denied;
          return name === 'odd' ? { NotebookInstanceName: name } : notebook(name);
        },
      },
      { notebooks: ['secret', 'odd', 'fine'] },
    );
    const { items, unreadable } = valueOf(snapshot, 'notebooks');
    expect(items.map(({ NotebookInstanceName }) => NotebookInstanceName)).toEqual(['fine']);
    expect(unreadable).toEqual([
      {
        id: 'secret',
        because: expect.stringMatching(/^sagemaker:DescribeNotebookInstance was denied \(AccessDenied/),
      },
      {
        id: 'odd',
        because: expect.stringMatching(
          /^the reply of sagemaker:DescribeNotebookInstance, NotebookInstanceArn: /,
        ),
      },
    ]);
  });

  it('is unreadable, never empty, when the list is refused', async () => {
    const { snapshot } = await gather(
      { 'sagemaker:ListNotebookInstances': fails(denied) },
      { notebooks: 'all' },
    );
    expect(reasonOf(snapshot, 'notebooks')).toMatch(/^sagemaker:ListNotebookInstances was denied/);
  });

  it('is unreadable when a page token repeats', async () => {
    const { snapshot, calls } = await gather(
      { 'sagemaker:ListNotebookInstances': () => ({ NotebookInstances: [], NextToken: 'same' }) },
      { notebooks: 'all' },
    );
    expect(reasonOf(snapshot, 'notebooks')).toMatch(/same page token twice/);
    expect(calls['sagemaker:ListNotebookInstances']).toBe(2);
  });

  it('has at most eight describes in flight', async () => {
    const clients = await stubClients({
      'sagemaker:ListNotebookInstances': list,
      'sagemaker:DescribeNotebookInstance': describeOne,
    });
    let inFlight = 0;
    let most = 0;
    (await clients.sagemaker()).middlewareStack.add((next) => async (args) => {
      inFlight += 1;
      most = Math.max(most, inFlight);
      await new Promise((done) => setTimeout(done, 1));
      const reply = await next(args);
      inFlight -= 1;
      return reply;
    });
    await createGather({ clients, place, now: () => at })({ notebooks: names.slice(0, 50) });
    expect(most).toBe(8);
  });
});

describe('domains', () => {
  const arn = 'arn:aws:sagemaker:us-east-1:111122223333:domain/';

  it('lists and describes each; a domain that goes meanwhile is absent', async () => {
    const { snapshot, calls } = await gather(
      {
        'sagemaker:ListDomains': ({ NextToken }) =>
          NextToken === undefined
            ? { Domains: [{ DomainId: 'd-1' }, { DomainId: 'd-2' }], NextToken: 'more' }
            : { Domains: [{ DomainId: 'd-3' }] },
        'sagemaker:DescribeDomain': ({ DomainId: id = '' }) => {
          if (id === 'd-2')
            throw new ResourceNotFound({
              message: 'gone',
              Message: 'gone',
              $metadata: { httpStatusCode: 400 },
            });
          return { DomainId: id, DomainArn: arn + id, AppNetworkAccessType: 'VpcOnly', Status: 'InService' };
        },
      },
      { domains: 'all' },
    );
    expect(valueOf(snapshot, 'domains')).toEqual({
      items: ['d-1', 'd-3'].map((id) => ({
        DomainId: id,
        DomainArn: arn + id,
        AppNetworkAccessType: 'VpcOnly',
        Status: 'InService',
      })),
      unreadable: [],
    });
    expect(calls).toEqual({ 'sagemaker:ListDomains': 2, 'sagemaker:DescribeDomain': 3 });
  });
});

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
          if (input.VPCId === 'vpc-1') throw new InvalidVPCId({ message: 'not yours', $metadata: {} });
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

describe('principals', () => {
  const document = '%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D';
  const arn = 'arn:aws:iam::111122223333:';
  const pages: Stubs['iam:GetAccountAuthorizationDetails'] = ({ Marker, Filter, MaxItems }) => {
    expect(Filter).toEqual(['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy']);
    expect(MaxItems).toBe(1_000);
    return Marker === undefined
      ? {
          UserDetailList: [
            {
              UserName: 'u',
              Arn: `${arn}user/u`,
              UserPolicyList: [{ PolicyName: 'p', PolicyDocument: document }],
            },
          ],
          IsTruncated: true,
          Marker: 'page-2',
        }
      : {
          RoleDetailList: [{ RoleName: 'r', Arn: `${arn}role/r`, AssumeRolePolicyDocument: document }],
          GroupDetailList: [{ GroupName: 'g', Arn: `${arn}group/g` }],
          Policies: [{ PolicyName: 'p', Arn: `${arn}policy/p`, DefaultVersionId: 'v1' }],
          // AWS says with IsTruncated that this is the last page; a Marker without it means nothing.
          IsTruncated: false,
          Marker: 'page-3',
        };
  };

  it('puts the pages together, documents as they came, with the quotas', async () => {
    const { snapshot, calls } = await gather(
      {
        'iam:GetAccountAuthorizationDetails': pages,
        'iam:GetAccountSummary': () => ({
          SummaryMap: { Users: 1, AttachedPoliciesPerUserQuota: 10, AttachedPoliciesPerRoleQuota: 20 },
        }),
      },
      { principals: ['r'] },
    );
    expect(valueOf(snapshot, 'principals')).toEqual({
      UserDetailList: [
        {
          UserName: 'u',
          Arn: `${arn}user/u`,
          UserPolicyList: [{ PolicyName: 'p', PolicyDocument: document }],
        },
      ],
      RoleDetailList: [{ RoleName: 'r', Arn: `${arn}role/r`, AssumeRolePolicyDocument: document }],
      GroupDetailList: [{ GroupName: 'g', Arn: `${arn}group/g` }],
      Policies: [{ PolicyName: 'p', Arn: `${arn}policy/p`, DefaultVersionId: 'v1' }],
      Quotas: { AttachedPoliciesPerUserQuota: 10, AttachedPoliciesPerRoleQuota: 20 },
    });
    expect(calls).toEqual({ 'iam:GetAccountAuthorizationDetails': 2, 'iam:GetAccountSummary': 1 });
  });

  const refused = new IAMServiceException({
    name: 'AccessDenied',
    message: 'no',
    $fault: 'client',
    $metadata: { httpStatusCode: 403 },
  });

  it('is read without quotas where only those are refused', async () => {
    const { snapshot } = await gather(
      { 'iam:GetAccountAuthorizationDetails': pages, 'iam:GetAccountSummary': fails(refused) },
      { principals: 'all' },
    );
    expect(valueOf(snapshot, 'principals')).not.toHaveProperty('Quotas');
    expect(valueOf(snapshot, 'principals').RoleDetailList).toHaveLength(1);
  });

  it('is unreadable where the second page is refused', async () => {
    const { snapshot } = await gather(
      {
        'iam:GetAccountAuthorizationDetails': (input) => {
          if (input.Marker !== undefined) throw refused;
          return pages(input);
        },
        'iam:GetAccountSummary': () => ({ SummaryMap: {} }),
      },
      { principals: 'all' },
    );
    expect(reasonOf(snapshot, 'principals')).toBe(
      'iam:GetAccountAuthorizationDetails was denied (AccessDenied): no',
    );
  });
});

it('says how to give the policies of the organization, which a member account cannot read', async () => {
  const { snapshot, calls } = await gather({}, { organizationPolicies: 'all' });
  expect(reasonOf(snapshot, 'organizationPolicies')).toMatch(/organization-policies\.json/);
  expect(calls).toEqual({});
});
