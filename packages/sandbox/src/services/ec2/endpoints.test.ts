import { describe, expect, it } from '@jest/globals';
import {
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
  type CreateVpcEndpointRequest,
  type ModifyVpcEndpointRequest,
} from '@aws-sdk/client-ec2';
import { AssociateVPCWithHostedZoneCommand, CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import { useAccount } from '../../testing/account';
import { errorOf, failureOf } from '../../testing/clients';

const test = useAccount();
const HOUR = 3_600_000;
const ServiceName = 'com.amazonaws.us-east-1.sagemaker.api';
const NAME = 'api.sagemaker.us-east-1.amazonaws.com';

async function network(dns = true): Promise<{ VpcId: string; a: string; b: string; otherA: string }> {
  const { ec2 } = test.aws;
  const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
  const VpcId = Vpc?.VpcId ?? '';
  if (dns) await ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
  const subnet = async (octet: number, AvailabilityZone: string) => {
    const input = { VpcId, CidrBlock: `10.0.${octet}.0/24`, AvailabilityZone };
    return (await ec2.send(new CreateSubnetCommand(input))).Subnet?.SubnetId ?? '';
  };
  return {
    VpcId,
    a: await subnet(0, 'us-east-1a'),
    b: await subnet(1, 'us-east-1b'),
    otherA: await subnet(2, 'us-east-1a'),
  };
}

async function create(VpcId: string, extra: Partial<CreateVpcEndpointRequest> = {}): Promise<string> {
  const input = { VpcId, ServiceName, VpcEndpointType: 'Interface' as const, ...extra };
  const { VpcEndpoint } = await test.aws.ec2.send(new CreateVpcEndpointCommand(input));
  return VpcEndpoint?.VpcEndpointId ?? '';
}

const modify = (VpcEndpointId: string, extra: Partial<ModifyVpcEndpointRequest>) =>
  test.aws.ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, ...extra }));

async function described(id: string) {
  const { VpcEndpoints } = await test.aws.ec2.send(new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }));
  return VpcEndpoints?.[0];
}

describe('creating an endpoint', () => {
  it('starts pending, then becomes available (in lower case), with the default group and policy', async () => {
    const { VpcId, a } = await network();
    const id = await create(VpcId, { SubnetIds: [a] });
    const states = [String((await described(id))?.State)];
    await test.sandbox.clock.advance(HOUR);
    const endpoint = await described(id);
    expect([...states, String(endpoint?.State)]).toEqual(['pending', 'available']);
    expect(JSON.parse(endpoint?.PolicyDocument ?? '')).toEqual({
      Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }],
    });
    const { SecurityGroups } = await test.aws.ec2.send(new DescribeSecurityGroupsCommand({}));
    expect(endpoint?.Groups?.map((group) => group.GroupId)).toEqual([SecurityGroups?.[0]?.GroupId]);
    expect(endpoint).toMatchObject({
      OwnerId: '111122223333',
      RequesterManaged: false,
      PrivateDnsEnabled: false,
    });
  });

  it('defaults to a gateway endpoint, which SageMaker does not have', async () => {
    const { VpcId } = await network();
    const { ec2 } = test.aws;
    expect(await errorOf(ec2.send(new CreateVpcEndpointCommand({ VpcId, ServiceName })))).toBe(
      'InvalidParameter',
    );
    const s3 = await ec2.send(
      new CreateVpcEndpointCommand({ VpcId, ServiceName: 'com.amazonaws.us-east-1.s3' }),
    );
    expect(s3.VpcEndpoint?.VpcEndpointType).toBe('Gateway');
  });

  it('is idempotent by ClientToken', async () => {
    const { VpcId } = await network();
    const first = await create(VpcId, { ClientToken: 'once' });
    expect(await create(VpcId, { ClientToken: 'once' })).toBe(first);
    expect(await errorOf(create(VpcId, { ClientToken: 'once', PrivateDnsEnabled: true }))).toBe(
      'IdempotentParameterMismatch',
    );
    expect(await create(VpcId)).not.toBe(first);
  });

  it('accepts tags for vpc-endpoint only, and filters by tag', async () => {
    const { VpcId } = await network();
    const TagSpecifications = [
      { ResourceType: 'vpc-endpoint' as const, Tags: [{ Key: 'owner', Value: 'ml' }] },
    ];
    const id = await create(VpcId, { TagSpecifications });
    const wrong = [{ ResourceType: 'vpc' as const, Tags: [{ Key: 'owner', Value: 'ml' }] }];
    expect(await errorOf(create(VpcId, { TagSpecifications: wrong }))).toBe('InvalidParameterValue');
    const Filters = [
      { Name: 'tag:owner', Values: ['ml'] },
      { Name: 'service-name', Values: [ServiceName] },
      { Name: 'vpc-endpoint-type', Values: ['Interface'] },
      { Name: 'vpc-endpoint-state', Values: ['pending'] },
    ];
    const { VpcEndpoints } = await test.aws.ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
    expect(VpcEndpoints?.map((endpoint) => endpoint.VpcEndpointId)).toEqual([id]);
  });

  it.each([
    ['InvalidServiceName', { ServiceName: 'com.amazonaws.us-east-1.nonsense' }],
    ['InvalidVpcID.NotFound', { VpcId: 'vpc-00000000' }],
    ['InvalidSubnetID.NotFound', { SubnetIds: ['subnet-00000000'] }],
    ['InvalidGroup.NotFound', { SecurityGroupIds: ['sg-00000000'] }],
    ['InvalidPolicyDocument', { PolicyDocument: '{' }],
    ['InvalidPolicyDocument', { PolicyDocument: `{"Statement":[]}${' '.repeat(20_480)}` }],
    ['DryRunOperation', { DryRun: true }],
  ])('refuses with %s', async (code, extra) => {
    const { VpcId } = await network();
    expect(await errorOf(create(VpcId, extra))).toBe(code);
  });

  it('accepts one subnet per zone', async () => {
    const { VpcId, a, b, otherA } = await network();
    expect(await errorOf(create(VpcId, { SubnetIds: [a, otherA] }))).toBe('DuplicateSubnetsInSameZone');
    const id = await create(VpcId, { SubnetIds: [a, b] });
    const swap = { AddSubnetIds: [otherA], RemoveSubnetIds: [a] };
    expect(await errorOf(modify(id, swap))).toBe('DuplicateSubnetsInSameZone');
    await modify(id, { RemoveSubnetIds: [a] });
    await modify(id, { AddSubnetIds: [otherA] });
    expect((await described(id))?.SubnetIds).toEqual([b, otherA]);
  });

  it('has a quota for each VPC', async () => {
    Object.assign(test.sandbox.account.quotas, { interfaceEndpointsPerVpc: 1 });
    const { VpcId } = await network();
    await create(VpcId);
    expect(await errorOf(create(VpcId))).toBe('VpcEndpointLimitExceeded');
  });
});

