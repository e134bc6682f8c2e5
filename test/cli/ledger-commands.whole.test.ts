import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { createClients } from '../../adapters/aws/clients';
import { ledgerTable } from '../../adapters/ledger/table';
import { cloudTrailEvent, eventBridge } from '../fakes/events';
import { type LiveAccount, liveAccount } from './live-account';
import { runCli } from '../../cli/testing/run-cli';
import { nonEmpty } from '../non-empty';

jest.setTimeout(60_000);

let account: LiveAccount;
let folder: string;
beforeEach(async () => {
  account = await liveAccount();
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-ledger-'));
});
afterEach(() => account.stop());

const userId = 'principal-outside-access/111122223333/global/user/alice';
const ledger = (): readonly string[] => ['--ledger', path.join(folder, 'ledger.json')];
const file = (content: unknown): string => {
  const name = path.join(folder, 'event.json');
  writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
  return name;
};
const changes = (): readonly string[] =>
  account.sandbox
    .calls()
    .map(({ operation }) => operation)
    .filter((operation) => !/^(Get|Describe|List)/.test(operation));

describe('audit', () => {
  it('shows the whole history of a finding, from drift to undo', async () => {
    await runCli([
      'apply',
      '--yes',
      '--rule',
      'principal-outside-access',
      '--resource',
      'alice',
      ...ledger(),
    ]);
    await runCli(['undo', userId, '--yes', ...ledger()]);
    const ran = await runCli(['audit', userId, ...ledger()]);
    expect(ran.stderr).toBe('');
    const titles = ran.stdout.split('\n').flatMap((line) => / UTC {2}(.*)$/.exec(line)?.[1] ?? []);
    expect(titles).toEqual([
      'approved',
      'begins',
      'done',
      'begins',
      'done',
      'fixed',
      'undo',
      'taken back',
      'taken back',
    ]);
    expect(ran.stdout).toMatch(/by {7}palisade apply by /);
    expect(ran.stdout).toContain('seen     fail: A request from ');
    expect(ran.stdout).toMatch(/decided {2}act: approved by palisade apply/);
    expect(ran.stdout).toMatch(/call {5}iam:AttachUserPolicy\s+{"PolicyArn"/);
    expect(ran.stdout).toMatch(/what {5}iam:DetachUserPolicy, which takes back iam:AttachUserPolicy/);
    expect(ran.code).toBe(0);
  });

  it('prints JSON with --format json', async () => {
    await runCli([
      'apply',
      '--yes',
      '--rule',
      'principal-outside-access',
      '--resource',
      'alice',
      ...ledger(),
    ]);
    const ran = await runCli(['audit', userId, '--format', 'json', ...ledger()]);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      schema: 'palisade/audit/1',
      finding: userId,
      outcome: 'fixed',
      entries: [{ event: 'approved' }, { event: 'intent' }, {}, {}, {}, { event: 'fixed' }],
    });
  });

  it('refuses a finding that is not in the ledger', async () => {
    const ran = await runCli(['audit', 'no/such', ...ledger()]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain('nothing is remembered of such a finding in ');
  });
});

