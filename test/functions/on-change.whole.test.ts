import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  ListAttachedUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { DeleteNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { DescribeOpsItemsCommand } from '@aws-sdk/client-ssm';
import { GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { findingId } from '../../core/model/resource';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { stormSize } from '../../functions/handle-batch';
import { cloudTrailEvent, eventBridge } from '../fakes/events';
import { seedEndpoint, seedNotebook, addVpc, seededNotebookStatus, reaches, seedStop } from './harness/seed';
import { deliver, remediateAll, type Stage, startStage } from './harness/stage';

let stage: Stage;
let onChange: LambdaFunction;

const place = { account: '111122223333', region: 'us-east-1' };
const notebookRule = 'notebook-direct-internet';

function notebookFinding(name: string): string {
  return findingId(notebookRule, { type: 'AWS::SageMaker::NotebookInstance', id: name }, place);
}

function created(name: string, more: object = {}) {
  return cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: name }, more);
}

function followUp(refs: readonly object[], version = 'follow-up/1') {
  return { palisade: version, refs, because: 'a test' };
}

beforeAll(async () => {
  stage = await startStage({ settings: remediateAll });
  await seedEndpoint(stage.aws, await addVpc(stage.aws, 0), 'api', true);
  onChange = await stage.start('on-change');
}, 120_000);

afterAll(() => stage.stop());

describe('a batch of messages', () => {
  const good = created('good');
  const malformed: readonly [string, string | object][] = [
    ['is not JSON', 'notebook good was created'],
    ['is cut off', JSON.stringify(good).slice(0, -20)],
    ['is JSON of another type: null', 'null'],
    ['is JSON of another type: a list', '[]'],
    ['is JSON of another type: text', '"good"'],
    ['is neither an event nor a follow-up', {}],
    [
      'is a follow-up of an unknown version',
      followUp([{ type: 'AWS::EC2::VPC', id: 'vpc-1' }], 'follow-up/2'),
    ],
    ['is a follow-up without resources', followUp([])],
    ['is a follow-up about an unknown type', followUp([{ type: 'AWS::S3::Bucket', id: 'b' }])],
    ['is a follow-up with a number for an id', followUp([{ type: 'AWS::EC2::VPC', id: 1 }])],
    ['is an event of an unknown detail type', eventBridge('EC2 Instance State-change', 'aws.ec2', {})],
    ['has a number for a detail type', { ...good, 'detail-type': 1 }],
    ['is an envelope of another version', { ...good, version: '1' }],
    ['has no detail', { ...good, detail: null }],
    ['has text for a detail', { ...good, detail: 'text' }],
    ['is a CloudTrail record of another version', created('good', { eventVersion: '2.0' })],
    ['has a number for an event name', created('good', { eventName: 7 })],
    ['has text for an identity', created('good', { userIdentity: 'ann' })],
    ['does not name what it changed', created('good', { requestParameters: null })],
    [
      'names what it changed by a number',
      created('good', { requestParameters: { notebookInstanceName: 3 } }),
    ],
    [
      'is a state change without a name',
      eventBridge('SageMaker Notebook Instance State Change', 'aws.sagemaker', {
        NotebookInstanceStatus: 'InService',
      }),
    ],
  ];

  it('moves exactly those that cannot be parsed to the dead letters, and handles the others', async () => {
    await seedNotebook(stage.aws, 'good');
    const bodies = [good, ...malformed.map(([, body]) => body), followUp([ref('good')])];
    const { failed, invocation } = await deliver(onChange, bodies);
    expect(invocation.error).toBeUndefined();
    expect(failed).toEqual([]);
    const text = (body: unknown): string =>
      (typeof body === 'string' ? body : JSON.stringify(body)).replace(
        /"eventTime":"[^"]*"/,
        '"eventTime":"then"',
      );
    expect((await stage.waiting('dead')).map(text).sort()).toEqual(
      malformed.map(([, body]) => text(readAsJson(body))).sort(),
    );
    await reaches(stage.aws, 'good', 'Stopped');
    expect(await stage.ledger.load(notebookFinding('good'))).toMatchObject({ status: 'fail' });
  });

  it.each(malformed)('says in one line what is wrong with a message that %s', async (_, body) => {
    const { failed, invocation } = await deliver(onChange, [body]);
    expect(failed).toEqual([]);
    expect(invocation.error).toBeUndefined();
    const problem = invocation.logs.find((line) => line.includes('message failed'));
    expect(problem).toMatch(
      /"problem":"(queue message|follow-up message|CloudTrail event|state change event|CreateNotebookInstance event)[^"\n]+/,
    );
    expect(problem).not.toContain('    at ');
    const [deadLetter] =
      (
        await stage.aws.sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: 'palisade-dead-letters',
            MessageAttributeNames: ['All'],
            VisibilityTimeout: 600,
          }),
        )
      ).Messages ?? [];
    expect(problem).toContain(
      JSON.stringify(deadLetter?.MessageAttributes?.['reason']?.StringValue).slice(1, -1),
    );
  });

  it('returns to the queue if even the dead-letter queue is unreachable', async () => {
    stage.account.setFault(({ operation }) => (operation === 'SendMessage' ? { kind: '5xx' } : undefined));
    const { failed } = await deliver(onChange, [good, 'not JSON']);
    stage.account.setFault(undefined);
    expect(failed).toEqual([1]);
  });

  it('fails nothing if all messages are valid or ignored', async () => {
    const { failed } = await deliver(onChange, [good, created('good', { errorCode: 'AccessDenied' })]);
    expect(failed).toEqual([]);
  });
});

