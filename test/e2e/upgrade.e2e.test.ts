import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ModifyVpcEndpointCommand } from '@aws-sdk/client-ec2';
import { DetachUserPolicyCommand, ListAttachedUserPoliciesCommand } from '@aws-sdk/client-iam';
import { GetFindingsCommand } from '@aws-sdk/client-securityhub';
import {
  DescribeOpsItemsCommand,
  GetOpsItemCommand,
  GetParameterCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { FindingRecord, Ledger } from '../../core/model/ledger';
import type { StackEvent } from '@aws-sdk/client-cloudformation';
import { orderAll } from '../../infra/first.cjs';
import type { Packaged } from '../../infra/package.cjs';
import type { Sandbox } from '@palisade/sandbox';
import type { Clients } from '@palisade/sandbox/clients';
import { edited } from '../fakes/edited-build';
import { seedEndpoint, addOpenUser, addVpc } from '../functions/harness/seed';
import type { RawResource, RawTemplate } from '../infra/suites/template';
import { type DeployedService, deployPackaged } from './deployed';
import { packagedOnce } from './packaged';
import { repackaged } from './repackaged';
import { idsWith, stackEvents } from './stack-events';
import { nonEmpty } from '../non-empty';

// A deployment, an upgrade and a removal; the packaged functions work before and after each.
jest.setTimeout(600_000);

const settings = `
rules:
  principal-outside-access: { mode: remediate }
limits: { actionsPerHour: 50, sharePercent: 100 }
`;
const nextVersion = 'palisade/next';

let folder: string;
let next: Packaged;
let world: DeployedService;
let account: Sandbox;
let aws: Clients;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'palisade-upgrade-'));
  const first = await packagedOnce();
  // The code of the later version is recognisable by its calls.
  const agent = edited('adapters/aws/clients.ts', (source) =>
    source.replace('`palisade/${version}`', `'${nextVersion}'`),
  );
  next = await repackaged(first, path.join(folder, 'next'), { plugins: [agent] }, changed);
  world = await deployPackaged(first, settings);
  ({ account, aws } = world);
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true });
});

/** The template of a later version: other settings of a function, one more resource, and one less. */
function changed(template: RawTemplate): RawTemplate {
  const { AlarmBacklog: _, OnDashchangeLambdaFunction: onChange, ...others } = template.Resources;
  if (onChange === undefined) throw new Error('there is no function on-change');
  const Added: RawResource = {
    Type: 'AWS::SSM::Parameter',
    Properties: { Name: '/palisade/next', Type: 'String', Value: 'next' },
  };
  const larger = { ...onChange, Properties: { ...onChange.Properties, MemorySize: 1_024 } };
  const unordered = Object.entries({ ...others, OnDashchangeLambdaFunction: larger, Added }).map(
    ([id, { DependsOn: __, ...resource }]) => [id, resource] as const,
  );
  const Resources = structuredClone(Object.fromEntries(unordered));
  // The steps that finish a package.
  orderAll({ Resources });
  return { ...template, Resources };
}

