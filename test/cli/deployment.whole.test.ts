import { copyFileSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ledgerTable } from '../../adapters/ledger/table';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { type FakeStack, type FakeStacks, serveStacks } from '../fakes/stacks';
import { type LiveAccount, liveAccount } from './live-account';
import { runCli } from '../../cli/testing/run-cli';

// A command needs nothing but a finding id, copied from a ticket: it finds the table, the queue and the switch in the
// outputs and resources of the stack.

jest.setTimeout(60_000);

const table = 'palisade-prod-Ledger-1A2B';
const userId = 'principal-outside-access/111122223333/global/user/alice';
let account: LiveAccount;
let stacks: FakeStacks;
let aws: Clients;
let palisade: FakeStack;
let queue: string;
let folder: string;
let before: string;

beforeEach(async () => {
  account = await liveAccount();
  stacks = await serveStacks();
  aws = clientsOf(account.sandbox.url);
  await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  await aws.ssm.send(new PutParameterCommand({ Name: '/palisade/switch', Value: 'on', Type: 'String' }));
  queue = (await aws.sqs.send(new CreateQueueCommand({ QueueName: 'changes' }))).QueueUrl ?? '';
  const dead = (await aws.sqs.send(new CreateQueueCommand({ QueueName: 'dead' }))).QueueUrl ?? '';
  palisade = {
    name: 'palisade-prod',
    outputs: {
      TableName: table,
      QueueUrl: queue,
      DeadLettersUrl: dead,
      OnChangeFunction: 'palisade-prod-on-change',
    },
    resources: { Switch: '/palisade/switch' },
  };
  // The folder in which the default ledger file would be written.
  before = process.cwd();
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-deployment-'));
  process.chdir(folder);
});
afterEach(async () => {
  process.chdir(before);
  for (const client of Object.values(aws)) client.destroy();
  await stacks.stop();
  await account.stop();
});

const applied = () => runCli(['apply', '--yes', '--rule', 'principal-outside-access', '--resource', 'alice']);
const line = `deployment palisade-prod, table ${table}\n`;

