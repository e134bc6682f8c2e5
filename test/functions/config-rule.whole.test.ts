import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Evaluation } from '@aws-sdk/client-config-service';
import { ModifyVpcEndpointCommand } from '@aws-sdk/client-ec2';
import { CreateUserCommand, GetUserCommand } from '@aws-sdk/client-iam';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { changingCalls } from './harness/changing';
import { changeOf, configRuleInvocation, oversizedChangeOf, scheduled } from './harness/config';
import { seedEndpoint, seedNotebook, addOpenUser, addVpc, seededId } from './harness/seed';
import { remediateAll, type Stage, startStage } from './harness/stage';
import { nonEmpty } from '../non-empty';

let stage: Stage;
let fn: LambdaFunction;
let endpoint: string;
let open: { readonly id: string; readonly arn: string };

const notebooks = 'notebook-direct-internet';
const principals = 'principal-outside-access';
const dns = 'endpoint-private-dns';
const notebookType = 'AWS::SageMaker::NotebookInstance';

beforeAll(async () => {
  stage = await startStage({ settings: remediateAll });
  const vpc = await addVpc(stage.aws, 0);
  endpoint = await seedEndpoint(stage.aws, vpc, 'api', true);
  await seedNotebook(stage.aws, 'exposed');
  await seedNotebook(stage.aws, 'private', vpc);
  await addOpenUser(stage.aws, 'ana');
  const { User } = await stage.aws.iam.send(new GetUserCommand({ UserName: 'ana' }));
  open = { id: seededId(User?.UserId), arn: seededId(User?.Arn) };
  fn = await stage.start('config-rule');
}, 120_000);
afterAll(() => stage.stop());

beforeEach(async () => {
  await stage.waiting('changes');
  stage.account.resetCalls();
});

/** Invokes the function. Returns its evaluations for AWS Config, and the ids that it put into the queue. */
async function ask(event: unknown) {
  const invocation = await fn.invoke(event);
  const puts = stage.account.calls().filter(({ operation }) => operation === 'PutEvaluations');
  const batches = puts.map(({ input }) => (input as { Evaluations: readonly Evaluation[] }).Evaluations);
  const messages = (await stage.waiting('changes')) as readonly { refs: readonly { id: string }[] }[];
  expect(changingCalls(stage.account, fn)).toEqual([]);
  return {
    invocation,
    batches,
    evaluated: batches
      .flat()
      .map(({ ComplianceResourceType, ComplianceResourceId, ComplianceType }) => [
        ComplianceResourceType,
        ComplianceResourceId,
        ComplianceType,
      ]),
    annotations: batches.flat().map(({ Annotation }) => Annotation),
    enqueued: messages.flatMap(({ refs }) => refs.map(({ id }) => id)),
  };
}

