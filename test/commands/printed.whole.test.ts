import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { EnableSecurityHubCommand, GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { DescribeOpsItemsCommand, GetOpsItemCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ledgerTable } from '../../adapters/ledger/table';
import { parseSettings } from '../../core/settings';
import { cases as endpointSecurityGroup } from '../../rules/endpoint-security-group/cases';
import { cases as notebookPrivateRoute } from '../../rules/notebook-private-route/cases';
import { rules } from '../../rules/registry';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { type LiveAccount, liveAccount } from '../cli/live-account';
import { runCli } from '../../cli/testing/run-cli';
import { cloudTrailEvent } from '../fakes/events';
import { type FakeStacks, serveStacks } from '../fakes/stacks';
import { snapshotOf } from '../rules/given';
import { awsProblem } from './aws-command';
import { commandsIn, shellWords, strayMentions, textOfHtml, textOfJson } from './collect';
import { nonEmpty } from '../non-empty';

// Every command in what Palisade prints about an account, from the first scan to the last refusal, is run unchanged
// against the same account.

jest.setTimeout(240_000);

const table = 'palisade-prod-Ledger-1A2B';
const id = (rule: string, rest: string): string => `${rule}/111122223333/${rest}`;
const userId = id('principal-outside-access', 'global/user/alice');
const notebookId = id('notebook-direct-internet', 'us-east-1/notebook-instance/churn');

let account: LiveAccount;
let stacks: FakeStacks;
let aws: Clients;
let before: string;
/** The printed texts, by the command or page that printed them. */
const texts = new Map<string, string>();

/** Runs a command and keeps its output. */
async function print(...argv: readonly string[]): Promise<void> {
  const { stdout, stderr } = await runCli(argv);
  texts.set(argv.join(' '), `${stdout}\n${stderr}`);
}

beforeAll(async () => {
  account = await liveAccount();
  stacks = await serveStacks();
  aws = clientsOf(account.sandbox.url);
  before = process.cwd();
  process.chdir(mkdtempSync(path.join(tmpdir(), 'palisade-printed-')));
  await withoutDeployment();
  await deploy();
  await withDeployment();
  await andWhatIsSaidElsewhere();
});
afterAll(async () => {
  process.chdir(before);
  for (const client of Object.values(aws)) client.destroy();
  await stacks.stop();
  await account.stop();
});

async function withoutDeployment(): Promise<void> {
  await print('scan');
  await print('scan', '--all', '--rule', 'principal-outside-access');
  await print('scan', '--rule', 'principal-guardrail-tamper', '--region', 'us-east-1');
  await print('plan');
  await print('plan', '--rule', 'notebook-direct-internet', '--region', 'us-east-1');
  await print('explain', userId);
  await print('explain', 'churn');
  await print('explain', 'alcie');
  await print('explain', account.endpointId);
  await print('explain', 'no-such-thing');
  await print('doctor');
  await print('doctor', '--region', 'us-east-1');
  await print('collect', '--out', 'an export');
  await print('plan', '--from', 'an export');
  await print('report');
  await print('uninstall');
  await print('redrive');
  await print('approve', userId, '--yes');
  await print('approve', userId, '--yes', '--ledger', 'a ledger.json');
  await print('apply', '--yes', '--resource', 'churn', '--ledger', 'a ledger.json');
  await print('apply', '--yes', '--resource', 'churn', '--ledger', 'a ledger.json');
  await print('audit', notebookId, '--ledger', 'a ledger.json');
  await print('audit', 'no/such');
  await print('undo', 'no/such', '--yes');
  await print('undo', notebookId, '--yes', '--ledger', 'a ledger.json');
  await print('undo', notebookId, '--yes', '--ledger', 'a ledger.json');
  await print('stop');
  await print('no-such-command');
}

async function deploy(): Promise<void> {
  await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  await aws.ssm.send(new PutParameterCommand({ Name: '/palisade/switch', Value: 'on', Type: 'String' }));
  await aws.iam.send(
    new CreateRoleCommand({
      Path: '/palisade/',
      RoleName: 'palisade-us-east-1-prod-on-change',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
        ],
      }),
    }),
  );
  const queue = async (QueueName: string): Promise<string> =>
    (await aws.sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
  const DeadLettersUrl = await queue('dead');
  await aws.sqs.send(
    new SendMessageCommand({
      QueueUrl: DeadLettersUrl,
      MessageBody: JSON.stringify(cloudTrailEvent('iam', 'PutUserPolicy', { userName: 'alice' })),
    }),
  );
  stacks.set({
    name: 'palisade-prod',
    outputs: {
      TableName: table,
      QueueUrl: await queue('changes'),
      DeadLettersUrl,
      OnChangeFunction: 'palisade-prod-on-change',
    },
    resources: { Switch: '/palisade/switch' },
  });
}

async function withDeployment(): Promise<void> {
  await print('doctor');
  await print('apply', '--yes', '--rule', 'principal-outside-access', 'notebook-direct-internet');
  await print('apply', '--yes', '--stack', 'palisade-prod', '--region', 'us-east-1', '--resource', 'vpce-*');
  await print('audit', userId);
  await print('redrive', '--stack', 'palisade-prod');
  await print('uninstall');
  await print('uninstall', '--apply', '--yes', '--stack', 'palisade-prod');
  await print('approve', userId, '--yes');
  await print('stop', '--because', 'a test', '--region', 'us-east-1');
  await print('stop');
  await print('undo', userId, '--yes');
  await print('apply', '--yes', '--rule', 'endpoint-required');
  await print('resume', '--yes');
  await print('audit', userId, '--stack', 'palisade-dev');
  account.sandbox.setFault(({ operation }) =>
    operation === 'PutParameter' ? { kind: 'denied' } : undefined,
  );
  await print('stop');
  account.sandbox.setFault(undefined);
}

