import { channels } from '../../adapters/channels';
import { ticketSystems } from '../../adapters/tickets';
import { lambdaNames } from './alarms';
import { arnValue, functionNamed, granted, here, iamArnValue, type RoleStatement } from './arns';
import { type DeclaringRule, readStatement } from './reads';
import type { TemplateResources } from './template';
import { undoStatements, writeStatements } from './writes';

const log: RoleStatement = {
  Sid: 'Log',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: here('logs', 'log-group:/aws/lambda/palisade-*:*'),
};

/** Reads of the ledger about findings. */
const recall: readonly RoleStatement[] = [
  { Sid: 'Recall', Effect: 'Allow', Action: ['dynamodb:GetItem'], Resource: arnValue('Ledger') },
  {
    Sid: 'RecallOpen',
    Effect: 'Allow',
    Action: ['dynamodb:Query'],
    Resource: { 'Fn::Sub': '${Ledger.Arn}/index/*' },
  },
];

const remember: RoleStatement = {
  Sid: 'Remember',
  Effect: 'Allow',
  Action: ['dynamodb:PutItem', 'dynamodb:UpdateItem'],
  Resource: arnValue('Ledger'),
};

/**
 * Writes the number of a rule's subjects, which the limits need, and the last valid settings; nothing about findings.
 */
const count: RoleStatement = {
  Sid: 'CountSubjects',
  Effect: 'Allow',
  Action: ['dynamodb:UpdateItem'],
  Resource: arnValue('Ledger'),
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['population#*', 'settings'] } },
};

/** When resources were last read, in batches. */
const readClaims: RoleStatement = {
  Sid: 'Looks',
  Effect: 'Allow',
  Action: ['dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem'],
  Resource: arnValue('Ledger'),
};

/** Lambda also sends failed asynchronous invocations there. */
const queue: RoleStatement = {
  Sid: 'FollowUps',
  Effect: 'Allow',
  Action: ['sqs:SendMessage'],
  Resource: [arnValue('Changes'), arnValue('DeadLetters')],
};

const settings: RoleStatement = {
  Sid: 'Settings',
  Effect: 'Allow',
  Action: ['ssm:GetParameter'],
  Resource: [here('ssm', 'parameter/palisade/settings'), here('ssm', 'parameter/palisade/switch')],
};

/** Whatever else is allowed, no function may change a role that Palisade runs as. */
const neverItself: RoleStatement = {
  Sid: 'NeverItself',
  Effect: 'Deny',
  Action: ['iam:*'],
  Resource: iamArnValue('role/palisade/*'),
};

const receive: RoleStatement = {
  Sid: 'Changes',
  Effect: 'Allow',
  Action: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
  Resource: arnValue('Changes'),
};

const systems = Object.values(ticketSystems);

const report: readonly RoleStatement[] = [
  ...channels.flatMap(({ grants }) => grants.map(granted)),
  ...systems.flatMap(({ grants }) => grants.tickets.map(granted)),
];

const approvals = systems.flatMap(({ grants }) => grants.approved.map(granted));

const evaluations: RoleStatement = {
  Sid: 'Evaluate',
  Effect: 'Allow',
  Action: ['config:PutEvaluations'],
  Resource: '*',
};

/** Creates what the deployment needs and an account may lack at first. */
const makeMissing: readonly RoleStatement[] = [
  {
    Sid: 'MakeCustomActions',
    Effect: 'Allow',
    Action: ['securityhub:CreateActionTarget', 'securityhub:DescribeActionTargets'],
    Resource: here('securityhub', 'hub/default'),
  },
  // The ARN of a Config rule contains an id that AWS Config generates, so no policy can name the rules before they
  // exist.
  {
    Sid: 'MakeConfigRules',
    Effect: 'Allow',
    Action: ['config:PutConfigRule'],
    Resource: here('config', 'config-rule/*'),
  },
  // Neither call has resource-level permissions.
  {
    Sid: 'SeeWhatIsThere',
    Effect: 'Allow',
    Action: ['config:DescribeConfigRules', 'lambda:GetAccountSettings'],
    Resource: '*',
  },
  {
    Sid: 'ReserveConcurrency',
    Effect: 'Allow',
    Action: ['lambda:GetFunctionConcurrency', 'lambda:PutFunctionConcurrency'],
    Resource: lambdaNames.map(functionNamed),
  },
];

