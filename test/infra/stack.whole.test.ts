import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { CreateUserCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { functionNames } from '../../infra/build.cjs';
import { type Packaged, packageService } from '../../infra/package.cjs';
import { portable } from '../../infra/portable.cjs';
import { deployments } from './suites/deployments';
import { lackingAccounts } from './suites/lacking';
import { type Cloud, createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { partitions } from './suites/partitions';
import { yamlTemplate } from './suites/template';
import { version } from '../../package.json';
import { nonEmpty } from '../non-empty';
import { splitArn } from '@palisade/iam';

// The packaged template itself, deployed into the embedded account. What needs no account is in packaged.whole.test.ts.
jest.setTimeout(240_000);

let folder: string;
let packaged: Packaged;
let account: Sandbox;
let aws: Clients;
let cloud: Cloud;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-package-'));
  packaged = await packageService(folder);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  // The delay of the queue is shortened.
  account = await startSandbox({ timings: { queueSecond: 10 } });
  aws = clientsOf(account.url);
  await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  cloud = createCloud(account);
});
afterEach(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await cloud.stop();
  await account.stop();
});

const deploy = (template: unknown, parameters: Record<string, string> = {}, region = 'us-east-1') =>
  cloud.deploy({ name: 'palisade-prod', template, packages: folder, parameters, region });

const outputs = [
  'TableName',
  'QueueUrl',
  'DeadLettersUrl',
  'OnChangeFunction',
  'ConfigRuleFunction',
  'SweepFunction',
  'OnActionFunction',
  'OnDeployFunction',
  'SwitchParameter',
  'SettingsParameter',
  'DashboardName',
  'Version',
  'Missing',
] as const;

partitions(() => packaged);
lackingAccounts(() => packaged);
deployments(() => packaged);

describe('the packaged template', () => {
  it.each([
    ['none', 0, 0],
    ['resources', 1, 0],
    ['all', 1, 1],
  ] as const)(
    'creates the AWS Config rules for ConfigRules=%s',
    async (ConfigRules, resources, principals) => {
      account.admin.setConfigurationRecorder({ name: 'default' }, true);
      const { stack } = await deploy(packaged.template, { ConfigRules });
      expect(stack.outputs.get('Missing')).toMatch(/^events of changes: no trail covers us-east-1/);
      const names = [...cloud.configRules.rules.keys()];
      expect(names.filter((name) => name.endsWith('-endpoint-private-dns'))).toHaveLength(resources);
      expect(names.filter((name) => name.endsWith('-principal-outside-access'))).toHaveLength(principals);
    },
  );

  it('uses a customer key and tracing if the options are set', async () => {
    const key = await cloud.deploy({ name: 'palisade-key', template: yamlTemplate('key') });
    const KmsKeyArn = key.stack.outputs.get('KmsKeyArn') ?? '';
    const { stack } = await deploy(packaged.template, { KmsKeyArn, Tracing: 'Active' });
    expect(stack.resources.has('KeyPolicy')).toBe(true);
    for (const name of nonEmpty(functionNames)) {
      const RoleName = `palisade-us-east-1-${name}`;
      const { PolicyDocument = '' } = await aws.iam.send(
        new GetRolePolicyCommand({ RoleName, PolicyName: 'tracing' }),
      );
      expect(decodeURIComponent(PolicyDocument)).toContain('"xray:PutTraceSegments"');
    }
    for (const queue of ['Changes', 'DeadLetters']) {
      const QueueUrl = stack.resources.get(queue)?.id;
      const { Attributes } = await aws.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
      );
      expect([queue, Attributes?.['KmsMasterKeyId']]).toEqual([queue, KmsKeyArn]);
      expect(Attributes).not.toHaveProperty('SqsManagedSseEnabled', 'true');
    }
    const { PolicyDocument = '' } = await aws.iam.send(
      new GetRolePolicyCommand({ RoleName: 'palisade-us-east-1-on-change', PolicyName: 'key' }),
    );
    expect(JSON.parse(decodeURIComponent(PolicyDocument))).toMatchObject({
      Statement: [{ Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: KmsKeyArn }],
    });
    const gone = await key.stack.remove();
    expect(gone.filter(({ action }) => action === 'retained').map(({ id }) => id)).toEqual(['Key']);
  });

  it.each([
    ['', '', false],
    ['999900001111', 'arn:aws:ssm:us-east-1:999900001111:parameter/palisade/central-settings', true],
  ])('reads central settings of account %j only', async (CentralSettingsAccount, arn, isGranted) => {
    if (isGranted) account.admin.shareParameter(arn, 'limits: { actionsPerHour: 0 }\n');
    const { stack } = await deploy(packaged.template, { CentralSettingsAccount });
    expect(stack.resources.has('CentralSettingsPolicy')).toBe(isGranted);
    // The deployment's first sweep reads them, and caches them for a minute.
    await cloud.idle();
    const sweep = [...cloud.functions.deployed.keys()].find((one) => one.endsWith('sweep')) ?? '';
    expect((await cloud.functions.invoke(sweep, {})).error).toBeUndefined();
    const asked = account
      .calls()
      .filter(({ operation }) => operation === 'GetParameter')
      .map(({ input, errorCode = 'read' }) => `${(input as { Name: string }).Name}: ${errorCode}`);
    expect(new Set(asked)).toEqual(
      new Set(['/palisade/settings: ParameterNotFound', ...(isGranted ? [`${arn}: read`] : [])]),
    );
    // Its role may store them as the last good ones.
    const TableName = stack.resources.get('Ledger')?.id;
    const kept = await aws.dynamodb.send(
      new GetItemCommand({ TableName, Key: { pk: { S: 'settings' }, sk: { S: 'last-good' } } }),
    );
    expect(kept.Item?.['central']?.M?.['source']?.S).toBe(isGranted ? `SSM parameter ${arn}` : undefined);
    expect(kept.Item?.['readAt']?.S).toMatch(/^\d{4}-/);
  });

  it.each([
    [{ KmsKeyArn: 'my-key' }, /^Parameters\.KmsKeyArn: my-key does not match /],
    [{ ConfigRules: 'some' }, /^Parameters\.ConfigRules: some is not one of none, resources, all$/],
    [{ CentralSettingsAccount: '1' }, /^Parameters\.CentralSettingsAccount: 1 does not match /],
    [{ Colour: 'red' }, /^Parameters\.Colour: is not in the template$/],
  ])('refuses %j before anything is created', async (parameters, message) => {
    await expect(deploy(packaged.template, parameters as Record<string, string>)).rejects.toThrow(message);
    expect([...cloud.functions.deployed]).toEqual([]);
  });

  it('needs no bucket of its own when a StackSet deploys it', async () => {
    const { stack } = await deploy(portable(packaged.template), { CodeBucket: 'code' });
    expect(
      nonEmpty(stack.resources.keys()).filter((id) => id.startsWith('ServerlessDeploymentBucket')),
    ).toEqual([]);
    expect(stack.resources.has('Ledger')).toBe(true);
    expect([...stack.outputs.keys()].sort()).toEqual([...outputs].sort());
    expect(stack.outputs.get('TableName')).toBe(stack.resources.get('Ledger')?.id);
  });

  it('has outputs with the names of its resources', async () => {
    const { stack } = await deploy(packaged.template);
    const named = Object.fromEntries(stack.outputs);
    const id = (resource: string) => stack.resources.get(resource)?.id;
    expect(Object.keys(named)).toEqual(expect.arrayContaining([...outputs]));
    expect(named).toMatchObject({
      TableName: id('Ledger'),
      QueueUrl: id('Changes'),
      DeadLettersUrl: id('DeadLetters'),
      OnChangeFunction: 'palisade-prod-on-change',
      ConfigRuleFunction: 'palisade-prod-config-rule',
      SweepFunction: 'palisade-prod-sweep',
      OnActionFunction: 'palisade-prod-on-action',
      OnDeployFunction: 'palisade-prod-on-deploy',
      SwitchParameter: '/palisade/switch',
      SettingsParameter: '/palisade/settings',
      DashboardName: 'palisade-prod-us-east-1',
      Version: version,
    });
    const { Outputs = {} } = packaged.template as { Outputs?: Record<string, { Description?: string }> };
    for (const name of outputs)
      expect([name, Outputs[name]?.Description]).toEqual([name, expect.any(String)]);
  });
});