function tell(title: string, events: readonly StackEvent[]): void {
  const lines = events
    .filter(({ ResourceStatus = '' }) => /COMPLETE|FAILED|SKIPPED/.test(ResourceStatus))
    .map(
      ({ ResourceStatus = '', ResourceType = '', LogicalResourceId = '' }) =>
        `  ${ResourceStatus.padEnd(15)} ${ResourceType.padEnd(34)} ${LogicalResourceId}`,
    );
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`);
}

async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
  const deadline = Date.now() + 90_000;
  for (;;) {
    const found = await read();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error('timed out');
    await pause(200);
  }
}

async function find(ledger: Ledger, rule: string, resource: string): Promise<FindingRecord | undefined> {
  return (await ledger.list()).find((record) => record.rule === rule && record.resource.id === resource);
}

const tickets = async () => {
  const { OpsItemSummaries = [] } = await aws.ssm.send(new DescribeOpsItemsCommand({}));
  return OpsItemSummaries.map(({ OpsItemId = '' }) => OpsItemId).sort();
};
const published = async () => {
  const { Findings = [] } = await aws.securityhub.send(new GetFindingsCommand({ MaxResults: 100 }));
  return new Map(Findings.map(({ Id = '', ...finding }) => [Id, finding]));
};
const switchSays = async () => {
  const { Parameter } = await aws.ssm.send(new GetParameterCommand({ Name: '/palisade/switch' }));
  return Parameter?.Value;
};
const turn = (Value: string) =>
  aws.ssm.send(new PutParameterCommand({ Name: '/palisade/switch', Value, Overwrite: true }));
const guardrailsOf = async (UserName: string) => {
  const { AttachedPolicies = [] } = await aws.iam.send(new ListAttachedUserPoliciesCommand({ UserName }));
  return AttachedPolicies.map(({ PolicyArn }) => PolicyArn);
};
const detachAll = async (UserName: string) => {
  for (const PolicyArn of await guardrailsOf(UserName))
    await aws.iam.send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
};
const settled = (ledger: Ledger, rule: string, resource: string, outcome: string, episodes = 1) =>
  until(async () => {
    const record = await find(ledger, rule, resource);
    const rests = record?.outcome === outcome && record.episodes === episodes && record.unpublished !== true;
    return rests ? record : undefined;
  });

it('an upgrade keeps the ledger, and the new version continues with open findings', async () => {
  const { deployment, ledger } = world;
  const { cloud } = deployment;
  tell('The deployment', await stackEvents('palisade-prod'));
  const vpc = await addVpc(aws, 1);
  await seedEndpoint(aws, vpc, 'api', true);
  const endpoint = await seedEndpoint(aws, vpc, 'runtime', false);
  await addOpenUser(aws, 'ana');
  await addOpenUser(aws, 'ben');

  await deployment.sweep();
  const open = await settled(ledger, 'endpoint-private-dns', endpoint, 'ticketed');
  const fixed = await settled(ledger, 'principal-outside-access', 'ana', 'fixed');
  await settled(ledger, 'principal-outside-access', 'ben', 'fixed');
  await cloud.idle();
  const before = { records: await ledger.list(), tickets: await tickets(), findings: await published() };
  const trail = await ledger.audit(open.id);
  expect(open.ticket?.open).toBe(true);
  expect(trail.length).toBeGreaterThan(0);

  // An operator has stopped everything, as one should before a risky upgrade.
  await turn('off');
  const last = (await stackEvents('palisade-prod')).at(-1);
  process.stdout.write(await deployment.update(next));
  const updated = await stackEvents('palisade-prod', last?.EventId);
  tell('The upgrade', updated);

  const kept = ['Ledger', 'Changes', 'DeadLetters', 'Switch'];
  expect(nonEmpty(updated).filter(({ LogicalResourceId: id = '' }) => kept.includes(id))).toEqual([]);
  const isVersion = (id: string): boolean => id.includes('LambdaVersion');
  expect(idsWith(updated, 'DELETE_COMPLETE').filter((id) => !isVersion(id))).toEqual(['AlarmBacklog']);
  expect(idsWith(updated, 'CREATE_COMPLETE').filter((id) => !isVersion(id))).toEqual(['Added']);
  expect(idsWith(updated, 'UPDATE_COMPLETE')).toContain('OnDashchangeLambdaFunction');
  expect(await switchSays()).toBe('off');
  await turn('on');

  // The next event reaches the new version, which knows the finding.
  const changedAt = account.calls().length;
  await aws.ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId: endpoint, PrivateDnsEnabled: false }));
  await until(() => {
    const isNew = account
      .calls()
      .slice(changedAt)
      .some(
        ({ operation, userAgent }) =>
          operation === 'DescribeVpcEndpoints' && userAgent?.includes(nextVersion) === true,
      );
    return Promise.resolve(isNew ? true : undefined);
  });
  await cloud.idle();
  expect((await ledger.list()).map(({ id }) => id).sort()).toEqual(before.records.map(({ id }) => id).sort());
  expect(await find(ledger, 'endpoint-private-dns', endpoint)).toMatchObject({
    id: open.id,
    outcome: 'ticketed',
    firstSeenAt: open.firstSeenAt,
    ticket: { id: open.ticket?.id, open: true },
  });
  expect(await tickets()).toEqual(before.tickets);
  expect([...(await published()).keys()].sort()).toEqual([...before.findings.keys()].sort());

  // The drift returns: it is the same finding, in its second episode, with the whole history.
  await detachAll('ben');
  const again = await settled(ledger, 'principal-outside-access', 'ben', 'fixed', 2);
  expect(again.firstSeenAt).toBe(before.records.find(({ id }) => id === again.id)?.firstSeenAt);
  expect((await published()).get(`palisade/${again.id}`)?.FirstObservedAt).toBe(
    before.findings.get(`palisade/${again.id}`)?.FirstObservedAt,
  );

  // The new version can undo what the old one did.
  account.admin.triggerCustomAction(
    `arn:aws:securityhub:${account.region}:${account.accountId}:action/custom/PalisadeUndo`,
    [`palisade/${fixed.id}`],
  );
  await until(async () => ((await guardrailsOf('ana')).length === 0 ? true : undefined));

  // A person fixes the open finding: the new version closes the ticket of the old one.
  await aws.ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId: endpoint, PrivateDnsEnabled: true }));
  await until(async () => ((await ledger.load(open.id))?.outcome === 'passing' ? true : undefined));
  await cloud.idle();
  const { OpsItem } = await aws.ssm.send(new GetOpsItemCommand({ OpsItemId: open.ticket?.id }));
  expect(OpsItem?.Status).toBe('Resolved');
  const after = await ledger.audit(open.id);
  expect(after.slice(0, trail.length)).toEqual(trail);
  expect(account.authorizer.missing).toEqual([]);

  expect((await deployment.remove()).filter((id) => !isVersion(id))).toEqual(['Ledger']);
  expect(await ledger.audit(open.id)).toEqual(after);
});
