import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetRolePolicyCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { InvokeCommand, type InvocationType } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { errorOf } from '../testing/clients';
import { useAccount } from '../testing/account';
import { type Cloud, createCloud } from './cloud';
import type { FinishedInvocation } from './runtime/functions';
import { TemplateError } from './template';

const test = useAccount({ clock: 'real' });
let cloud: Cloud;
let seen: FinishedInvocation[];
let packages: string;

/** A function that returns its event, fails on request, and implements CloudFormation's custom resource protocol. */
const source = `
exports.handler = async (event) => {
  if (event.detail && event.detail.fail) throw new Error('failed on request');
  if (event.Records) return { batchItemFailures: [] };
  if (event.ResponseURL) {
    await fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify({
      Status: event.ResourceProperties.Refuse ? 'FAILED' : 'SUCCESS', Reason: 'it would not',
      StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
      PhysicalResourceId: 'custom-1', Data: { Answer: event.RequestType + process.env.WORD },
    }) });
    return;
  }
  return { word: process.env.WORD, source: event.source };
};`;

beforeEach(() => {
  seen = [];
  packages = mkdtempSync(path.join(tmpdir(), 'sandbox-packages-'));
  writeFileSync(path.join(packages, 'one.zip'), zipSync({ 'code/index.js': strToU8(source) }));
  cloud = createCloud(test.sandbox, { onInvocation: (one) => seen.push(one) });
});
afterEach(async () => {
  await cloud.stop();
  rmSync(packages, { recursive: true });
});

