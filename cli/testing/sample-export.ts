import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { DescribeNotebookInstanceOutput } from '@aws-sdk/client-sagemaker';

export const sampleAccount = '111122223333';
const region = 'us-east-1';

/** The rules that these tests select, so that a new rule does not change what they count. */
export const sampleRules = [
  '--rule',
  'notebook-direct-internet',
  'endpoint-private-dns',
  'principal-outside-access',
] as const;

const notebook = (
  name: string,
  rest: Partial<DescribeNotebookInstanceOutput> = {},
): DescribeNotebookInstanceOutput => ({
  NotebookInstanceArn: `arn:aws:sagemaker:${region}:${sampleAccount}:notebook-instance/${name}`,
  NotebookInstanceName: name,
  NotebookInstanceStatus: 'InService',
  InstanceType: 'ml.t3.medium',
  SubnetId: 'subnet-1',
  SecurityGroups: ['sg-1'],
  RoleArn: `arn:aws:iam::${sampleAccount}:role/notebook`,
  DirectInternetAccess: 'Disabled',
  ...rest,
});

const endpoint: VpcEndpoint = {
  VpcEndpointId: 'vpce-1',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-1',
  ServiceName: `com.amazonaws.${region}.sagemaker.api`,
  State: 'Available',
  SubnetIds: ['subnet-1'],
  Groups: [{ GroupId: 'sg-1', GroupName: 'endpoints' }],
  PrivateDnsEnabled: false,
  RequesterManaged: false,
  OwnerId: sampleAccount,
};

const allow = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'sagemaker.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
});

const user: UserDetail = {
  Path: '/',
  UserName: 'alice',
  UserId: 'AIDAALICE',
  Arn: `arn:aws:iam::${sampleAccount}:user/alice`,
  UserPolicyList: [
    { PolicyName: 'notebooks', PolicyDocument: JSON.stringify(allow('sagemaker:CreatePresigned*')) },
  ],
};
const role: RoleDetail = {
  Path: '/',
  RoleName: 'reader',
  RoleId: 'AROAREADER',
  Arn: `arn:aws:iam::${sampleAccount}:role/reader`,
  AssumeRolePolicyDocument: trust,
  RolePolicyList: [{ PolicyName: 'logs', PolicyDocument: JSON.stringify(allow('logs:GetLogEvents')) }],
};

/** The files of an export with something for every rule to judge, as the AWS CLI writes them. */
export const sampleFiles: Readonly<Record<string, unknown>> = {
  'account.json': { account: sampleAccount, region },
  'notebook-instances.json': [
    notebook('churn', { DirectInternetAccess: 'Enabled' }),
    notebook('idle', { DirectInternetAccess: 'Enabled', NotebookInstanceStatus: 'Stopped' }),
    notebook('kaggle-1', { DirectInternetAccess: 'Enabled' }),
    notebook('private'),
  ],
  'vpc-endpoints.json': { VpcEndpoints: [endpoint] },
  'vpc-endpoint-services.json': {
    ServiceDetails: [
      { ServiceName: endpoint.ServiceName, PrivateDnsName: `api.sagemaker.${region}.amazonaws.com` },
    ],
  },
  'vpc-attributes.json': { 'vpc-1': { enableDnsSupport: true, enableDnsHostnames: false } },
  'hosted-zones.json': { 'vpc-1': [] },
  'vpcs.json': {
    Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', DhcpOptionsId: 'dopt-1', OwnerId: sampleAccount }],
  },
  'dhcp-options.json': {
    DhcpOptions: [
      {
        DhcpOptionsId: 'dopt-1',
        DhcpConfigurations: [{ Key: 'domain-name-servers', Values: [{ Value: 'AmazonProvidedDNS' }] }],
      },
    ],
  },
  'resolver-rules.json': { 'vpc-1': [] },
  'route53-profiles.json': { 'vpc-1': [] },
  'zone-records.json': { 'vpc-1': [] },
  'authorization-details.json': {
    UserDetailList: [user],
    GroupDetailList: [],
    RoleDetailList: [role],
    Policies: [],
  },
  'organization-policies.json': { scps: [], rcps: [] },
};

/**
 * Writes an export and returns its folder. A file given as text is written as it is; one that is `undefined` is left
 * out.
 */
export function writeExportFolder(files: Readonly<Record<string, unknown>> = sampleFiles): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'palisade-export-'));
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files))
    if (content !== undefined)
      writeFileSync(
        path.join(folder, name),
        typeof content === 'string' ? content : JSON.stringify(content, null, 2),
      );
  return folder;
}
