import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type LiveAccount, liveAccount } from './live-account';
import { runCli } from '../../cli/testing/run-cli';
import { sampleRules } from '../../cli/testing/sample-export';
import { scanSchema } from '../../cli/testing/scan-schema';
import { nonEmpty } from '../non-empty';

jest.setTimeout(30_000);

let account: LiveAccount;
beforeAll(async () => {
  account = await liveAccount();
});
afterAll(() => account.stop());
beforeEach(() => {
  account.sandbox.setFault(undefined);
  account.sandbox.resetCalls();
});

const scanLive = async (...options: readonly string[]) => {
  const ran = await runCli(['scan', '--format', 'json', ...options]);
  return { ...ran, scan: scanSchema.parse(JSON.parse(ran.stdout)) };
};

describe('the live account', () => {
  it('is scanned with the standard environment variables, and every call is counted', async () => {
    const { scan, code } = await scanLive(...sampleRules);
    expect(code).toBe(1);
    expect(scan).toMatchObject({
      account: '111122223333',
      region: 'us-east-1',
      summary: { fail: 3, unknown: 0 },
    });
    const counts: Record<string, number> = {};
    for (const { service, operation } of account.sandbox.calls()) {
      const call = `${service}:${operation}`;
      counts[call] = (counts[call] ?? 0) + 1;
    }
    expect(scan.calls).toEqual(counts);
  });

  it('reads only what the chosen rules need', async () => {
    const { scan } = await scanLive('--rule', 'notebook-direct-internet');
    expect(nonEmpty(Object.keys(scan.calls)).some((call) => call.startsWith('iam:'))).toBe(false);
  });

  it('is unknown, with exit code 3, where reading is denied', async () => {
    account.sandbox.setFault(({ operation }) =>
      operation === 'ListNotebookInstances' ? { kind: 'denied' } : undefined,
    );
    const { scan, code, stderr } = await scanLive('--rule', 'notebook-direct-internet');
    expect([code, stderr]).toEqual([3, '']);
    expect(scan.findings).toMatchObject([
      { status: 'unknown', missing: [expect.stringContaining('sagemaker:ListNotebookInstances was denied')] },
    ]);
  });

  it('can be collected, and a scan of the export finds the same', async () => {
    const out = path.join(mkdtempSync(path.join(tmpdir(), 'palisade-collect-')), 'export');
    const ran = await runCli(['collect', '--out', out]);
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    for (const name of nonEmpty(readdirSync(out))) expect(ran.stdout).toContain(name);
    const [live, exported] = [await scanLive(), await scanLive('--from', out)];
    expect(exported.scan.calls).toEqual({});
    expect(exported.scan.findings).toEqual(live.scan.findings);
  });

  it('is collected as far as it is readable, with exit code 3', async () => {
    account.sandbox.setFault(({ operation }) =>
      operation === 'GetAccountAuthorizationDetails' ? { kind: 'denied' } : undefined,
    );
    const out = path.join(mkdtempSync(path.join(tmpdir(), 'palisade-collect-')), 'export');
    const ran = await runCli(['collect', '--out', out]);
    expect(ran.code).toBe(3);
    expect(ran.stdout).toContain('? not read: principals: iam:GetAccountAuthorizationDetails was denied');
    expect(readdirSync(out)).not.toContain('authorization-details.json');
  });

  it('shows its progress on a terminal only, on stderr', async () => {
    const shown = await runCli(['scan'], { terminal: true });
    expect(shown.stderr).toContain('sts:GetCallerIdentity (1 calls)');
    expect((await runCli(['scan'])).stderr).toBe('');
  });
});
