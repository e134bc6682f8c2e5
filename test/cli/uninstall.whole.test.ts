import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { CreateTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DescribeVpcAttributeCommand, DescribeVpcEndpointsCommand } from '@aws-sdk/client-ec2';
import {
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  GetAccountAuthorizationDetailsCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { DescribeNotebookInstanceCommand, StartNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { EnableSecurityHubCommand, GetFindingsCommand } from '@aws-sdk/client-securityhub';
import { DeleteParameterCommand, DescribeOpsItemsCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { createActions } from '../../adapters/custom-actions/in-hub';
import { ledgerTable } from '../../adapters/ledger/table';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { type LiveAccount, liveAccount } from './live-account';
import { type CliSurroundings, runCli } from '../../cli/testing/run-cli';
import { nonEmpty } from '../non-empty';

jest.setTimeout(120_000);

// Palisade has worked in an account, its stack is deleted, and its changes are undone.

const table = 'palisade-prod-Ledger';
const rules = ['notebook-direct-internet', 'endpoint-private-dns', 'principal-outside-access'];

let account: LiveAccount;
let aws: Clients;
let before: object;

beforeEach(async () => {
  account = await liveAccount();
  aws = clientsOf(account.sandbox.url);
  await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  before = await state();
});
afterEach(async () => {
  Reflect.deleteProperty(process.env, 'AWS_MAX_ATTEMPTS');
  for (const client of Object.values(aws)) client.destroy();
  await account.stop();
});

/** The state that Palisade may change, read from AWS. */
async function state(): Promise<object> {
  const { UserDetailList, RoleDetailList, Policies } = await aws.iam.send(
    new GetAccountAuthorizationDetailsCommand({ Filter: ['User', 'Role', 'LocalManagedPolicy'] }),
  );
  const { VpcEndpoints } = await aws.ec2.send(new DescribeVpcEndpointsCommand({}));
  const { EnableDnsHostnames } = await aws.ec2.send(
    new DescribeVpcAttributeCommand({ VpcId: account.vpcId, Attribute: 'enableDnsHostnames' }),
  );
  return {
    users: (UserDetailList ?? []).map(({ UserName, AttachedManagedPolicies, UserPolicyList }) => ({
      UserName,
      AttachedManagedPolicies,
      UserPolicyList,
    })),
    roles: (RoleDetailList ?? []).map(({ RoleName, AttachedManagedPolicies }) => ({
      RoleName,
      AttachedManagedPolicies,
    })),
    policies: (Policies ?? []).map(({ PolicyName }) => PolicyName),
    endpoints: (VpcEndpoints ?? []).map(({ VpcEndpointId, PrivateDnsEnabled }) => ({
      VpcEndpointId,
      PrivateDnsEnabled,
    })),
    hostnames: EnableDnsHostnames?.Value,
    notebook: await settled('churn'),
  };
}

/** The notebook's status, once it no longer changes. */
async function settled(NotebookInstanceName: string): Promise<string | undefined> {
  for (;;) {
    const { NotebookInstanceStatus } = await aws.sagemaker.send(
      new DescribeNotebookInstanceCommand({ NotebookInstanceName }),
    );
    if (!/ing$/.test(NotebookInstanceStatus ?? '')) return NotebookInstanceStatus;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function notified(): Promise<{ tickets: number; findings: number }> {
  const { OpsItemSummaries = [] } = await aws.ssm.send(
    new DescribeOpsItemsCommand({
      OpsItemFilters: [{ Key: 'Status', Values: ['Open', 'InProgress'], Operator: 'Equal' }],
    }),
  );
  const { Findings = [] } = await aws.securityhub.send(
    new GetFindingsCommand({ Filters: { RecordState: [{ Value: 'ACTIVE', Comparison: 'EQUALS' }] } }),
  );
  return { tickets: OpsItemSummaries.length, findings: Findings.length };
}

/** Does what a deployed Palisade would have done, with the same engine. */
async function palisadeWorks(...args: readonly string[]): Promise<void> {
  const Name = '/palisade/switch';
  await aws.ssm.send(new PutParameterCommand({ Name, Value: 'on', Type: 'String', Overwrite: true }));
  const ran = await runCli(['apply', '--yes', '--rule', ...rules, '--table', table, ...args]);
  expect(ran.stderr).toBe('');
  // The switch is deleted with the stack.
  await aws.ssm.send(new DeleteParameterCommand({ Name }));
  await settled('churn');
}

interface Item {
  readonly kind: string;
  readonly id: string;
  readonly state: string;
  readonly because?: string;
  readonly calls: readonly { readonly call: string }[];
}

async function uninstall(args: readonly string[], given: CliSurroundings = {}) {
  const ran = await runCli(['uninstall', '--table', table, '--format', 'json', ...args], given);
  const { items, deployed } = JSON.parse(ran.stdout) as { items: readonly Item[]; deployed: boolean };
  const of = (kind: string) => items.filter((item) => item.kind === kind).map(({ state: one }) => one);
  return { code: ran.code, items, deployed, of, stderr: ran.stderr };
}
const apply = (...args: readonly string[]) => uninstall(['--apply', '--yes', ...args]);

const changing = (operation: string): boolean => !/^(Get|Describe|List|Query|BatchGet)/.test(operation);
const changes = (): readonly string[] =>
  account.sandbox
    .calls()
    .filter(({ service, operation }) => service !== 'dynamodb' && changing(operation))
    .map(({ operation }) => operation);

/** A harmless policy; with `service`, a trust policy for that service. */
function document(service?: string): string {
  const Statement = [
    {
      Effect: 'Allow',
      ...(service === undefined
        ? { Action: 's3:ListBucket', Resource: '*' }
        : { Action: 'sts:AssumeRole', Principal: { Service: service } }),
    },
  ];
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

describe('palisade uninstall', () => {
  it('lists what is left, and changes nothing', async () => {
    await palisadeWorks('--tickets');
    await aws.ssm.send(new PutParameterCommand({ Name: '/palisade/settings', Value: '{}', Type: 'String' }));
    await createActions({ securityhub: () => Promise.resolve(aws.securityhub) });
    const worked = await state();
    account.sandbox.resetCalls();
    const { code, items, deployed } = await uninstall([]);
    expect(items.map(({ kind, state: one }) => `${kind} ${one}`)).toEqual([
      'change will-go',
      'change will-go',
      'change will-go',
      'policy will-go',
      'made stays',
      'ticket will-go',
      'findings will-go',
      'custom-actions will-go',
      'settings stays',
      'ledger stays',
    ]);
    expect([code, deployed]).toEqual([0, false]);
    expect(items.flatMap(({ calls }) => calls.map(({ call }) => call))).toEqual(
      expect.arrayContaining(['iam:DetachUserPolicy', 'sagemaker:StartNotebookInstance', 'iam:DeletePolicy']),
    );
    expect(changes()).toEqual([]);
    expect(await state()).toEqual(worked);
  });

  it('shows a person the calls, what stays, and why', async () => {
    await palisadeWorks();
    const { stdout, code } = await runCli(['uninstall', '--table', table]);
    expect(stdout).toContain('Taken back by --apply, in 111122223333, us-east-1:');
    expect(stdout).toMatch(/− change {11}user alice, changed for principal-outside-access/);
    expect(stdout).toContain('iam:DetachUserPolicy {"UserName":"alice"');
    expect(stdout).toMatch(/· ledger {11}DynamoDB table palisade-prod-Ledger/);
    expect(stdout).toContain('--delete-ledger deletes it');
    expect(stdout).toContain(
      `Nothing was changed. To take it back: palisade uninstall --apply --table ${table}`,
    );
    expect(code).toBe(0);
    const more = await runCli(['uninstall', '--table', table, '--delete-settings', '--delete-ledger']);
    expect(more.stdout).toContain(
      `To take it back: palisade uninstall --apply --delete-settings --delete-ledger --table ${table}`,
    );
  });

  it('leaves the account as it was before Palisade, and finds nothing the second time', async () => {
    await palisadeWorks('--tickets');
    await createActions({ securityhub: () => Promise.resolve(aws.securityhub) });
    expect(await state()).not.toEqual(before);
    const { code, items } = await apply();
    // The replacement of the notebook may have somebody's work on it.
    expect(items.filter(({ state: one }) => one !== 'gone').map(({ kind }) => kind)).toEqual([
      'made',
      'ledger',
    ]);
    expect(code).toBe(0);
    expect(await state()).toEqual(before);
    expect(await notified()).toEqual({ tickets: 0, findings: 0 });
    account.sandbox.resetCalls();
    const again = await apply();
    expect(again.items.map(({ kind, state: one }) => `${kind} ${one}`)).toEqual([
      'made stays',
      'ledger stays',
    ]);
    expect(changes()).toEqual([]);
  });

  it('undoes only what --only names, and keeps the ledger for the rest', async () => {
    await palisadeWorks('--tickets');
    const worked = await state();
    const { code, items } = await apply('--delete-ledger', '--only', 'ticket', 'findings', 'ledger');
    expect(new Set(items.map(({ kind, state: one }) => `${kind} ${one}`))).toEqual(
      new Set(['change stays', 'policy stays', 'made stays', 'ticket gone', 'findings gone', 'ledger stays']),
    );
    expect(items.find(({ kind }) => kind === 'change')).toMatchObject({
      because: 'it was not asked for (--only)',
    });
    expect(items.find(({ kind }) => kind === 'ledger')?.because).toContain(
      'the undo information of what stays',
    );
    expect(code).toBe(0);
    expect(await state()).toEqual(worked);
    expect(await notified()).toEqual({ tickets: 0, findings: 0 });
  });

  it('deletes settings and ledger only if asked to', async () => {
    await palisadeWorks();
    await aws.ssm.send(new PutParameterCommand({ Name: '/palisade/settings', Value: '{}', Type: 'String' }));
    const { code, of } = await apply('--delete-settings', '--delete-ledger');
    expect([code, of('settings'), of('ledger')]).toEqual([0, ['gone'], ['gone']]);
    expect((await aws.dynamodb.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    expect(await state()).toEqual(before);
  });

  it('does nothing while Palisade is deployed, because Palisade would redo its changes', async () => {
    await palisadeWorks();
    await aws.iam.send(
      new CreateRoleCommand({
        RoleName: 'palisade-us-east-1-on-change',
        Path: '/palisade/',
        AssumeRolePolicyDocument: document('lambda.amazonaws.com'),
      }),
    );
    account.sandbox.resetCalls();
    const { code, deployed, of } = await apply();
    expect([code, deployed]).toEqual([1, true]);
    expect(of('change')).toEqual(['will-go', 'will-go', 'will-go']);
    expect(changes()).toEqual([]);
    const { stdout } = await runCli(['uninstall', '--table', table]);
    expect(stdout).toMatch(/Palisade still runs here[^]*npx serverless remove/);
  });

  describe('what cannot be undone', () => {
    it('stays if somebody has changed it since, and so does what depends on it', async () => {
      await palisadeWorks();
      await aws.iam.send(
        new PutUserPolicyCommand({
          UserName: 'alice',
          PolicyName: 'more',
          PolicyDocument: document(),
        }),
      );
      const planned = await uninstall(['--delete-ledger']);
      for (const { items, of, code } of [planned, await apply('--delete-ledger')]) {
        const refused = items.filter(({ because }) => because?.includes('has changed since') === true);
        expect(refused.map(({ id }) => id)).toEqual([
          'principal-outside-access/111122223333/global/user/alice',
        ]);
        expect(items.find(({ kind }) => kind === 'policy')).toMatchObject({
          state: 'stays',
          because: 'it is attached to user alice',
        });
        expect(of('ledger')).toEqual(['stays']);
        expect(code).toBe(items === planned.items ? 0 : 1);
      }
      expect(await state()).toMatchObject({ notebook: 'InService', hostnames: false });
    });

    it('stays if the policy is also attached to a group', async () => {
      await palisadeWorks();
      await aws.iam.send(new CreateGroupCommand({ GroupName: 'ml' }));
      const PolicyArn = 'arn:aws:iam::111122223333:policy/palisade/PalisadeSageMakerGuardrail-us-east-1';
      await aws.iam.send(new AttachGroupPolicyCommand({ GroupName: 'ml', PolicyArn }));
      const { items, code } = await apply();
      expect(items.find(({ kind }) => kind === 'policy')).toMatchObject({
        because: 'it is attached to group ml',
      });
      expect(code).toBe(0);
    });

    it('is reported as unknown if it cannot be read, and the rest continues', async () => {
      await palisadeWorks('--tickets');
      account.sandbox.setFault(({ operation }) =>
        operation === 'DescribeOpsItems' ? { kind: 'denied' } : undefined,
      );
      const { code, of } = await apply();
      expect([code, of('ticket')]).toEqual([3, ['unknown']]);
      expect(await state()).toEqual(before);
      account.sandbox.setFault(undefined);
      expect((await apply()).of('ticket')).toEqual(['gone']);
    });

    it('is everything if it is unknown whether Palisade runs here', async () => {
      await palisadeWorks();
      account.sandbox.setFault(({ operation }) =>
        operation === 'GetAccountAuthorizationDetails' ? { kind: 'denied' } : undefined,
      );
      account.sandbox.resetCalls();
      const ran = await runCli(['uninstall', '--table', table, '--apply', '--yes']);
      expect([ran.code, changes()]).toEqual([2, []]);
      expect(ran.stderr).toContain('iam:GetAccountAuthorizationDetails');
    });
  });

  it('detaches guardrails that are not in the ledger', async () => {
    await palisadeWorks();
    const lost = 'another-ledger';
    await aws.dynamodb.send(new CreateTableCommand(ledgerTable(lost)));
    const { code, of } = await apply('--table', lost);
    expect([code, of('guardrail'), of('policy')]).toEqual([0, ['gone'], ['gone']]);
    expect(await state()).toMatchObject({
      users: [{ UserName: 'alice', AttachedManagedPolicies: [] }],
      policies: [],
      // Other changes are recorded in the lost ledger only.
      notebook: 'Stopped',
    });
  });

  it('leaves alone what changed since: a notebook that was started is not started again', async () => {
    await palisadeWorks();
    await aws.sagemaker.send(new StartNotebookInstanceCommand({ NotebookInstanceName: 'churn' }));
    await settled('churn');
    account.sandbox.resetCalls();
    const { items } = await apply();
    const refused = items.find(({ id }) => id.startsWith('notebook-direct-internet'));
    expect(refused).toMatchObject({ state: 'failed', because: expect.stringContaining('has changed since') });
    expect(changes()).not.toContain('StartNotebookInstance');
  });

  describe('interrupted', () => {
    const operations = [
      'DetachUserPolicy',
      'ModifyVpcEndpoint',
      'ModifyVpcAttribute',
      'StartNotebookInstance',
      'DeletePolicy',
      'UpdateOpsItem',
      'BatchImportFindings',
      'DeleteActionTarget',
    ];

    it('makes no other changing calls than these', async () => {
      await palisadeWorks('--tickets');
      await createActions({ securityhub: () => Promise.resolve(aws.securityhub) });
      account.sandbox.resetCalls();
      await apply();
      expect([...new Set(changes())].sort()).toEqual([...operations].sort());
    });

    it.each([
      ...operations.map((operation) => [operation, 'denied'] as const),
      ...operations
        .slice(0, 1)
        .flatMap((operation) => (['5xx', 'reset'] as const).map((kind) => [operation, kind] as const)),
    ])('in %s (%s): a second run ends in the same state', async (operation, kind) => {
      process.env['AWS_MAX_ATTEMPTS'] = '1';
      await palisadeWorks('--tickets');
      await createActions({ securityhub: () => Promise.resolve(aws.securityhub) });
      account.sandbox.setFault((call) => (call.operation === operation ? { kind } : undefined));
      // A short wait for transient failures, so that the test does not time out.
      const first = await apply('--wait', '1s');
      account.sandbox.setFault(undefined);
      expect(first.items.filter(({ state: one }) => one === 'failed').length).toBeGreaterThan(0);
      const second = await apply();
      expect(
        nonEmpty(second.items).filter(({ state: one }) => one === 'failed' || one === 'unknown'),
      ).toEqual([]);
      expect([first.code, second.code]).toEqual([1, 0]);
      expect(await state()).toEqual(before);
      expect(await notified()).toEqual({ tickets: 0, findings: 0 });
    });

    it('by Ctrl-C: stops after the call in flight, says what was not reached, and continues when run again', async () => {
      await palisadeWorks('--tickets');
      const controller = new AbortController();
      account.sandbox.setFault(({ operation }) => {
        if (operation === 'DetachUserPolicy') controller.abort();
        return undefined;
      });
      const first = await uninstall(['--apply', '--yes'], { signal: controller.signal });
      expect(first.code).toBe(1);
      expect(
        first.items.filter(({ because }) => because?.startsWith('it was not reached')).length,
      ).toBeGreaterThan(2);
      expect(first.of('change')).toContain('gone');
      account.sandbox.setFault(undefined);
      expect((await apply()).code).toBe(0);
      expect(await state()).toEqual(before);
    });
  });

  it.each<[string, readonly string[], RegExp]>([
    [
      'without a ledger',
      ['uninstall', '--ledger', '/nowhere/ledger.json'],
      /give its table with --table NAME/,
    ],
    ['with a table that is not there', ['uninstall', '--table', 'none'], /dynamodb:GetItem on table none/],
    [
      'with both --plan and --apply',
      ['uninstall', '--plan', '--apply', '--table', table],
      /cannot be used with/,
    ],
    ['without anybody to ask', ['uninstall', '--apply', '--table', table], /add --yes when you are sure/],
    [
      'as JSON without anybody to ask',
      ['uninstall', '--apply', '--format', 'json', '--table', table],
      /add --yes when you are sure/,
    ],
  ])('is refused %s', async (_, args, message) => {
    const { code, stderr } = await runCli(args);
    expect([code, stderr.replaceAll(/\s+/g, ' ')]).toEqual([2, expect.stringMatching(message)]);
  });

  it('undoes what the command line did without a deployment', async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'palisade-uninstall-')), 'ledger.json');
    await runCli(['apply', '--yes', '--rule', ...rules, '--ledger', file]);
    expect(await state()).not.toEqual(before);
    const ran = await runCli(['uninstall', '--apply', '--yes', '--ledger', file]);
    expect(ran.stdout).toMatch(/\n4 taken back, 1 left as said above\.\n$/);
    expect(ran.code).toBe(0);
    expect(await state()).toEqual(before);
  });
});
