import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { EnableSecurityHubCommand, GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { ledgerTable } from '../../adapters/ledger/table';
import { findingId } from '../../core/model/resource';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { clientsOf } from '@palisade/sandbox/clients';
import { liveAccount } from '../cli/live-account';
import { runCli } from '../../cli/testing/run-cli';
import { cloudTrailEvent } from '../fakes/events';
import { seedNotebook, reaches } from '../functions/harness/seed';
import { deliver, remediateAll, type Stage, startStage } from '../functions/harness/stage';
import { met } from './met';

jest.setTimeout(120_000);

let stage: Stage;
let onChange: LambdaFunction;

beforeAll(async () => {
  stage = await startStage({ settings: remediateAll, hub: false });
  onChange = await stage.start('on-change');
}, 120_000);
afterAll(() => stage.stop());

const idOf = (id: string) =>
  findingId(
    'notebook-direct-internet',
    { type: 'AWS::SageMaker::NotebookInstance', id },
    { account: '111122223333', region: 'us-east-1' },
  );
const changed = (id: string) =>
  cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: id });

/** The state of a notebook's finding in Security Hub. */
async function shown(name: string): Promise<string | undefined> {
  const { Findings = [] } = await stage.aws.securityhub.send(
    new GetFindingsCommand({ Filters: { Id: [{ Value: idOf(name), Comparison: 'CONTAINS' }] } }),
  );
  return Findings[0]?.RecordState;
}

it('Security Hub is off: the steps are performed, the log says what is off; published once it is on', async () => {
  await seedNotebook(stage.aws, 'quiet');
  const { failed, invocation } = await deliver(onChange, [changed('quiet')]);
  expect(failed).toEqual([]);
  expect(met(stage.account, 'securityhub-not-subscribed')).toBe(1);
  expect(invocation.logs.find((line) => line.includes('channel is off'))).toContain(
    'Security Hub is not enabled in account 111122223333, us-east-1',
  );
  await reaches(stage.aws, 'quiet', 'Stopped');
  await stage.aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  expect((await deliver(onChange, [changed('quiet')])).failed).toEqual([]);
  expect(await shown('quiet')).toBe('ACTIVE');
  expect(await stage.waiting('dead')).toEqual([]);
});

it('Security Hub throttles: the message is retried, nothing is done twice, and the finding is published', async () => {
  await seedNotebook(stage.aws, 'hasty');
  const { rates } = stage.account.account.quotas;
  stage.account.admin.dial({ quotas: { rates: { ...rates, batchImportFindings: 0 } } });
  stage.account.resetCalls();
  expect((await deliver(onChange, [changed('hasty')])).failed).toEqual([0]);
  expect(met(stage.account, 'securityhub-import-rate')).toBeGreaterThan(0);
  await reaches(stage.aws, 'hasty', 'Stopped');
  stage.account.admin.dial({ quotas: { rates } });
  expect((await deliver(onChange, [changed('hasty')])).failed).toEqual([]);
  expect(await shown('hasty')).toBe('ACTIVE');
  expect(stage.callsOf(onChange)).toMatchObject({ 'sagemaker:StopNotebookInstance': 1 });
  expect(await stage.waiting('dead')).toEqual([]);
});

it('findings cannot be read for uninstall: that kind is unknown, the others continue, exit 1 or 3', async () => {
  const account = await liveAccount();
  const { dynamodb } = clientsOf(account.sandbox.url);
  const table = 'palisade-prod-Ledger';
  await dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  process.env['AWS_MAX_ATTEMPTS'] = '2';
  try {
    const { rates } = account.sandbox.account.quotas;
    account.sandbox.admin.dial({ quotas: { rates: { ...rates, getFindings: 0 } } });
    const { code, stdout, stderr } = await runCli(['uninstall', '--table', table, '--format', 'json']);
    const { items } = JSON.parse(stdout) as {
      items: readonly { kind: string; state: string; because?: string }[];
    };
    expect(items.find(({ kind }) => kind === 'findings')).toMatchObject({
      state: 'unknown',
      because: expect.stringContaining('Too Many Requests'),
    });
    expect(items.filter(({ state }) => state === 'unknown')).toHaveLength(1);
    expect(code).not.toBe(0);
    expect(stderr).not.toContain('    at ');
    expect(met(account.sandbox, 'securityhub-read-rate')).toBe(2);
  } finally {
    Reflect.deleteProperty(process.env, 'AWS_MAX_ATTEMPTS');
    await account.stop();
  }
});
