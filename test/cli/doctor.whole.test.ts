import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateUserCommand } from '@aws-sdk/client-iam';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { DeleteParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { lastSettings } from '../../adapters/ledger/last-settings';
import { ledgerTable } from '../../adapters/ledger/table';
import { createActions } from '../../adapters/custom-actions/in-hub';
import { stateProblem } from '../../infra/preflight/stack-state';
import { type Cloud, createCloud } from '@palisade/sandbox/cloudformation/cloud';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { seedEndpoint, addVpc } from '../functions/harness/seed';
import { runCli } from '../../cli/testing/run-cli';
import { nonEmpty } from '../non-empty';

// The first run loads the AWS clients, which takes long on a busy machine.
jest.setTimeout(60_000);

let account: Sandbox;
let aws: Clients;

beforeEach(async () => {
  account = await startSandbox({ timings: { endpointCreate: 0 } });
  aws = clientsOf(account.url);
  // The SDK reads the environment of the process.
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
  });
});
afterEach(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await account.stop();
});

interface Diagnosis {
  readonly id: string;
  readonly condition: string;
  readonly says: string;
  readonly remedy?: string;
}

async function doctor(...args: readonly string[]) {
  const run = await runCli(['doctor', '--format', 'json', ...args]);
  const { diagnoses } = JSON.parse(run.stdout) as { diagnoses: readonly Diagnosis[] };
  const of = (id: string) => diagnoses.filter((one) => one.id === id).map(({ condition }) => condition);
  return { code: run.code, diagnoses, of };
}

async function makeReady(): Promise<void> {
  account.admin.setTrail('management');
  account.admin.setConfigurationRecorder(
    { name: 'default', recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } },
    true,
  );
  await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  const vpc = await addVpc(aws, 1);
  await seedEndpoint(aws, vpc, 'api', true);
}

