import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeRouteTablesCommand,
  ModifyVpcAttributeCommand,
} from '@aws-sdk/client-ec2';
import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateHostedZoneCommand } from '@aws-sdk/client-route-53';
import {
  CreateAppCommand,
  CreateDomainCommand,
  CreateNotebookInstanceCommand,
  CreateUserProfileCommand,
  DeleteNotebookInstanceCommand,
} from '@aws-sdk/client-sagemaker';
import { type AwsClients, createClients } from '../../adapters/aws/clients';
import { currentPlace } from '../../adapters/aws/current-place';
import {
  domainRef,
  inVpcOf,
  namedSelector,
  networkRef,
  notebookRef,
} from '../../adapters/aws/fixtures/selecting';
import { createGather } from '../../adapters/aws/gather';
import { readExport, writeExport } from '../../adapters/export';
import { pooled } from '../../core/lists/pooled';
import { type SliceName, sliceNames, type Slices } from '../../core/slices';
import type { ReadRequest, Snapshot } from '../../core/model/snapshot';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { seedAccount, type SeedCall } from '@palisade/sandbox/seeds';
import { nonEmpty } from '../non-empty';

const at = '2026-11-22T05:00:00.000Z';
const environment = { AWS_ACCESS_KEY_ID: 'AKIATEST', AWS_SECRET_ACCESS_KEY: 'secret', AWS_MAX_ATTEMPTS: '2' };
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sagemaker:*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:x': 'ü+ %' } },
    },
  ],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

const everything: ReadRequest = Object.fromEntries(sliceNames.map((name) => [name, 'all']));

function valueOf<S extends SliceName>(snapshot: Snapshot, slice: S): Slices[S] {
  const reading = snapshot.read(slice);
  if (reading.status === 'unreadable') throw new Error(reading.because);
  return reading.value;
}

/** A Resolver rule in the VPC, and a Profile that brings it a zone (`/hostedzone/…`) for names of SageMaker. */
const nameResolution = (vpc: string, zoneId: string): readonly SeedCall[] => [
  {
    call: 'route53resolver:CreateResolverRule',
    input: { CreatorRequestId: '1', RuleType: 'SYSTEM', DomainName: 'corp.example.com' },
    as: 'rule',
  },
  {
    call: 'route53resolver:AssociateResolverRule',
    input: { ResolverRuleId: { $ref: 'rule.ResolverRule.Id' }, VPCId: vpc },
  },
  { call: 'route53profiles:CreateProfile', input: { Name: 'central', ClientToken: '1' }, as: 'profile' },
  {
    call: 'route53profiles:AssociateResourceToProfile',
    input: {
      Name: 'zone',
      ProfileId: { $ref: 'profile.Profile.Id' },
      ResourceArn: `arn:aws:route53:::${zoneId.slice(1)}`,
    },
  },
  {
    call: 'route53profiles:AssociateProfile',
    input: { Name: 'ml', ProfileId: { $ref: 'profile.Profile.Id' }, ResourceId: vpc },
  },
];