describe('without options', () => {
  it('commands use the deployment that they find, and name it', async () => {
    stacks.set(palisade);
    expect(await applied()).toMatchObject({ code: 0, stderr: line });
    for (const argv of [
      ['audit', userId],
      ['undo', userId, '--yes'],
      ['audit', userId, '--stack', 'palisade-prod'],
    ]) {
      const ran = await runCli(argv);
      expect(ran).toMatchObject({ code: 0, stderr: line });
    }
    const trail = await runCli(['audit', userId, '--table', table]);
    expect(trail).toMatchObject({ code: 0, stderr: '' });
    expect(trail.stdout).toContain('taken back');
  });

  it('an approval is performed immediately, through the queue of the stack', async () => {
    stacks.set(palisade);
    const ran = await runCli(['approve', userId, '--yes']);
    expect(ran).toMatchObject({ code: 0, stderr: line });
    expect(ran.stdout).toContain('Palisade performs it immediately');
    const { Messages = [] } = await aws.sqs.send(new ReceiveMessageCommand({ QueueUrl: queue }));
    expect(Messages).toHaveLength(1);
  });

  it('redrive uses the queues of the stack', async () => {
    stacks.set({ ...palisade, name: 'StackSet-palisade-0a1b' });
    expect(await runCli(['redrive'])).toMatchObject({ code: 0, stdout: 'No dead letters.\n' });
  });

  it('resume counts the findings that wait in the table of the stack', async () => {
    stacks.set(palisade);
    await runCli(['stop', '--stack', 'palisade-prod']);
    expect((await applied()).stdout).toContain('all actions are switched off');
    const ran = await runCli(['resume', '--yes']);
    expect(ran.stdout).toContain('1 finding waits for it.');
    expect((await runCli(['resume', '--yes', '--stack', 'palisade-dev'])).code).toBe(2);
  });

  it('doctor checks the deployment that it finds', async () => {
    stacks.set(palisade);
    const ran = await runCli(['doctor', '--format', 'json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      diagnoses: expect.arrayContaining([
        expect.objectContaining({ id: 'ledger', condition: 'good', says: `the ledger ${table} is there` }),
      ]),
    });
  });

  it('commands store findings in a file if there is no deployment', async () => {
    expect(await applied()).toMatchObject({ code: 0, stderr: '' });
    const ran = await runCli(['audit', userId]);
    expect(ran).toMatchObject({ code: 0, stderr: 'ledger: out/palisade-ledger.json here (1 finding)\n' });
    const unknown = await runCli(['audit', 'no/such']);
    expect(unknown.stderr).toContain('in out/palisade-ledger.json');
  });

  it('a stack that was rolled back is no deployment', async () => {
    stacks.set({ ...palisade, status: 'ROLLBACK_COMPLETE' });
    expect(await applied()).toMatchObject({ code: 0, stderr: '' });
  });

  it.each(['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'DELETE_FAILED'])(
    'no file is written in an account whose stack is %s',
    async (status) => {
      stacks.set({ ...palisade, status });
      const ran = await applied();
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      expect(ran.stderr).toMatch(new RegExp(`palisade-prod .* is ${status}.*--table NAME.*--ledger FILE`));
      expect(existsSync('out')).toBe(false);
    },
  );

  describe('PALISADE_TABLE', () => {
    beforeEach(() => {
      stacks.set(palisade);
      process.env['PALISADE_TABLE'] = 'of-the-environment';
    });
    afterEach(() => {
      Reflect.deleteProperty(process.env, 'PALISADE_TABLE');
    });

    it.each<[readonly string[], string]>([
      [['--stack', 'palisade-prod'], line],
      [['--ledger', 'l.json'], ''],
      [['--table', table], ''],
    ])('is overridden by %j', async (named, stderr) => {
      const argv = ['apply', '--yes', '--rule', 'principal-outside-access', '--resource', 'alice', ...named];
      expect(await runCli(argv)).toMatchObject({ code: 0, stderr });
    });

    it('is named in the output if it is used', async () => {
      const ran = await applied();
      expect(ran.code).toBe(2);
      expect(ran.stderr).toMatch(/^table of-the-environment \(PALISADE_TABLE\)\n/);
    });
  });

  it('uninstall uses no file if a removed stack has left its table', async () => {
    mkdirSync('out');
    await runCli(['apply', '--yes', '--rule', 'principal-outside-access', '--ledger', 'l.json']);
    copyFileSync('l.json', 'out/palisade-ledger.json');
    const ran = await runCli(['uninstall']);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(`palisade uninstall --plan --table ${table}`);
    expect((await runCli(['uninstall', '--ledger', 'out/palisade-ledger.json'])).code).toBe(0);
  });

  it.each(['approve', 'redrive', 'uninstall'])('%s needs a deployment, and says so', async (command) => {
    const ran = await runCli(command === 'approve' ? ['approve', userId, '--yes'] : [command]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toMatch(/none is deployed here|no Palisade is deployed/);
  });

  it('uninstall names the tables that removed stacks have left', async () => {
    expect((await runCli(['uninstall'])).stderr).toContain(`palisade uninstall --plan --table ${table}`);
  });
});

