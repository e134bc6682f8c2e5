import type { Gap } from './gap';
import * as probe from './moto-probes';
import { withoutNoValue, withProperties } from './template';

/** The version of moto in which these rows were observed; `requirements.in` pins it. */
export const motoVersion = '5.2.5';

const reference = (type: string) => `makes it (CloudFormation template reference, ${type})`;

const notMade = (id: string, type: string, meaning: string): Gap => ({
  id,
  moto: `does not know ${type}: it is left out, the stack is complete, and only the server's log warns. ${meaning}`,
  aws: reference(type),
  shown: { kind: 'not-made', type },
});

const ignored = (id: string, type: string, property: string, moto: string): Gap => ({
  id,
  moto,
  aws: `sets it (CloudFormation template reference, ${type}, ${property})`,
  shown: { kind: 'property', type, property },
});

/** Differences between moto and AWS that affect Palisade's deployment; the source of `docs/developers/outside.md`. */
export const motoGaps: readonly Gap[] = [
  {
    id: 'parameter-tags',
    moto: 'answers 500 to the tags of an AWS::SSM::Parameter: it takes the list that other types have',
    aws: 'takes an object, and refuses a list (awsdocs/aws-cloudformation-user-guide#513)',
    shown: {
      kind: 'not-taken',
      adapt: (template) => withProperties(template, 'Switch', ({ Tags: _, ...rest }) => rest),
      answer: /500 Internal Server Error/,
    },
  },
  {
    id: 'no-value-in-lists',
    moto: 'keeps AWS::NoValue as an item of a list that is null: a role with a policy that is left out is a 500',
    aws: 'removes it (CloudFormation template reference, pseudo parameters, AWS::NoValue)',
    shown: { kind: 'not-taken', adapt: withoutNoValue, answer: /500 Internal Server Error/ },
  },
  notMade('no-alarms', 'AWS::CloudWatch::Alarm', 'Nobody would be notified of dead letters or errors.'),
  notMade('no-invoke-config', 'AWS::Lambda::EventInvokeConfig', 'Failed invocations would get lost.'),
  notMade('no-bucket-policy', 'AWS::S3::BucketPolicy', 'The deployment bucket would take plain HTTP.'),
  notMade('no-queue-policy', 'AWS::SQS::QueuePolicy', 'EventBridge could not send.'),
  ignored(
    'function-architecture',
    'AWS::Lambda::Function',
    'Architectures',
    'makes every function for x86_64, whatever the template says',
  ),
  ignored('function-tags', 'AWS::Lambda::Function', 'Tags', 'gives functions of a stack no tags'),
  ignored('function-tracing', 'AWS::Lambda::Function', 'TracingConfig', 'leaves tracing at PassThrough'),
  ignored('table-ttl', 'AWS::DynamoDB::Table', 'TimeToLiveSpecification', 'leaves time to live off'),
  ignored(
    'table-recovery',
    'AWS::DynamoDB::Table',
    'PointInTimeRecoverySpecification',
    'leaves point-in-time recovery off',
  ),
  ignored('table-key', 'AWS::DynamoDB::Table', 'SSESpecification', 'leaves the table with the key of AWS'),
  ignored('log-key', 'AWS::Logs::LogGroup', 'KmsKeyId', 'leaves log groups without the key'),
  ignored(
    'bucket-public-access',
    'AWS::S3::Bucket',
    'PublicAccessBlockConfiguration',
    'leaves buckets without the block',
  ),
  ignored('dashboard-tags', 'AWS::CloudWatch::Dashboard', 'Tags', 'gives dashboards no tags'),
  {
    id: 'inline-policy-text',
    moto: "answers a role's inline policy as a Python literal ('single quotes'), which is not JSON",
    aws: 'answers URL-encoded JSON (IAM API reference, GetRolePolicy)',
    shown: { kind: 'behaviour', still: probe.policyIsNoJson },
  },
  {
    id: 'allowed-values',
    moto: 'takes a value that is none of the AllowedValues',
    aws: 'refuses it before anything is made (CloudFormation user guide, Parameters)',
    shown: { kind: 'behaviour', still: probe.takesAnyValue },
  },
  {
    id: 'warnings-refuse',
    moto: 'refuses in ValidateTemplate what cfn-lint only warns of: a DependsOn beside a GetAtt of the same resource',
    aws: 'allows it (CloudFormation user guide, DependsOn attribute)',
    shown: { kind: 'behaviour', still: probe.refusesWhatIsOnlyWarnedOf },
  },
  {
    id: 'capabilities',
    moto: 'makes named roles without CAPABILITY_NAMED_IAM',
    aws: 'answers InsufficientCapabilitiesException (CloudFormation API reference, CreateStack)',
    shown: { kind: 'behaviour', still: probe.asksNoCapability },
  },
  {
    id: 'no-rollback',
    moto: "answers the service's error to CreateStack itself, and leaves the stack in CREATE_IN_PROGRESS for ever",
    aws: 'takes the call, then rolls back and says in the events why (CloudFormation user guide, stack failure options)',
    shown: { kind: 'behaviour', still: probe.rollsNothingBack },
  },
  {
    id: 'resource-events',
    moto: 'tells events of the stack only, none of its resources',
    aws: 'tells every change of every resource (CloudFormation API reference, DescribeStackEvents)',
    shown: { kind: 'behaviour', still: probe.tellsNoResourceEvents },
  },
  {
    id: 'stack-by-resource',
    moto: 'finds no stack by the PhysicalResourceId of a resource, which is how Palisade finds its deployment',
    aws: 'finds it (CloudFormation API reference, DescribeStackResources)',
    shown: { kind: 'behaviour', still: probe.findsNoStackByResource },
  },
  {
    id: 'template-url-host',
    moto: 'takes the host of a TemplateURL for a bucket unless it is `localhost` or ends in amazonaws.com',
    aws: "takes S3's own hosts only, so it has no such case; the AWS CLI writes the endpoint that it was given",
    shown: { kind: 'behaviour', still: probe.readsTemplatesOfLocalhostOnly },
  },
  {
    id: 'functions-not-run',
    moto: 'runs functions in Docker only; without, nobody answers for a custom resource, and CreateStack never ends',
    aws: 'invokes the function, and fails the resource when no answer comes in time (Custom resources)',
    shown: { kind: 'behaviour', still: probe.waitsForCustomResources },
  },
  {
    id: 'change-sets-do-not-wait',
    moto: 'completes a stack that a change set makes without the answers of its custom resources',
    aws: 'waits for them, by a change set as otherwise (Custom resources)',
    shown: { kind: 'behaviour', still: probe.changeSetsDoNotWait },
  },
];