/** In tickets, in Security Hub, in the report, and by hand in plans. */
async function andWhatIsSaidElsewhere(): Promise<void> {
  const { OpsItemSummaries = [] } = await aws.ssm.send(new DescribeOpsItemsCommand({ OpsItemFilters: [] }));
  for (const { OpsItemId = '' } of OpsItemSummaries) {
    const { OpsItem } = await aws.ssm.send(new GetOpsItemCommand({ OpsItemId }));
    texts.set(`ticket ${OpsItemId}`, OpsItem?.Description ?? '');
  }
  const { Findings = [] } = await aws.securityhub.send(new GetFindingsCommand({}));
  for (const finding of Findings) texts.set(`Security Hub ${finding.Id ?? ''}`, textOfJson(finding));
  texts.set('report', textOfHtml(readFileSync('out/report.html', 'utf8')));
}

/** The manual steps in the plans of all cases of these rules. */
const byHand = [
  ['notebook-private-route', notebookPrivateRoute] as const,
  ['endpoint-security-group', endpointSecurityGroup] as const,
].flatMap(([ruleId, cases]) => {
  const rule = rules.find(({ meta }) => meta.id === ruleId);
  return cases.flatMap(({ given, settings }) =>
    (rule?.judge(snapshotOf(given), parseSettings(settings ?? {}, rules)) ?? []).flatMap(
      ({ verdict, plan }) => {
        const planned = verdict.status === 'fail' ? plan() : undefined;
        return planned?.kind === 'person' ? (planned.text ?? []) : [];
      },
    ),
  );
});

const asking = ['apply', 'undo', 'approve', 'resume', 'redrive'];

/** Runs a pasted command, and confirms if it asks. */
async function paste(command: string) {
  const words = shellWords(command).filter((word, index) => !(index === 0 && word === 'npx'));
  const [, name = '', ...rest] = words;
  const isAsking = asking.includes(name) || rest.includes('--apply');
  return runCli([name, ...rest, ...(isAsking && !rest.includes('--yes') ? ['--yes'] : [])]);
}

describe('what is printed', () => {
  it('is never empty, and contains commands of many kinds', () => {
    for (const [by, text] of nonEmpty(texts)) expect([by, text.trim()]).not.toEqual([by, '']);
    const kinds = new Set(
      [...texts.values()].flatMap(commandsIn).map((command) => shellWords(command).slice(0, 2).join(' ')),
    );
    for (const kind of [
      'scan',
      'plan',
      'apply',
      'undo',
      'explain',
      'redrive',
      'uninstall',
      'resume',
      'approve',
    ])
      expect(kinds).toContain(`palisade ${kind}`);
    expect([...texts.keys()].filter((by) => by.startsWith('ticket')).length).toBeGreaterThan(0);
    expect([...texts.keys()].filter((by) => by.startsWith('Security Hub')).length).toBeGreaterThan(2);
  });

  it('mentions no command that could not be pasted', () => {
    const ofRules = rules.map(({ meta }) => [meta.id, textOfJson(meta)] as const);
    for (const [by, text] of [...texts, ...ofRules, ['by hand', byHand.join('\n')] as const])
      expect({ by, stray: strayMentions(text) }).toEqual({ by, stray: [] });
  });

  it('contains only valid commands of the AWS CLI', () => {
    const found = [...texts.values(), ...byHand]
      .flatMap(commandsIn)
      .filter((command) => command.startsWith('aws '));
    expect(found.length).toBeGreaterThan(5);
    for (const command of found)
      expect({ command, problem: awsProblem(shellWords(command)) }).toEqual({ command, problem: undefined });
  });

  it('contains only commands of Palisade that work when they are pasted', async () => {
    const found = new Set(
      [...texts.values()].flatMap(commandsIn).filter((command) => !command.startsWith('aws ')),
    );
    for (const command of nonEmpty(found)) {
      const { code, stderr } = await paste(command);
      expect({ command, code, stderr }).not.toMatchObject({ code: 2 });
    }
  });

  it('names only existing options in manual steps', async () => {
    const found = new Set(byHand.flatMap(commandsIn).filter((command) => !command.startsWith('aws ')));
    expect(found.size).toBeGreaterThan(1);
    for (const command of nonEmpty(found)) {
      const { stderr } = await paste(command);
      // The resource belongs to another account.
      expect({ command, stderr }).toEqual({
        command,
        stderr: expect.stringContaining('nothing was judged about'),
      });
    }
  });

  it('repeats the program name and the options of the run', async () => {
    const options = ['--region', 'us-east-1', '--table', table];
    const given = { program: 'npx palisade' };
    const printed: string[] = [];
    for (const argv of [
      ['undo', userId, '--yes', ...options],
      ['apply', '--yes', '--rule', 'principal-outside-access', ...options],
      ['audit', 'no/such', ...options],
      ['uninstall', ...options],
    ]) {
      const { stdout, stderr } = await runCli(argv, given);
      printed.push(...commandsIn(`${stdout}\n${stderr}`));
    }
    // Some of these runs print no command, depending on what the tests above have left.
    for (const command of nonEmpty(printed)) {
      expect(command).toMatch(/^(npx palisade|aws) /);
      expect(command).toContain(' --region us-east-1');
    }
  });
});
