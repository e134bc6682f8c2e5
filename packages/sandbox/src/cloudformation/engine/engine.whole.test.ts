import {
  CreateStackCommand,
  type CreateStackCommandInput,
  DeleteStackCommand,
  type DeleteStackCommandInput,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  UpdateStackCommand,
  type UpdateStackCommandInput,
} from '@aws-sdk/client-cloudformation';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand, ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, ListQueuesCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { useAccount } from '../../testing/account';
import { clientsOf, failureOf } from '../../testing/clients';
import { type Cloud, createCloud } from '../cloud';

const test = useAccount({ timings: { customResource: 300 } });
let cloud: Cloud;
beforeEach(() => {
  cloud = createCloud(test.sandbox);
});
afterEach(() => cloud.stop());

type Resources = Readonly<Record<string, object>>;
const template = (resources: Resources, more: object = {}) =>
  JSON.stringify({ Resources: resources, ...more });
const idle = () => test.sandbox.account.stacks.worker?.idle();
const Capabilities = ['CAPABILITY_NAMED_IAM' as const];

async function create(resources: Resources, input: Partial<CreateStackCommandInput> = {}, more: object = {}) {
  const TemplateBody = template(resources, more);
  const { StackId = '' } = await test.aws.cloudformation.send(
    new CreateStackCommand({ StackName: 's', TemplateBody, Capabilities, ...input }),
  );
  await idle();
  return StackId;
}
async function update(resources: Resources, input: Partial<UpdateStackCommandInput> = {}) {
  const TemplateBody = template(resources);
  await test.aws.cloudformation.send(
    new UpdateStackCommand({ StackName: 's', TemplateBody, Capabilities, ...input }),
  );
  await idle();
}
async function remove(input: Partial<DeleteStackCommandInput> = {}) {
  await test.aws.cloudformation.send(new DeleteStackCommand({ StackName: 's', ...input }));
  await idle();
}
/** `Logical STATUS reason` of the last operation, the oldest first. */
async function events(StackName = 's'): Promise<readonly string[]> {
  const { StackEvents = [] } = await test.aws.cloudformation.send(
    new DescribeStackEventsCommand({ StackName }),
  );
  const [last] = StackEvents;
  return StackEvents.filter(({ OperationId }) => OperationId === last?.OperationId)
    .toReversed()
    .map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason: reason }) =>
      [LogicalResourceId, ResourceStatus, ...(reason === undefined ? [] : [reason])].join(' ').trim(),
    );
}
async function stack(StackName = 's') {
  const { Stacks = [] } = await test.aws.cloudformation.send(new DescribeStacksCommand({ StackName }));
  return Stacks[0];
}
async function physicalId(LogicalResourceId: string): Promise<string> {
  const { StackResources = [] } = await test.aws.cloudformation.send(
    new DescribeStackResourcesCommand({ StackName: 's', LogicalResourceId }),
  );
  return StackResources[0]?.PhysicalResourceId ?? '';
}
const queues = async () => (await test.aws.sqs.send(new ListQueuesCommand({}))).QueueUrls ?? [];
const delayOf = async (QueueUrl: string) =>
  (await test.aws.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['DelaySeconds'] })))
    .Attributes?.['DelaySeconds'];
const slow = (operation: string) => {
  test.sandbox.setFault((call) =>
    call.operation === operation ? { kind: 'latency', milliseconds: 400 } : undefined,
  );
};

const queue = (Properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties });
const parameter = (Name: string, Value: unknown = 'x') => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Type: 'String', Value },
});
const assume = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const role = (Properties: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: assume, ...Properties },
});
const fn = (code: object, Properties: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: code,
    ...Properties,
  },
});
const taken = { A: queue(), B: parameter('/taken', { Ref: 'A' }), C: queue({ DelaySeconds: 1 }) };
const take = () =>
  test.aws.ssm.send(new PutParameterCommand({ Name: '/taken', Value: 'mine', Type: 'String' }));
const exists = expect.stringMatching(
  /^B CREATE_FAILED Resource handler returned message: "The parameter already exists\..* \(Service: Ssm, Status Code: 400, Request ID: [\w-]+\)" \(RequestToken: [\w-]+, HandlerErrorCode: AlreadyExists\)$/,
) as unknown;

