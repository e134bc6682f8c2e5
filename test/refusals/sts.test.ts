import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { clientsOf } from '@palisade/sandbox/clients';
import { liveAccount, type LiveAccount } from '../cli/live-account';
import { runCli } from '../../cli/testing/run-cli';
import { met } from './met';

jest.setTimeout(60_000);

let account: LiveAccount;
let folder: string;
const role = 'arn:aws:iam::111122223333:role/reader';

beforeEach(async () => {
  account = await liveAccount();
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-sts-'));
  const config = path.join(folder, 'config');
  writeFileSync(
    config,
    `[profile audit]\nrole_arn = ${role}\ncredential_source = Environment\nregion = us-east-1\n`,
  );
  process.env['AWS_CONFIG_FILE'] = config;
});
afterEach(async () => {
  Reflect.deleteProperty(process.env, 'AWS_CONFIG_FILE');
  rmSync(folder, { recursive: true });
  await account.stop();
});

/** One clear message, no stack trace, and no other calls. */
async function refusedScan(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(['scan', ...args]);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).not.toContain('    at ');
  expect(new Set(account.sandbox.calls().map(({ service }) => service))).toEqual(new Set(['sts']));
  return stderr;
}

it('an expired session: says so, and what to do', async () => {
  account.sandbox.admin.expireSession('AKIATEST');
  const said = await refusedScan();
  expect(said).toContain('ExpiredToken');
  expect(said).toContain('The security token included in the request is expired');
  expect(said).toContain('--profile');
  expect(met(account.sandbox, 'sts-expired')).toBe(1);
});

it('a profile whose role does not exist, or does not trust the caller: names both', async () => {
  const said = await refusedScan('--profile', 'audit');
  expect(said).toContain(`is not authorized to perform: sts:AssumeRole on resource: ${role}`);
  expect(met(account.sandbox, 'sts-assume-denied')).toBe(1);
});

it('a profile whose Region has STS switched off: says who can switch it on', async () => {
  const { iam } = clientsOf(account.sandbox.url);
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: '111122223333' }, Action: 'sts:AssumeRole' }],
  });
  await iam.send(new CreateRoleCommand({ RoleName: 'reader', AssumeRolePolicyDocument }));
  account.sandbox.resetCalls();
  account.sandbox.admin.deactivateSts('us-east-1');
  const said = await refusedScan('--profile', 'audit');
  expect(said).toContain('STS is not activated in this region');
  expect(said).toContain('Your account administrator can activate STS');
  expect(met(account.sandbox, 'sts-not-activated')).toBe(1);
});
