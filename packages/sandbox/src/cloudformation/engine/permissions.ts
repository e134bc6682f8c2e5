import { awsPartitionOf } from '../../account/partition';
import type { Need } from '../../authorization/need';
import { defaultIdentity, type UserIdentity } from '../../account/identity';
import { type StackHost, ResourceError } from '../provider';

type Verb = 'create' | 'update' | 'remove';

/** What making a resource needs, for the types that are made without a call of their own (service authorization reference). */
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

/** The property that names a resource, and what stands before the name in its ARN. */
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
  /** Its name where the template gives none: what it is, or will be, called. */
  readonly name: string;
}

/**
 * CloudFormation makes resources with the permissions of who called it.
 * @throws ResourceError where they are held to their policies, and those do not allow it
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
  const place = `arn:${awsPartitionOf(region)}:${(prefix ?? '').replace('@', `${region}:${sandbox.accountId}`)}`;
  const resource = prefix === undefined ? '*' : `${place}${named}`;
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
