import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { LambdaFunction } from '../../sandbox/lambda/function';
import { cloudTrailEvent } from '../fakes/events';
import { addNotebook, notebookStatus, reaches } from './harness/seed';
import { deliver, remediateAll, type Stage, startStage } from './harness/stage';

let stage: Stage;
const created = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' });

beforeAll(async () => {
  stage = await startStage();
  await addNotebook(stage.aws, 'churn');
}, 120_000);
afterAll(() => stage.stop());

async function setSettings(Value: string): Promise<void> {
  await stage.aws.ssm.send(
    new PutParameterCommand({ Name: '/palisade/settings', Value, Type: 'String', Overwrite: true }),
  );
}

describe('settings that cannot be used', () => {
  let fn: LambdaFunction;
  beforeAll(async () => {
    fn = await stage.start('on-change');
  });
  beforeEach(() => {
    stage.account.resetCalls();
  });

  it.each([
    ['an unknown mode', 'rules:\n  notebook-direct-internet: { mode: destroy }\n', 'line 2'],
    ['an unknown rule', 'rules:\n\n  notebook-direct: { mode: ticket }\n', 'line 3'],
    ['an unknown key', 'limits: {}\nlimit: {}\n', 'line 2'],
    ['an exemption without an owner', 'exemptions:\n  - rule: notebook-direct-internet\n', 'line 2'],
    ['what is not YAML', 'rules: {\n', 'line 2'],
    ['what is not a mapping', '- rules\n', 'line 1'],
  ])('%s: says where, does nothing, and every message comes back', async (_, text, line) => {
    await setSettings(text);
    const { failed, invocation } = await deliver(fn, [created]);
    expect(failed).toEqual([0]);
    const problem = invocation.logs.find((one) => one.includes('message failed'));
    expect(problem).toContain(`SSM parameter /palisade/settings, ${line}`);
    expect(stage.callsOf(fn)).toEqual({ 'ssm:GetParameter': 1 });
    expect(await notebookStatus(stage.aws, 'churn')).toBe('InService');
  });

  it('a parameter that cannot be read is no reason to work with the defaults', async () => {
    stage.account.setFault(({ operation }) =>
      operation === 'GetParameter' ? { kind: 'denied' } : undefined,
    );
    const { failed } = await deliver(fn, [created]);
    stage.account.setFault(undefined);
    expect(failed).toEqual([0]);
    expect(stage.callsOf(fn)).toEqual({ 'ssm:GetParameter': 1 });
  });

  it('the same function works on as soon as they can be used', async () => {
    await setSettings(remediateAll);
    const { invocation, failed } = await deliver(fn, [created]);
    expect(invocation).toMatchObject({ coldStart: false });
    expect(failed).toEqual([]);
    await reaches(stage.aws, 'churn', 'Stopped');
  });
});

it('without the parameter the defaults hold: a ticket, and no action', async () => {
  await addNotebook(stage.aws, 'default');
  await stage.aws.ssm.send(new DeleteParameterCommand({ Name: '/palisade/settings' }));
  const fn = await stage.start('on-change');
  const event = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'default' });
  expect((await deliver(fn, [event])).failed).toEqual([]);
  expect(await notebookStatus(stage.aws, 'default')).toBe('InService');
  const [record] = (await stage.ledger.list()).filter(({ resource }) => resource.id === 'default');
  expect(record).toMatchObject({ outcome: 'ticketed', ticket: { open: true } });
});

describe('an environment that lacks something', () => {
  it.each([
    ['PALISADE_TABLE', undefined],
    ['PALISADE_TABLE', ''],
    ['PALISADE_QUEUE_URL', undefined],
    ['PALISADE_QUEUE_URL', 'palisade-changes'],
    ['PALISADE_DEAD_LETTERS_URL', undefined],
    ['PALISADE_SETTINGS_PARAMETER', ''],
  ])('%s = %s: names the variable', async (name, value) => {
    const fn = await stage.start('on-action', { [name]: value });
    const { error } = await fn.invoke({});
    expect(error?.errorType).toBe('BadInputError');
    expect(error?.errorMessage).toMatch(new RegExp(`^environment, ${name}: `));
    expect(stage.callsOf(fn)).toEqual({});
    await fn.stop();
  });
});