describe('palisade doctor', () => {
  it('says that an account is ready, before and after the deployment', async () => {
    await makeReady();
    const before = await doctor();
    expect(nonEmpty(before.diagnoses).filter(({ condition }) => condition !== 'good')).toEqual([]);
    expect(before.code).toBe(0);
    await createActions({ securityhub: () => Promise.resolve(aws.securityhub) });
    const after = await doctor('--stack', 'palisade-prod');
    expect(after.of('custom-actions')).toEqual(['good']);
    expect(after.of('ledger')).toEqual(['note']);
  });

  it('says what an empty account lacks, and what to do about each', async () => {
    const { code, of, diagnoses } = await doctor();
    expect(code).toBe(1);
    expect(of('cloudtrail')).toEqual(['bad']);
    expect(of('config')).toEqual(['note']);
    // Palisade works without Security Hub.
    expect(of('security-hub')).toEqual(['note']);
    expect(of('perimeter')).toEqual(['bad']);
    for (const { condition, remedy } of nonEmpty(diagnoses))
      expect(remedy === undefined).toBe(condition === 'good');
  });

  it.each<[string, Parameters<Sandbox['admin']['setTrail']>[1], string]>([
    ['does not log', { isLogging: false }, 'bad'],
    ['logs reads only', { readWriteType: 'ReadOnly' }, 'bad'],
    ['logs data events only', { includesManagementEvents: false }, 'bad'],
    ['logs writes', { readWriteType: 'WriteOnly' }, 'good'],
    ['is another Region’s', { isMultiRegion: false, homeRegion: 'eu-west-1' }, 'bad'],
  ])('a trail that %s', async (_, settings, condition) => {
    account.admin.setTrail('one', settings);
    expect((await doctor()).of('cloudtrail')).toEqual([condition]);
  });

  it.each<[string, Parameters<Sandbox['admin']['setConfigurationRecorder']>, string[]]>([
    ['is stopped', [{ name: 'r', recordingGroup: { allSupported: true } }, false], ['note']],
    ['leaves IAM out', [{ name: 'r', recordingGroup: { allSupported: true } }, true], ['note']],
    [
      'records all',
      [{ name: 'r', recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } }, true],
      ['good'],
    ],
    [
      'excludes a type',
      [
        {
          name: 'r',
          recordingGroup: {
            recordingStrategy: { useOnly: 'EXCLUSION_BY_RESOURCE_TYPES' },
            exclusionByResourceTypes: { resourceTypes: ['AWS::IAM::Role'] },
            includeGlobalResourceTypes: true,
          },
        },
        true,
      ],
      ['note'],
    ],
  ])('a recorder that %s', async (_, recorder, conditions) => {
    account.admin.setConfigurationRecorder(...recorder);
    expect((await doctor()).of('config')).toEqual(conditions);
  });

  it('names a missing permission, and never reports the check as good', async () => {
    await makeReady();
    account.setFault(({ operation }) =>
      operation === 'DescribeVpcEndpoints' || operation === 'DescribeTrails' ? { kind: 'denied' } : undefined,
    );
    const { code, of, diagnoses } = await doctor();
    expect(code).toBe(1);
    expect(of('permissions')).toContain('bad');
    expect(diagnoses.map(({ says }) => says).join('\n')).toContain('ec2:DescribeVpcEndpoints');
    expect(of('cloudtrail')).toEqual(['unknown']);
    expect(of('perimeter')).toEqual(['unknown']);
  });

  it('finds stored settings that cannot be used', async () => {
    await makeReady();
    const Value = 'rules:\n  notebook-direct-internet: { mode: remedate }\n';
    await aws.ssm.send(new PutParameterCommand({ Name: '/palisade/settings', Value, Type: 'String' }));
    const { code, diagnoses } = await doctor();
    expect(code).toBe(1);
    expect(diagnoses.find(({ id }) => id === 'settings-parameter')?.says).toContain('line 2');
  });

  describe('with central settings', () => {
    const arn = 'arn:aws:ssm:us-east-1:999900001111:parameter/palisade/central-settings';
    const own = (Value: string) =>
      aws.ssm.send(new PutParameterCommand({ Name: '/palisade/settings', Value, Type: 'String' }));
    const check = async (...args: readonly string[]) =>
      (await doctor('--central-settings', arn, ...args)).diagnoses.find(
        ({ id }) => id === 'settings-parameter',
      );

    it('that are valid, combines them with the account’s own', async () => {
      await makeReady();
      account.admin.shareParameter(arn, 'perimeter: { vpcs: [vpc-0central] }\n');
      await own('perimeter: { cidrs: [203.0.113.0/24] }\n');
      const { diagnoses, of } = await doctor('--central-settings', arn);
      expect(of('settings-parameter')).toEqual(['good']);
      expect(diagnoses.find(({ id }) => id === 'perimeter')?.says).toMatch(
        /vpc-0central.*203\.0\.113\.0\/24/,
      );
    });

    it('that are not shared, reports them as unknown and says what to do', async () => {
      expect(await check()).toMatchObject({
        condition: 'unknown',
        remedy: expect.stringContaining('must also be shared'),
      });
    });

    it.each([
      ['limit: {}\n', 'limits: {}\n', `SSM parameter ${arn}, line 1: limit: unknown key`],
      ['limits: {}\n', 'limit: {}\n', 'SSM parameter /palisade/settings, line 1: limit: unknown key'],
    ])(
      'central %j, own %j: names the position of the mistake, and the settings in force meanwhile',
      async (central, text, place) => {
        const table = 'palisade-ledger';
        await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
        account.admin.shareParameter(arn, central);
        await own(text);
        const never = await check('--table', table);
        expect(never).toMatchObject({ condition: 'bad', says: expect.stringContaining(place) });
        expect(never?.says).toContain('no good version was ever seen');
        const readAt = '2027-01-01T00:00:00.000Z';
        await lastSettings({ dynamodb: () => Promise.resolve(aws.dynamodb) }, table).save({
          texts: {},
          readAt,
        });
        expect((await check('--table', table))?.says).toContain(`those read at ${readAt} stay in force`);
      },
    );
  });

  it.each([
    [{ lambdaConcurrency: 1_000 }, [], 'good', undefined],
    [{ lambdaConcurrency: 114 }, [], 'good', undefined],
    [{ lambdaConcurrency: 113 }, [], 'note', 'request-service-quota-increase'],
    [{ lambdaConcurrency: 10 }, [], 'note', 'request-service-quota-increase'],
    [{ lambdaConcurrency: 1_000 }, ['--stack', 'palisade-prod'], 'good', undefined],
    [{ lambdaConcurrency: 10 }, ['--stack', 'palisade-prod'], 'note', 'request-service-quota-increase'],
  ] as const)('concurrency of Lambda: %j %j', async (quotas, args, condition, remedy) => {
    await account.stop();
    account = await startSandbox({ quotas });
    process.env['AWS_ENDPOINT_URL'] = account.url;
    const { diagnoses } = await doctor(...args);
    const found = diagnoses.find(({ id }) => id === 'concurrency');
    expect(found?.condition).toBe(condition);
    if (remedy !== undefined) expect(found?.remedy).toContain(remedy);
  });

  it('reports the concurrency as unknown without permission to read it', async () => {
    account.setFault(({ operation }) =>
      operation === 'GetAccountSettings' ? { kind: 'denied' } : undefined,
    );
    expect((await doctor()).of('concurrency')).toEqual(['unknown']);
  });

  it.each([
    ['us-east-1', ['good'], []],
    ['eu-central-1', ['note'], ['us-east-1']],
    ['us-gov-east-1', ['note'], ['us-gov-west-1']],
    ['cn-north-1', ['good', 'note'], ['cn-northwest-1']],
    ['cn-northwest-1', ['note', 'good'], ['cn-north-1']],
    ['eusc-de-east-1', ['good'], []],
    ['us-iso-west-1', ['note'], ['us-iso-east-1']],
  ] as const)('in %s, says in which Region the forwarder has to be', async (region, conditions, regions) => {
    // An account is in one partition.
    await account.stop();
    account = await startSandbox({ region });
    process.env['AWS_ENDPOINT_URL'] = account.url;
    const { of, diagnoses } = await doctor('--region', region);
    expect(of('region')).toEqual(conditions);
    const commands = diagnoses.flatMap(({ id, remedy }) => (id === 'region' ? (remedy ?? []) : []));
    expect(commands.map((command) => /--region (\S+)/.exec(command)?.[1])).toEqual(regions);
    expect(commands.filter((command) => command.includes(`HomeRegion=${region}`))).toEqual(commands);
  });

  describe('checks the stack:', () => {
    let cloud: Cloud;
    let cloudformation: CloudFormationClient;
    beforeEach(() => {
      cloud = createCloud(account);
      cloudformation = new CloudFormationClient({
        endpoint: account.url,
        region: 'us-east-1',
        credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' },
      });
    });
    afterEach(async () => {
      cloudformation.destroy();
      await cloud.stop();
    });

    /** A stack with what the checks read of it: the switch, and the output that lists what was missing. */
    async function deployed(
      StackName: string,
      Missing: string,
      options: Readonly<Record<string, string>> = {},
    ): Promise<void> {
      const Properties = { Name: '/palisade/switch', Type: 'String', Value: 'on' };
      const TemplateBody = JSON.stringify({
        Parameters: Object.fromEntries(
          Object.entries(options).map(([name, Default]) => [name, { Type: 'String', Default }]),
        ),
        Resources: { Switch: { Type: 'AWS::SSM::Parameter', Properties } },
        Outputs: { Missing: { Value: Missing } },
      });
      await cloudformation.send(new CreateStackCommand({ StackName, TemplateBody }));
      await cloud.idle();
    }
    const says = (diagnoses: readonly Diagnosis[], id: string) =>
      diagnoses.find((one) => one.id === id)?.says;

    it('there is none yet', async () => {
      const { of, diagnoses } = await doctor();
      expect(of('stack')).toEqual(['good']);
      expect(says(diagnoses, 'stack')).toBe('no Palisade is deployed in us-east-1 yet');
      expect(of('missing')).toEqual([]);
    });

    it('it is complete, whatever its stage', async () => {
      await deployed('palisade-dev', 'nothing');
      const { of, diagnoses } = await doctor();
      expect(of('stack')).toEqual(['good']);
      expect(says(diagnoses, 'stack')).toContain('the stack palisade-dev is CREATE_COMPLETE');
      expect(of('second-stage')).toEqual([]);
      expect(of('missing')).toEqual(['good']);
    });

    it('the switch exists although the stack does not, so that a deployment would be refused', async () => {
      const Name = '/palisade/switch';
      await aws.ssm.send(new PutParameterCommand({ Name, Value: 'on', Type: 'String' }));
      const { code, diagnoses } = await doctor();
      expect(code).toBe(1);
      expect(diagnoses.find(({ id }) => id === 'second-stage')?.remedy).toContain(
        'aws ssm delete-parameter --name /palisade/switch --region us-east-1',
      );
    });

    it('one that failed: says what to do, in the words of the deployment', async () => {
      const Name = '/palisade/switch';
      await aws.ssm.send(new PutParameterCommand({ Name, Value: 'on', Type: 'String' }));
      await deployed('palisade-prod', 'nothing');
      await aws.ssm.send(new DeleteParameterCommand({ Name }));
      const { code, diagnoses } = await doctor();
      expect(code).toBe(1);
      const target = { stack: 'palisade-prod', region: 'us-east-1' };
      expect(diagnoses.find(({ id }) => id === 'stack')).toMatchObject({
        condition: 'bad',
        ...stateProblem('ROLLBACK_COMPLETE', target),
      });
    });

    it('says what was missing, and whether it still is', async () => {
      await deployed(
        'palisade-prod',
        'custom actions in Security Hub: Security Hub CSPM is off in this Region',
      );
      const before = await doctor();
      expect(before.of('missing')).toEqual(['note']);
      expect(says(before.diagnoses, 'missing')).toContain('Not all of it is there yet: ');
      expect(says(before.diagnoses, 'missing')).toContain('security-hub');
      await makeReady();
      const after = await doctor();
      expect(after.of('missing')).toEqual(['good']);
      expect(says(after.diagnoses, 'missing')).toContain('It is there by now');
    });

    it.each([
      ['none', false],
      ['resources', true],
    ])(
      'AWS Config is missing only where an option asks for it: configRules=%s',
      async (ConfigRules, asks) => {
        await deployed('palisade-prod', 'something', { ConfigRules });
        const { diagnoses } = await doctor();
        expect(says(diagnoses, 'missing')?.split('there yet: ')[1]?.split(', ').includes('config')).toBe(
          asks,
        );
      },
    );

    it('without permission to read it, nothing is reported as good', async () => {
      account.setFault(({ service }) => (service === 'cloudformation' ? { kind: 'denied' } : undefined));
      const { of } = await doctor();
      expect(of('stack')).toEqual(['unknown']);
      expect(of('missing')).toEqual(['unknown']);
    });
  });

  it('credentials that cannot deploy get a note with the permissions that they lack', async () => {
    const arn = 'arn:aws:iam::111122223333:user/reader';
    await aws.iam.send(new CreateUserCommand({ UserName: 'reader' }));
    account.admin.setIdentity('AKIATEST', {
      type: 'IAMUser',
      principalId: 'AIDAREADER',
      arn,
      accountId: '111122223333',
      userName: 'reader',
    });
    const { diagnoses } = await doctor();
    const found = diagnoses.find(({ id }) => id === 'deployer');
    expect(found).toMatchObject({ condition: 'note', says: expect.stringContaining(arn) });
    expect(found?.says).toContain('lambda: AddPermission');
    const rest = diagnoses.filter(({ id }) => id === 'deployer').slice(1);
    expect(rest).toMatchObject([
      { condition: 'note', says: expect.stringContaining('logs: DeleteLogGroup') },
    ]);
  });

  it('reports a ledger that does not exist as bad', async () => {
    const { of } = await doctor('--stack', 'palisade-prod', '--table', 'palisade-ledger');
    expect(of('ledger')).toEqual(['bad']);
  });
});
