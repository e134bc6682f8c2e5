import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandbox } from '@palisade/sandbox';
import { readSeed, seedAccount } from '@palisade/sandbox/seeds';
import { runCli } from '../cli/testing/run-cli';
import { root, writeGenerated } from './generated-files';

// Writes samples/export: the output of `palisade collect` for the embedded account with the seed `open`, an invented
// account with each kind of drift. Part of `npm run docs`. Tests and the README use it.

const sample = path.join(root, 'samples/export');

/** An export has no policies of the organization unless a person adds them. This one forbids leaving it. */
const organizationPolicies = {
  scps: [
    [
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: '*', Resource: '*' },
          { Effect: 'Deny', Action: 'organizations:LeaveOrganization', Resource: '*' },
        ],
      },
    ],
  ],
  rcps: [
    [{ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] }],
  ],
};

/** Written into the sample, because the command would take the current time. */
const collectedAt = '2026-11-30T00:00:00.000Z';

async function main(): Promise<void> {
  const account = await startSandbox({ clock: 'manual', startTime: Date.parse(collectedAt) });
  const folder = mkdtempSync(path.join(tmpdir(), 'palisade-sample-'));
  try {
    await seedAccount(account, readSeed('open'), 'open');
    const credentials = { AWS_ACCESS_KEY_ID: 'any', AWS_SECRET_ACCESS_KEY: 'any' };
    Object.assign(process.env, { AWS_ENDPOINT_URL: account.url, AWS_REGION: account.region, ...credentials });
    const { stdout, stderr } = await runCli(['collect', '--out', folder]);
    // What it lists is added below.
    const files = readdirSync(folder).filter((file) => file !== 'unreadable.json');
    if (files.length < 10) throw new Error(`not everything was collected:\n${stdout}${stderr}`);
    await writeGenerated([
      ...files.map((file) => [path.join(sample, file), textOf(path.join(folder, file))] as const),
      [path.join(sample, 'organization-policies.json'), JSON.stringify(organizationPolicies)],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
    await account.stop();
  }
}

function textOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/"collectedAt":\s*"[^"]+"/, `"collectedAt": "${collectedAt}"`);
}

void main();
