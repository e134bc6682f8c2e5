import { CloudFormationClient, DescribeStacksCommand, type Stack } from '@aws-sdk/client-cloudformation';
import { CreateRoleCommand, DeleteRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  S3Client,
} from '@aws-sdk/client-s3';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { knownType, knownTypes } from '../../infra/preflight/permissions/needed';
import { assumedRole } from '@palisade/sandbox/account/identity';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { packagedOnce } from '../e2e/packaged';
import { type DeployAccount, startPlace } from './osls';
import { nonEmpty } from '../non-empty';

jest.setTimeout(300_000);

let folder: string;
let template: { Resources: Record<string, { Type: string }> };
beforeAll(async () => {
  const packaged = await packagedOnce();
  ({ folder } = packaged);
  template = packaged.template as typeof template;
});

let place: DeployAccount;
let aws: Clients & { cloudformation: CloudFormationClient; s3: S3Client };

async function open(): Promise<void> {
  place = await startPlace();
  const config = {
    endpoint: place.sandbox.url,
    region: place.sandbox.region,
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
    maxAttempts: 1,
  };
  aws = {
    ...clientsOf(place.sandbox.url),
    cloudformation: new CloudFormationClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
  };
}
async function close(): Promise<void> {
  for (const client of Object.values(aws)) client.destroy();
  await place.stop();
}

const deploy = (...args: readonly string[]) => place.serverless(['deploy', '--package', folder, ...args]);