/** A body in the form of `stage.waiting`: parsed if it is JSON. */
function readAsJson(body: string | object): unknown {
  if (typeof body !== 'string') return body;
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

describe('messages that start no work', () => {
  const ours = 'arn:aws:iam::111122223333:role/palisade/palisade-us-east-1-on-change';
  it.each([
    ['failed calls', created('nobody', { errorCode: 'AccessDenied' })],
    [
      'own calls',
      created('nobody', {
        userIdentity: {
          type: 'AssumedRole',
          sessionContext: { sessionIssuer: { type: 'Role', arn: ours } },
        },
      }),
    ],
    ['calls that change no verdict', cloudTrailEvent('sagemaker', 'AddTags', { resourceArn: 'arn:x' })],
  ])('%s', async (_, body) => {
    stage.account.resetCalls();
    expect((await deliver(onChange, [body])).failed).toEqual([]);
    expect(stage.callsOf(onChange)).toEqual({});
  });
});

describe('what one batch reads', () => {
  it('is each resource once, however many events name it', async () => {
    await seedNotebook(stage.aws, 'busy');
    await seedStop(stage.aws, 'busy');
    await deliver(onChange, [created('busy')]);
    stage.account.resetCalls();
    const events = Array.from({ length: 50 }, () => created('busy'));
    expect((await deliver(onChange, events)).failed).toEqual([]);
    const described = stage.callsOf(onChange)['sagemaker:DescribeNotebookInstance'];
    // The notebook, and the name that a replacement of it would have.
    expect(described).toBe(2);
  });

  it('is nothing that was read after the event already; a newer event and a follow-up need a new read', async () => {
    await seedNotebook(stage.aws, 'seen');
    const at = (ms: number): string =>
      JSON.stringify(created('seen', { eventTime: new Date(Date.now() - ms).toISOString() }));
    const readsFor = async (body: string | object): Promise<number> => {
      stage.account.resetCalls();
      expect(
        (
          await deliver(
            onChange,
            Array.from({ length: stormSize }, () => body),
          )
        ).failed,
      ).toEqual([]);
      return stage.callsOf(onChange)['sagemaker:DescribeNotebookInstance'] ?? 0;
    };
    expect(await readsFor(at(60_000))).toBeGreaterThan(0);
    expect(await readsFor(at(60_000))).toBe(0);
    // Reads may lag behind what happened a moment before.
    expect(await readsFor(at(5_000))).toBeGreaterThan(0);
    expect(await readsFor(followUp([ref('seen')]))).toBeGreaterThan(0);
  });

  it('is the users of a group that changed', async () => {
    const { iam } = stage.aws;
    await iam.send(new CreateGroupCommand({ GroupName: 'science' }));
    for (const UserName of ['in-1', 'in-2', 'out-1']) await iam.send(new CreateUserCommand({ UserName }));
    for (const UserName of ['in-1', 'in-2'])
      await iam.send(new AddUserToGroupCommand({ GroupName: 'science', UserName }));
    const PolicyArn = 'arn:aws:iam::aws:policy/AmazonSageMakerFullAccess';
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'science', PolicyArn }));
    const event = cloudTrailEvent('iam', 'AttachGroupPolicy', { groupName: 'science', policyArn: PolicyArn });
    expect((await deliver(onChange, [event])).failed).toEqual([]);
    const guarded = await Promise.all(
      ['in-1', 'in-2', 'out-1'].map(async (UserName) => {
        const { AttachedPolicies } = await iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
        return AttachedPolicies?.map(({ PolicyName }) => PolicyName);
      }),
    );
    expect(guarded).toEqual([
      ['PalisadeSageMakerGuardrail-us-east-1'],
      ['PalisadeSageMakerGuardrail-us-east-1'],
      [],
    ]);
    for (const id of ['in-1', 'in-2']) {
      const finding = findingId('principal-outside-access', { type: 'AWS::IAM::User', id }, place);
      expect(await stage.ledger.load(finding)).toMatchObject({ outcome: 'fixed' });
    }
  });
});

