import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { strToU8, zipSync } from 'fflate';
import { useAccount } from '../testing/account';
import { type Cloud, createCloud } from './cloud';

const test = useAccount({ clock: 'real' });
let cloud: Cloud;
let packages: string;

beforeEach(() => {
  packages = mkdtempSync(path.join(tmpdir(), 'sandbox-tracing-'));
  writeFileSync(
    path.join(packages, 'one.zip'),
    zipSync({ 'index.js': strToU8('exports.handler = () => 1') }),
  );
  cloud = createCloud(test.sandbox);
});
afterEach(async () => {
  await cloud.stop();
  rmSync(packages, { recursive: true });
});

const assume = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
};
const traces = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
  ],
};
const fn = (more: object = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Handler: 'index.handler',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Code: { S3Key: 'one.zip' },
    TracingConfig: { Mode: 'Active' },
  },
  ...more,
});
const role = (Policies: readonly object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName: 'one', AssumeRolePolicyDocument: assume, Policies },
});
/** A separate policy, which the function does not depend on. */
const policy = {
  Type: 'AWS::IAM::Policy',
  Properties: { PolicyName: 'trace', Roles: [{ Ref: 'Role' }], PolicyDocument: traces },
};
const deploy = (Resources: object) => cloud.deploy({ name: 'stack', template: { Resources }, packages });

describe('a function with active tracing', () => {
  it('is refused, as Lambda does, while its role may not send traces', async () => {
    await expect(deploy({ Role: role([]), Function: fn() })).rejects.toThrow(
      'Resources.Function: The provided execution role does not have permissions to call PutTraceSegments on XRAY',
    );
  });

  it('is refused even if a policy that is created later would allow it', async () => {
    await expect(deploy({ Role: role([]), Function: fn(), Traces: policy })).rejects.toThrow(
      'PutTraceSegments',
    );
  });

  it.each([
    [
      'the role has it from the start',
      { Role: role([{ PolicyName: 'p', PolicyDocument: traces }]), Function: fn() },
    ],
    [
      'the function waits for the policy',
      { Role: role([]), Traces: policy, Function: fn({ DependsOn: 'Traces' }) },
    ],
  ])('is created if %s', async (_, resources) => {
    await deploy(resources);
    expect(cloud.bus.refused).toEqual([]);
  });
});
