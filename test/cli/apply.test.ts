import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createClients } from '../../adapters/aws/clients';
import { type LiveAccount, liveAccount } from './live-account';
import { runCli } from '../../cli/testing/run-cli';
import { sampleRules } from '../../cli/testing/sample-export';

jest.setTimeout(30_000);

let account: LiveAccount;
let folder: string;
beforeEach(async () => {
  account = await liveAccount();
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-apply-'));
});
afterEach(() => account.stop());

const ledger = (): readonly string[] => ['--ledger', path.join(folder, 'ledger.json')];
const notebookId = 'notebook-direct-internet/111122223333/us-east-1/notebook-instance/churn';
const userId = 'principal-outside-access/111122223333/global/user/alice';

/** The calls that changed something, in order. */
const changes = (): readonly string[] =>
  account.sandbox
    .calls()
    .map(({ operation }) => operation)
    .filter((operation) => !/^(Get|Describe|List)/.test(operation));

describe('apply', () => {
  it('performs what it shows, verifies it, and says afterwards what is left for a person', async () => {
    const ran = await runCli(['apply', '--yes', ...sampleRules, ...ledger()]);
    expect(ran.stderr).toBe('');
    expect(changes()).toHaveLength(6);
    for (const call of changes()) expect(ran.stdout).toContain(`:${call}`);
    expect(await account.status('churn')).toBe('Stopped');
    expect(ran.stdout).toContain('contained: the notebook is stopped');
    expect(ran.stdout).toContain('fixed: verified by reading it again');
    expect(ran.stdout).toContain('For a person: Notebook instance has direct internet access');
    // What is left has severity medium.
    expect(ran.code).toBe(0);
    expect((await runCli(['scan', ...sampleRules, '--fail-on', 'medium'])).code).toBe(1);
  });

  it('touches nothing but the rules and resources that were named', async () => {
    const ran = await runCli([
      'apply',
      '--yes',
      '--rule',
      'endpoint-private-dns',
      'notebook-direct-internet',
      '--resource',
      'vpce-*',
      ...ledger(),
    ]);
    expect(changes()).toEqual(['ModifyVpcAttribute', 'ModifyVpcEndpoint']);
    expect(ran.code).toBe(0);
  });

  it('acts only on approval, also in mode remediate and for steps that it did not show', async () => {
    const settings = path.join(folder, 'palisade.yml');
    writeFileSync(settings, 'rules: { principal-outside-access: { mode: remediate } }\n');
    const ran = await runCli([
      'apply',
      '--yes',
      ...sampleRules,
      '--settings',
      settings,
      '--resource',
      notebookId,
      ...ledger(),
    ]);
    expect(changes()).toEqual(['StopNotebookInstance', 'CreateNotebookInstance']);
    expect(ran.stdout).not.toContain('user alice');
  });

  it('destroys data only when allowed, and only when nothing has to be done before it', async () => {
    const options = ['--yes', ...sampleRules, '--allow-data-loss', '--resource', 'churn', ...ledger()];
    await runCli(['apply', ...options]);
    expect(changes()).not.toContain('DeleteNotebookInstance');
    const refused = await runCli(['apply', '--yes', ...sampleRules, '--resource', 'churn', ...ledger()]);
    expect(changes()).not.toContain('DeleteNotebookInstance');
    expect(refused.stdout).toContain('1 of them wait for --allow-data-loss');
    const deleted = await runCli(['apply', ...options]);
    expect(changes().at(-1)).toBe('DeleteNotebookInstance');
    expect(deleted.code).toBe(0);
  });

  it('asks on a terminal, and changes nothing when the answer is not yes', async () => {
    const no = await runCli(['apply', ...sampleRules, ...ledger()], { terminal: true, stdin: 'no\n' });
    expect(no.stdout).toContain('Nothing was changed.');
    expect(no.stderr).toContain('Perform 6 steps on 3 resources? [y/N]');
    expect([no.code, changes()]).toEqual([1, []]);
    const silent = await runCli(['apply', ...sampleRules, ...ledger()], { terminal: true });
    expect([silent.code, changes()]).toEqual([1, []]);
    await runCli(['apply', ...sampleRules, '--resource', 'alice', ...ledger()], {
      terminal: true,
      stdin: 'y\n',
    });
    expect(changes()).toEqual(['CreatePolicy', 'AttachUserPolicy']);
  });

  it.each(['apply', 'undo x'])('refuses %s without --yes where nobody can be asked', async (command) => {
    const ran = await runCli([...command.split(' '), ...ledger()]);
    expect([ran.code, ran.stdout, changes()]).toEqual([2, '', []]);
    expect(ran.stderr).toContain('is not a terminal: add --yes');
  });

  it('leaves a finding alone that another worker has leased', async () => {
    const file = path.join(folder, 'ledger.json');
    const leased = { fence: 1, leaseUntil: Date.now() + 60_000 };
    const journal = { schema: 'palisade/ledger/1', trails: {}, budgets: {}, populations: {} };
    writeFileSync(file, JSON.stringify({ ...journal, findings: { [userId]: leased } }));
    const ran = await runCli(['apply', '--yes', '--resource', 'alice', ...sampleRules, '--ledger', file]);
    expect(ran.stdout).toContain('not finished: another worker has it right now');
    expect([ran.code, changes()]).toEqual([1, []]);
  });

  it('names the missing permission when AWS denies a call, and exits with 1', async () => {
    account.sandbox.setFault(({ operation }) =>
      operation === 'AttachUserPolicy' ? { kind: 'denied' } : undefined,
    );
    const ran = await runCli(['apply', '--yes', ...sampleRules, '--resource', 'alice', ...ledger()]);
    expect(ran.code).toBe(1);
    expect(ran.stdout).toContain('iam:AttachUserPolicy');
    expect(ran.stdout).toContain('failed:');
  });

  it('raises tickets in OpsCenter when asked to', async () => {
    const ran = await runCli([
      'apply',
      '--yes',
      '--tickets',
      ...sampleRules,
      '--resource',
      'churn',
      ...ledger(),
    ]);
    expect(changes()).toContain('CreateOpsItem');
    expect(ran.stdout).toMatch(/ticket: opscenter oi-/);
  });

  it('refuses a table that does not exist, and names it, before any change', async () => {
    const ran = await runCli(['apply', '--yes', '--table', 'no-such-table']);
    expect([ran.code, changes()]).toEqual([2, []]);
    expect(ran.stderr).toContain('no-such-table');
  });

  it('stops cleanly on Ctrl-C, and can be continued', async () => {
    const controller = new AbortController();
    controller.abort();
    const ran = await runCli(['apply', '--yes', ...sampleRules, ...ledger()], { signal: controller.signal });
    expect(changes()).toEqual([]);
    expect(ran.stdout).toContain('not finished: it was not reached; run apply again to continue');
    expect((await runCli(['apply', '--yes', ...sampleRules, ...ledger()])).code).toBe(0);
  });
});