it('closes the finding and the ticket of a notebook that is deleted', async () => {
  await seedNotebook(stage.aws, 'doomed');
  await deliver(onChange, [created('doomed')]);
  await reaches(stage.aws, 'doomed', 'Stopped');
  await deliver(onChange, [created('doomed')]);
  const open = await stage.ledger.load(notebookFinding('doomed'));
  expect(open).toMatchObject({ outcome: 'contained', ticket: { open: true } });
  expect(await ticketStatus('doomed')).toBe('Open');

  await stage.aws.sagemaker.send(new DeleteNotebookInstanceCommand({ NotebookInstanceName: 'doomed' }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const event = cloudTrailEvent('sagemaker', 'DeleteNotebookInstance', { notebookInstanceName: 'doomed' });
  expect((await deliver(onChange, [event])).failed).toEqual([]);
  expect(await stage.ledger.load(notebookFinding('doomed'))).toMatchObject({
    outcome: 'gone',
    status: 'not-applicable',
    ticket: { open: false },
  });
  expect(await ticketStatus('doomed')).toBe('Resolved');
  const { Findings } = await stage.aws.securityhub.send(
    new GetFindingsCommand({
      Filters: { Id: [{ Value: `palisade/${notebookFinding('doomed')}`, Comparison: 'EQUALS' }] },
    }),
  );
  expect(Findings).toMatchObject([{ RecordState: 'ARCHIVED', Workflow: { Status: 'RESOLVED' } }]);
});

describe('when AWS fails', () => {
  it('a subject that cannot be read is unknown, and nothing is done about it', async () => {
    await seedNotebook(stage.aws, 'hidden');
    stage.account.resetCalls();
    stage.account.setFault(({ operation }) =>
      operation === 'DescribeNotebookInstance' ? { kind: 'denied' } : undefined,
    );
    const { failed } = await deliver(onChange, [created('hidden')]);
    stage.account.setFault(undefined);
    expect(failed).toEqual([]);
    expect(await stage.ledger.load(notebookFinding('hidden'))).toMatchObject({
      status: 'unknown',
      outcome: 'unknown',
      performed: [],
    });
    expect(await seededNotebookStatus(stage.aws, 'hidden')).toBe('InService');
    expect(stage.callsOf(onChange)).not.toHaveProperty('sagemaker:StopNotebookInstance');
  });

  it.each(['denied', 'throttle', '5xx', 'reset'] as const)(
    'messages return to the queue if the ledger is unreachable (%s), except those that do not need it',
    async (kind) => {
      await seedNotebook(stage.aws, `later-${kind}`);
      stage.account.setFault(({ service }) => (service === 'dynamodb' ? { kind } : undefined));
      const bodies = [
        created(`later-${kind}`),
        followUp([ref(`later-${kind}`)]),
        created('x', { errorCode: 'Denied' }),
      ];
      const { failed, invocation } = await deliver(onChange, bodies);
      stage.account.setFault(undefined);
      expect(invocation.error).toBeUndefined();
      expect(failed).toEqual([0, 1]);
      expect(await seededNotebookStatus(stage.aws, `later-${kind}`)).toBe('InService');

      expect((await deliver(onChange, bodies)).failed).toEqual([]);
      await reaches(stage.aws, `later-${kind}`, 'Stopped');
    },
  );

  it('a damaged record blocks no other finding, and its own is left to a person for a while', async () => {
    for (const name of ['damaged', 'sound']) await seedNotebook(stage.aws, name);
    const key = { pk: { S: `finding#${notebookFinding('damaged')}` }, sk: { S: 'record' } };
    const TableName = 'palisade-ledger';
    await stage.aws.dynamodb.send(
      new PutItemCommand({ TableName, Item: { ...key, finding: { S: '{"id":' } } }),
    );
    const { failed, invocation } = await deliver(onChange, [created('damaged'), created('sound')]);
    expect(invocation.error).toBeUndefined();
    expect(failed).toEqual([]);
    expect(invocation.logs.join('\n')).toContain(`ledger record ${notebookFinding('damaged')}: is not JSON`);
    expect(invocation.logs.join('\n')).toContain('LedgerDamaged');
    await reaches(stage.aws, 'sound', 'Stopped');
    expect(await seededNotebookStatus(stage.aws, 'damaged')).toBe('InService');
    expect(await stage.ledger.load(notebookFinding('damaged'))).toMatchObject({ outcome: 'ticketed' });
  });

  it('a message returns to the queue if a finding about another resource fails', async () => {
    const vpc = await addVpc(stage.aws, 7);
    const first = await seedEndpoint(stage.aws, vpc, 'runtime', false);
    const second = await seedEndpoint(stage.aws, vpc, 'runtime', false);
    const secondId = findingId('endpoint-private-dns', { type: 'AWS::EC2::VPCEndpoint', id: second }, place);
    // Both endpoints are judged, because only one endpoint of a service can have the private name.
    stage.account.setFault(({ service, input }) =>
      service === 'dynamodb' && JSON.stringify(input).includes(secondId) ? { kind: '5xx' } : undefined,
    );
    const event = cloudTrailEvent('ec2', 'ModifyVpcEndpoint', {
      ModifyVpcEndpointRequest: { VpcEndpointId: first, PrivateDnsEnabled: false },
    });
    const { failed } = await deliver(onChange, [event]);
    stage.account.setFault(undefined);
    expect(failed).toEqual([0]);
  });
});

function ref(name: string): { type: string; id: string } {
  return { type: 'AWS::SageMaker::NotebookInstance', id: name };
}

async function ticketStatus(name: string): Promise<string | undefined> {
  const { OpsItemSummaries } = await stage.aws.ssm.send(
    new DescribeOpsItemsCommand({
      OpsItemFilters: [
        {
          Key: 'OperationalData',
          Operator: 'Equal',
          Values: [JSON.stringify({ key: 'palisade/finding', value: notebookFinding(name) })],
        },
      ],
    }),
  );
  return OpsItemSummaries?.[0]?.Status;
}