describe('a changed resource', () => {
  const exposed = { resourceType: notebookType, resourceId: 'exposed', resourceName: 'exposed' };
  it.each([
    ['in full', changeOf(exposed)],
    ['in summary, because it is too large', oversizedChangeOf(exposed)],
  ])('%s: is judged on live state, and put into the queue if it fails', async (_, event) => {
    const { evaluated, enqueued, invocation } = await ask(
      configRuleInvocation(stage.account, notebooks, event),
    );
    expect(invocation.payload).toEqual({ rule: notebooks, evaluations: 1 });
    expect(evaluated).toEqual([[notebookType, 'exposed', 'NON_COMPLIANT']]);
    expect(enqueued).toEqual(['exposed']);
  });

  it('that passes is compliant, and not put into the queue', async () => {
    const event = changeOf({ ...exposed, resourceId: 'private', resourceName: 'private' });
    const { evaluated, enqueued } = await ask(configRuleInvocation(stage.account, notebooks, event));
    expect(evaluated).toEqual([[notebookType, 'private', 'COMPLIANT']]);
    expect(enqueued).toEqual([]);
  });

  it('of IAM is evaluated under its unique id, and put into the queue under its name', async () => {
    const item = { resourceType: 'AWS::IAM::User', resourceId: open.id, resourceName: 'ana', ARN: open.arn };
    const { evaluated, enqueued } = await ask(
      configRuleInvocation(stage.account, principals, changeOf(item)),
    );
    expect(evaluated).toEqual([['AWS::IAM::User', open.id, 'NON_COMPLIANT']]);
    expect(enqueued).toEqual(['ana']);
  });

  it('that cannot be read is not compliant, with a short annotation that it is unknown', async () => {
    stage.account.setFault(({ operation }) =>
      operation === 'DescribeNotebookInstance'
        ? { kind: 'denied', message: `not authorized ${'at all '.repeat(60)}` }
        : undefined,
    );
    const { evaluated, annotations } = await ask(
      configRuleInvocation(stage.account, notebooks, changeOf(exposed)),
    );
    stage.account.setFault(undefined);
    expect(evaluated).toEqual([[notebookType, 'exposed', 'NON_COMPLIANT']]);
    expect(annotations[0]).toMatch(/^Unknown, so not compliant: .*DescribeNotebookInstance was denied/);
    expect(annotations[0]?.length).toBeLessThanOrEqual(256);
    expect(annotations[0]).toMatch(/…$/);
  });

  it.each([
    ['deleted', 'gone-1', { configurationItemStatus: 'ResourceDeleted' }, {}],
    [
      'deleted, by an item of the recorder',
      'gone-2',
      { configurationItemStatus: 'ResourceDeletedNotRecorded' },
      {},
    ],
    ['left the scope of the rule', 'exposed', {}, { eventLeftScope: true }],
    ['deleted meanwhile, unknown to the item', 'gone-3', {}, {}],
  ])('%s: is not applicable', async (_, id, item, more) => {
    const event = changeOf({ resourceType: notebookType, resourceId: id, resourceName: id, ...item });
    const { evaluated } = await ask(configRuleInvocation(stage.account, notebooks, event, more));
    expect(evaluated).toEqual([[notebookType, id, 'NOT_APPLICABLE']]);
  });
});

describe('a schedule', () => {
  it('judges all subjects of the rule, and nothing else', async () => {
    const { evaluated, enqueued } = await ask(configRuleInvocation(stage.account, notebooks, scheduled));
    expect([...evaluated].sort()).toEqual([
      [notebookType, 'exposed', 'NON_COMPLIANT'],
      [notebookType, 'private', 'COMPLIANT'],
    ]);
    expect(enqueued).toEqual(['exposed']);
  });

  it('finds the rule id at the end of the Config rule’s name if it has no parameter', async () => {
    const event = configRuleInvocation(stage.account, dns, scheduled, { ruleParameters: '{}' });
    const { evaluated } = await ask(event);
    expect(evaluated).toEqual([['AWS::EC2::VPCEndpoint', endpoint, 'COMPLIANT']]);
  });

  it('sends more than 100 evaluations in batches, each with a short annotation', async () => {
    for (let index = 0; index < 120; index += 1)
      await stage.aws.iam.send(new CreateUserCommand({ UserName: `user-${String(index).padStart(3, '0')}` }));
    const { batches, annotations, invocation } = await ask(
      configRuleInvocation(stage.account, principals, scheduled),
    );
    expect(batches.map(({ length }) => length)).toEqual([100, 21]);
    expect(invocation.payload).toEqual({ rule: principals, evaluations: 121 });
    for (const annotation of nonEmpty(annotations)) {
      expect(annotation?.length).toBeGreaterThan(0);
      expect(annotation?.length).toBeLessThanOrEqual(256);
    }
  });

  it('reports a failed list as an evaluation of the account', async () => {
    stage.account.setFault(({ operation }) =>
      operation === 'ListNotebookInstances' ? { kind: 'denied' } : undefined,
    );
    const { evaluated } = await ask(configRuleInvocation(stage.account, notebooks, scheduled));
    stage.account.setFault(undefined);
    expect(evaluated).toEqual([['AWS::::Account', '111122223333', 'NON_COMPLIANT']]);
  });
});