describe('a stack is created', () => {
  it('resource by resource, with its events', async () => {
    await create({ A: queue(), B: parameter('/b', { Ref: 'A' }) }, { Tags: [{ Key: 'k', Value: 'v' }] });
    expect(await events()).toEqual([
      's CREATE_IN_PROGRESS User Initiated',
      'A CREATE_IN_PROGRESS',
      'A CREATE_IN_PROGRESS Resource creation Initiated',
      'A CREATE_COMPLETE',
      'B CREATE_IN_PROGRESS',
      'B CREATE_IN_PROGRESS Resource creation Initiated',
      'B CREATE_COMPLETE',
      's CREATE_COMPLETE',
    ]);
    expect(await stack()).toMatchObject({ StackStatus: 'CREATE_COMPLETE', Tags: [{ Key: 'k', Value: 'v' }] });
    const { StackResources } = await test.aws.cloudformation.send(
      new DescribeStackResourcesCommand({ PhysicalResourceId: '/b' }),
    );
    expect(StackResources?.map(({ LogicalResourceId }) => LogicalResourceId)).toEqual(['B']);
  });

  it('in the background: the call does not wait', async () => {
    slow('CreateQueue');
    await test.aws.cloudformation.send(
      new CreateStackCommand({ StackName: 's', TemplateBody: template({ A: queue() }) }),
    );
    expect((await stack())?.StackStatus).toBe('CREATE_IN_PROGRESS');
    await idle();
    expect((await stack())?.StackStatus).toBe('CREATE_COMPLETE');
  });

  it('next to another stack, and in another Region', async () => {
    const there = clientsOf(test.sandbox.url, 'eu-west-1').cloudformation;
    const TemplateBody = template({ A: queue({ QueueName: 'same' }) });
    await Promise.all([
      test.aws.cloudformation.send(new CreateStackCommand({ StackName: 's', TemplateBody })),
      test.aws.cloudformation.send(
        new CreateStackCommand({ StackName: 't', TemplateBody: template({ A: queue() }) }),
      ),
      there.send(new CreateStackCommand({ StackName: 's', TemplateBody })),
    ]);
    await idle();
    const { Stacks = [] } = await there.send(new DescribeStacksCommand({}));
    expect([(await stack())?.StackStatus, (await stack('t'))?.StackStatus, Stacks[0]?.StackStatus]).toEqual(
      Array<string>(3).fill('CREATE_COMPLETE'),
    );
    there.destroy();
  });
});

describe('a stack that cannot be created', () => {
  it('is rolled back with the reason, and can only be deleted', async () => {
    await take();
    const StackId = await create(taken);
    const all = await events();
    expect(all).toEqual(expect.arrayContaining([exists]));
    expect(all.slice(-7)).toEqual([
      's ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [B]. Rollback requested by user.',
      'B DELETE_COMPLETE',
      expect.stringMatching(/^. DELETE_/),
      expect.stringMatching(/^. DELETE_/),
      expect.stringMatching(/^. DELETE_/),
      expect.stringMatching(/^. DELETE_/),
      's ROLLBACK_COMPLETE',
    ]);
    expect(await queues()).toEqual([]);
    expect((await failureOf(update({ A: queue() })))?.message).toBe(
      `Stack:${StackId} is in ROLLBACK_COMPLETE state and can not be updated.`,
    );
    await remove();
    expect((await failureOf(stack()))?.message).toBe('Stack with id s does not exist');
    expect((await stack(StackId))?.StackStatus).toBe('DELETE_COMPLETE');
  });

  it('cancels the resources in progress', async () => {
    await take();
    slow('CreateQueue');
    await create({ Slow: queue(), B: parameter('/taken') });
    const all = await events();
    expect(all).toContain('Slow CREATE_FAILED Resource creation cancelled');
    expect(all).toContain(
      's ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Slow, B]. Rollback requested by user.',
    );
    expect(await queues()).toEqual([]);
  });

  it.each([
    [{ OnFailure: 'DELETE' }, 'DELETE_COMPLETE', 0],
    [{ OnFailure: 'DO_NOTHING' }, 'CREATE_FAILED', 1],
    [{ DisableRollback: true }, 'CREATE_FAILED', 1],
  ] as const)('%j: %s', async (input, status, left) => {
    await take();
    const StackId = await create({ A: queue(), B: parameter('/taken', { Ref: 'A' }) }, input);
    expect((await stack(StackId))?.StackStatus).toBe(status);
    expect(await queues()).toHaveLength(left);
    expect(await events(StackId)).toContain(
      left === 0
        ? 's DELETE_IN_PROGRESS The following resource(s) failed to create: [B]. Delete requested by user.'
        : 's CREATE_FAILED The following resource(s) failed to create: [B].',
    );
  });

  it('starts no further resource if it is deleted meanwhile', async () => {
    slow('CreateQueue');
    await test.aws.cloudformation.send(
      new CreateStackCommand({
        StackName: 's',
        TemplateBody: template({ A: queue(), B: parameter('/b', { Ref: 'A' }) }),
      }),
    );
    const StackId = (await stack())?.StackId ?? '';
    await remove();
    expect((await stack(StackId))?.StackStatus).toBe('DELETE_COMPLETE');
    expect(await queues()).toEqual([]);
  });
});