/** Removes it again. Only the end of a deployment does this, not the sweep. */
const removeAgain: readonly RoleStatement[] = [
  {
    Sid: 'RemoveCustomActions',
    Effect: 'Allow',
    Action: ['securityhub:DeleteActionTarget'],
    Resource: here('securityhub', 'hub/default'),
  },
  {
    Sid: 'RemoveConfigRules',
    Effect: 'Allow',
    Action: ['config:DeleteConfigRule'],
    Resource: here('config', 'config-rule/*'),
  },
  {
    Sid: 'FreeConcurrency',
    Effect: 'Allow',
    Action: ['lambda:DeleteFunctionConcurrency'],
    Resource: lambdaNames.map(functionNamed),
  },
];

const firstSweep: RoleStatement = {
  Sid: 'FirstSweep',
  Effect: 'Allow',
  Action: ['lambda:InvokeFunction'],
  Resource: functionNamed('sweep'),
};

/** A trail of the organization belongs to another account, and a trail for all Regions to another Region. */
const trails: RoleStatement = {
  Sid: 'Trails',
  Effect: 'Allow',
  Action: ['cloudtrail:DescribeTrails', 'cloudtrail:GetEventSelectors', 'cloudtrail:GetTrailStatus'],
  Resource: '*',
};

/** The permissions of each function, by policy. */
export function permissions(
  rules: readonly DeclaringRule[],
): Readonly<Record<string, Readonly<Record<string, readonly RoleStatement[]>>>> {
  const read = [readStatement(rules)];
  const work = [...recall, queue, settings];
  const remediate = [...writeStatements(rules), neverItself];
  const undo = [...undoStatements(rules), neverItself];
  const change = [remember];
  return {
    'on-change': {
      read,
      remediate,
      report,
      work,
      change,
      approvals,
      looks: [readClaims],
      receive: [receive],
      logs: [log],
    },
    'config-rule': {
      read,
      work,
      count: [count],
      approvals,
      evaluate: [evaluations],
      logs: [log],
    },
    sweep: { read, work, count: [count], approvals, deployment: makeMissing, logs: [log] },
    'on-action': { read, undo, work, change, approvals, logs: [log] },
    'on-deploy': {
      deployment: [...makeMissing, ...removeAgain],
      'first-look': [firstSweep, trails],
      logs: [log],
    },
  };
}

/**
 * Lambda refuses to create a function with active tracing if its role may not send traces yet, so this statement is in
 * the role itself. Its policy is not named `trace`, because that was the name of a separate resource, which
 * CloudFormation deletes by that name after an update.
 */
const trace: RoleStatement = {
  Sid: 'Trace',
  Effect: 'Allow',
  Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  // X-Ray has no resource types (service authorization reference).
  Resource: '*',
};

const policy = (PolicyName: string, statements: readonly RoleStatement[]) => ({
  PolicyName,
  PolicyDocument: { Version: '2012-10-17', Statement: statements },
});

/** One role per function. */
export function roleResources(rules: readonly DeclaringRule[]): TemplateResources {
  return Object.fromEntries(
    Object.entries(permissions(rules)).map(([name, policies]) => [
      roleLogicalId(name),
      {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: { 'Fn::Sub': `palisade-\${AWS::Region}-${name}` },
          Path: '/palisade/',
          Description: `What the function ${name} of Palisade may do`,
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          },
          Policies: [
            ...Object.entries(policies).map(([name, statements]) => policy(name, statements)),
            { 'Fn::If': ['IsTraced', policy('tracing', [trace]), { Ref: 'AWS::NoValue' }] },
          ],
        },
      },
    ]),
  );
}

/** `on-change` → `OnChangeRole`, the name that infra/functions.yml uses. */
export function roleLogicalId(name: string): string {
  const words = name.split('-').map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return `${words.join('')}Role`;
}
