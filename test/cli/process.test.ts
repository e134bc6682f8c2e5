import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { bin } from './process';
import { sampleRules, writeExportFolder } from '../../cli/testing/sample-export';

const start = promisify(execFile);

async function palisade(argv: readonly string[], env: Readonly<Record<string, string>> = {}) {
  try {
    const { stdout, stderr } = await start(process.execPath, [bin, ...argv], {
      env: { PATH: process.env['PATH'], ...env },
      // A folder without a palisade.yml.
      cwd: writeExportFolder(),
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

it('runs from a checkout, in any working directory', async () => {
  const { code, stdout, stderr } = await palisade([
    'scan',
    '--from',
    '.',
    ...sampleRules,
    '--fail-on',
    'critical',
  ]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('5 failing');
}, 30_000);

it('reports in one message that AWS cannot be reached', async () => {
  const { code, stdout, stderr } = await palisade(['scan'], {
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    AWS_MAX_ATTEMPTS: '1',
  });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(
    /^palisade: sts:GetCallerIdentity did not complete \(ECONNREFUSED\).*\nAWS could not be reached.*\n$/,
  );
}, 30_000);

it('exits silently when its output is closed', async () => {
  const child = spawn(process.execPath, [bin, 'prove'], { stdio: ['pipe', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.destroy();
  child.stdin.on('error', () => undefined);
  const writing = setInterval(() => child.stdin.write('not JSON\n'.repeat(500)), 20);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(writing);
  expect([code, stderr]).toEqual([141, '']);
}, 30_000);
