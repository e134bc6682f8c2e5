import type { DeploymentTarget } from '../names';

/** A permission that a deployment uses. */
export interface Needed {
  /** In IAM notation: `iam:CreateRole`. */
  readonly action: string;
  /** The ARN of a resource with the names that the deployment gives. */
  readonly resource: string;
}

/** The place and the stack of a deployment, for ARNs. */
export interface PermissionScope extends DeploymentTarget {
  readonly partition: string;
  readonly account: string;
}

/** A resource's ARN, from the service on, and the actions on it. */
interface Use {
  readonly on: (scope: PermissionScope) => string;
  readonly actions: readonly string[];
}

const regional =
  (service: string, rest: (scope: PermissionScope) => string) =>
  (scope: PermissionScope): string =>
    `${service}:${scope.region}:${scope.account}:${rest(scope)}`;

const aFunction = regional('lambda', ({ stack }) => `function:${stack}-sweep`);
const role = ({ account, region }: PermissionScope): string =>
  `iam::${account}:role/palisade/palisade-${region}-sweep`;
const queue = regional('sqs', ({ stack }) => `${stack}-Changes-AbCdEfGhIjKl`);
const bucket = ({ stack }: PermissionScope): string =>
  `s3:::${stack}-serverlessdeploymentbucket-abcdefghijkl`;

/**
 * What CloudFormation does with these credentials to create, change or delete a resource of each type, from the
 * permissions in the handlers of CloudFormation's resource schemas. Permissions that only options need are left out. A
 * test compares the types with the packaged template.
 */
const byType: Readonly<Record<string, readonly Use[]>> = {
  'AWS::S3::Bucket': [
    {
      on: bucket,
      actions: [
        's3:CreateBucket',
        's3:DeleteBucket',
        's3:PutBucketTagging',
        's3:PutBucketPublicAccessBlock',
        's3:PutEncryptionConfiguration',
      ],
    },
  ],
  'AWS::S3::BucketPolicy': [{ on: bucket, actions: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'] }],
  'AWS::Logs::LogGroup': [
    {
      on: regional('logs', ({ stack }) => `log-group:/aws/lambda/${stack}-sweep:*`),
      actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy', 'logs:DeleteLogGroup'],
    },
  ],
  'AWS::Lambda::Function': [
    {
      on: aFunction,
      actions: [
        'lambda:CreateFunction',
        'lambda:GetFunction',
        'lambda:UpdateFunctionCode',
        'lambda:UpdateFunctionConfiguration',
        'lambda:TagResource',
        'lambda:DeleteFunction',
      ],
    },
    { on: role, actions: ['iam:PassRole'] },
  ],
  'AWS::Lambda::Version': [{ on: aFunction, actions: ['lambda:PublishVersion'] }],
  'AWS::Lambda::EventInvokeConfig': [
    {
      on: aFunction,
      actions: ['lambda:PutFunctionEventInvokeConfig', 'lambda:DeleteFunctionEventInvokeConfig'],
    },
  ],
  'AWS::Lambda::EventSourceMapping': [{ on: () => '', actions: ['lambda:CreateEventSourceMapping'] }],
  'AWS::Lambda::Permission': [
    { on: aFunction, actions: ['lambda:AddPermission', 'lambda:RemovePermission'] },
  ],
  'AWS::SQS::Queue': [
    {
      on: queue,
      actions: [
        'sqs:CreateQueue',
        'sqs:GetQueueAttributes',
        'sqs:SetQueueAttributes',
        'sqs:TagQueue',
        'sqs:DeleteQueue',
      ],
    },
  ],
  'AWS::SQS::QueuePolicy': [{ on: queue, actions: ['sqs:SetQueueAttributes'] }],
  'AWS::DynamoDB::Table': [
    {
      on: regional('dynamodb', ({ stack }) => `table/${stack}-Ledger-1A2B3C4D5E6F`),
      actions: [
        'dynamodb:CreateTable',
        'dynamodb:DescribeTable',
        'dynamodb:UpdateTimeToLive',
        'dynamodb:UpdateContinuousBackups',
        'dynamodb:TagResource',
      ],
    },
  ],
  'AWS::SSM::Parameter': [
    {
      on: regional('ssm', () => 'parameter/palisade/switch'),
      actions: ['ssm:PutParameter', 'ssm:GetParameters', 'ssm:AddTagsToResource', 'ssm:DeleteParameter'],
    },
  ],
  'AWS::Events::Rule': [
    {
      on: regional('events', ({ stack }) => `rule/${stack}-Hourly-AbCdEfGhIjKl`),
      actions: [
        'events:PutRule',
        'events:DescribeRule',
        'events:PutTargets',
        'events:TagResource',
        'events:RemoveTargets',
        'events:DeleteRule',
      ],
    },
  ],
  'AWS::IAM::Role': [
    {
      on: role,
      actions: [
        'iam:CreateRole',
        'iam:GetRole',
        'iam:PutRolePolicy',
        'iam:TagRole',
        'iam:DeleteRolePolicy',
        'iam:DeleteRole',
      ],
    },
  ],
  'AWS::IAM::Policy': [{ on: role, actions: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'] }],
  'AWS::CloudWatch::Alarm': [
    {
      on: regional('cloudwatch', ({ stack }) => `alarm:${stack}-no-sweep`),
      actions: [
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:TagResource',
        'cloudwatch:DeleteAlarms',
      ],
    },
  ],
  'AWS::CloudWatch::Dashboard': [
    {
      on: ({ account, stack, region }) => `cloudwatch::${account}:dashboard/${stack}-${region}`,
      actions: ['cloudwatch:PutDashboard', 'cloudwatch:DeleteDashboards'],
    },
  ],
  // CloudFormation invokes the function of a custom resource with these credentials.
  Custom: [{ on: aFunction, actions: ['lambda:InvokeFunction'] }],
};

/** What the command itself does with the stack, and with the packages in the bucket. */
const always: readonly Use[] = [
  {
    on: regional('cloudformation', ({ stack }) => `stack/${stack}/1a2b3c4d-5e6f-7890-abcd-ef1234567890`),
    actions: [
      'cloudformation:CreateStack',
      'cloudformation:UpdateStack',
      'cloudformation:DescribeStacks',
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStackResource',
      'cloudformation:ListStackResources',
    ],
  },
  { on: () => '', actions: ['cloudformation:ValidateTemplate'] },
  { on: bucket, actions: ['s3:ListBucket'] },
  {
    on: (scope) => `${bucket(scope)}/serverless/palisade/prod/package.zip`,
    actions: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
  },
];

/** The types of resources with known permissions; custom ones count as `Custom`. */
export const knownTypes: readonly string[] = Object.keys(byType);

/** The key of a type in `byType`. */
export function knownType(type: string): string {
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource' ? 'Custom' : type;
}

/**
 * Every permission that a deployment of these types of resources uses, without duplicates.
 * @param types default: all known types
 */
export function neededPermissions(
  scope: PermissionScope,
  types: readonly string[] = knownTypes,
): readonly Needed[] {
  const uses = [...always, ...new Set(types.map(knownType).flatMap((type) => byType[type] ?? []))];
  const needed = uses.flatMap(({ on, actions }) => {
    const rest = on(scope);
    const resource = rest === '' ? '*' : `arn:${scope.partition}:${rest}`;
    return actions.map((action): [string, Needed] => [`${action} ${resource}`, { action, resource }]);
  });
  return [...new Map(needed).values()];
}
