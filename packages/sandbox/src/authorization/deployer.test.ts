import {
  CreateStackCommand,
  DescribeStackEventsCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateUserCommand, PutUserPolicyCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Cloud, createCloud } from '../cloudformation/cloud';
import { useAccount } from '../testing/account';
import { clientsOf, errorOf, failureOf } from '../testing/clients';

const test = useAccount();
const arn = 'arn:aws:iam::111122223333:user/ana';
let cloud: Cloud;
let ana: ReturnType<typeof clientsOf>;

beforeEach(async () => {
  cloud = createCloud(test.sandbox);
  await test.aws.iam.send(new CreateUserCommand({ UserName: 'ana' }));
  test.sandbox.admin.setIdentity('AKIAANA', {
    type: 'IAMUser',
    principalId: 'AIDAANA',
    arn,
    accountId: '111122223333',
    accessKeyId: 'AKIAANA',
    userName: 'ana',
  });
  test.sandbox.authorizer.enforce(arn);
  ana = clientsOf(test.sandbox.url, 'us-east-1', 'AKIAANA');
});
afterEach(async () => {
  for (const client of Object.values(ana)) client.destroy();
  await cloud.stop();
});

const allow = (...actions: readonly string[]) =>
  test.aws.iam.send(
    new PutUserPolicyCommand({
      UserName: 'ana',
      PolicyName: 'p',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
      }),
    }),
  );
const TemplateBody = JSON.stringify({
  Resources: {
    Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } },
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'my-bucket' } },
  },
});
const create = async () => {
  await ana.cloudformation.send(new CreateStackCommand({ StackName: 's', TemplateBody }));
  await test.sandbox.account.stacks.worker?.idle();
  const { StackEvents = [] } = await test.aws.cloudformation.send(
    new DescribeStackEventsCommand({ StackName: 's' }),
  );
  return StackEvents.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED').map(
    ({ ResourceStatusReason }) => ResourceStatusReason ?? '',
  );
};

it('a user whose policies are enforced may not create a stack without the permission', async () => {
  const refused = await failureOf(
    ana.cloudformation.send(new CreateStackCommand({ StackName: 's', TemplateBody })),
  );
  expect([refused?.name, refused?.message]).toEqual([
    'AccessDenied',
    `User: ${arn} is not authorized to perform: cloudformation:CreateStack on resource: arn:aws:cloudformation:us-east-1:111122223333:stack/s/* because no identity-based policy allows the cloudformation:CreateStack action`,
  ]);
});

it.each([
  [['cloudformation:*', 's3:*'], 'sqs:CreateQueue on resource: arn:aws:sqs:us-east-1:111122223333:q'],
  [['cloudformation:*', 'sqs:*'], 's3:CreateBucket on resource: arn:aws:s3:::my-bucket'],
])('with %j a resource fails for what is missing', async (actions, missing) => {
  await allow(...actions);
  const reasons = (await create()).filter((reason) => reason !== 'Resource creation cancelled');
  expect(reasons).toHaveLength(1);
  expect(reasons[0]).toContain(
    `User: ${arn} is not authorized to perform: ${missing} because no identity-based policy`,
  );
  expect(reasons[0]).toContain('HandlerErrorCode: AccessDenied');
});

it('the stack is created once every permission is granted', async () => {
  await allow('cloudformation:*', 's3:CreateBucket', 'sqs:CreateQueue');
  expect(await create()).toEqual([]);
  const { Stacks = [] } = await ana.cloudformation.send(new DescribeStacksCommand({ StackName: 's' }));
  expect(Stacks[0]?.StackStatus).toBe('CREATE_COMPLETE');
});

it('SimulatePrincipalPolicy predicts what would be refused', async () => {
  await allow('sqs:*');
  const ActionNames = ['sqs:CreateQueue', 's3:CreateBucket'];
  const asked = (PolicySourceArn: string) =>
    test.aws.iam.send(new SimulatePrincipalPolicyCommand({ PolicySourceArn, ActionNames }));
  const decisions = async (source: string) =>
    (await asked(source)).EvaluationResults?.map(({ EvalDecision }) => EvalDecision);
  expect(await decisions(arn)).toEqual(['allowed', 'implicitDeny']);
  expect(await decisions('arn:aws:iam::111122223333:user/sandbox-admin')).toEqual(['allowed', 'allowed']);
  expect(await errorOf(asked('arn:aws:iam::111122223333:user/nobody'))).toBe('NoSuchEntityException');
  expect(await errorOf(asked('arn:aws:sts::111122223333:assumed-role/r/s'))).toBe('InvalidInputException');
});
