import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeStackEventsCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { useAccount } from '../testing/account';
import { failureOf } from '../testing/clients';
import { type Cloud, createCloud } from './cloud';

// The Serverless Framework itself deploys a service with one function, over the network as a user would.

const test = useAccount({ clock: 'real' });
const command = path.join(__dirname, '../../../../node_modules/serverless/bin/serverless.js');
let cloud: Cloud;
let folder: string;
beforeEach(() => {
  cloud = createCloud(test.sandbox);
  folder = mkdtempSync(path.join(tmpdir(), 'sandbox-serverless-'));
  writeFileSync(path.join(folder, 'one.js'), 'exports.handler = async () => process.env.WORD;');
});
afterEach(async () => {
  await cloud.stop();
  rmSync(folder, { recursive: true });
});

/** The service's definition with further resources, as JSON, which is valid YAML. */
function describeService(word: string, resources: object, method = 'direct'): void {
  const service = {
    service: 'toy',
    frameworkVersion: '4',
    provider: { name: 'aws', runtime: 'nodejs22.x', stage: 'dev', deploymentMethod: method },
    functions: { one: { handler: 'one.handler', environment: { WORD: word } } },
    resources: { Resources: resources, Outputs: { Word: { Value: word } } },
  };
  writeFileSync(path.join(folder, 'serverless.yml'), JSON.stringify(service));
}

/** Runs Serverless. Returns its output and whether it succeeded. */
function serverless(...args: readonly string[]): Promise<{ ok: boolean; output: string }> {
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    AWS_ENDPOINT_URL: test.sandbox.url,
    AWS_ACCESS_KEY_ID: 'AKIAENGINEER',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_REGION: 'us-east-1',
    SLS_NOTIFICATIONS_MODE: 'off',
    SLS_AWS_MONITORING_FREQUENCY: '200',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ ok: error === null, output: stdout + stderr });
    });
  });
}

const word = async () => {
  const { Payload } = await test.aws.lambda.send(new InvokeCommand({ FunctionName: 'toy-dev-one' }));
  return JSON.parse(Payload?.transformToString() ?? '""') as unknown;
};
const stack = async () =>
  (await test.aws.cloudformation.send(new DescribeStacksCommand({ StackName: 'toy-dev' }))).Stacks?.[0];
const parameter = {
  Type: 'AWS::SSM::Parameter',
  Properties: { Name: '/taken', Type: 'String', Value: 'x' },
};

it.each(['direct', 'changesets'])(
  'serverless deploys (%s) a new stack, no change, a change and one that fails; and removes the stack',
  async (method) => {
    describeService('hello', {}, method);
    expect(await serverless('deploy')).toEqual({
      ok: true,
      output: expect.stringContaining('Service deployed to stack toy-dev') as unknown,
    });
    expect(await word()).toBe('hello');
    expect((await serverless('deploy')).output).toContain('No changes to deploy');

    describeService('goodbye', {}, method);
    expect(await serverless('deploy')).toMatchObject({ ok: true });
    expect(await word()).toBe('goodbye');
    expect((await stack())?.Outputs).toContainEqual({ OutputKey: 'Word', OutputValue: 'goodbye' });

    await test.aws.ssm.send(new PutParameterCommand({ Name: '/taken', Value: 'mine', Type: 'String' }));
    describeService('never', { Parameter: parameter }, method);
    const failed = await serverless('deploy');
    expect(failed).toMatchObject({ ok: false });
    expect(failed.output).toMatch(/CREATE_FAILED: Parameter .*\n.*The parameter already exists/);
    // Serverless does not wait for the rollback.
    await test.sandbox.account.stacks.worker?.idle();
    expect((await stack())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(await word()).toBe('goodbye');

    const { StackEvents } = await test.aws.cloudformation.send(
      new DescribeStackEventsCommand({ StackName: 'toy-dev' }),
    );
    expect(StackEvents?.map(({ ResourceStatus }) => ResourceStatus)).toContain('UPDATE_ROLLBACK_IN_PROGRESS');
    expect(await serverless('remove')).toMatchObject({ ok: true });
    expect((await failureOf(stack()))?.message).toBe('Stack with id toy-dev does not exist');
    expect((await test.aws.s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
  },
  240_000,
);
