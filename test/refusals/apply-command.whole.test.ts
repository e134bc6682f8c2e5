import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type LiveAccount, liveAccount } from '../cli/live-account';
import { runCli } from '../../cli/testing/run-cli';
import { met } from './met';

describe('palisade apply, where the organization denies the call,', () => {
  let account: LiveAccount;
  let folder: string;
  beforeEach(async () => {
    account = await liveAccount();
    folder = mkdtempSync(path.join(tmpdir(), 'palisade-refused-'));
  });
  afterEach(async () => {
    await account.stop();
    rmSync(folder, { recursive: true });
  });

  const deny = (Action: string) =>
    account.sandbox.admin.setServiceControlPolicy('refused', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Deny', Action, Resource: '*' }],
    });

  it.each([
    ['endpoint-private-dns', 'ec2:ModifyVpcEndpoint', 'ec2-denied-by-organization'],
    ['notebook-direct-internet', 'sagemaker:StopNotebookInstance', 'sagemaker-denied-by-organization'],
  ])('of %s: names the policy, and applies the step once the policy is removed', async (rule, action, id) => {
    const apply = ['apply', '--yes', '--rule', rule, '--ledger', path.join(folder, 'ledger.json')];
    const arn = deny(action);
    const refused = await runCli(apply);
    expect(met(account.sandbox, id)).toBe(1);
    expect(refused.code).toBe(1);
    const said = `${refused.stdout}${refused.stderr}`.replaceAll(/\s+/g, ' ');
    expect(said).toContain(`${action} is refused to Palisade's role by a Deny in a service control policy`);
    expect(said.replaceAll(' ', '')).toContain(arn);
    expect(said).not.toContain('needs the permission');
    account.sandbox.admin.setServiceControlPolicy('refused', undefined);
    account.sandbox.resetCalls();
    await runCli(apply);
    const calls = account.sandbox.calls().filter(({ errorCode }) => errorCode === undefined);
    expect(calls.map(({ service, operation }) => `${service}:${operation}`)).toContain(action);
  });
});

describe('palisade scan', () => {
  it('throttled by Route 53: what it cannot read is unknown, never a pass', async () => {
    const account = await liveAccount();
    try {
      account.sandbox.admin.setQuotas({ requestsPerSecond: { route53: 0 } });
      const ran = await runCli(['scan', '--rule', 'endpoint-private-dns', '--format', 'json']);
      expect(met(account.sandbox, 'route53-too-many-requests')).toBeGreaterThan(0);
      const { findings } = JSON.parse(ran.stdout) as {
        findings: readonly { readonly status: string; readonly missing: readonly string[] }[];
      };
      expect(findings.map(({ status }) => status)).toEqual(['unknown']);
      expect(findings[0]?.missing.join(' ')).toContain('ListHostedZonesByVPC');
      expect(ran.code).toBe(3);
    } finally {
      await account.stop();
    }
  });
});