const code = `exports.handler = async () => ({});`;
const existing: readonly [string, () => Promise<unknown>, Resources, RegExp][] = [
  [
    'a role',
    () =>
      test.aws.iam.send(
        new CreateRoleCommand({ RoleName: 'r', AssumeRolePolicyDocument: JSON.stringify(assume) }),
      ),
    { X: role({ RoleName: 'r' }) },
    /role with name r already exists\. \(Service: Iam, Status Code: 409.*HandlerErrorCode: AlreadyExists/,
  ],
  ['a parameter', take, { X: parameter('/taken') }, /already exists.*HandlerErrorCode: AlreadyExists/],
  [
    'a queue',
    () => test.aws.sqs.send(new CreateQueueCommand({ QueueName: 'q' })),
    { X: queue({ QueueName: 'q' }) },
    /'q' already exists\."/,
  ],
  [
    'a bucket',
    () => test.aws.s3.send(new CreateBucketCommand({ Bucket: 'my-bucket' })),
    { X: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'my-bucket' } } },
    /my-bucket already exists/,
  ],
  [
    'a log group',
    () => test.aws.logs.send(new CreateLogGroupCommand({ logGroupName: '/g' })),
    { X: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/g' } } },
    /\/g already exists/,
  ],
  [
    'a table',
    () =>
      test.aws.dynamodb.send(
        new CreateTableCommand({
          TableName: 'tab',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        }),
      ),
    {
      X: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'tab',
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
        },
      },
    },
    /Table already exists: tab.*HandlerErrorCode: AlreadyExists/,
  ],
  [
    'a function',
    async () => {
      await create({ Role: role(), F: fn({ ZipFile: code }, { FunctionName: 'f' }) }, { StackName: 'other' });
    },
    { Role: role(), X: fn({ ZipFile: code }, { FunctionName: 'f' }) },
    /f already exists.*HandlerErrorCode: AlreadyExists/,
  ],
];

describe('a fixed name that is taken fails the resource', () => {
  it.each(existing)('%s', async (_, make, resources, reason) => {
    await make();
    await create(resources);
    expect((await events()).find((line) => line.startsWith('X CREATE_FAILED'))).toMatch(reason);
    expect((await stack())?.StackStatus).toBe('ROLLBACK_COMPLETE');
  });
});

describe('the code of a function', () => {
  it('comes from S3', async () => {
    await test.aws.s3.send(new CreateBucketCommand({ Bucket: 'code' }));
    const Body = zipSync({ 'index.js': strToU8(code) });
    await test.aws.s3.send(new PutObjectCommand({ Bucket: 'code', Key: 'a/f.zip', Body }));
    await create({ Role: role(), F: fn({ S3Bucket: 'code', S3Key: 'a/f.zip' }) });
    expect((await stack())?.StackStatus).toBe('CREATE_COMPLETE');
  });

  it.each([
    ['nobodys', 'k', 'NoSuchBucket', 'The specified bucket does not exist'],
    ['code', 'nothing', 'NoSuchKey', 'The specified key does not exist.'],
  ])('that is not in S3 (%s/%s) fails the function', async (S3Bucket, S3Key, error, message) => {
    await test.aws.s3.send(new CreateBucketCommand({ Bucket: 'code' }));
    await create({ Role: role(), F: fn({ S3Bucket, S3Key }) });
    const failed = (await events()).find((line) => line.startsWith('F CREATE_FAILED'));
    expect(failed).toContain(
      `Error occurred while GetObject. S3 Error Code: ${error}. S3 Error Message: ${message} (Service: Lambda, Status Code: 400`,
    );
  });
});

