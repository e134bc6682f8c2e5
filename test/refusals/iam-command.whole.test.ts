import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import {
  AttachUserPolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  GetPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { ledgerTable } from '../../adapters/ledger/table';
import { guardrailPath } from '../../core/guardrail/policy';
import { IAM_SLOT } from '@palisade/sandbox/services/iam/state';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { liveAccount, type LiveAccount } from '../cli/live-account';
import { runCli } from '../../cli/testing/run-cli';
import { met } from './met';

// `palisade uninstall` deletes the shared guardrail policy, which IAM can refuse.

jest.setTimeout(120_000);

let account: LiveAccount;
let aws: Clients;
let PolicyArn: string;

const table = 'palisade-prod-Ledger';
const PolicyName = 'PalisadeSageMakerGuardrail-us-east-1';
const PolicyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'sagemaker:StartSession', Resource: '*' }],
});

beforeEach(async () => {
  account = await liveAccount();
  aws = clientsOf(account.sandbox.url);
  await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  const { Policy } = await aws.iam.send(
    new CreatePolicyCommand({ PolicyName, Path: guardrailPath, PolicyDocument }),
  );
  PolicyArn = Policy?.Arn ?? '';
});
afterEach(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await account.stop();
});

interface Item {
  readonly kind: string;
  readonly id: string;
  readonly state: string;
  readonly because?: string;
}

async function uninstall(): Promise<{ readonly code: number; readonly items: readonly Item[] }> {
  const { code, stdout, stderr } = await runCli([
    'uninstall',
    '--table',
    table,
    '--apply',
    '--yes',
    '--format',
    'json',
  ]);
  expect(stderr).not.toContain('    at ');
  return { code, items: (JSON.parse(stdout) as { items: readonly Item[] }).items };
}

/** Somebody does something just before the command's first DeletePolicy. */
function atDeletion(work: () => void): void {
  let isDone = false;
  account.sandbox.setFault(({ operation }) => {
    if (operation === 'DeletePolicy' && !isDone) {
      isDone = true;
      work();
    }
    return undefined;
  });
}

const iamNow = () => account.sandbox.account.store.current(IAM_SLOT, 'us-east-1');

const stays = () => aws.iam.send(new GetPolicyCommand({ PolicyArn }));

it('somebody attaches the policy at that moment: it stays, and the item says why; the next run names the principal', async () => {
  atDeletion(() => {
    iamNow().users.get('alice')?.attached.push(PolicyArn);
  });
  const { code, items } = await uninstall();
  expect(met(account.sandbox, 'iam-policy-attached')).toBe(1);
  expect(items.find(({ kind }) => kind === 'policy')).toMatchObject({
    state: 'failed',
    because: expect.stringContaining('Cannot delete a policy attached to entities'),
  });
  expect(code).toBe(1);
  await stays();
  account.sandbox.setFault(undefined);
  const again = await uninstall();
  expect(again.items.find(({ kind }) => kind === 'policy')).toMatchObject({ state: 'gone' });
});

it('a version is created at that moment: it is reported, and the next run deletes it too', async () => {
  atDeletion(() => {
    iamNow().policies.get(PolicyArn)?.versions.push({ id: 'v2', document: PolicyDocument, createdAt: 0 });
  });
  const { items } = await uninstall();
  expect(met(account.sandbox, 'iam-policy-has-versions')).toBe(1);
  expect(items.find(({ kind }) => kind === 'policy')).toMatchObject({
    state: 'failed',
    because: expect.stringContaining('This policy has more than one version'),
  });
  await stays();
  account.sandbox.setFault(undefined);
  expect((await uninstall()).items.find(({ kind }) => kind === 'policy')).toMatchObject({ state: 'gone' });
});

it('a permission set refers to it: its role is left to Identity Center, the user loses it, the policy stays', async () => {
  account.sandbox.admin.createSsoRole('AWSReservedSSO_DataScientist_0123456789abcdef', [PolicyArn]);
  await aws.iam.send(new AttachUserPolicyCommand({ UserName: 'alice', PolicyArn }));
  await aws.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument }));
  const { code, items } = await uninstall();
  expect(met(account.sandbox, 'iam-protected-role')).toBe(1);
  expect(items.filter(({ kind }) => kind === 'guardrail')).toMatchObject([
    { id: expect.stringContaining('user/alice'), state: 'gone' },
    {
      id: expect.stringContaining('AWSReservedSSO_DataScientist'),
      state: 'failed',
      because: expect.stringContaining('permission set'),
    },
  ]);
  expect(items.find(({ kind }) => kind === 'policy')).toMatchObject({ state: 'stays' });
  expect(code).toBe(1);
  await stays();
});