describe('simulate', () => {
  it('says what would be done about an event, and changes nothing', async () => {
    const settings = path.join(folder, 'palisade.yml');
    writeFileSync(settings, 'rules: { notebook-direct-internet: { mode: remediate } }\n');
    const event = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: 'churn' });
    const ran = await runCli(['simulate', file(event), '--settings', settings, ...ledger()]);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toContain('notebook-direct-internet/111122223333/us-east-1/notebook-instance/churn');
    expect(ran.stdout).toContain('would act now: act: remediate is the mode set for this rule');
    expect(ran.stdout).toContain('sagemaker:StopNotebookInstance {"NotebookInstanceName":"churn"}');
    expect(changes()).toEqual([]);
  });

  it.each<[string, unknown, string]>([
    [
      'a batch',
      { Records: [{ body: JSON.stringify(cloudTrailEvent('iam', 'PutUserPolicy', { userName: 'alice' })) }] },
      userId,
    ],
    ['the schedule of the sweep', eventBridge('Scheduled Event', 'aws.events', {}), userId],
    [
      'a custom action',
      eventBridge('Security Hub Findings - Custom Action', 'aws.securityhub', {
        actionName: 'PalisadeUndo',
        findings: [{ Id: `palisade/${userId}` }],
      }),
      userId,
    ],
    [
      'AWS Config',
      {
        version: '1.0',
        invokingEvent: JSON.stringify({
          messageType: 'ScheduledNotification',
          notificationCreationTime: '2026-11-20T10:00:00Z',
        }),
        ruleParameters: '{"ruleId":"principal-outside-access"}',
        resultToken: 'token',
        accountId: '111122223333',
        configRuleName: 'palisade-principal-outside-access',
      },
      userId,
    ],
  ])('understands %s', async (_, event, finding) => {
    const ran = await runCli(['simulate', file(event), '--format', 'json', ...ledger()]);
    expect(ran.stderr).toBe('');
    const { findings } = JSON.parse(ran.stdout) as { findings: { finding: string }[] };
    expect(findings.map((one) => one.finding)).toContain(finding);
    expect(changes()).toEqual([]);
  });

  it.each([
    ['is not JSON', 'nope'],
    ['is neither an EventBridge event nor a follow-up', {}],
  ])('refuses a file that %s', async (says, content) => {
    const ran = await runCli(['simulate', file(content), ...ledger()]);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
  });
});

describe('approve', () => {
  async function deployed(): Promise<{ readonly queueUrl: string }> {
    const clients = createClients();
    await (await clients.dynamodb()).send(new CreateTableCommand(ledgerTable('ledger')));
    const { QueueUrl = '' } = await (
      await clients.sqs()
    ).send(new CreateQueueCommand({ QueueName: 'changes' }));
    account.sandbox.resetCalls();
    return { queueUrl: QueueUrl };
  }

  it('shows the plan, stores the approval of exactly that plan, and has it performed', async () => {
    const { queueUrl } = await deployed();
    const ran = await runCli(['approve', userId, '--yes', '--table', 'ledger', '--queue-url', queueUrl]);
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toContain('iam:AttachUserPolicy');
    expect(ran.stdout).toContain('Approved. Palisade performs it immediately');
    expect(nonEmpty(changes()).filter((call) => /Policy/.test(call))).toEqual([]);
    const { Messages } = await (
      await createClients().sqs()
    ).send(new ReceiveMessageCommand({ QueueUrl: queueUrl }));
    expect(JSON.parse(Messages?.[0]?.Body ?? '{}')).toMatchObject({
      refs: [{ type: 'AWS::IAM::User', id: 'alice' }],
    });
    const trail = await runCli(['audit', userId, '--table', 'ledger']);
    expect(trail.stdout).toMatch(/UTC {2}approved\n {2}by {7}palisade approve by /);
  });

  it.each(['denied', '5xx', 'reset'] as const)('is stored even if the queue fails (%s)', async (kind) => {
    const { queueUrl } = await deployed();
    account.sandbox.setFault(({ service }) => (service === 'sqs' ? { kind } : undefined));
    const ran = await runCli(['approve', userId, '--yes', '--table', 'ledger', '--queue-url', queueUrl]);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(ran.stdout).toContain('Approved. Palisade performs it with its next sweep');
  });

  it.each([
    [['approve', userId, '--yes', '--ledger', 'x.json'], 'none is deployed here'],
    [['approve', 'alice', '--yes', '--table', 'ledger'], 'is not the id of a finding'],
    [['approve', userId, '--table', 'ledger'], 'add --yes'],
  ])('refuses %j', async (args, says) => {
    const ran = await runCli(args);
    expect(ran).toMatchObject({ code: 2, stdout: '' });
    expect(ran.stderr).toContain(says);
    expect(changes()).toEqual([]);
  });
});