describe('an update', () => {
  const before = {
    Keep: queue(),
    Change: queue({ DelaySeconds: 1 }),
    Name: queue({ QueueName: 'one' }),
    Gone: queue(),
  };

  it('updates in place, replaces, adds and removes resources', async () => {
    await create(before);
    const [changed, replaced] = [await physicalId('Change'), await physicalId('Name')];
    await update({
      Keep: queue(),
      Change: queue({ DelaySeconds: 2 }),
      Name: queue({ QueueName: 'two' }),
      New: parameter('/new', { Ref: 'Name' }),
    });
    const all = await events();
    expect(all.filter((line) => line.startsWith('Change'))).toEqual([
      'Change UPDATE_IN_PROGRESS',
      'Change UPDATE_COMPLETE',
    ]);
    expect(all.filter((line) => line.startsWith('Name'))).toEqual([
      'Name UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
      'Name UPDATE_IN_PROGRESS Resource creation Initiated',
      'Name UPDATE_COMPLETE',
      'Name DELETE_IN_PROGRESS',
      'Name DELETE_COMPLETE',
    ]);
    expect(all.slice(-6)).toEqual([
      's UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Name DELETE_IN_PROGRESS',
      'Name DELETE_COMPLETE',
      'Gone DELETE_IN_PROGRESS',
      'Gone DELETE_COMPLETE',
      's UPDATE_COMPLETE',
    ]);
    expect(await physicalId('Change')).toBe(changed);
    expect(await delayOf(changed)).toBe('2');
    expect(await queues()).not.toContain(replaced);
    expect(await queues()).toHaveLength(3);
  });

  it('that fails is rolled back completely', async () => {
    await take();
    await create(before);
    const [changed, replaced] = [await physicalId('Change'), await physicalId('Name')];
    await update({
      Keep: queue(),
      Change: queue({ DelaySeconds: 2 }),
      Name: queue({ QueueName: 'two' }),
      New: queue(),
      B: { ...parameter('/taken'), DependsOn: ['Change', 'Name', 'New'] },
    });
    const all = await events();
    expect(all).toEqual(expect.arrayContaining([exists]));
    const back = all.indexOf(
      's UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [B].',
    );
    expect(back).toBeGreaterThan(0);
    expect(all.slice(back + 1)).toEqual([
      'Change UPDATE_IN_PROGRESS',
      'Change UPDATE_COMPLETE',
      'Name UPDATE_COMPLETE',
      's UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'B DELETE_COMPLETE',
      'New DELETE_IN_PROGRESS',
      'New DELETE_COMPLETE',
      'Name DELETE_IN_PROGRESS',
      'Name DELETE_COMPLETE',
      's UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(await delayOf(changed)).toBe('1');
    expect(await physicalId('Name')).toBe(replaced);
    expect(await queues()).toHaveLength(4);
    // The stack can be updated again.
    await update({ Keep: queue() });
    expect((await stack())?.StackStatus).toBe('UPDATE_COMPLETE');
    expect(await queues()).toHaveLength(1);
  });

  it.each([
    ['Retain', 2],
    ['RetainExceptOnCreate', 1],
    ['Delete', 1],
  ])('that fails removes what it created, except what %s keeps', async (DeletionPolicy, left) => {
    await take();
    await create({ Old: queue() });
    const New = { ...queue(), DeletionPolicy };
    await update({ Old: queue(), New, Name: { ...parameter('/taken'), DependsOn: 'New' } });
    expect((await stack())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await queues()).toHaveLength(left);
  });

  it('that fails without a rollback can be continued', async () => {
    await take();
    await create({ A: queue({ DelaySeconds: 1 }) });
    const next = { A: queue({ DelaySeconds: 2 }), B: { ...parameter('/taken'), DependsOn: 'A' } };
    await update(next, { DisableRollback: true });
    expect((await stack())?.StackStatus).toBe('UPDATE_FAILED');
    expect(await delayOf(await physicalId('A'))).toBe('2');
    await update({ ...next, B: { ...parameter('/free'), DependsOn: 'A' } });
    expect((await stack())?.StackStatus).toBe('UPDATE_COMPLETE');
    expect((await test.aws.ssm.send(new GetParameterCommand({ Name: '/free' }))).Parameter?.Value).toBe('x');
  });
});

describe('a stack is deleted', () => {
  const bucket = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'my-bucket' } };

  it('except for retained resources', async () => {
    const StackId = await create({ Kept: { ...queue(), DeletionPolicy: 'Retain' }, Gone: queue() });
    await remove();
    expect(await events(StackId)).toEqual([
      's DELETE_IN_PROGRESS User Initiated',
      'Gone DELETE_IN_PROGRESS',
      'Gone DELETE_COMPLETE',
      'Kept DELETE_SKIPPED',
      's DELETE_COMPLETE',
    ]);
    expect(await queues()).toHaveLength(1);
  });

  it('only once its bucket is empty; or without the bucket, on request', async () => {
    const StackId = await create({ Bucket: bucket, Queue: queue() });
    await test.aws.s3.send(new PutObjectCommand({ Bucket: 'my-bucket', Key: 'k', Body: 'x' }));
    await remove();
    expect(await stack()).toMatchObject({
      StackStatus: 'DELETE_FAILED',
      StackStatusReason: 'The following resource(s) failed to delete: [Bucket]. ',
    });
    expect((await events()).find((line) => line.startsWith('Bucket DELETE_FAILED'))).toContain(
      'The bucket you tried to delete is not empty (Service: S3, Status Code: 409',
    );
    await remove({ RetainResources: ['Bucket'] });
    expect((await stack(StackId))?.StackStatus).toBe('DELETE_COMPLETE');
    expect((await test.aws.s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1);
  });

  it('even if its resources no longer exist', async () => {
    const StackId = await create({ A: queue(), R: role({ RoleName: 'r' }) });
    test.sandbox.admin.remove('AWS::IAM::Role', 'r');
    await remove();
    expect((await stack(StackId))?.StackStatus).toBe('DELETE_COMPLETE');
  });
});

/** How a custom resource's function handles the event. */
const functions = {
  answers: `await answer({ Status: 'SUCCESS', Data: { Saw: event.StackId + ' ' + event.ResourceProperties.Number } })`,
  refuses: `await answer({ Status: 'FAILED', Reason: 'it would not' })`,
  throws: `throw new Error('boom')`,
  'says nothing': ``,
  'says too much': `await answer({ Status: 'SUCCESS', Data: { Text: 'x'.repeat(4096) } })`,
};
const speaking = (does: string) => `
const http = require('http');
exports.handler = async (event) => {
  const answer = (more) => fetch(event.ResponseURL, { method: 'PUT', body: JSON.stringify({
    StackId: event.StackId, RequestId: event.RequestId, LogicalResourceId: event.LogicalResourceId,
    PhysicalResourceId: 'custom', ...more }) });
  if (event.RequestType === 'Delete') return answer({ Status: 'SUCCESS' });
  ${does}
};`;

describe('a custom resource whose function', () => {
  const resources = (does: string) => ({
    Role: role(),
    F: fn({ ZipFile: speaking(does) }),
    Custom: {
      Type: 'Custom::Thing',
      Properties: { ServiceToken: { 'Fn::GetAtt': ['F', 'Arn'] }, Number: 7 },
    },
  });

  it('answers is created, and receives the id of the stack', async () => {
    const Outputs = { Saw: { Value: { 'Fn::GetAtt': ['Custom', 'Saw'] } } };
    const StackId = await create(resources(functions.answers), {}, { Outputs });
    expect((await stack())?.Outputs).toEqual([{ OutputKey: 'Saw', OutputValue: `${StackId} 7` }]);
    await remove();
    expect((await stack(StackId))?.StackStatus).toBe('DELETE_COMPLETE');
  });

  const silent =
    /CloudFormation did not receive a response from your Custom Resource\. Please check your logs for requestId \[[\w-]+\]/;
  it.each([
    [
      'refuses',
      /Received response status \[FAILED\] from custom resource\. Message returned: it would not \(RequestId: [\w-]+\)/,
    ],
    ['throws', silent],
    ['says nothing', silent],
    ['says too much', /Response object is too long\./],
  ] as const)('%s fails', async (what, reason) => {
    await create(resources(functions[what]));
    expect((await events()).find((line) => line.startsWith('Custom CREATE_FAILED'))).toMatch(reason);
    expect((await stack())?.StackStatus).toBe('ROLLBACK_COMPLETE');
  });
});
