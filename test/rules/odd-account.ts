import type {
  NatGateway,
  NetworkInterface,
  PrefixList,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
  VpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type {
  AppDetails,
  DescribeDomainResponse,
  DescribeNotebookInstanceOutput,
} from '@aws-sdk/client-sagemaker';
import type { SliceName } from '../../core/slices';

// An account with records of every slice, each of which some verdict rests on, as the files of an export.

const account = '111122223333';
const VpcId = 'vpc-0a1';
const OwnerId = account;
const iam = (name: string) => `arn:aws:iam::${account}:${name}`;
const document = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const presign = (Condition?: object) => ({
  Effect: 'Allow',
  Action: 'sagemaker:CreatePresignedNotebookInstanceUrl',
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});
const fromVpc = { StringEquals: { 'aws:SourceVpc': VpcId } };

const vpcs: Vpc[] = [
  {
    VpcId,
    CidrBlock: '10.0.0.0/16',
    CidrBlockAssociationSet: [{ CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }],
    OwnerId,
    DhcpOptionsId: 'dopt-0amazon',
    IsDefault: false,
  },
];
const subnet = (name: string, third: number): Subnet => ({
  SubnetId: `subnet-0${name}`,
  VpcId,
  AvailabilityZone: `us-east-1${name}`,
  CidrBlock: `10.0.${third}.0/24`,
  AvailableIpAddressCount: 200,
  MapPublicIpOnLaunch: false,
  State: 'available',
  OwnerId,
});
const subnets = [subnet('a', 1), subnet('b', 2), { ...subnet('c', 3), AvailabilityZone: 'us-east-1a' }];
const local = { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' } as const;
const routeTables: RouteTable[] = [
  {
    RouteTableId: 'rtb-0main',
    VpcId,
    OwnerId,
    Associations: [
      { Main: true, RouteTableAssociationId: 'rtbassoc-0m', AssociationState: { State: 'associated' } },
    ],
    Routes: [local, { DestinationCidrBlock: '0.0.0.0/0', GatewayId: 'igw-01', State: 'active' }],
  },
  {
    RouteTableId: 'rtb-0private',
    VpcId,
    OwnerId,
    Associations: ['a', 'b'].map((name) => ({
      Main: false,
      RouteTableAssociationId: `rtbassoc-0${name}`,
      SubnetId: `subnet-0${name}`,
      AssociationState: { State: 'associated' },
    })),
    Routes: [
      local,
      { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-01', State: 'active' },
      { DestinationPrefixListId: 'pl-01', GatewayId: 'vpce-0s3', State: 'active' },
    ],
  },
];
const permission = (peer: object) => ({
  IpProtocol: 'tcp',
  FromPort: 443,
  ToPort: 443,
  IpRanges: [],
  Ipv6Ranges: [],
  PrefixListIds: [],
  UserIdGroupPairs: [],
  ...peer,
});
const group = (GroupId: string, inbound: object, outbound: object): SecurityGroup => ({
  GroupId,
  GroupName: GroupId,
  Description: GroupId,
  VpcId,
  OwnerId,
  IpPermissions: [permission(inbound)],
  IpPermissionsEgress: [permission(outbound)],
  Tags: [],
});
const securityGroups = [
  group(
    'sg-0end',
    { UserIdGroupPairs: [{ GroupId: 'sg-0apps', UserId: account }] },
    { IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
  ),
  group(
    'sg-0apps',
    { IpRanges: [{ CidrIp: '10.0.0.0/16' }] },
    { PrefixListIds: [{ PrefixListId: 'pl-02' }] },
  ),
];
const natGateways: NatGateway[] = [
  { NatGatewayId: 'nat-01', VpcId, SubnetId: 'subnet-0c', State: 'available', ConnectivityType: 'public' },
];
const networkInterfaces: NetworkInterface[] = [
  {
    NetworkInterfaceId: 'eni-01',
    VpcId,
    SubnetId: 'subnet-0a',
    AvailabilityZone: 'us-east-1a',
    Description: 'AWS Lambda VPC ENI-scorer-2f6d8f2c-0b6f-4c1a-9e7b-3a3a1c2b4d5e',
    InterfaceType: 'lambda',
    Status: 'in-use',
    Groups: [{ GroupId: 'sg-0apps' }],
    PrivateIpAddresses: [{ PrivateIpAddress: '10.0.1.20' }],
    OwnerId,
  },
];
const prefixLists: PrefixList[] = [
  { PrefixListId: 'pl-01', PrefixListName: 's3', Cidrs: ['52.216.0.0/15'] },
  { PrefixListId: 'pl-02', PrefixListName: 'vpc', Cidrs: ['10.0.0.0/16'] },
];
const endpoint = (name: string, ServiceName: string): VpcEndpoint => ({
  VpcEndpointId: `vpce-0${name}`,
  VpcEndpointType: 'Interface',
  VpcId,
  ServiceName,
  State: 'Available',
  PolicyDocument: document({
    Effect: 'Allow',
    Principal: '*',
    Action: '*',
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
  }),
  SubnetIds: ['subnet-0a', 'subnet-0b'],
  NetworkInterfaceIds: [],
  IpAddressType: 'ipv4',
  Groups: [{ GroupId: 'sg-0end', GroupName: 'sg-0end' }],
  PrivateDnsEnabled: true,
  RequesterManaged: false,
  OwnerId,
  Tags: [],
});

/** Endpoints for VPC Lattice, which have no ServiceName (DescribeVpcEndpoints, types Resource and ServiceNetwork). */
export const latticeEndpoints = (['Resource', 'ServiceNetwork'] as const).map(
  (VpcEndpointType): VpcEndpoint => {
    const { ServiceName: _, ...rest } = endpoint(VpcEndpointType.toLowerCase(), '');
    return { ...rest, VpcEndpointType };
  },
);

const notebook = (
  NotebookInstanceName: string,
  DirectInternetAccess: 'Enabled' | 'Disabled',
): DescribeNotebookInstanceOutput => ({
  NotebookInstanceArn: `arn:aws:sagemaker:us-east-1:${account}:notebook-instance/${NotebookInstanceName}`,
  NotebookInstanceName,
  NotebookInstanceStatus: 'InService',
  InstanceType: 'ml.t3.medium',
  SubnetId: 'subnet-0a',
  SecurityGroups: ['sg-0apps'],
  RoleArn: iam('role/ds'),
  DirectInternetAccess,
  VolumeSizeInGB: 5,
  RootAccess: 'Disabled',
  InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: '2' },
});
const domain: DescribeDomainResponse = {
  DomainArn: `arn:aws:sagemaker:us-east-1:${account}:domain/d-1`,
  DomainId: 'd-1',
  DomainName: 'studio',
  Status: 'InService',
  AuthMode: 'IAM',
  AppNetworkAccessType: 'VpcOnly',
  SubnetIds: ['subnet-0b'],
  VpcId,
  DefaultUserSettings: { ExecutionRole: iam('role/ds'), SecurityGroups: ['sg-0apps'] },
};
const apps: AppDetails[] = [
  { DomainId: 'd-1', UserProfileName: 'ana', AppType: 'JupyterLab', AppName: 'default', Status: 'InService' },
];

const policy = (name: string, ...Statement: object[]): ManagedPolicyDetail => ({
  PolicyName: name,
  Arn: iam(`policy/${name}`),
  DefaultVersionId: 'v1',
  PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: document(...Statement) }],
});
const attached = (name: string) => ({
  AttachedManagedPolicies: [{ PolicyName: name, PolicyArn: iam(`policy/${name}`) }],
});
const user = (UserName: string, more: Partial<UserDetail>): UserDetail => ({
  Path: '/',
  UserName,
  UserId: `AIDA${UserName.toUpperCase()}`,
  Arn: iam(`user/${UserName}`),
  GroupList: [],
  Tags: [{ Key: 'team', Value: 'ml' }],
  ...more,
});
const users = [
  user('ana', { UserPolicyList: [{ PolicyName: 'p', PolicyDocument: document(presign(fromVpc)) }] }),
  user('ben', attached('inside')),
  user('eve', { GroupList: ['ml'] }),
  user('kim', {
    ...attached('open'),
    PermissionsBoundary: {
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      PermissionsBoundaryArn: iam('policy/inside'),
    },
  }),
  user('zoe', {
    UserPolicyList: [
      {
        PolicyName: 'p',
        PolicyDocument: document(presign({ StringEquals: { 'aws:PrincipalTag/team': 'ops' } })),
      },
    ],
  }),
];
const roles: RoleDetail[] = [
  {
    Path: '/',
    RoleName: 'ds',
    RoleId: 'AROADS',
    Arn: iam('role/ds'),
    AssumeRolePolicyDocument: document({
      Effect: 'Allow',
      Principal: { Service: 'sagemaker.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    RolePolicyList: [{ PolicyName: 'p', PolicyDocument: document(presign(fromVpc)) }],
    AttachedManagedPolicies: [],
    Tags: [],
  },
];
const groups: GroupDetail[] = [
  {
    Path: '/',
    GroupName: 'ml',
    GroupId: 'AGPAML',
    Arn: iam('group/ml'),
    GroupPolicyList: [{ PolicyName: 'g', PolicyDocument: document(presign(fromVpc)) }],
    AttachedManagedPolicies: [],
  },
];

/** The content of each file. */
export const oddAccount: { readonly [S in SliceName]?: unknown } = {
  notebooks: [notebook('closed', 'Disabled'), notebook('open', 'Enabled')],
  domains: [domain],
  apps: { Apps: apps },
  endpoints: {
    VpcEndpoints: [
      endpoint('api', 'com.amazonaws.us-east-1.sagemaker.api'),
      endpoint('runtime', 'com.amazonaws.us-east-1.sagemaker.runtime'),
      endpoint('notebook', 'aws.sagemaker.us-east-1.notebook'),
      endpoint('studio', 'aws.sagemaker.us-east-1.studio'),
    ],
  },
  endpointServices: {
    ServiceDetails: [
      {
        ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
        PrivateDnsName: 'api.sagemaker.us-east-1.amazonaws.com',
        PrivateDnsNames: [{ PrivateDnsName: 'api.sagemaker.us-east-1.amazonaws.com' }],
        VpcEndpointPolicySupported: true,
        AvailabilityZones: ['us-east-1a', 'us-east-1b'],
      },
    ],
  },
  vpcAttributes: { [VpcId]: { enableDnsSupport: true, enableDnsHostnames: true } },
  hostedZones: { [VpcId]: ['example.com'] },
  zoneRecords: {
    [VpcId]: [
      {
        Name: 'example.com',
        HostedZoneId: 'Z1',
        ResourceRecordSets: [
          { Name: 'a.example.com.', Type: 'A', ResourceRecords: [{ Value: '10.0.0.9' }] },
          {
            Name: 'b.example.com.',
            Type: 'A',
            AliasTarget: { DNSName: 'c.example.com.', HostedZoneId: 'Z2' },
          },
        ],
      },
    ],
  },
  resolverRules: { [VpcId]: [{ Id: 'rslvr-rr-1', DomainName: 'corp.example.com.', RuleType: 'FORWARD' }] },
  route53Profiles: {
    [VpcId]: [
      {
        ProfileId: 'rp-1',
        Resources: [
          {
            ResourceArn: 'arn:aws:route53:::hostedzone/Z3',
            ResourceType: 'PRIVATE_HOSTED_ZONE',
            DomainName: 'example.org',
            ResourceRecordSets: [],
          },
        ],
      },
    ],
  },
  dhcpOptions: {
    DhcpOptions: [
      {
        DhcpOptionsId: 'dopt-0amazon',
        DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
      },
    ],
  },
  vpcs: { Vpcs: vpcs },
  subnets: { Subnets: subnets },
  routeTables: { RouteTables: routeTables },
  securityGroups: { SecurityGroups: securityGroups },
  natGateways: { NatGateways: natGateways },
  blockPublicAccess: {
    VpcBlockPublicAccessOptions: { State: 'update-complete', InternetGatewayBlockMode: 'block-ingress' },
    VpcBlockPublicAccessExclusions: [],
  },
  encryptionControls: {
    VpcEncryptionControls: [
      { VpcId, VpcEncryptionControlId: 'vpcec-01', Mode: 'monitor', State: 'available' },
    ],
  },
  networkInterfaces: { NetworkInterfaces: networkInterfaces },
  prefixLists: { PrefixLists: prefixLists },
  principals: {
    UserDetailList: users,
    GroupDetailList: groups,
    RoleDetailList: roles,
    Policies: [policy('inside', presign(fromVpc)), policy('open', presign())],
  },
  organizationPolicies: { scps: [], rcps: [] },
};
