import { awsPartitionOf } from '../../account/partition';
import type { Need } from '../../authorization/need';
import { defaultIdentity, type UserIdentity } from '../../account/identity';
import { type StackHost, ResourceError } from '../provider';

type Verb = 'create' | 'update' | 'remove';

/** The permissions for types that are created without an API call of their own (service authorization reference). */
const ACTIONS: Readonly<Record<string, Readonly<Record<Verb, readonly string[]>>>> = {
  'AWS::Lambda::Function': {
    create: ['lambda:CreateFunction'],
    update: ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'],
    remove: ['lambda:DeleteFunction'],
  },
  'AWS::Lambda::Permission': {
    create: ['lambda:AddPermission'],
    update: ['lambda:AddPermission'],
    remove: ['lambda:RemovePermission'],
  },
  'AWS::Lambda::EventSourceMapping': {
    create: ['lambda:CreateEventSourceMapping'],
    update: ['lambda:UpdateEventSourceMapping'],
    remove: ['lambda:DeleteEventSourceMapping'],
  },
  'AWS::Events::Rule': {
    create: ['events:PutRule', 'events:PutTargets'],
    update: ['events:PutRule', 'events:PutTargets'],
    remove: ['events:RemoveTargets', 'events:DeleteRule'],
  },
  'AWS::Logs::LogGroup': {
    create: ['logs:CreateLogGroup'],
    update: ['logs:PutRetentionPolicy'],
    remove: ['logs:DeleteLogGroup'],
  },
  'AWS::S3::Bucket': { create: ['s3:CreateBucket'], update: [], remove: ['s3:DeleteBucket'] },
  'AWS::S3::BucketPolicy': {
    create: ['s3:PutBucketPolicy'],
    update: ['s3:PutBucketPolicy'],
    remove: ['s3:DeleteBucketPolicy'],
  },
  'AWS::SQS::Queue': { create: [], update: ['sqs:SetQueueAttributes'], remove: ['sqs:DeleteQueue'] },
  'AWS::SQS::QueuePolicy': {
    create: ['sqs:SetQueueAttributes'],
    update: ['sqs:SetQueueAttributes'],
    remove: ['sqs:SetQueueAttributes'],
  },
  'AWS::Config::ConfigRule': {
    create: ['config:PutConfigRule'],
    update: ['config:PutConfigRule'],
    remove: ['config:DeleteConfigRule'],
  },
  'AWS::CloudWatch::Alarm': {
    create: ['cloudwatch:PutMetricAlarm'],
    update: ['cloudwatch:PutMetricAlarm'],
    remove: ['cloudwatch:DeleteAlarms'],
  },
  'AWS::CloudWatch::Dashboard': {
    create: ['cloudwatch:PutDashboard'],
    update: ['cloudwatch:PutDashboard'],
    remove: ['cloudwatch:DeleteDashboards'],
  },
};

/** The property with a resource's name, and the part of its ARN before the name. */
const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  'AWS::Lambda::Function': ['FunctionName', 'lambda:@:function:'],
  'AWS::Events::Rule': ['Name', 'events:@:rule/'],
  'AWS::Logs::LogGroup': ['LogGroupName', 'logs:@:log-group:'],
  'AWS::S3::Bucket': ['BucketName', 's3:::'],
  'AWS::S3::BucketPolicy': ['Bucket', 's3:::'],
  'AWS::SQS::Queue': ['QueueName', 'sqs:@:'],
  'AWS::CloudWatch::Alarm': ['AlarmName', 'cloudwatch:@:alarm:'],
};

interface Affected {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Its current or future name, if the template gives none. */
  readonly name: string;
}

/**
 * CloudFormation creates resources with its caller's permissions.
 * @throws ResourceError if the caller's policies are enforced and do not allow it
 */
export function requirePermission(host: StackHost, verb: Verb, affected: Affected): void {
  const { sandbox, region } = host;
  const { account } = sandbox;
  const needs = needsOf(host, verb, affected);
  const refusal = sandbox.authorizer.refusalFor(callerOf(host), region, needs);
  if (refusal === undefined) return;
  const service = affected.type.split('::')[1] ?? '';
  throw new ResourceError(
    'AccessDenied',
    `${refusal} (Service: ${service}, Status Code: 403, Request ID: ${account.ids.uuid()})`,
  );
}

function callerOf({ sandbox: { account }, caller }: StackHost): UserIdentity {
  return account.identities.get(caller ?? '') ?? defaultIdentity(account.region, account.accountId, caller);
}

function needsOf(
  { region, sandbox }: StackHost,
  verb: Verb,
  { type, properties, name }: Affected,
): readonly Need[] {
  const [property, prefix] = NAMES[type] ?? [];
  const given = property === undefined ? undefined : properties[property];
  const named = typeof given === 'string' ? given : (name.split('/').at(-1) ?? name);
  const location = `arn:${awsPartitionOf(region)}:${(prefix ?? '').replace('@', `${region}:${sandbox.accountId}`)}`;
  const resource = prefix === undefined ? '*' : `${location}${named}`;
  const needs: Need[] = (ACTIONS[type]?.[verb] ?? []).map((action) => ({ action, resource }));
  const { Role: role } = properties;
  if (type === 'AWS::Lambda::Function' && verb !== 'remove' && typeof role === 'string')
    needs.push({
      action: 'iam:PassRole',
      resource: role,
      context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
    });
  return needs;
}