async function stackNamed(StackName = 'palisade-prod'): Promise<Stack | undefined> {
  try {
    return (await aws.cloudformation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
  } catch (error) {
    if (error instanceof Error && error.message.includes('does not exist')) return undefined;
    throw error;
  }
}
const option = (stack: Stack | undefined, name: string) =>
  stack?.Parameters?.find(({ ParameterKey }) => ParameterKey === name)?.ParameterValue;
const output = (stack: Stack | undefined, name: string) =>
  stack?.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;

async function emptyBucket(Bucket: string): Promise<void> {
  const { Contents = [] } = await aws.s3.send(new ListObjectsV2Command({ Bucket }));
  const Objects = Contents.map(({ Key }) => ({ Key }));
  if (Objects.length > 0) await aws.s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
}

it('the list of permissions has exactly the types of resources in the template', () => {
  const types = Object.values(template.Resources).map(({ Type }) => knownType(Type));
  expect([...new Set(types)].sort()).toEqual([...knownTypes].sort());
});

describe('the life of a deployment', () => {
  beforeAll(open);
  afterAll(close);

  it('starts in an empty account', async () => {
    const run = await deploy();
    expect(run.text).toContain('Service deployed to stack palisade-prod');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('is deployed in us-east-1 as palisade-prod.');
    expect(run.stdout).toContain('npx palisade doctor --region us-east-1');
    const stack = await stackNamed();
    expect(stack?.StackStatus).toBe('UPDATE_COMPLETE');
    expect(option(stack, 'Tracing')).toBe('PassThrough');
    // The account has neither Security Hub nor a trail.
    expect(output(stack, 'Missing')).toContain('Security Hub CSPM is off');
    expect(run.stdout).toContain(`This account lacks: ${output(stack, 'Missing') ?? ''}`);
  });

  it('skips a deployment without a change, and writes nothing', async () => {
    const run = await deploy();
    expect(run.text).toContain('No changes to deploy. Deployment skipped.');
    expect(run).toMatchObject({ code: 0, writes: [] });
  });

  it('does not skip a deployment that changes only options', async () => {
    const run = await deploy('--param=tracing=Active', '--param=reservedConcurrency=no');
    expect(run).toMatchObject({ code: 0 });
    expect(run.text).not.toContain('skipped');
    const stack = await stackNamed();
    expect(option(stack, 'Tracing')).toBe('Active');
    expect(option(stack, 'ReservedConcurrency')).toBe('no');
  });

  it('keeps options that are not named again', async () => {
    const run = await deploy('--force');
    expect(run).toMatchObject({ code: 0 });
    expect(run.writes).toContain('cloudformation:UpdateStack');
    const stack = await stackNamed();
    expect(option(stack, 'Tracing')).toBe('Active');
    expect(option(stack, 'ReservedConcurrency')).toBe('no');
  });

  it('sets one option back with its default value, and keeps the other', async () => {
    expect(await deploy('--param=tracing=PassThrough')).toMatchObject({ code: 0 });
    const stack = await stackNamed();
    expect(option(stack, 'Tracing')).toBe('PassThrough');
    expect(option(stack, 'ReservedConcurrency')).toBe('no');
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['an unknown option', ['--param=tracng=Active'], ['There is no option tracng; did you mean tracing?']],
    [
      'an invalid value',
      ['--param=tracing=yes'],
      ['The option tracing cannot be "yes".', 'PassThrough, Active'],
    ],
    [
      'a second stage',
      ['--stage', 'dev'],
      ['as the stack palisade-prod; a second one (palisade-dev)', 'npx serverless remove --region us-east-1'],
    ],
  ])('%s is refused before anything changes', async (_, args, words) => {
    const run = await deploy(...args);
    expect(run.code).toBe(1);
    for (const word of nonEmpty(words)) expect(run.text).toContain(word);
    expect(run.text).not.toMatch(/^ {4}at /m);
    expect(run.writes).toEqual([]);
  });

  it('refuses to deploy if the bucket is gone, and works after the fix that it prints', async () => {
    const Bucket = output(await stackNamed(), 'ServerlessDeploymentBucketName') ?? '';
    await emptyBucket(Bucket);
    await aws.s3.send(new DeleteBucketCommand({ Bucket }));
    const run = await deploy();
    expect(run).toMatchObject({ code: 1, writes: [] });
    expect(run.text).toContain(`The deployment bucket ${Bucket} of the stack palisade-prod is gone.`);
    expect(run.text).toContain(`aws s3 mb s3://${Bucket} --region us-east-1`);
    await aws.s3.send(new CreateBucketCommand({ Bucket }));
    expect(await deploy()).toMatchObject({ code: 0 });
  });

  it('removes everything but the ledger, and says that the ledger stays', async () => {
    const table = output(await stackNamed(), 'TableName') ?? '';
    const run = await place.serverless(['remove']);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain(`npx palisade uninstall --plan --region us-east-1 --table ${table}`);
    expect(await stackNamed()).toBeUndefined();
    const { Table } = await aws.dynamodb.send(new DescribeTableCommand({ TableName: table }));
    expect(Table?.TableStatus).toBe('ACTIVE');
  });

  it('refuses to remove what no longer exists', async () => {
    const run = await place.serverless(['remove']);
    expect(run).toMatchObject({ code: 1, writes: [] });
    expect(run.text).toContain('There is no stack palisade-prod in us-east-1.');
  });
});

describe('an account that is not ready', () => {
  beforeAll(open);
  afterAll(close);

  it('refuses if there is a switch without a stack', async () => {
    const Name = '/palisade/switch';
    await aws.ssm.send(new PutParameterCommand({ Name, Value: 'on', Type: 'String' }));
    const run = await deploy();
    await aws.ssm.send(new DeleteParameterCommand({ Name }));
    expect(run).toMatchObject({ code: 1, writes: [] });
    expect(run.text).toContain('aws ssm delete-parameter --name /palisade/switch --region us-east-1');
  });

  it('refuses without credentials', async () => {
    const run = await place.serverless(['deploy', '--package', folder], {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    });
    expect(run).toMatchObject({ code: 1, writes: [] });
    expect(run.text).toContain('There are no AWS credentials');
  });

  it('names the missing permissions of the credentials', async () => {
    const trust = { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' };
    const document = (...Statement: readonly object[]) =>
      JSON.stringify({ Version: '2012-10-17', Statement });
    const RoleName = 'limited';
    const { Role } = await aws.iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document(trust) }),
    );
    await aws.iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: 'p',
        PolicyDocument: document({
          Effect: 'Allow',
          NotAction: ['iam:CreateRole', 'iam:PassRole', 'events:PutRule'],
          Resource: '*',
        }),
      }),
    );
    const key = 'AKIALIMITED';
    place.sandbox.admin.setIdentity(key, assumedRole(Role?.Arn ?? '', 'me', key, Date.now()));
    const run = await place.serverless(['deploy', '--package', folder], { AWS_ACCESS_KEY_ID: key });
    expect(run).toMatchObject({ code: 1, writes: [] });
    expect(run.text).toContain(
      'arn:aws:sts::111122223333:assumed-role/limited/me lacks permissions that a deployment uses:\n  events: PutRule\n  iam: CreateRole, PassRole\n',
    );
  });

  it('refuses without permission to read stacks', async () => {
    place.sandbox.setFault(({ operation }) =>
      operation === 'DescribeStacks' ? { kind: 'denied' } : undefined,
    );
    const run = await deploy();
    place.sandbox.setFault(undefined);
    expect(run).toMatchObject({ code: 1, writes: [] });
    expect(run.text).toContain('Allow these credentials cloudformation:DescribeStacks.');
  });

  it('continues if it cannot check permissions; rolls back if the name of a role is taken, and says why', async () => {
    const RoleName = 'palisade-us-east-1-sweep';
    const AssumeRolePolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    });
    await aws.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    place.sandbox.setFault(({ operation }) =>
      operation === 'SimulatePrincipalPolicy' ? { kind: 'denied' } : undefined,
    );
    const run = await deploy();
    place.sandbox.setFault(undefined);
    expect(run.code).toBe(1);
    expect(run.text).toContain('Whether these credentials may do all that a deployment does was not checked');
    expect(run.text).toContain('SweepRole');
    expect(run.text).toContain('already exists');
    expect(run.text).toContain('Fix the cause, then deploy again: npx serverless deploy --region us-east-1');
    await place.cloud.idle();
    expect((await stackNamed())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    await aws.iam.send(new DeleteRoleCommand({ RoleName }));
    // Not skipped, although the bucket holds the same template and code.
    expect(await deploy()).toMatchObject({ code: 0 });
    expect((await stackNamed())?.StackStatus).toBe('UPDATE_COMPLETE');
  });
});
