import { awsPartitionOf } from '../../account/partition';
import { anywhere, type CallInput, type Need, type Needs, textIn, type Where } from '../need';
import type { PrincipalArn } from './iam';

// Permissions of the principal that deploys, and those that CloudFormation needs on its behalf.

type Resource = (input: CallInput, where: Where) => string;

const on =
  (resource: Resource) =>
  (...actions: readonly string[]) =>
  (input: CallInput, where: Where): readonly Need[] =>
    actions.map((action) => ({ action, resource: resource(input, where) }));

const regional = ({ account, region }: Where, service: string, rest: string): string =>
  `arn:${awsPartitionOf(region)}:${service}:${region}:${account}:${rest}`;

const stack = on((input, where) => {
  const name = textIn(input, 'StackName');
  if (name.startsWith('arn:')) return name;
  return name === '' ? '*' : regional(where, 'cloudformation', `stack/${name}/*`);
});

/** Each action is named after its operation; only the last three are not about one stack. */
export const cloudformation: Needs = {
  ...Object.fromEntries(
    [
      'CreateStack',
      'UpdateStack',
      'DeleteStack',
      'DescribeStacks',
      'DescribeStackEvents',
      'DescribeStackResource',
      'DescribeStackResources',
      'ListStackResources',
      'GetTemplate',
      'GetTemplateSummary',
      'CreateChangeSet',
      'DescribeChangeSet',
      'ExecuteChangeSet',
      'DeleteChangeSet',
      'ListChangeSets',
      'SetStackPolicy',
      'GetStackPolicy',
      'UpdateTerminationProtection',
    ].map((name) => [name, stack(`cloudformation:${name}`)]),
  ),
  ListStacks: anywhere('cloudformation:ListStacks'),
  ListExports: anywhere('cloudformation:ListExports'),
  ValidateTemplate: anywhere('cloudformation:ValidateTemplate'),
};

const bucket = on((input, { region }) => `arn:${awsPartitionOf(region)}:s3:::${textIn(input, 'Bucket')}`);
const object = on(
  (input, { region }) =>
    `arn:${awsPartitionOf(region)}:s3:::${textIn(input, 'Bucket')}/${textIn(input, 'Key')}`,
);

export const s3: Needs = {
  CreateBucket: bucket('s3:CreateBucket'),
  DeleteBucket: bucket('s3:DeleteBucket'),
  HeadBucket: bucket('s3:ListBucket'),
  ListObjects: bucket('s3:ListBucket'),
  ListObjectsV2: bucket('s3:ListBucket'),
  ListObjectVersions: bucket('s3:ListBucketVersions'),
  GetBucketLocation: bucket('s3:GetBucketLocation'),
  ListBuckets: anywhere('s3:ListAllMyBuckets'),
  PutObject: object('s3:PutObject'),
  GetObject: object('s3:GetObject'),
  HeadObject: object('s3:GetObject'),
  DeleteObject: object('s3:DeleteObject'),
  DeleteObjects: on((input, { region }) => `arn:${awsPartitionOf(region)}:s3:::${textIn(input, 'Bucket')}/*`)(
    's3:DeleteObject',
  ),
};

const roleOf = (arnOf: PrincipalArn) => on((input) => arnOf('role', textIn(input, 'RoleName')));

/** The operations on roles that CloudFormation uses. */
export function deployedRoles(arnOf: PrincipalArn): Needs {
  const role = roleOf(arnOf);
  const names = [
    'CreateRole',
    'DeleteRole',
    'GetRole',
    'TagRole',
    'UpdateAssumeRolePolicy',
    'ListRolePolicies',
    'ListAttachedRolePolicies',
    'PutRolePermissionsBoundary',
    'DeleteRolePermissionsBoundary',
  ];
  return {
    ...Object.fromEntries(names.map((name) => [name, role(`iam:${name}`)])),
    SimulatePrincipalPolicy: (input) => [
      { action: 'iam:SimulatePrincipalPolicy', resource: textIn(input, 'PolicySourceArn') },
    ],
  };
}

export const queueNeeds: Needs = {
  CreateQueue: on((input, where) => regional(where, 'sqs', textIn(input, 'QueueName')))('sqs:CreateQueue'),
};

export const parameterNeeds: Needs = {
  DeleteParameter: on((input, where) =>
    regional(where, 'ssm', `parameter/${textIn(input, 'Name').replace(/^\//, '')}`),
  )('ssm:DeleteParameter'),
};

const table = on((input, where) => regional(where, 'dynamodb', `table/${textIn(input, 'TableName')}`));

export const tables: Needs = Object.fromEntries(
  ['CreateTable', 'DeleteTable', 'UpdateTimeToLive', 'UpdateContinuousBackups'].map((name) => [
    name,
    table(`dynamodb:${name}`),
  ]),
);

const fn = on((input, where) => {
  const name = textIn(input, 'FunctionName');
  return name.startsWith('arn:') ? name : regional(where, 'lambda', `function:${name}`);
});

export const functions: Needs = { GetFunction: fn('lambda:GetFunction') };

export const logs: Needs = {
  DescribeLogGroups: on((_, where) => regional(where, 'logs', 'log-group:*'))('logs:DescribeLogGroups'),
  DescribeSubscriptionFilters: on((input, where) =>
    regional(where, 'logs', `log-group:${textIn(input, 'logGroupName')}:*`),
  )('logs:DescribeSubscriptionFilters'),
};
