import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DescribeActionTargetsCommand, EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { startSandbox } from '@palisade/sandbox';
import { clientsOf } from '@palisade/sandbox/clients';
import { createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { nameInArn } from '@palisade/iam';
import { customActions } from '../../adapters/custom-actions';
import { type Packaged, packageService } from '../../infra/package.cjs';
import { portable } from '../../infra/portable.cjs';
import { ordering } from './suites/ordering';
import { forwarderPattern, packagedPatterns } from './suites/patterns';
import { everyTemplate, packagedTemplate } from './suites/properties';
import { type RawTemplate, yamlTemplate } from './suites/template';

// The contents of the packaged template, and that it can be deployed; stack.whole.test.ts tests its behaviour.
jest.setTimeout(240_000);

let folder: string;
let packaged: Packaged;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-package-'));
  packaged = await packageService(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const template = () => packaged.template as RawTemplate;
everyTemplate('the packaged template', template);
everyTemplate('the portable template', () => portable(template()) as RawTemplate);
packagedTemplate(template);
packagedPatterns(template);
forwarderPattern(() => yamlTemplate('forwarder'), template);
ordering(template);

it('deploys, changes nothing when it is deployed again, and is removed with no trace except the ledger', async () => {
  const account = await startSandbox();
  const aws = clientsOf(account.url);
  const cloud = createCloud(account);
  const actions = async (): Promise<readonly (string | undefined)[]> => {
    const { ActionTargets = [] } = await aws.securityhub.send(new DescribeActionTargetsCommand({}));
    return ActionTargets.map(({ ActionTargetArn = '' }) => nameInArn(ActionTargetArn));
  };
  await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  account.admin.setConfigurationRecorder({ name: 'default' }, true);
  const { stack, events } = await cloud.deploy({
    name: 'palisade-prod',
    template: packaged.template,
    packages: folder,
    parameters: { ConfigRules: 'all' },
  });
  expect(new Set(events.map(({ action }) => action))).toEqual(new Set(['created']));
  expect(await actions()).toEqual(customActions.map(({ Id }) => Id));
  expect(await stack.update(packaged.template)).toEqual([]);
  const gone = await stack.remove();
  expect(
    gone.filter(({ action }) => action === 'retained').map(({ id }) => id.replace(/Version.*/, 'Version')),
  ).toEqual(expect.arrayContaining(['Ledger']));
  expect(await actions()).toEqual([]);
  expect([...cloud.functions.deployed]).toEqual([]);
  expect([...cloud.bus.rules]).toEqual([]);
  expect([...cloud.configRules.rules]).toEqual([]);

  for (const client of Object.values(aws)) client.destroy();
  await cloud.stop();
  await account.stop();
});