it('puts failures into the queue even if AWS Config refuses the evaluation, and reports that', async () => {
  await stage.aws.ec2.send(
    new ModifyVpcEndpointCommand({ VpcEndpointId: endpoint, PrivateDnsEnabled: false }),
  );
  stage.account.admin.failEvaluationsOf(endpoint);
  const item = { resourceType: 'AWS::EC2::VPCEndpoint', resourceId: endpoint };
  const { invocation, enqueued } = await ask(configRuleInvocation(stage.account, dns, changeOf(item)));
  expect(enqueued).toEqual([endpoint]);
  expect(invocation.error?.errorMessage).toBe(
    `config:PutEvaluations failed (FailedEvaluations): AWS Config did not take the evaluations of AWS::EC2::VPCEndpoint ${endpoint}`,
  );
});

describe('an invocation that cannot be parsed', () => {
  const change = changeOf({ resourceType: notebookType, resourceId: 'exposed' });
  const cases: readonly [string, string | object | null | (() => unknown), string][] = [
    ['null', null, 'AWS Config invocation: '],
    ['text', 'evaluate', 'AWS Config invocation: '],
    ['empty', {}, 'AWS Config invocation, version: '],
    ['of another version', () => invocation(change, { version: '2.0' }), 'AWS Config invocation, version: '],
    [
      'without a token',
      () => invocation(change, { resultToken: '' }),
      'AWS Config invocation, resultToken: ',
    ],
    [
      'whose event is an object',
      () => invocation(change, { invokingEvent: change }),
      'AWS Config invocation, invokingEvent: ',
    ],
    [
      'whose event is cut off',
      () => invocation('{"messageType":'),
      'AWS Config invocation, invokingEvent: is not JSON',
    ],
    ['whose event is null', () => invocation('null'), 'AWS Config invocation, invokingEvent: '],
    [
      'of an unknown message type',
      () => invocation({ messageType: 'ConfigurationSnapshotDeliveryCompleted' }),
      'AWS Config invocation, invokingEvent, messageType: ',
    ],
    [
      'about an unknown type of resource',
      () => invocation(changeOf({ resourceType: 'AWS::S3::Bucket', resourceId: 'b' })),
      'AWS Config invocation, invokingEvent, configurationItem.resourceType: ',
    ],
    [
      'with a number for an id',
      () => invocation({ ...change, configurationItem: { ...change.configurationItem, resourceId: 7 } }),
      'AWS Config invocation, invokingEvent, configurationItem.resourceId: ',
    ],
    [
      'with an invalid time',
      () => invocation({ ...scheduled, notificationCreationTime: 'today' }),
      'AWS Config invocation, invokingEvent, notificationCreationTime: ',
    ],
    [
      'whose parameters are cut off',
      () => invocation(change, { ruleParameters: '{' }),
      'AWS Config invocation, ruleParameters: is not JSON',
    ],
    [
      'whose parameters are a list',
      () => invocation(change, { ruleParameters: '[]' }),
      'AWS Config invocation, ruleParameters: ',
    ],
    [
      'for a rule that does not exist',
      () => invocation(change, { ruleParameters: '{"ruleId":"notebook"}' }),
      'AWS Config invocation, ruleParameters.ruleId: there is no rule notebook',
    ],
    [
      'without a rule',
      () => invocation(change, { ruleParameters: '{}', configRuleName: 'mine' }),
      'AWS Config invocation, configRuleName: mine does not end with the id of a rule',
    ],
  ];

  function invocation(event: object | string, more: object = {}): unknown {
    return configRuleInvocation(stage.account, notebooks, event, more);
  }

  it.each(cases)(
    '%s: one typed error with the path in the event; nothing is evaluated or put into the queue',
    async (_, made, place) => {
      const event: unknown = typeof made === 'function' ? made() : made;
      const {
        invocation: { error },
        evaluated,
        enqueued,
      } = await ask(event);
      expect(error?.errorType).toBe('BadInputError');
      expect(error?.errorMessage.startsWith(place)).toBe(true);
      // The stack is Lambda's own `trace`, never part of the message.
      expect(error?.errorMessage).not.toMatch(/\n| at .*:\d+/);
      expect([evaluated, enqueued]).toEqual([[], []]);
    },
  );
});