describe('without permission to ask CloudFormation', () => {
  beforeEach(() => {
    stacks.set(palisade);
    stacks.refuse('AccessDenied');
  });

  it.each(['apply', 'undo', 'audit', 'approve', 'simulate', 'uninstall'])(
    '%s never falls back to a file: it names the missing permission and what to do',
    async (command) => {
      account.sandbox.resetCalls();
      const yes = ['apply', 'undo', 'approve'].includes(command) ? ['--yes'] : [];
      const event = path.join(__dirname, '../../package.json');
      const subject =
        command === 'apply' || command === 'uninstall' ? [] : [command === 'simulate' ? event : userId];
      const ran = await runCli([command, ...subject, ...yes]);
      expect(ran).toMatchObject({ code: 2, stdout: '' });
      if (command === 'simulate') return;
      expect(ran.stderr).toContain('it is not known whether a Palisade is deployed here');
      expect(ran.stderr).toContain(
        'The credentials need cloudformation:DescribeStackResources and cloudformation:DescribeStacks; or say what to work with: --table NAME',
      );
      expect(account.sandbox.calls().map(({ operation }) => operation)).toEqual(['GetCallerIdentity']);
    },
  );

  it.each([
    ['--table', table],
    ['--ledger', 'ledger.json'],
  ])('with %s everything works', async (...named) => {
    const argv = ['apply', '--yes', '--rule', 'principal-outside-access', '--resource', 'alice', ...named];
    expect(await runCli(argv)).toMatchObject({ code: 0, stderr: '' });
  });

  it('stop needs nothing but the switch', async () => {
    expect(await runCli(['stop'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('resume continues, and says that it cannot count what waits', async () => {
    await runCli(['stop']);
    const ran = await runCli(['resume', '--yes']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('How many findings wait could not be read');
  });

  it('doctor reports the stack as unknown, not as good', async () => {
    const ran = await runCli(['doctor', '--format', 'json']);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      diagnoses: expect.arrayContaining([
        expect.objectContaining({ id: 'deployment', condition: 'unknown' }),
      ]),
    });
  });
});

describe('--stack', () => {
  beforeEach(() => {
    stacks.set(palisade, { name: 'network', resources: { Vpc: 'vpc-1' } });
  });

  it.each<[readonly string[], string]>([
    [['audit', userId, '--stack', 'palisade-dev'], 'the Palisade there is --stack palisade-prod'],
    [['undo', userId, '--yes', '--stack', 'network'], "is a stack, but not Palisade's"],
    [['apply', '--yes', '--stack', 'my stack'], 'is not a valid stack name'],
    [['stop', '--stack', 'palisade-dev'], 'the Palisade there is --stack palisade-prod'],
    [['redrive', '--stack', 'palisade-dev'], 'the Palisade there is --stack palisade-prod'],
    [['audit', userId, '--stack', 'palisade-prod', '--table', table], 'cannot be used with --stack'],
    [['audit', userId, '--stack', 'palisade-prod', '--ledger', 'x.json'], 'cannot be used with option'],
  ])('%j is refused', async (argv, says) => {
    const ran = await runCli(argv);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
  });
});

describe('undo', () => {
  it('stops cleanly at the first Ctrl-C after the confirmation', async () => {
    stacks.set(palisade);
    await applied();
    let times = 0;
    const stopInOrder = (): void => {
      times += 1;
    };
    await runCli(['undo', userId], { terminal: true, stdin: 'n\n', stopInOrder });
    expect(times).toBe(0);
    await runCli(['undo', userId], { terminal: true, stdin: 'y\n', stopInOrder });
    expect(times).toBe(1);
  });

  it.each<[string, readonly string[], () => Promise<unknown>, number, string]>([
    [
      'of a finding that does not exist',
      ['undo', 'no/such'],
      () => Promise.resolve(),
      2,
      'nothing is remembered',
    ],
    [
      'while everything is stopped',
      ['undo', userId],
      () => runCli(['stop', '--because', 'x']),
      1,
      'not undone: all actions are switched off (SSM parameter /palisade/switch is off: x)',
    ],
    [
      'that is refused',
      ['undo', userId],
      () => runCli(['undo', userId, '--yes']),
      1,
      'not undone: nothing was done about',
    ],
  ])('%s is refused before it asks for confirmation', async (_, argv, prepare, code, says) => {
    stacks.set(palisade);
    await applied();
    await prepare();
    const ran = await runCli(argv, { terminal: true, stdin: 'y\n' });
    expect(ran.stderr).not.toContain('[y/N]');
    expect(ran.stderr).toContain(says);
    expect([ran.code, ran.stdout]).toEqual([code, '']);
  });
});
