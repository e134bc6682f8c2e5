import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import type { LambdaFunction } from '@palisade/sandbox/lambda/function';
import { cloudTrailEvent } from '../fakes/events';
import { seedNotebook, seededNotebookStatus, reaches } from './harness/seed';
import { deliver, remediateAll, type Stage, startStage } from './harness/stage';

let stage: Stage;
const created = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' });

beforeAll(async () => {
  stage = await startStage();
  await seedNotebook(stage.aws, 'churn');
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
  ])(
    '%s: reports the position, does nothing, and every message returns to the queue',
    async (_, text, line) => {
      await setSettings(text);
      const { failed, invocation } = await deliver(fn, [created]);
      expect(failed).toEqual([0]);
      const problem = invocation.logs.find((one) => one.includes('message failed'));
      expect(problem).toContain(`SSM parameter /palisade/settings, ${line}`);
      expect(invocation.logs.filter((one) => one.includes('SettingsRefused'))).toHaveLength(1);
      // The log says whether there are last good settings.
      expect(stage.callsOf(fn)).toEqual({ 'ssm:GetParameter': 1, 'dynamodb:GetItem': 1 });
      expect(await seededNotebookStatus(stage.aws, 'churn')).toBe('InService');
    },
  );

  it('a parameter that cannot be read is not replaced by the defaults', async () => {
    stage.account.setFault(({ operation }) =>
      operation === 'GetParameter' ? { kind: 'denied' } : undefined,
    );
    const { failed } = await deliver(fn, [created]);
    stage.account.setFault(undefined);
    expect(failed).toEqual([0]);
    expect(stage.callsOf(fn)).toEqual({ 'ssm:GetParameter': 1, 'dynamodb:GetItem': 1 });
  });

  it('the same function continues as soon as they are valid', async () => {
    await setSettings(remediateAll);
    const { invocation, failed } = await deliver(fn, [created]);
    expect(invocation).toMatchObject({ coldStart: false });
    expect(failed).toEqual([]);
    await reaches(stage.aws, 'churn', 'Stopped');
  });
});

describe('settings that were valid once', () => {
  const central = 'arn:aws:ssm:us-east-1:999900001111:parameter/palisade/central-settings';
  const withCentral = { PALISADE_CENTRAL_SETTINGS: central };
  const acts = async (name: string, variables: Readonly<Record<string, string>>) => {
    await seedNotebook(stage.aws, name);
    const fn = await stage.start('on-change', variables);
    const event = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: name });
    const { failed, invocation } = await deliver(fn, [event]);
    await fn.stop();
    expect(failed).toEqual([]);
    return { logs: invocation.logs, status: await seededNotebookStatus(stage.aws, name) };
  };

  it('stay in force in a function that starts after they became invalid', async () => {
    stage.account.admin.shareParameter(central, remediateAll);
    await setSettings('rules: { notebook-direct-internet: { mode: observe } }\n');
    expect((await acts('observed', withCentral)).status).toBe('InService');
    await setSettings('rules: { notebook-direct-internet: { mode: remediate }\n');
    const { logs, status } = await acts('observed-too', withCentral);
    expect(status).toBe('InService');
    const refused = logs.filter((one) => one.includes('settings refused'));
    expect(refused).toHaveLength(1);
    expect(refused[0]).toContain('SSM parameter /palisade/settings, line');
    expect(refused[0]).toMatch(/the last good ones, read at \d{4}-/);
    expect(logs.filter((one) => one.includes('SettingsRefused'))).toHaveLength(1);
  });

  it('are the central ones where the account sets nothing else', async () => {
    await setSettings('limits: { sharePercent: 100 }\n');
    const { logs, status } = await acts('acted', withCentral);
    expect(['Stopping', 'Stopped']).toContain(status);
    expect(logs.join('\n')).not.toContain('settings');
  });

  it('stay in force after the central ones are no longer shared', async () => {
    stage.account.admin.shareParameter(central, undefined);
    const { logs, status } = await acts('acted-too', withCentral);
    expect(['Stopping', 'Stopped']).toContain(status);
    expect(logs.find((one) => one.includes('settings refused'))).toContain('no resource-based policy allows');
  });
});

it('without the parameter are the defaults: a ticket, and no action', async () => {
  await seedNotebook(stage.aws, 'default');
  await stage.aws.ssm.send(new DeleteParameterCommand({ Name: '/palisade/settings' }));
  const fn = await stage.start('on-change');
  const event = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'default' });
  expect((await deliver(fn, [event])).failed).toEqual([]);
  expect(await seededNotebookStatus(stage.aws, 'default')).toBe('InService');
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
    ['PALISADE_CENTRAL_SETTINGS', '/palisade/central-settings'],
  ])('%s = %s: names the variable', async (name, value) => {
    const fn = await stage.start('on-action', { [name]: value });
    const { error } = await fn.invoke({});
    expect(error?.errorType).toBe('BadInputError');
    expect(error?.errorMessage).toMatch(new RegExp(`^environment, ${name}: `));
    expect(stage.callsOf(fn)).toEqual({});
    await fn.stop();
  });
});
