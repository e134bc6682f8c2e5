import { setTimeout as pause } from 'node:timers/promises';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { dynamoLedger } from '../../adapters/ledger/dynamodb';
import { ledgerTable } from '../../adapters/ledger/table';
import { whySwitchedOff } from '../../core/enforcement/switched-off';
import { type Sandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { awsProblem } from '../commands/aws-command';
import { commandsIn, shellWords } from '../commands/collect';
import { findingRecord } from '../fakes/finding-record';
import { type LiveAccount, liveAccount } from './live-account';
import { runCli } from '../../cli/testing/run-cli';

jest.setTimeout(60_000);

const Name = '/palisade/switch';
let account: LiveAccount;
let sandbox: Sandbox;
let aws: Clients;

beforeEach(async () => {
  account = await liveAccount();
  ({ sandbox } = account);
  aws = clientsOf(sandbox.url);
});
afterEach(async () => {
  for (const client of Object.values(aws)) client.destroy();
  await account.stop();
});

const put = (Value: string) =>
  aws.ssm.send(new PutParameterCommand({ Name, Value, Type: 'String', Overwrite: true }));
const says = async (): Promise<string | undefined> =>
  (await aws.ssm.send(new GetParameterCommand({ Name }))).Parameter?.Value;
const denying = (name: string): void => {
  sandbox.setFault(({ operation }) => (operation === name ? { kind: 'denied' } : undefined));
};

describe('palisade stop', () => {
  it('turns the switch off without asking, and says what continues and what stops', async () => {
    await put('on');
    sandbox.resetCalls();
    const ran = await runCli(['stop'], { terminal: true });
    expect(await says()).toBe('off');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('Stopped in us-east-1 of account 111122223333, before the next step');
    expect(ran.stdout).toContain('What goes on: reading, findings in Security Hub and AWS Config, tickets.');
    expect(ran.stdout).toContain('What stops: every change, plans that were approved and undo included.');
    expect(commandsIn(ran.stdout)).toEqual(['palisade resume']);
    expect(sandbox.calls().map(({ operation }) => operation)).toEqual([
      'GetCallerIdentity',
      'GetParameter',
      'PutParameter',
      // Read back by the command, and once more by this test.
      'GetParameter',
      'GetParameter',
    ]);
  });

  it('changes nothing the second time, and says since when it is stopped, by whom and why', async () => {
    await put('on');
    await runCli(['stop', '--because', 'incident 7:\n {{x}} is down']);
    expect(await says()).toBe('off: incident 7: { {x}} is down');
    sandbox.resetCalls();
    const again = await runCli(['stop']);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toMatch(
      /^Already stopped in us-east-1 of account 111122223333 since 20\d\d-\S+ \S+ UTC, by arn:aws:\S+: incident 7: /,
    );
    expect(sandbox.calls().map(({ operation }) => operation)).not.toContain('PutParameter');
  });

  it('is only reported once it is read back, even if reads lag behind', async () => {
    await put('on');
    sandbox.setConsistency(60, 'oldest');
    // By then the earlier write is visible.
    await pause(100);
    const ran = await runCli(['stop', '--because', 'reads lag']);
    sandbox.setConsistency(0);
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('Stopped in us-east-1');
  });

  it('writes another reason', async () => {
    await put('off: lunch');
    await runCli(['stop', '--because', 'incident 7']);
    expect(await says()).toBe('off: incident 7');
  });

  it.each(['stop', 'resume --yes'])('%s without a switch says so, and creates none', async (command) => {
    const ran = await runCli(command.split(' '));
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('there is no switch (SSM parameter /palisade/switch) in us-east-1');
    await expect(says()).rejects.toThrow('not found');
  });

  it.each([
    ['stop', 'PutParameter', 'off'],
    ['stop', 'GetParameter', 'off'],
    ['stop --because now!', 'PutParameter', 'off: now!'],
    ['resume --yes', 'PutParameter', 'on'],
  ])(
    '%s if %s is denied prints the command for somebody with the permission',
    async (command, denied, value) => {
      await put(value === 'on' ? 'off' : 'on');
      denying(denied);
      const ran = await runCli(command.split(' '));
      expect(ran.code).toBe(2);
      expect(ran.stderr).toContain(`ssm:${denied} was denied`);
      const [line = ''] = commandsIn(ran.stderr);
      expect(shellWords(line)).toEqual(
        `aws ssm put-parameter --name /palisade/switch --value|${value}|--overwrite --region us-east-1`
          .split('|')
          .flatMap((part, index) => (index === 1 ? [part] : part.trim().split(' '))),
      );
      expect(awsProblem(shellWords(line))).toBeUndefined();
    },
  );
});

describe('palisade resume', () => {
  const table = 'palisade-prod-Ledger-1A2B';
  async function waiting(...becauses: readonly string[]): Promise<void> {
    await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
    const now = (): string => new Date().toISOString();
    const ledger = dynamoLedger({ clients: { dynamodb: () => Promise.resolve(aws.dynamodb) }, table, now });
    for (const [index, because] of becauses.entries()) {
      const opened = await ledger.open(`r/${index}`, 'test');
      if (opened === 'leased') throw new Error('the finding is leased already');
      await ledger.save(opened.lease, findingRecord({ id: `r/${index}`, because }), undefined, 'release');
    }
  }

  it('says since when it is stopped and what waits, asks, and turns the switch on', async () => {
    await put('off: incident 7');
    await waiting(
      whySwitchedOff('SSM parameter /palisade/switch is off'),
      whySwitchedOff('the switch, SSM parameter /palisade/switch, does not exist'),
      'ticket is the mode set for this rule',
    );
    const no = await runCli(['resume', '--table', table], { terminal: true, stdin: 'n\n' });
    expect(no.stderr).toContain('Let Palisade act again? [y/N]');
    expect(no.stdout).toContain('It stays stopped.');
    expect([no.code, await says()]).toEqual([0, 'off: incident 7']);
    const yes = await runCli(['resume', '--table', table], { terminal: true, stdin: 'y\n' });
    expect(yes.stdout).toMatch(
      /^Stopped in us-east-1 .* since 20.* UTC, by arn:\S+: incident 7\.\n2 findings wait/,
    );
    expect([yes.code, await says()]).toEqual([0, 'on']);
  });

  it('does nothing if the switch is on', async () => {
    await put('on');
    expect(await runCli(['resume', '--yes'])).toMatchObject({
      code: 0,
      stdout: 'It is on in us-east-1 of account 111122223333: Palisade acts.\n',
    });
  });

  it('needs --yes without a terminal', async () => {
    await put('off');
    const ran = await runCli(['resume']);
    expect([ran.code, await says()]).toEqual([2, 'off']);
    expect(ran.stderr).toContain('add --yes');
  });

  it('continues if it cannot read what waits', async () => {
    await put('off');
    const ran = await runCli(['resume', '--yes', '--table', 'no-such-table']);
    expect(ran.stdout).toContain('How many findings wait could not be read');
    expect([ran.code, await says()]).toEqual([0, 'on']);
  });
});
