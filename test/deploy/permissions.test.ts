import {
  CreateRoleCommand,
  CreateUserCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { IAMClient, type SimulatePrincipalPolicyCommandOutput } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { preflight } from '../../infra/preflight/index';
import { lackingForRemoval, lackingPermissions } from '../../infra/preflight/permissions/lacking';
import { neededPermissions } from '../../infra/preflight/permissions/needed';
import { simulatePermissions } from '../../infra/preflight/permissions/simulate';
import { createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';

const region = 'us-east-1';
const account = '111122223333';
const scope = { stack: 'palisade-prod', region, account, partition: 'aws' };

let sandbox: Sandbox;
let aws: Clients;
beforeAll(async () => {
  sandbox = await startSandbox();
  aws = clientsOf(sandbox.url);
});
afterAll(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await sandbox.stop();
});

const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], Resource = '*') => ({ Effect: 'Allow', Action, Resource });

async function userWith(UserName: string, PolicyDocument: string): Promise<string> {
  await aws.iam.send(new CreateUserCommand({ UserName }));
  await aws.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'p', PolicyDocument }));
  return `arn:aws:iam::${account}:user/${UserName}`;
}

/** The ARN of a session of a new role. */
async function sessionWith(RoleName: string, PolicyDocument: string): Promise<string> {
  const AssumeRolePolicyDocument = policy({
    Effect: 'Allow',
    Principal: { Service: 'ec2.amazonaws.com' },
    Action: 'sts:AssumeRole',
  });
  await aws.iam.send(new CreateRoleCommand({ RoleName, Path: '/people/', AssumeRolePolicyDocument }));
  await aws.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument }));
  return `arn:aws:sts::${account}:assumed-role/${RoleName}/me`;
}
const missingOf = async (arn: string) => simulatePermissions(aws.iam, arn, region, neededPermissions(scope));

describe('what a deployment needs', () => {
  it('has no duplicates, and names resources in the same form as the deployment', () => {
    const needed = neededPermissions(scope).map(({ action, resource }) => `${action} ${resource}`);
    expect(new Set(needed).size).toBe(needed.length);
    expect(needed).toContain('iam:PassRole arn:aws:iam::111122223333:role/palisade/palisade-us-east-1-sweep');
    expect(needed).toContain('ssm:PutParameter arn:aws:ssm:us-east-1:111122223333:parameter/palisade/switch');
    expect(needed).toContain('cloudformation:ValidateTemplate *');
    expect(neededPermissions({ ...scope, partition: 'aws-cn' })[0]?.resource).toMatch(/^arn:aws-cn:/);
  });

  it('depends on the types of resources', () => {
    const actions = neededPermissions(scope, ['Custom::Anything']).map(({ action }) => action);
    expect(actions).toContain('lambda:InvokeFunction');
    expect(actions).toContain('cloudformation:CreateStack');
    expect(actions).not.toContain('iam:CreateRole');
  });
});