describe('the forwarder', () => {
  const forwarder = yamlTemplate('forwarder');

  it('brings events of IAM from us-east-1 to the Region where Palisade runs', async () => {
    const home = 'eu-central-1';
    await clientsOf(account.url, home).securityhub.send(
      new EnableSecurityHubCommand({ EnableDefaultStandards: false }),
    );
    const { stack } = await deploy(packaged.template, {}, home);
    const mapping = stack.resources.get('OnDashchangeEventSourceMappingSQSChanges');
    expect(mapping).toBeDefined();
    const arrived = async () => {
      const name = splitArn(stack.resources.get('Changes')?.attributes['Arn'] ?? '')?.resource ?? '';
      const { Messages = [] } = await clientsOf(account.url, home).sqs.send(
        new ReceiveMessageCommand({ QueueUrl: `${account.url}/111122223333/${name}`, WaitTimeSeconds: 20 }),
      );
      return Messages.map(
        ({ Body }) => (JSON.parse(Body ?? '{}') as { detail: { eventName: string } }).detail.eventName,
      );
    };
    await cloud.stopMappings();
    await aws.iam.send(new CreateUserCommand({ UserName: 'without' }));
    await cloud.deploy({ name: 'forwarder', template: forwarder, parameters: { HomeRegion: home } });
    await aws.iam.send(new CreateUserCommand({ UserName: 'with' }));
    expect(await arrived()).toEqual(['CreateUser']);
    expect(cloud.bus.refused).toEqual([]);
  });

  it('forwards nothing in the home Region itself', async () => {
    const { stack } = await cloud.deploy({
      name: 'forwarder',
      template: forwarder,
      parameters: { HomeRegion: 'us-east-1' },
    });
    expect(stack.resources.has('GlobalChanges')).toBe(false);
  });
});