/** One account serves all tests: the SDK sends and receives the same as with AWS. */
describe('gathering through the real SDK', () => {
  let sandbox: Sandbox;
  let before: NodeJS.ProcessEnv;
  let vpc = '';
  let subnet = '';
  let api = '';
  let nat = '';
  const notebooks = Array.from({ length: 120 }, (_, index) => `nb-${String(index).padStart(3, '0')}`);

  beforeAll(async () => {
    before = process.env;
    sandbox = await startSandbox({ clock: 'manual', region: 'eu-west-1' });
    process.env = { ...before, ...environment, AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: 'eu-west-1' };
    await seed(createClients());
  }, 60_000);

  afterAll(async () => {
    process.env = before;
    await sandbox.stop();
  });

  beforeEach(() => {
    sandbox.setFault(undefined);
    sandbox.resetCalls();
  });

  async function seed(clients: AwsClients): Promise<void> {
    const ec2 = await clients.ec2();
    const made = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    vpc = made.Vpc?.VpcId ?? '';
    await ec2.send(new ModifyVpcAttributeCommand({ VpcId: vpc, EnableDnsHostnames: { Value: true } }));
    const inZone = await ec2.send(
      new CreateSubnetCommand({ VpcId: vpc, CidrBlock: '10.0.1.0/24', AvailabilityZone: 'eu-west-1a' }),
    );
    subnet = inZone.Subnet?.SubnetId ?? '';
    const gateway = await ec2.send(new CreateNatGatewayCommand({ SubnetId: subnet }));
    nat = gateway.NatGateway?.NatGatewayId ?? '';
    const { RouteTables } = await ec2.send(new DescribeRouteTablesCommand({}));
    await ec2.send(
      new CreateRouteCommand({
        RouteTableId: RouteTables?.[0]?.RouteTableId,
        DestinationPrefixListId: 'pl-63a5400a',
        NatGatewayId: nat,
      }),
    );
    const endpoints = [
      'com.amazonaws.eu-west-1.sagemaker.api',
      'aws.sagemaker.eu-west-1.studio',
      'com.amazonaws.eu-west-1.s3',
    ];
    for (const ServiceName of endpoints) {
      const isGateway = ServiceName.endsWith('s3');
      const reply = await ec2.send(
        new CreateVpcEndpointCommand({
          VpcId: vpc,
          ServiceName,
          VpcEndpointType: isGateway ? 'Gateway' : 'Interface',
          ...(isGateway ? {} : { SubnetIds: [subnet], PrivateDnsEnabled: true }),
        }),
      );
      if (ServiceName.endsWith('api')) api = reply.VpcEndpoint?.VpcEndpointId ?? '';
    }
    const route53 = await clients.route53();
    await route53.send(
      new CreateHostedZoneCommand({
        Name: 'corp.example.com',
        CallerReference: 'r',
        VPC: { VPCId: vpc, VPCRegion: 'eu-west-1' },
      }),
    );
    const { HostedZone } = await route53.send(
      new CreateHostedZoneCommand({
        Name: 'sagemaker.eu-west-1.amazonaws.com',
        CallerReference: 'central',
        VPC: { VPCId: 'vpc-0central', VPCRegion: 'eu-west-1' },
      }),
    );
    await seedAccount(sandbox, nameResolution(vpc, HostedZone?.Id ?? ''));
    const sagemaker = await clients.sagemaker();
    await pooled(8, notebooks, async (name) => {
      await sagemaker.send(
        new CreateNotebookInstanceCommand({
          NotebookInstanceName: name,
          InstanceType: 'ml.t3.medium',
          RoleArn: 'arn:aws:iam::111122223333:role/r',
        }),
      );
    });
    const { DomainId } = await sagemaker.send(
      new CreateDomainCommand({
        DomainName: 'studio',
        AuthMode: 'IAM',
        DefaultUserSettings: { ExecutionRole: 'arn:aws:iam::111122223333:role/r' },
        SubnetIds: [subnet],
        VpcId: vpc,
        AppNetworkAccessType: 'VpcOnly',
      }),
    );
    await sagemaker.send(new CreateUserProfileCommand({ DomainId, UserProfileName: 'ana' }));
    await sagemaker.send(
      new CreateAppCommand({ DomainId, UserProfileName: 'ana', AppType: 'JupyterLab', AppName: 'default' }),
    );
    const iam = await clients.iam();
    await iam.send(new CreateUserCommand({ UserName: 'ana', Tags: [{ Key: 'team', Value: 'ml' }] }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'ana', PolicyName: 'p', PolicyDocument: policy }));
    await iam.send(new CreateGroupCommand({ GroupName: 'ds' }));
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'ds', PolicyName: 'g', PolicyDocument: policy }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'ds', UserName: 'ana' }));
    await iam.send(new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: trust }));
    // Enough for a second page; created inside the account, because a thousand calls would take long.
    for (let index = 0; index < 1_000; index += 1) sandbox.admin.createSsoRole(`sso-${String(index)}`);
    await sandbox.clock.advance(600_000);
  }

  async function gather(request: ReadRequest): Promise<{ snapshot: Snapshot; clients: AwsClients }> {
    const clients = createClients();
    const place = await currentPlace(clients);
    return { snapshot: await createGather({ clients, place, now: () => at })(request), clients };
  }

  /** How often each call reached the account, by the account's own count. */
  function received(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { service, operation } of sandbox.calls()) {
      const call = `${service}:${operation}`;
      counts[call] = (counts[call] ?? 0) + 1;
    }
    return counts;
  }

  it('reads every slice', async () => {
    const { snapshot, clients } = await gather(everything);
    expect(snapshot.place).toEqual({ account: sandbox.accountId, partition: 'aws', region: 'eu-west-1' });

    const listing = valueOf(snapshot, 'notebooks');
    expect(listing.items.map(({ NotebookInstanceName }) => NotebookInstanceName).toSorted()).toEqual(
      notebooks,
    );
    expect(listing.items[0]).toMatchObject({
      DirectInternetAccess: 'Enabled',
      NotebookInstanceStatus: 'InService',
    });
    expect(listing.unreadable).toEqual([]);
    expect(valueOf(snapshot, 'apps')).toMatchObject([
      { UserProfileName: 'ana', AppType: 'JupyterLab', Status: 'InService' },
    ]);
    expect(valueOf(snapshot, 'domains').items).toMatchObject([
      { AppNetworkAccessType: 'VpcOnly', SubnetIds: [subnet] },
    ]);
    expect(
      valueOf(snapshot, 'endpoints')
        .map(({ ServiceName, State }) => `${ServiceName} ${State}`)
        .toSorted(),
    ).toEqual([
      'aws.sagemaker.eu-west-1.studio available',
      'com.amazonaws.eu-west-1.sagemaker.api available',
    ]);
    expect(
      valueOf(snapshot, 'endpointServices')
        .map(({ PrivateDnsName }) => PrivateDnsName)
        .toSorted(),
    ).toEqual([
      '*.notebook.eu-west-1.sagemaker.aws',
      '*.studio.eu-west-1.sagemaker.aws',
      'api.sagemaker.eu-west-1.amazonaws.com',
      'runtime.sagemaker.eu-west-1.amazonaws.com',
    ]);
    expect(valueOf(snapshot, 'vpcAttributes')).toEqual({
      [vpc]: { enableDnsSupport: true, enableDnsHostnames: true },
    });
    expect(valueOf(snapshot, 'hostedZones')).toEqual({ [vpc]: ['corp.example.com'] });
    expect(valueOf(snapshot, 'vpcs')).toMatchObject([{ VpcId: vpc, CidrBlock: '10.0.0.0/16' }]);
    expect(valueOf(snapshot, 'subnets')).toMatchObject([
      {
        SubnetId: subnet,
        VpcId: vpc,
        CidrBlock: '10.0.1.0/24',
        AvailabilityZone: 'eu-west-1a',
        AvailabilityZoneId: 'euw1-az1',
        AvailableIpAddressCount: 251,
      },
    ]);
    const s3Route = { DestinationPrefixListId: 'pl-63a5400a', NatGatewayId: nat };
    expect(valueOf(snapshot, 'routeTables')).toMatchObject([
      { VpcId: vpc, Associations: [{ Main: true }], Routes: [{ GatewayId: 'local' }, s3Route] },
    ]);
    expect(valueOf(snapshot, 'securityGroups')).toMatchObject([
      { VpcId: vpc, GroupName: 'default', IpPermissionsEgress: [{ IpRanges: [{ CidrIp: '0.0.0.0/0' }] }] },
    ]);
    expect(valueOf(snapshot, 'natGateways')).toMatchObject([
      { NatGatewayId: nat, SubnetId: subnet, State: 'available' },
    ]);
    expect(valueOf(snapshot, 'prefixLists')).toEqual([
      { PrefixListId: 'pl-63a5400a', Cidrs: ['3.5.0.0/19', '52.216.0.0/15'] },
    ]);

    expect(valueOf(snapshot, 'dhcpOptions')).toMatchObject([{ DhcpOptionsId: 'dopt-00000000' }]);
    expect(valueOf(snapshot, 'resolverRules')[vpc]).toMatchObject([
      { DomainName: '.', RuleType: 'RECURSIVE' },
      { DomainName: 'corp.example.com.', RuleType: 'SYSTEM' },
    ]);
    expect(valueOf(snapshot, 'route53Profiles')[vpc]).toMatchObject([
      {
        Resources: [
          {
            ResourceType: 'PRIVATE_HOSTED_ZONE',
            DomainName: 'sagemaker.eu-west-1.amazonaws.com',
            ResourceRecordSets: [{ Type: 'NS' }, { Type: 'SOA' }],
          },
        ],
      },
    ]);
    // No name of SageMaker can be in corp.example.com.
    expect(valueOf(snapshot, 'zoneRecords')[vpc]).toEqual([]);

    const { UserDetailList, GroupDetailList, RoleDetailList, Quotas } = valueOf(snapshot, 'principals');
    expect(UserDetailList).toMatchObject([
      { UserName: 'ana', GroupList: ['ds'], Tags: [{ Key: 'team', Value: 'ml' }] },
    ]);
    expect(decodeURIComponent(String(UserDetailList[0]?.UserPolicyList?.[0]?.PolicyDocument))).toBe(policy);
    expect(GroupDetailList).toHaveLength(1);
    expect(new Set(RoleDetailList.map(({ RoleName }) => RoleName)).size).toBe(1_001);
    expect(Quotas).toEqual({ AttachedPoliciesPerUserQuota: 10, AttachedPoliciesPerRoleQuota: 10 });
    expect(snapshot.read('organizationPolicies').status).toBe('unreadable');

    expect(Object.fromEntries(clients.calls)).toEqual(received());
    expect(received()).toEqual({
      'sts:GetCallerIdentity': 1,
      'sagemaker:ListNotebookInstances': 2,
      'sagemaker:DescribeNotebookInstance': 120,
      'sagemaker:ListDomains': 1,
      'sagemaker:DescribeDomain': 1,
      'sagemaker:ListApps': 1,
      'ec2:DescribeVpcEndpoints': 1,
      'ec2:DescribeVpcEndpointServices': 1,
      'ec2:DescribeVpcAttribute': 2,
      'ec2:DescribeVpcs': 1,
      'ec2:DescribeSubnets': 1,
      'ec2:DescribeRouteTables': 1,
      'ec2:DescribeSecurityGroups': 1,
      'ec2:DescribeNatGateways': 1,
      'ec2:DescribeVpcBlockPublicAccessOptions': 1,
      'ec2:DescribeVpcEncryptionControls': 1,
      'ec2:DescribeNetworkInterfaces': 1,
      'ec2:GetManagedPrefixListEntries': 1,
      'ec2:DescribeDhcpOptions': 1,
      'route53:ListHostedZonesByVPC': 1,
      'route53:ListResourceRecordSets': 1,
      'route53resolver:ListResolverRules': 1,
      'route53resolver:ListResolverRuleAssociations': 1,
      'route53profiles:ListProfileAssociations': 1,
      'route53profiles:ListProfileResourceAssociations': 1,
      'iam:GetAccountAuthorizationDetails': 2,
      'iam:GetAccountSummary': 1,
    });
  });

  it('reads only what was asked for', async () => {
    const { snapshot } = await gather({
      notebooks: [namedSelector(notebookRef('nb-007')), namedSelector(notebookRef('no-such'))],
      domains: [namedSelector(domainRef('d-nosuchdomain'))],
      apps: [namedSelector(domainRef('d-nosuchdomain'))],
      endpoints: [api, 'vpce-00000000000000000'].map((id) =>
        namedSelector({ type: 'AWS::EC2::VPCEndpoint', id }),
      ),
      vpcAttributes: [api, 'vpc-00000000000000000'].map((id) => inVpcOf(networkRef(id))),
      hostedZones: [inVpcOf(networkRef(vpc))],
      subnets: [nat, 'nat-00000000000000000'].map((id) => inVpcOf(networkRef(id))),
    });
    expect(valueOf(snapshot, 'notebooks').items.map((item) => item.NotebookInstanceName)).toEqual(['nb-007']);
    expect(valueOf(snapshot, 'notebooks').unreadable).toEqual([]);
    expect(valueOf(snapshot, 'domains')).toEqual({ items: [], unreadable: [] });
    expect(valueOf(snapshot, 'apps')).toEqual([]);
    expect(valueOf(snapshot, 'endpoints').map((item) => item.VpcEndpointId)).toEqual([api]);
    expect(Object.keys(valueOf(snapshot, 'vpcAttributes'))).toEqual([vpc]);
    expect(Object.keys(valueOf(snapshot, 'hostedZones'))).toEqual([vpc]);
    expect(valueOf(snapshot, 'subnets').map((item) => item.SubnetId)).toEqual([subnet]);
    expect(received()).toEqual({
      'sts:GetCallerIdentity': 1,
      'sagemaker:DescribeNotebookInstance': 2,
      'sagemaker:DescribeDomain': 1,
      'sagemaker:ListApps': 1,
      'ec2:DescribeVpcEndpoints': 1,
      'ec2:DescribeVpcAttribute': 3,
      // Which VPC the gateways are in, then its subnets.
      'ec2:DescribeNatGateways': 1,
      'ec2:DescribeSubnets': 1,
      'route53:ListHostedZonesByVPC': 1,
    });
  });

  it.each(['denied', 'throttle', '5xx', 'reset'] as const)(
    'reports for each slice that reading it was %s',
    async (kind) => {
      sandbox.setFault(({ service }) => (service === 'sts' ? undefined : { kind }));
      const { snapshot } = await gather({ ...everything, notebooks: [namedSelector(notebookRef('nb-001'))] });
      const words = {
        denied: 'was denied',
        throttle: 'was throttled',
        '5xx': 'did not complete',
        reset: 'did not complete',
      };
      const because = (call: string) =>
        expect.stringMatching(new RegExp(`^(vpc-\\w+: )?${call} ${words[kind]}`));
      expect(valueOf(snapshot, 'notebooks')).toEqual({
        items: [],
        unreadable: [{ id: 'nb-001', because: because('sagemaker:DescribeNotebookInstance') }],
      });
      expect(snapshot.read('domains')).toMatchObject({ because: because('sagemaker:ListDomains') });
      expect(snapshot.read('apps')).toMatchObject({ because: because('sagemaker:ListApps') });
      for (const slice of ['endpoints', 'endpointServices', 'vpcAttributes', 'hostedZones'] as const)
        expect(snapshot.read(slice)).toMatchObject({ because: because('ec2:DescribeVpcEndpoints') });
      for (const [slice, call] of [
        ['vpcs', 'DescribeVpcs'],
        ['subnets', 'DescribeSubnets'],
        ['routeTables', 'DescribeRouteTables'],
        ['securityGroups', 'DescribeSecurityGroups'],
        ['natGateways', 'DescribeNatGateways'],
        ['blockPublicAccess', 'DescribeVpcBlockPublicAccessOptions'],
        ['encryptionControls', 'DescribeVpcEncryptionControls'],
      ] as const)
        expect(snapshot.read(slice)).toMatchObject({ because: because(`ec2:${call}`) });
      expect(snapshot.read('principals')).toMatchObject({
        because: because('iam:GetAccountAuthorizationDetails'),
      });
    },
    // The SDK waits longer between calls after a throttle: about two seconds for each of the calls to EC2.
    60_000,
  );

  it('continues after a throttle, and counts the retry', async () => {
    let faults = 1;
    sandbox.setFault(({ operation }) =>
      operation === 'DescribeSubnets' && faults-- > 0 ? { kind: 'throttle' } : undefined,
    );
    const { snapshot, clients } = await gather({ subnets: 'all' });
    expect(valueOf(snapshot, 'subnets')).toHaveLength(1);
    expect(clients.calls.get('ec2:DescribeSubnets')).toBe(2);
    expect(Object.fromEntries(clients.calls)).toEqual(received());
  });

  it('is the same after it is written to an export and read back', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'palisade-collect-'));
    try {
      sandbox.setFault(({ operation, input }) =>
        operation === 'DescribeNotebookInstance' && JSON.stringify(input).includes('nb-003')
          ? { kind: 'denied' }
          : undefined,
      );
      const { snapshot } = await gather(everything);
      await writeExport(folder, snapshot);
      const back = await readExport(folder, { now: () => '2027-01-01T00:00:00.000Z' });
      expect(back.place).toEqual(snapshot.place);
      for (const slice of nonEmpty(sliceNames)) {
        const reading = snapshot.read(slice);
        const expected = reading.status === 'read' ? { ...reading, fromExport: true } : reading;
        expect(back.read(slice)).toEqual(expected);
      }
      expect(valueOf(back, 'notebooks').unreadable).toMatchObject([{ id: 'nb-003' }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('no longer reports a deleted endpoint as available', async () => {
    const clients = createClients();
    const sagemaker = await clients.sagemaker();
    await expect(
      sagemaker.send(new DeleteNotebookInstanceCommand({ NotebookInstanceName: 'nb-000' })),
    ).rejects.toThrow(/Unable to transition/);
    await (await clients.ec2()).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [api] }));
    await sandbox.clock.advance(600_000);
    const { snapshot } = await gather({
      endpoints: [namedSelector({ type: 'AWS::EC2::VPCEndpoint', id: api })],
    });
    const states = valueOf(snapshot, 'endpoints').map(({ State }) => State.toLowerCase());
    expect(states).not.toContain('available');
  });
});
