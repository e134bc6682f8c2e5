import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { readSeed, seedAccount } from '@palisade/sandbox/seeds';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runCli } from '../../cli/testing/run-cli';
import { scanSchema } from '../../cli/testing/scan-schema';

// The seeds of the sandbox match their names: Palisade finds nothing in `closed`, and the usual drift in `open`.

const before = { ...process.env };
const environment = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' };
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox({ clock: 'manual' });
  Object.assign(process.env, environment, { AWS_ENDPOINT_URL: sandbox.url });
});
afterAll(async () => {
  for (const name of [...Object.keys(environment), 'AWS_ENDPOINT_URL'])
    if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = before[name];
  await sandbox.stop();
});

/** The failing findings, as rule and resource, without ids that the account generates. */
async function failures(seed: string) {
  const back = await sandbox.save();
  await seedAccount(sandbox, readSeed(seed), seed);
  const { stdout } = await runCli(['scan', '--format', 'json']);
  const scan = scanSchema.parse(JSON.parse(stdout));
  await back();
  return {
    summary: scan.summary,
    failed: scan.findings
      .filter(({ status }) => status === 'fail')
      .map(({ rule, resource }) => `${rule} ${resource.id.replace(/-[0-9a-f]{17}$|-[a-z0-9]{12}$/, '')}`)
      .sort(),
  };
}

describe('the seeds of the sandbox', () => {
  it('closed: nothing fails, and nothing is unknown', async () => {
    const { summary, failed } = await failures('closed');
    expect(failed).toEqual([]);
    expect(summary).toMatchObject({ fail: 0, unknown: 0 });
    expect(summary.pass).toBeGreaterThan(20);
  });

  it('open: the expected findings', async () => {
    const { summary, failed } = await failures('open');
    expect(failed).toEqual([
      'endpoint-policy vpce',
      'endpoint-policy vpce',
      'endpoint-private-dns vpce',
      'endpoint-private-dns vpce',
      'endpoint-required vpc',
      'notebook-direct-internet fraud-model',
      'notebook-in-vpc fraud-model',
      'notebook-private-route churn-model',
      'notebook-root-access fraud-model',
      'principal-outside-access ben',
      'studio-vpc-only d',
    ]);
    expect(summary.unknown).toBe(0);
  });

  it('empty: there are no findings', async () => {
    const { summary } = await failures('empty');
    expect(summary).toMatchObject({ fail: 0, unknown: 0 });
  });
});