describe('private DNS', () => {
  it('needs both DNS attributes', async () => {
    const { VpcId } = await network(false);
    const failure = await failureOf(create(VpcId, { PrivateDnsEnabled: true }));
    expect(failure?.name).toBe('InvalidParameter');
    expect(failure?.message).toContain('enableDnsSupport and enableDnsHostnames');
    const id = await create(VpcId);
    expect(await errorOf(modify(id, { PrivateDnsEnabled: true }))).toBe('InvalidParameter');
    await test.aws.ec2.send(new ModifyVpcAttributeCommand({ VpcId, EnableDnsHostnames: { Value: true } }));
    await modify(id, { PrivateDnsEnabled: true });
    const endpoint = await described(id);
    expect(endpoint?.PrivateDnsEnabled).toBe(true);
    expect(endpoint?.DnsEntries?.map((entry) => entry.DnsName)).toContain(NAME);
  });

  it('belongs to one endpoint of a service in a VPC, and is released minutes after its deletion', async () => {
    const { VpcId } = await network();
    const owner = await create(VpcId, { PrivateDnsEnabled: true });
    const other = await create(VpcId);
    const failure = await failureOf(modify(other, { PrivateDnsEnabled: true }));
    expect([failure?.name, failure?.message]).toEqual([
      'InvalidParameter',
      'private-dns-enabled cannot be set because there is already a conflicting DNS domain for ' +
        `${NAME} in the VPC ${VpcId}`,
    ]);
    await test.aws.ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [owner] }));
    expect(String((await described(owner))?.State)).toBe('deleting');
    expect(await errorOf(modify(other, { PrivateDnsEnabled: true }))).toBe('InvalidParameter');
    await test.sandbox.clock.advance(HOUR);
    expect(await errorOf(described(owner))).toBe('InvalidVpcEndpointId.NotFound');
    expect(await errorOf(modify(other, { PrivateDnsEnabled: true }))).toBe('none');
  });

  it('conflicts with an associated private hosted zone of the same name', async () => {
    const { VpcId } = await network();
    const central = await network();
    const id = await create(VpcId);
    const { HostedZone } = await test.aws.route53.send(
      new CreateHostedZoneCommand({
        Name: NAME,
        CallerReference: '1',
        VPC: { VPCId: central.VpcId, VPCRegion: 'us-east-1' },
      }),
    );
    expect(await errorOf(modify(id, { PrivateDnsEnabled: true }))).toBe('none');
    await modify(id, { PrivateDnsEnabled: false });
    const VPC = { VPCId: VpcId, VPCRegion: 'us-east-1' as const };
    await test.aws.route53.send(new AssociateVPCWithHostedZoneCommand({ HostedZoneId: HostedZone?.Id, VPC }));
    expect((await failureOf(modify(id, { PrivateDnsEnabled: true })))?.message).toContain(
      'conflicting DNS domain',
    );
  });
});

