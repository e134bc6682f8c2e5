import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { liveAccount, type LiveAccount } from '../cli/live-account';
import { runCli } from '../../cli/testing/run-cli';
import { met } from './met';

jest.setTimeout(60_000);

let account: LiveAccount;
beforeEach(async () => {
  account = await liveAccount();
});
afterEach(() => account.stop());

const organizations = {
  arn: 'arn:aws:cloudtrail:us-east-1:999988887777:trail/org',
  isOrganizations: true,
} as const;

async function trailOf(): Promise<{ condition: string; says: string; remedy?: string } | undefined> {
  const { stdout } = await runCli(['doctor', '--format', 'json']);
  const { diagnoses } = JSON.parse(stdout) as {
    diagnoses: readonly { id: string; condition: string; says: string; remedy?: string }[];
  };
  return diagnoses.find(({ id }) => id === 'cloudtrail');
}

it('doctor cannot read the organization’s trail: it says whom to ask, and does not fail', async () => {
  account.sandbox.admin.setTrail('org', organizations);
  expect(await trailOf()).toMatchObject({
    condition: 'unknown',
    says: expect.stringContaining('trail org is the organization'),
    remedy: expect.stringContaining('whoever keeps the organization’s trail'),
  });
  expect(met(account.sandbox, 'cloudtrail-organization-trail')).toBeGreaterThan(0);
});

it('doctor reports good if the account also has its own trail', async () => {
  account.sandbox.admin.setTrail('org', organizations);
  account.sandbox.admin.setTrail('own');
  expect(await trailOf()).toMatchObject({ condition: 'good' });
});