const assume = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
/** The permissions of a function that reads one queue and sends failed events to another. */
const rolesActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'];
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
const resources = {
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName: 'one',
      AssumeRolePolicyDocument: assume,
      Policies: [
        {
          PolicyName: 'p',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Action: rolesActions, Resource: [arn('Queue'), arn('Dead')] }],
          },
        },
      ],
    },
  },
  Queue: {
    Type: 'AWS::SQS::Queue',
    Properties: { RedrivePolicy: { deadLetterTargetArn: arn('Dead'), maxReceiveCount: 2 } },
  },
  Dead: { Type: 'AWS::SQS::Queue' },
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: {
        Statement: {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arn('Queue'),
          Condition: {
            ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:events:*:${AWS::AccountId}:rule/*' } },
          },
        },
      },
    },
  },
  Function: {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'one',
      Handler: 'code/index.handler',
      Role: arn('Role'),
      Code: { S3Key: 'x/one.zip' },
      Timeout: 20,
      Environment: { Variables: { WORD: 'hello' } },
    },
  },
  Mapping: {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { EventSourceArn: arn('Queue'), FunctionName: arn('Function') },
  },
  ToQueue: {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['my.app'] }, Targets: [{ Id: 'q', Arn: arn('Queue') }] },
  },
  ToFunction: {
    Type: 'AWS::Events::Rule',
    Properties: { EventPattern: { source: ['your.app'] }, Targets: [{ Id: 'f', Arn: arn('Function') }] },
  },
  Schedule: {
    Type: 'AWS::Events::Rule',
    Properties: { ScheduleExpression: 'rate(1 hour)', Targets: [{ Id: 'f', Arn: arn('Function') }] },
  },
  MayInvoke: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: arn('Function'),
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
    },
  },
  OnFailure: {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: { Ref: 'Function' },
      Qualifier: '$LATEST',
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: arn('Dead') } },
    },
  },
  Custom: { Type: 'Custom::Thing', Properties: { ServiceToken: arn('Function') } },
  ConfigRule: {
    Type: 'AWS::Config::ConfigRule',
    Properties: {
      ConfigRuleName: 'r',
      Source: { Owner: 'CUSTOM_LAMBDA', SourceIdentifier: arn('Function') },
    },
  },
};
const whole = {
  Resources: resources,
  Outputs: { Answer: { Value: { 'Fn::GetAtt': ['Custom', 'Answer'] } } },
};
const deploy = (template: object) => cloud.deploy({ name: 's', template, packages });
const emit = (source: string, detail: object = {}) => {
  test.sandbox.admin.emit({
    source,
    'detail-type': 'x',
    region: 'us-east-1',
    resources: [],
    detail: { ...detail },
  });
};

describe('a deployed stack', () => {
  it('works as its template says: queues, rules, schedules, a custom resource', async () => {
    const { stack, events } = await deploy(whole);
    expect(new Set(events.map(({ action }) => action))).toEqual(new Set(['created']));
    expect(stack.outputs.get('Answer')).toBe('Createhello');
    seen.length = 0;
    emit('my.app');
    emit('nobody.s');
    await until(() => seen.length === 1);
    expect(seen[0]?.event).toMatchObject({
      Records: [{ eventSourceARN: stack.resources.get('Queue')?.attributes['Arn'] }],
    });
    emit('your.app');
    await cloud.idle();
    expect(seen.at(-1)?.invocation.payload).toEqual({ word: 'hello', source: 'your.app' });
    await cloud.bus.fire(stack.resources.get('Schedule')?.attributes['Arn'] ?? '');
    expect(seen.at(-1)?.invocation.payload).toEqual({ word: 'hello', source: 'aws.events' });
    expect(cloud.bus.refused).toEqual([]);
    const policy = await test.aws.iam.send(new GetRolePolicyCommand({ RoleName: 'one', PolicyName: 'p' }));
    expect(decodeURIComponent(policy.PolicyDocument ?? '')).toContain(
      stack.resources.get('Queue')?.attributes['Arn'] ?? 'x',
    );
  });

  it('retries a failed asynchronous invocation, and finally sends it to its destination', async () => {
    const { stack } = await deploy(whole);
    seen.length = 0;
    emit('your.app', { fail: true });
    await cloud.idle();
    expect(seen).toHaveLength(2);
    const QueueUrl = stack.resources.get('Dead')?.id;
    const { Messages } = await test.aws.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
      requestPayload: { source: 'your.app' },
      responsePayload: { errorMessage: 'failed on request' },
    });
  });

  it('sends events that EventBridge may not deliver to the target’s dead-letter queue, with the reason', async () => {
    const { MayInvoke: _, ...rest } = resources;
    const Targets = [{ Id: 'f', Arn: arn('Function'), DeadLetterConfig: { Arn: arn('Dead') } }];
    const ToFunction = {
      ...resources.ToFunction,
      Properties: { ...resources.ToFunction.Properties, Targets },
    };
    const Policy = structuredClone(resources.Policy);
    Policy.Properties.Queues = [{ Ref: 'Dead' }];
    Policy.Properties.PolicyDocument.Statement.Resource = arn('Dead');
    const { stack } = await deploy({ Resources: { ...rest, ToFunction, Policy } });
    emit('your.app');
    const QueueUrl = stack.resources.get('Dead')?.id;
    const { Messages } = await test.aws.sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MessageAttributeNames: ['All'] }),
    );
    expect(Messages?.[0]?.MessageAttributes).toMatchObject({
      ERROR_CODE: { StringValue: 'NO_PERMISSIONS' },
      RULE_ARN: { StringValue: stack.resources.get('ToFunction')?.attributes['Arn'] },
      TARGET_ARN: { StringValue: stack.resources.get('Function')?.attributes['Arn'] },
    });
    expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({ source: 'your.app' });
  });

  it("is invoked through Lambda's API, with or without waiting for the result; failed events are retried as usual", async () => {
    const { stack } = await deploy(whole);
    seen.length = 0;
    const invoke = async (InvocationType: InvocationType, event: object) => {
      const Payload = JSON.stringify(event);
      return test.aws.lambda.send(new InvokeCommand({ FunctionName: 'one', InvocationType, Payload }));
    };
    expect(await invoke('DryRun', {})).toMatchObject({ StatusCode: 204 });
    expect(seen).toEqual([]);
    const answered = await invoke('RequestResponse', { source: 'me' });
    expect(answered).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' });
    expect(answered.Payload?.transformToString()).toBe('{"word":"hello","source":"me"}');
    const failed = await invoke('RequestResponse', { detail: { fail: true } });
    expect(failed).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' });
    expect(failed.Payload?.transformToString()).toContain('failed on request');
    seen.length = 0;
    expect(await invoke('Event', { detail: { fail: true } })).toMatchObject({ StatusCode: 202 });
    await cloud.idle();
    expect(seen).toHaveLength(2);
    const QueueUrl = stack.resources.get('Dead')?.id;
    const { Messages } = await test.aws.sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    expect(JSON.parse(Messages?.[0]?.Body ?? '')).toMatchObject({
      requestPayload: { detail: { fail: true } },
    });
    await stack.remove();
    await expect(invoke('Event', {})).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('refuses invocations that the template does not permit', async () => {
    const { MayInvoke: _, Policy: __, ...rest } = resources;
    const { stack } = await deploy({ Resources: rest });
    seen.length = 0;
    emit('my.app');
    emit('your.app');
    await cloud.configRules.ask('r');
    await cloud.idle();
    expect(seen).toEqual([]);
    const fnArn = stack.resources.get('Function')?.attributes['Arn'] ?? '';
    expect(cloud.bus.refused).toEqual([
      `events.amazonaws.com is not permitted to send to ${stack.resources.get('Queue')?.attributes['Arn'] ?? ''} for ${stack.resources.get('ToQueue')?.attributes['Arn'] ?? ''}`,
      `events.amazonaws.com is not permitted to invoke ${fnArn} for ${stack.resources.get('ToFunction')?.attributes['Arn'] ?? ''}`,
    ]);
    expect(cloud.configRules.refused).toEqual([
      expect.stringContaining('config.amazonaws.com is not permitted'),
    ]);
  });

  it('changes only what differs in an update, and keeps what is retained', async () => {
    const { stack } = await deploy(whole);
    expect(await stack.update(whole)).toEqual([]);
    const url = stack.resources.get('Queue')?.id ?? '';
    await test.aws.sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'kept' }));
    const { ToQueue: _, ...rest } = resources;
    const Function = {
      ...resources.Function,
      Properties: { ...resources.Function.Properties, Environment: { Variables: { WORD: 'again' } } },
    };
    const Dead = { ...resources.Dead, DeletionPolicy: 'Retain' };
    const events = await stack.update({ Resources: { ...rest, Function, Dead } });
    expect(events.map(({ id, action }) => `${id} ${action}`)).toEqual([
      'Function updated',
      'ToQueue deleted',
    ]);
    expect(stack.resources.get('Queue')?.id).toBe(url);
    const gone = await stack.remove();
    expect(gone.find(({ id }) => id === 'Dead')?.action).toBe('retained');
    const named = new GetQueueUrlCommand({
      QueueName: stack.resources.get('Queue')?.id ?? url.split('/').at(-1) ?? '',
    });
    expect(await errorOf(test.aws.sqs.send(named))).toBe('QueueDoesNotExist');
    const { Roles } = await test.aws.iam.send(new ListRolesCommand({}));
    expect(Roles).toEqual([]);
  });

  it('is invoked by AWS Config on a schedule, and for changes of the types in its scope', async () => {
    const ConfigRule = {
      ...resources.ConfigRule,
      Properties: {
        ...resources.ConfigRule.Properties,
        InputParameters: { ruleId: 'x' },
        Scope: { ComplianceResourceTypes: ['AWS::EC2::VPC'] },
        Source: {
          ...resources.ConfigRule.Properties.Source,
          SourceDetails: [{ EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' }],
        },
      },
    };
    const MayAsk = {
      ...resources.MayInvoke,
      Properties: {
        ...resources.MayInvoke.Properties,
        Principal: 'config.amazonaws.com',
        SourceAccount: { Ref: 'AWS::AccountId' },
      },
    };
    await deploy({ Resources: { ...resources, ConfigRule, MayAsk } });
    seen.length = 0;
    await cloud.configRules.ask('r');
    await cloud.configRules.changed({ resourceType: 'AWS::EC2::VPC', resourceId: 'vpc-1' });
    await cloud.configRules.changed({ resourceType: 'AWS::S3::Bucket', resourceId: 'b' });
    const messages = seen.map(
      ({ event }) =>
        JSON.parse((event as { invokingEvent: string }).invokingEvent) as { messageType: string },
    );
    expect(messages.map(({ messageType }) => messageType)).toEqual([
      'ScheduledNotification',
      'ConfigurationItemChangeNotification',
    ]);
    expect(seen[0]?.event).toMatchObject({ ruleParameters: '{"ruleId":"x"}', configRuleName: 'r' });
  });
});

describe('an impossible deployment', () => {
  const refusal = async (template: object): Promise<string> => {
    const error: unknown = await deploy(template).catch((cause: unknown) => cause);
    if (!(error instanceof TemplateError)) throw new Error(`not refused: ${String(error)}`);
    return error.message;
  };
  const changed = (id: 'Function' | 'Custom' | 'ToQueue', properties: object): object => ({
    Resources: {
      ...resources,
      [id]: { ...resources[id], Properties: { ...resources[id].Properties, ...properties } },
    },
  });

  it('a queue that the function’s role may not read is refused', async () => {
    const Policies = [
      {
        PolicyName: 'p',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: arn('Queue') }],
        },
      },
    ];
    const Role = { ...resources.Role, Properties: { ...resources.Role.Properties, Policies } };
    expect(await refusal({ Resources: { ...resources, Role } })).toMatch(
      /^Resources\.Mapping: the function's role does not allow it: .* not authorized to perform: sqs:DeleteMessage on resource: .* because no identity-based policy allows the sqs:DeleteMessage action$/,
    );
  });

  it.each<[string, object, string]>([
    [
      'a type that is not modelled',
      { Resources: { ...resources, Bad: { Type: 'AWS::X::Y' } } },
      'Resources.Bad.Type: the embedded account does not model AWS::X::Y',
    ],
    [
      'a missing package',
      changed('Function', { Code: { S3Key: 'two.zip' } }),
      'two.zip: there is no deployment package two.zip',
    ],
    [
      'a missing handler',
      changed('Function', { Handler: 'other.handler' }),
      'Resources.Function.Properties.Handler: the package has no module for other.handler',
    ],
    [
      'a custom resource that fails',
      changed('Custom', { Refuse: 'yes' }),
      'Resources.Custom: Received response status [FAILED] from custom resource. Message returned: it would not (RequestId: …)',
    ],
    [
      'a rule without a pattern',
      changed('ToQueue', { EventPattern: { Ref: 'AWS::NoValue' } }),
      'Resources.ToQueue.Properties: has neither EventPattern nor ScheduleExpression',
    ],
  ])('%s is refused, and leaves nothing behind', async (_, template, message) => {
    expect((await refusal(template)).replace(/(?<=RequestId: )[\w-]+/, '…')).toBe(message);
    const { Roles } = await test.aws.iam.send(new ListRolesCommand({}));
    expect(Roles).toEqual([]);
    expect([...cloud.functions.deployed.keys()]).toEqual([]);
    expect([...cloud.bus.rules.keys()]).toEqual([]);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !condition(); tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 20));
}