describe('changing an endpoint', () => {
  it('replaces and resets the policy, changes groups, and becomes pending in between', async () => {
    const { VpcId, a } = await network();
    const id = await create(VpcId, { SubnetIds: [a] });
    await test.sandbox.clock.advance(HOUR);
    const policy = JSON.stringify({
      Statement: [{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' }],
    });
    await modify(id, { PolicyDocument: policy });
    expect((await described(id))?.PolicyDocument).toBe(policy);
    await modify(id, { ResetPolicy: true });
    expect((await described(id))?.PolicyDocument).toContain('Allow');
    await modify(id, { PrivateDnsEnabled: true });
    expect(String((await described(id))?.State)).toBe('pending');
    await test.sandbox.clock.advance(HOUR);
    expect(String((await described(id))?.State)).toBe('available');
    const group = (await described(id))?.Groups?.[0]?.GroupId ?? '';
    expect(await errorOf(modify(id, { RemoveSecurityGroupIds: [group] }))).toBe('InvalidParameter');
  });

  it.each([
    ['InvalidVpcEndpointId.NotFound', 'vpce-00000000', {}],
    ['InvalidVpcEndpointId.Malformed', 'nonsense', {}],
  ])('refuses with %s', async (code, id, extra) => {
    expect(await errorOf(modify(id, extra))).toBe(code);
  });

  it('refuses a policy if the service supports none', async () => {
    const { VpcId } = await network();
    const id = await create(VpcId, { ServiceName: 'com.amazonaws.us-east-1.sagemaker.runtime-fips' });
    expect(await errorOf(modify(id, { PolicyDocument: '{"Statement":[]}' }))).toBe('InvalidParameter');
  });
});

describe('deleting and listing endpoints', () => {
  it('reports what could not be deleted on an HTTP 200', async () => {
    const { VpcId } = await network();
    const id = await create(VpcId);
    const ids = [id, 'vpce-00000000000000000'];
    const answer = await test.aws.ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: ids }));
    expect(answer.Unsuccessful).toMatchObject([
      { ResourceId: ids[1], Error: { Code: 'InvalidVpcEndpoint.NotFound' } },
    ]);
    expect(answer.$metadata.httpStatusCode).toBe(200);
  });

  it('returns pages', async () => {
    const { VpcId } = await network();
    const ids = [await create(VpcId), await create(VpcId), await create(VpcId)];
    const { ec2 } = test.aws;
    const first = await ec2.send(new DescribeVpcEndpointsCommand({ MaxResults: 2 }));
    const second = await ec2.send(
      new DescribeVpcEndpointsCommand({ MaxResults: 2, NextToken: first.NextToken }),
    );
    const all = [...(first.VpcEndpoints ?? []), ...(second.VpcEndpoints ?? [])];
    expect(all.map((endpoint) => endpoint.VpcEndpointId)).toEqual(ids);
    expect(await errorOf(ec2.send(new DescribeVpcEndpointsCommand({ NextToken: 'x' })))).toBe(
      'InvalidNextToken',
    );
  });

  it('lists every SageMaker service with its private DNS name', async () => {
    const { ec2 } = test.aws;
    const { ServiceNames, ServiceDetails } = await ec2.send(new DescribeVpcEndpointServicesCommand({}));
    const R = 'us-east-1';
    for (const name of ['api', 'runtime', 'api-fips', 'runtime-fips', 'featurestore-runtime', 'metrics']) {
      expect(ServiceNames).toContain(`com.amazonaws.${R}.sagemaker.${name}`);
    }
    for (const name of ['notebook', 'studio', 'experiments', 'partner-app']) {
      expect(ServiceNames).toContain(`aws.sagemaker.${R}.${name}`);
    }
    const studio = ServiceDetails?.find((service) => service.ServiceName === `aws.sagemaker.${R}.studio`);
    expect(studio).toMatchObject({
      PrivateDnsName: `*.studio.${R}.sagemaker.aws`,
      PrivateDnsNames: [{ PrivateDnsName: `*.studio.${R}.sagemaker.aws` }],
      VpcEndpointPolicySupported: true,
      ServiceType: [{ ServiceType: 'Interface' }],
    });
    const fips = new DescribeVpcEndpointServicesCommand({
      ServiceNames: [`com.amazonaws.${R}.sagemaker.runtime-fips`],
    });
    expect((await ec2.send(fips)).ServiceDetails?.[0]?.VpcEndpointPolicySupported).toBe(false);
    const nonsense = new DescribeVpcEndpointServicesCommand({ ServiceNames: ['com.amazonaws.nonsense'] });
    expect(await errorOf(ec2.send(nonsense))).toBe('InvalidServiceName');
  });
});
