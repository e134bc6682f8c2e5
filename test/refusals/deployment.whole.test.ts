import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DeleteConfigRuleCommand, DescribeConfigRulesCommand } from '@aws-sdk/client-config-service';
import { DescribeActionTargetsCommand, EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, jest } from '@jest/globals';
import { customActions } from '../../adapters/custom-actions';
import { type Packaged, packageService } from '../../infra/package.cjs';
import { rules } from '../../rules/registry';
import { type Cloud, createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { SECURITYHUB_SLOT } from '@palisade/sandbox/services/securityhub/state';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { met } from './met';

// The packaged template in an account whose AWS Config and Security Hub refuse the calls of the deployment's function:
// the stack is created, its output says what is missing, and the sweep creates it once that is possible.

jest.setTimeout(240_000);

let folder: string;
let packaged: Packaged;
let account: Sandbox;
let aws: Clients;
let cloud: Cloud;

const functionArn = (name: string) => `arn:aws:lambda:us-east-1:111122223333:function:palisade-prod-${name}`;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-refusals-'));
  packaged = await packageService(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  account = await startSandbox({ timings: { queueSecond: 10 } });
  aws = clientsOf(account.url);
  cloud = createCloud(account);
});
afterEach(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await cloud.stop();
  await account.stop();
});

/** The stack, and its output about what is missing. */
async function deployed() {
  const { stack } = await cloud.deploy({
    name: 'palisade-prod',
    template: packaged.template,
    packages: folder,
    parameters: { ConfigRules: 'all' },
  });
  await cloud.idle();
  return { stack, missing: stack.outputs.get('Missing') };
}

async function swept(): Promise<void> {
  const { error } = await cloud.functions.invoke(functionArn('sweep'), {});
  expect(error).toBeUndefined();
}

async function ruleNames(): Promise<readonly string[]> {
  const { ConfigRules = [] } = await aws.config.send(new DescribeConfigRulesCommand({}));
  return ConfigRules.map(({ ConfigRuleName = '' }) => ConfigRuleName);
}

async function actionCount(): Promise<number> {
  const { ActionTargets = [] } = await aws.securityhub.send(new DescribeActionTargetsCommand({}));
  return ActionTargets.length;
}

const withRecorder = () => {
  account.admin.setConfigurationRecorder({ name: 'default' }, true);
};
const withHub = () => aws.securityhub.send(new EnableSecurityHubCommand({}));

it('no recorder, and Security Hub CSPM off: reported, and created by the sweep once they exist', async () => {
  const { missing } = await deployed();
  expect(missing).toContain('AWS Config has no configuration recorder in this Region');
  expect(missing).toContain('Security Hub CSPM is off in this Region');
  expect(met(account, 'config-no-recorder')).toBeGreaterThan(0);
  expect(met(account, 'securityhub-no-actions')).toBeGreaterThan(0);
  withRecorder();
  await withHub();
  await swept();
  expect(await ruleNames()).toHaveLength(rules.length);
  expect(await actionCount()).toBe(customActions.length);
});

it('a quota of Config rules, and somebody who creates the same custom action: the rest is created, what is missing is reported', async () => {
  withRecorder();
  await withHub();
  account.admin.dial({ quotas: { configRules: 3 } });
  const [{ Id, Name, Description }] = customActions;
  account.setFault(({ operation }) => {
    const { actionTargets } = account.account.store.current(SECURITYHUB_SLOT, 'us-east-1');
    const ActionTargetArn = `arn:aws:securityhub:us-east-1:111122223333:action/custom/${Id}`;
    if (operation === 'CreateActionTarget')
      actionTargets.set(ActionTargetArn, { ActionTargetArn, Name, Description });
    return undefined;
  });
  const { missing } = await deployed();
  account.setFault(undefined);
  expect(met(account, 'config-rules-full')).toBeGreaterThan(0);
  expect(met(account, 'securityhub-action-exists')).toBe(1);
  expect(missing).toContain('because the account already contains 3 config rules');
  expect(missing).not.toContain('custom actions');
  expect(await ruleNames()).toHaveLength(3);
  expect(await actionCount()).toBe(customActions.length);
  account.admin.dial({ quotas: { configRules: 1_000 } });
  await swept();
  expect(await ruleNames()).toHaveLength(rules.length);
});

it('somebody takes AWS Config’s permission away: the sweep still checks, and creates the rule again once it may', async () => {
  withRecorder();
  await withHub();
  await deployed();
  const arn = functionArn('config-rule');
  const granted = cloud.functions.permissions.get(arn) ?? [];
  cloud.functions.permissions.set(arn, []);
  const [gone = ''] = await ruleNames();
  await aws.config.send(new DeleteConfigRuleCommand({ ConfigRuleName: gone }));
  await swept();
  expect(met(account, 'config-cannot-invoke')).toBe(1);
  expect(await ruleNames()).not.toContain(gone);
  cloud.functions.permissions.set(arn, granted);
  await swept();
  expect(await ruleNames()).toContain(gone);
});

it('deployed again while the rules of the removed stack are still being deleted: reported, and created by the sweep', async () => {
  withRecorder();
  await withHub();
  const { stack } = await deployed();
  account.admin.dial({ timings: { configRuleDelete: 3_600_000 } });
  await stack.remove();
  const { missing } = await deployed();
  expect(met(account, 'config-rule-being-deleted')).toBeGreaterThan(0);
  expect(missing).toContain('is currently being deleted');
  account.admin.dial({ timings: { configRuleDelete: 0 } });
  await swept();
  expect(await ruleNames()).toHaveLength(rules.length);
});
