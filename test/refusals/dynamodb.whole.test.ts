import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findingId } from '../../core/model/resource';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { cloudTrailEvent } from '../fakes/events';
import { seedNotebook, reaches } from '../functions/harness/seed';
import { deliver, type Stage, startStage } from '../functions/harness/stage';
import { liveAccount } from '../cli/live-account';
import { runCli } from '../../cli/testing/run-cli';
import { met } from './met';
import { nonEmpty } from '../non-empty';

const rule = 'notebook-direct-internet';
const id = findingId(
  rule,
  { type: 'AWS::SageMaker::NotebookInstance', id: 'churn' },
  { account: '111122223333', region: 'us-east-1' },
);

describe('the deployed on-change', () => {
  let stage: Stage;
  let onChange: LambdaFunction;
  beforeAll(async () => {
    stage = await startStage({ settings: `rules: { ${rule}: { mode: remediate } }`, only: [rule] });
    onChange = await stage.start('on-change');
  }, 120_000);
  afterAll(() => stage.stop());

  it('a ledger that refuses writes for a while: nothing is done unrecorded, and the event is retried successfully', async () => {
    await seedNotebook(stage.aws, 'churn');
    await reaches(stage.aws, 'churn', 'InService');
    const created = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' });
    stage.account.resetCalls();
    stage.account.admin.setQuotas({ requestsPerSecond: { 'dynamodb-writes': 0 } });
    const first = await deliver(onChange, [created]);
    expect(first.invocation.error).toBeUndefined();
    expect(first.failed).toEqual([0]);
    expect(met(stage.account, 'dynamodb-throughput-exceeded')).toBeGreaterThan(0);
    expect(stage.callsOf(onChange)).not.toHaveProperty('sagemaker:StopNotebookInstance');
    expect(await stage.waiting('dead')).toEqual([]);

    stage.account.admin.setQuotas({ requestsPerSecond: {} });
    expect(await deliver(onChange, [created])).toMatchObject({ failed: [] });
    await reaches(stage.aws, 'churn', 'Stopped');
    expect(await stage.ledger.load(id)).toMatchObject({ status: 'fail' });
    expect(stage.callsOf(onChange)).toMatchObject({ 'sagemaker:StopNotebookInstance': 1 });
  });
});

describe('palisade undo', () => {
  it('a table that does not exist: one message that names it and says what to do; nothing is changed', async () => {
    const account = await liveAccount();
    const ran = await runCli(['undo', id, '--yes', '--table', 'palisade-gone']);
    expect(met(account.sandbox, 'dynamodb-no-table')).toBeGreaterThan(0);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('palisade-gone');
    expect(ran.stderr).toContain('--table');
    expect(ran.stderr).not.toContain('    at ');
    const changed = nonEmpty(account.sandbox.calls()).filter(
      ({ operation, service }) => service !== 'dynamodb' && !/^(Get|List|Describe)/.test(operation),
    );
    expect(changed).toEqual([]);
    await account.stop();
  });
});