describe('the check of permissions', () => {
  it('finds nothing missing if everything, or exactly what is needed, is allowed', async () => {
    const admin = await userWith('admin', policy(allow('*')));
    expect(await missingOf(admin)).toEqual({ status: 'simulated', missing: [] });
    const exact = await sessionWith(
      'exact',
      policy(...neededPermissions(scope).map(({ action, resource }) => allow(action, resource))),
    );
    expect(await missingOf(exact)).toMatchObject({ missing: [] });
  });

  it('lists what is missing by service, without duplicates', async () => {
    const arn = await userWith(
      'some',
      policy(allow('*'), {
        Effect: 'Deny',
        Action: ['iam:PutRolePolicy', 'iam:CreateRole', 'sqs:SetQueueAttributes'],
        Resource: '*',
      }),
    );
    const lacking = lackingPermissions(arn, await missingOf(arn));
    expect(lacking?.says).toBe(
      `${arn} lacks permissions that a deployment uses:\n  iam: CreateRole, PutRolePolicy\n  sqs: SetQueueAttributes`,
    );
    expect(lacking?.remedy).toContain('PALISADE_CHECK_PERMISSIONS=no');
  });

  it('does not block a deployment for what only a removal or a rollback needs', async () => {
    const Action = ['logs:Delete*', 'lambda:RemovePermission', 's3:DeleteBucket*'];
    const arn = await userWith('builder', policy(allow('*'), { Effect: 'Deny', Action, Resource: '*' }));
    const simulation = await missingOf(arn);
    expect(lackingPermissions(arn, simulation)).toBeUndefined();
    expect(lackingForRemoval(arn, simulation)?.says).toBe(
      `${arn} lacks permissions that are only used to remove something:\n  lambda: RemovePermission\n  logs: DeleteLogGroup\n  s3: DeleteBucket, DeleteBucketPolicy`,
    );
  });

  it('reports what is missing before a deployment, which continues', async () => {
    const cloud = createCloud(sandbox);
    const Deny = { Effect: 'Deny', Action: 'logs:DeleteLogGroup', Resource: '*' };
    const arn = await userWith('keeper', policy(allow('*'), Deny));
    const key = 'AKIAKEEPER';
    const [principalId, userName] = ['AIDAKEEPER', 'keeper'];
    sandbox.admin.setIdentity(key, { type: 'IAMUser', principalId, arn, accountId: account, userName });
    const own = clientsOf(sandbox.url, region, key);
    const notes: string[] = [];
    const plan = {
      clients: {
        cloudformation: () => Promise.resolve(own.cloudformation),
        iam: () => Promise.resolve(own.iam),
        s3: () => Promise.resolve(own.s3),
        ssm: () => Promise.resolve(own.ssm),
        sts: () => Promise.resolve(own.sts),
      },
      target: { stack: 'palisade-prod', region },
      declared: {},
      given: new Map<string, string>(),
      checksPermissions: true,
      note: (text: string) => notes.push(text),
    };
    await expect(preflight(plan)).resolves.toBeUndefined();
    expect(notes).toEqual([expect.stringContaining('logs: DeleteLogGroup')]);
    for (const client of Object.values(own)) client.destroy();
    await cloud.stop();
  });

  it('requires the deletions that the command itself makes with every deployment', async () => {
    const Deny = { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' };
    const arn = await userWith('hoarder', policy(allow('*'), Deny));
    const simulation = await missingOf(arn);
    expect(lackingPermissions(arn, simulation)?.says).toMatch(/ {2}s3: DeleteObject$/);
    expect(lackingForRemoval(arn, simulation)).toBeUndefined();
  });

  it('accepts iam:PassRole that is limited to Lambda', async () => {
    const arn = await userWith(
      'passer',
      policy(
        { Effect: 'Allow', NotAction: 'iam:PassRole', Resource: '*' },
        {
          ...allow('iam:PassRole'),
          Condition: { StringEquals: { 'iam:PassedToService': 'lambda.amazonaws.com' } },
        },
      ),
    );
    expect(await missingOf(arn)).toMatchObject({ missing: [] });
  });

  it('simulates a session as its role, with the path that IAM reports', async () => {
    const document = policy({ Effect: 'Allow', NotAction: 'dynamodb:CreateTable', Resource: '*' });
    const simulation = await missingOf(await sessionWith('Deployer', document));
    expect(simulation).toMatchObject({ missing: [{ action: 'dynamodb:CreateTable' }] });
  });

  it.each([`arn:aws:iam::${account}:root`, `arn:aws:sts::${account}:federated-user/me`])(
    'does not simulate %s, and reports nothing as missing',
    async (arn) => {
      const simulation = await missingOf(arn);
      expect(simulation).toMatchObject({ status: 'not-simulated' });
      expect(lackingPermissions(arn, simulation)).toBeUndefined();
    },
  );

  it('continues if the simulation itself is denied', async () => {
    sandbox.setFault(({ operation }) =>
      operation === 'SimulatePrincipalPolicy' ? { kind: 'denied' } : undefined,
    );
    const simulation = await missingOf(`arn:aws:iam::${account}:user/admin`);
    sandbox.setFault(undefined);
    expect(simulation).toMatchObject({
      status: 'not-simulated',
      because: expect.stringContaining('not authorized'),
    });
  });

  it.each<[string, NonNullable<SimulatePrincipalPolicyCommandOutput['EvaluationResults']>[number], number]>([
    [
      'does not report what depends on the value of a tag',
      {
        EvalActionName: 'sqs:CreateQueue',
        EvalDecision: 'implicitDeny',
        MissingContextValues: [],
        ResourceSpecificResults: [
          {
            EvalResourceName: 'arn:aws:sqs:us-east-1:111122223333:q',
            EvalResourceDecision: 'implicitDeny',
            MissingContextValues: ['aws:RequestTag/team'],
          },
        ],
      },
      0,
    ],
    [
      'reports what the organization denies',
      {
        EvalActionName: 'sqs:CreateQueue',
        EvalDecision: 'implicitDeny',
        OrganizationsDecisionDetail: { AllowedByOrganizations: false },
      },
      1,
    ],
  ])('%s', async (_, result, count) => {
    const iam = new IAMClient({
      region,
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    });
    iam.middlewareStack.add(
      () => () =>
        Promise.resolve({
          response: {},
          output: { EvaluationResults: [result], IsTruncated: false, $metadata: {} },
        }),
      { step: 'deserialize', priority: 'high', name: 'stub' },
    );
    const needed = [{ action: 'sqs:CreateQueue', resource: 'arn:aws:sqs:us-east-1:111122223333:q' }];
    const arn = `arn:aws:iam::${account}:user/x`;
    const simulation = await simulatePermissions(iam, arn, region, needed);
    expect(simulation).toMatchObject({ status: 'simulated' });
    const lacking = lackingPermissions(arn, simulation);
    expect(lacking === undefined ? 0 : 1).toBe(count);
    if (lacking !== undefined) expect(lacking.remedy).toContain('a policy of the organization');
  });
});