describe('undo', () => {
  it('takes back what apply did, last step first, and leaves the finding alone afterwards', async () => {
    await runCli(['apply', '--yes', ...sampleRules, '--resource', 'vpce-*', ...ledger()]);
    account.sandbox.resetCalls();
    const id = `endpoint-private-dns/111122223333/us-east-1/vpc-endpoint/${account.endpointId}`;
    const ran = await runCli(['undo', id, '--yes', ...ledger()]);
    expect(ran.stdout).toContain('Undone. Palisade leaves it alone until');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(changes()).toEqual(['ModifyVpcEndpoint', 'ModifyVpcAttribute']);
    expect((await runCli(['scan', '--rule', 'endpoint-private-dns'])).code).toBe(1);
    const again = await runCli(['undo', id, '--yes', ...ledger()]);
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('nothing was done')]);
  });

  it('restores a notebook completely, which takes a stop and a start', async () => {
    const only = ['--rule', 'notebook-root-access', '--resource', 'churn'];
    const applied = await runCli(['apply', '--yes', ...only, ...ledger()]);
    expect(applied.stdout).toContain('notebook-root-access');
    const { DescribeNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
    const access = async () => {
      const sagemaker = await createClients().sagemaker();
      const input = { NotebookInstanceName: 'churn' };
      return (await sagemaker.send(new DescribeNotebookInstanceCommand(input))).RootAccess;
    };
    expect(await access()).toBe('Disabled');
    const id = 'notebook-root-access/111122223333/us-east-1/notebook-instance/churn';
    const ran = await runCli(['undo', id, '--yes', ...ledger()]);
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(await access()).toBe('Enabled');
    expect(['Pending', 'InService']).toContain(await account.status('churn'));
  });

  it('refuses, and says why, when the resource has changed since', async () => {
    await runCli(['apply', '--yes', ...sampleRules, '--resource', 'alice', ...ledger()]);
    const { DeleteUserPolicyCommand } = await import('@aws-sdk/client-iam');
    const iam = await createClients().iam();
    await iam.send(new DeleteUserPolicyCommand({ UserName: 'alice', PolicyName: 'notebooks' }));
    account.sandbox.resetCalls();
    const ran = await runCli(['undo', userId, '--yes', ...ledger()]);
    expect([ran.code, changes()]).toEqual([1, []]);
    expect(ran.stderr).toContain('the resource has changed since');
  });

  it('suggests the finding that was probably meant', async () => {
    await runCli(['apply', '--yes', ...sampleRules, '--resource', 'alice', ...ledger()]);
    const ran = await runCli(['undo', userId.replace('alice', 'alise'), '--yes', ...ledger()]);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining(`did you mean ${userId}?`)]);
  });

  it('stores findings in a file that a person can read', async () => {
    await runCli(['apply', '--yes', ...sampleRules, '--resource', 'alice', ...ledger()]);
    const text = readFileSync(path.join(folder, 'ledger.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      schema: 'palisade/ledger/1',
      findings: { [userId]: { record: { outcome: 'fixed' } } },
    });
    expect(text).toContain('"event": "approved"');
  });
});
