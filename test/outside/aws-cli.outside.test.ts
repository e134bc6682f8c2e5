import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type Cloud, createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { deployTemplate, makeRelease, type Release, required, stack, upload } from './accounts';
import { clientsAt } from './read/clients';
import { type Aws, awsCli } from './run';
import { withProperties } from './template';

// Three deployments in one test are slow on a busy machine.
jest.setTimeout(180_000);

// Palisade without Node: the AWS CLI deploys the portable template into the sandbox. Each test continues with the
// result of the one before, as an engineer would.

let account: Sandbox;
let cloud: Cloud;
let aws: Aws;
let release: Release;

beforeAll(async () => {
  [account, release] = await Promise.all([startSandbox({ timings: { queueSecond: 20 } }), makeRelease()]);
  cloud = createCloud(account);
  aws = awsCli(account.url);
}, 300_000);

afterAll(async () => {
  await cloud.stop();
  await account.stop();
});

interface Described {
  readonly StackStatus: string;
  readonly Parameters: readonly { readonly ParameterKey: string; readonly ParameterValue: string }[];
  readonly Outputs?: readonly { readonly OutputKey: string; readonly OutputValue: string }[];
}

async function described(name = stack): Promise<Described> {
  const answer = await aws('cloudformation', 'describe-stacks', '--stack-name', name);
  expect(answer.err).toBe('');
  const { Stacks } = JSON.parse(answer.out) as { Stacks: readonly [Described] };
  return Stacks[0];
}

async function option(name: string): Promise<string | undefined> {
  return (await described()).Parameters.find(({ ParameterKey }) => ParameterKey === name)?.ParameterValue;
}

it('refuses a deployment whose bucket does not exist, and creates nothing', async () => {
  const answer = await deployTemplate(aws, release.portable, required);
  expect(answer.code).not.toBe(0);
  expect(answer.out + answer.err).toContain('S3 Bucket does not exist');
  const there = await aws('cloudformation', 'describe-stacks', '--stack-name', stack);
  expect(there.err).toContain(`Stack with id ${stack} does not exist`);
});

it('refuses a template over 51,200 bytes that is sent as text', async () => {
  const body = JSON.stringify(release.portable);
  expect(Buffer.byteLength(body)).toBeGreaterThan(51_200);
  const answer = await aws('cloudformation', 'validate-template', '--template-body', body);
  expect(answer.err).toContain('ValidationError');
  expect(answer.err).toContain('51200');
});

it('deploys into an empty account', async () => {
  await upload(aws, release);
  const answer = await deployTemplate(aws, release.portable, required);
  expect(answer.err + answer.out).toContain(`Successfully created/updated stack - ${stack}`);
  const { StackStatus, Outputs = [] } = await described();
  expect(StackStatus).toBe('CREATE_COMPLETE');
  expect(Outputs.map(({ OutputKey }) => OutputKey).toSorted()).toEqual(
    Object.keys(release.portable.Outputs ?? {}).toSorted(),
  );
});

it('deploys again without a change: nothing to do, and no error', async () => {
  const answer = await deployTemplate(aws, release.portable, required, '--no-fail-on-empty-changeset');
  expect(answer).toMatchObject({ code: 0 });
  expect(answer.out).toContain('No changes to deploy');
});

it('deploys with options, and keeps them when they are not named again', async () => {
  const traced = await deployTemplate(aws, release.portable, { Tracing: 'Active' });
  expect(traced.err + traced.out).toContain('Successfully created/updated stack');
  expect(await option('Tracing')).toBe('Active');

  const version = withProperties(release.portable, 'Switch', (properties) => ({
    ...properties,
    Description: 'of another version',
  }));
  const again = await deployTemplate(aws, version, {});
  expect(again.err + again.out).toContain('Successfully created/updated stack');
  expect((await described()).StackStatus).toBe('UPDATE_COMPLETE');
  expect(await option('Tracing')).toBe('Active');
  expect(await option('CodeBucket')).toBe(required.CodeBucket);
});

it('refuses an unknown option by name, and an invalid value', async () => {
  const unknown = await deployTemplate(aws, release.portable, { Tracing: 'Sideways' });
  expect(unknown.code).not.toBe(0);
  expect(unknown.err).toContain('Tracing');
  expect(await option('Tracing')).toBe('Active');
});

it('rolls back a deployment that fails, and the events say why', async () => {
  const answer = await deployTemplate(aws, release.portable, { CodePrefix: 'nothing-is-here' });
  expect(answer.code).not.toBe(0);
  expect((await described()).StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect(await option('CodePrefix')).toBe('palisade');
  const events = await aws('cloudformation', 'describe-stack-events', '--stack-name', stack);
  expect(events.err).toBe('');
  const { StackEvents } = JSON.parse(events.out) as { StackEvents: readonly StackEvent[] };
  const reasons = StackEvents.filter(({ ResourceStatus = '' }) => ResourceStatus.endsWith('_FAILED')).map(
    ({ ResourceStatusReason: reason }) => reason,
  );
  expect(reasons.join('\n')).toMatch(/nothing-is-here|NoSuchKey|specified key does not exist/);
});

it('can be stopped by hand', async () => {
  const read = ['ssm', 'get-parameter', '--name', '/palisade/switch', '--query', 'Parameter.Value'];
  expect((await aws(...read)).out.trim()).toBe('"on"');
  const put = ['ssm', 'put-parameter', '--name', '/palisade/switch', '--value', 'off', '--overwrite'];
  expect(await aws(...put)).toMatchObject({ code: 0 });
  expect((await aws(...read)).out.trim()).toBe('"off"');
});

it('is removed', async () => {
  expect(await aws('cloudformation', 'delete-stack', '--stack-name', stack)).toMatchObject({ code: 0 });
  const waited = await aws('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', stack);
  expect(waited).toMatchObject({ code: 0, err: '' });
  const { lambda } = clientsAt(account.url);
  const gone = lambda.send(new GetFunctionCommand({ FunctionName: `${stack}-sweep` }));
  await expect(gone).rejects.toThrow('Function not found');
  expect((await aws('ssm', 'get-parameter', '--name', '/palisade/switch')).err).toContain(
    'ParameterNotFound',
  );
});

it.each([
  ['forwarder', ['HomeRegion=eu-central-1'], 'CAPABILITY_IAM'],
  ['key', [], 'CAPABILITY_IAM'],
])('validates and deploys %s.yml', async (name, overrides, capability) => {
  const file = `infra/templates/${name}.yml`;
  const valid = await aws('cloudformation', 'validate-template', '--template-body', `file://${file}`);
  expect(valid.err).toBe('');
  const answer = await aws(
    ...['cloudformation', 'deploy', '--stack-name', `palisade-${name}`, '--template-file', file],
    ...['--capabilities', capability],
    ...(overrides.length === 0 ? [] : ['--parameter-overrides', ...overrides]),
  );
  expect(answer.err + answer.out).toContain('Successfully created/updated stack');
});
