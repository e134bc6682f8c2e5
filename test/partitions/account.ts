import type { Subnet, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { DescribeDomainResponse, DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';

/** Where an account is, and what its SageMaker endpoint services are called there. */
export interface Somewhere {
  readonly region: string;
  readonly partition: string;
  /** `com.amazonaws`, or the DNS suffix backwards. */
  readonly prefix: string;
}

const account = '444455556666';
const vpc = 'vpc-0fb1';

/** A statement as a person would write it in that partition. */
type Statement = Readonly<Record<string, unknown>>;
const policy = (...Statement: readonly Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement });

/**
 * An export with something of every kind: notebooks and a domain that use the endpoints of their VPC, a user who can
 * open notebooks from anywhere, a role that a guardrail keeps inside, and a break-glass role. Nothing but the place
 * decides on the texts.
 */
export function accountIn({ region, partition, prefix }: Somewhere): Readonly<Record<string, unknown>> {
  const arn = (service: string, resource: string) =>
    `arn:${partition}:${service}:${service === 'iam' ? '' : region}:${account}:${resource}`;
  const notebooks = arn('sagemaker', 'notebook-instance/*');
  const opens: Statement = {
    Effect: 'Allow',
    Action: 'sagemaker:CreatePresignedNotebookInstanceUrl',
    Resource: notebooks,
  };
  const insideOnly: Statement = {
    Effect: 'Deny',
    Action: 'sagemaker:*',
    Resource: arn('sagemaker', '*'),
    Condition: { StringNotEquals: { 'aws:SourceVpc': vpc } },
  };
  const trust = policy({
    Effect: 'Allow',
    Principal: { AWS: arn('iam', 'user/ana') },
    Action: 'sts:AssumeRole',
  });
  const role = (RoleName: string, ...statements: readonly Statement[]): RoleDetail => ({
    Path: '/',
    RoleName,
    RoleId: `AROA${RoleName.replaceAll('-', '').toUpperCase().padEnd(16, '0')}`,
    Arn: arn('iam', `role/${RoleName}`),
    AssumeRolePolicyDocument: trust,
    RolePolicyList: [{ PolicyName: 'own', PolicyDocument: policy(...statements) }],
  });
  const ana: UserDetail = {
    Path: '/',
    UserName: 'ana',
    UserId: 'AIDAANA0000000000000',
    Arn: arn('iam', 'user/ana'),
    UserPolicyList: [{ PolicyName: 'own', PolicyDocument: policy(opens) }],
  };
  const notebook: DescribeNotebookInstanceOutput = {
    NotebookInstanceArn: arn('sagemaker', 'notebook-instance/forecast'),
    NotebookInstanceName: 'forecast',
    NotebookInstanceStatus: 'InService',
    SubnetId: 'subnet-0f1',
    SecurityGroups: ['sg-0fa'],
    RoleArn: arn('iam', 'role/inside'),
    DirectInternetAccess: 'Disabled',
    RootAccess: 'Disabled',
  };
  const domain: DescribeDomainResponse = {
    DomainArn: arn('sagemaker', 'domain/d-forecast'),
    DomainId: 'd-forecast',
    DomainName: 'forecast',
    Status: 'InService',
    AuthMode: 'IAM',
    AppNetworkAccessType: 'VpcOnly',
    VpcId: vpc,
    SubnetIds: ['subnet-0f1'],
    DefaultUserSettings: { ExecutionRole: arn('iam', 'role/inside'), SecurityGroups: ['sg-0fa'] },
  };
  const endpoint = (id: string, ServiceName: string): VpcEndpoint => ({
    VpcEndpointId: `vpce-0f${id}`,
    VpcEndpointType: 'Interface',
    VpcId: vpc,
    ServiceName,
    State: 'Available',
    PolicyDocument: policy({
      Effect: 'Allow',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
    }),
    SubnetIds: ['subnet-0f1'],
    Groups: [{ GroupId: 'sg-0fe', GroupName: 'endpoints' }],
    PrivateDnsEnabled: true,
    OwnerId: account,
  });
  const subnet: Subnet = {
    SubnetId: 'subnet-0f1',
    VpcId: vpc,
    AvailabilityZone: `${region}a`,
    CidrBlock: '10.7.1.0/24',
    AvailableIpAddressCount: 100,
    State: 'available',
    OwnerId: account,
  };
  const between = (GroupId: string) => ({
    IpProtocol: 'tcp',
    FromPort: 443,
    ToPort: 443,
    UserIdGroupPairs: [{ GroupId, UserId: account }],
  });
  const group = (GroupId: string, inbound: readonly object[], outbound: readonly object[]) => ({
    GroupId,
    GroupName: GroupId,
    VpcId: vpc,
    OwnerId: account,
    IpPermissions: inbound,
    IpPermissionsEgress: outbound,
  });
  return {
    'account.json': { account, region },
    'notebook-instances.json': [notebook],
    'domains.json': [domain],
    'apps.json': { Apps: [] },
    'vpc-endpoints.json': {
      VpcEndpoints: [
        endpoint('a', `${prefix}.${region}.sagemaker.api`),
        endpoint('b', `${prefix}.${region}.sagemaker.runtime`),
        endpoint('c', `aws.sagemaker.${region}.notebook`),
        endpoint('d', `aws.sagemaker.${region}.studio`),
      ],
    },
    'vpcs.json': {
      Vpcs: [
        {
          VpcId: vpc,
          CidrBlock: '10.7.0.0/16',
          OwnerId: account,
          State: 'available',
          DhcpOptionsId: 'dopt-0a',
        },
      ],
    },
    'dhcp-options.json': {
      DhcpOptions: [
        {
          DhcpOptionsId: 'dopt-0a',
          DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
        },
      ],
    },
    'zone-records.json': { [vpc]: [] },
    'resolver-rules.json': { [vpc]: [] },
    'route53-profiles.json': { [vpc]: [] },
    'subnets.json': { Subnets: [subnet] },
    'security-groups.json': {
      SecurityGroups: [group('sg-0fe', [between('sg-0fa')], []), group('sg-0fa', [], [between('sg-0fe')])],
    },
    'route-tables.json': {
      RouteTables: [
        {
          RouteTableId: 'rtb-0f1',
          VpcId: vpc,
          OwnerId: account,
          Associations: [{ Main: true, RouteTableId: 'rtb-0f1' }],
          Routes: [{ DestinationCidrBlock: '10.7.0.0/16', GatewayId: 'local', State: 'active' }],
        },
      ],
    },
    'nat-gateways.json': { NatGateways: [] },
    'prefix-lists.json': { PrefixLists: [] },
    'vpc-attributes.json': { [vpc]: { enableDnsSupport: true, enableDnsHostnames: true } },
    'hosted-zones.json': { [vpc]: [] },
    'authorization-details.json': {
      UserDetailList: [ana],
      GroupDetailList: [],
      RoleDetailList: [role('inside', opens, insideOnly), role('open', opens)],
      Policies: [],
    },
    'organization-policies.json': { scps: [], rcps: [] },
  };
}
