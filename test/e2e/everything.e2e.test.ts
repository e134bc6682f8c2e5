import { setTimeout as pause } from 'node:timers/promises';
import { DescribeNotebookInstanceCommand } from '@aws-sdk/client-sagemaker';
import { DescribeActionTargetsCommand } from '@aws-sdk/client-securityhub';
import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { FunctionName } from '../../cli/start/deploy';
import type { FindingRecord } from '../../core/model/ledger';
import { findingId, type ResourceRef } from '../../core/model/resource';
import { ruleIds, rules } from '../../rules/registry';
import type { FaultHook } from '@palisade/sandbox/account/faults';
import { runCli } from '../../cli/testing/run-cli';
import { scenarios } from '../scenarios';
import type { Scenario } from '../scenarios/scenario';
import { type DeployedService, deployPackaged } from './deployed';
import { lambdaNode } from './lambda-node';
import {
  leavers,
  newcomers,
  outOfAttachments,
  useNamesAndGates,
  usePrefixList,
  weakenGuardrails,
} from './more-drift';
import { packagedOnce } from './packaged';
import { permissionReport } from './permission-report';
import { nonEmpty } from '../non-empty';

// The packaged service meets every drift of every rule in one account, on the Node version of the Lambda runtime.
// Calls without permission fail as on AWS; permissions that were never needed are reported at the end.
jest.setTimeout(600_000);

const settings = `rules:
${ruleIds.map((id) => `  ${id}: { mode: remediate }`).join('\n')}
limits: { actionsPerHour: 10000, sharePercent: 100 }
`;
const functionNames: readonly FunctionName[] = [
  'on-change',
  'config-rule',
  'sweep',
  'on-action',
  'on-deploy',
];

interface Drift {
  readonly id: string;
  readonly ref: ResourceRef;
  readonly scenario: Scenario;
}

const runtime = lambdaNode();
let world: DeployedService;
const drifts: Drift[] = [];

beforeAll(async () => {
  world = await deployPackaged(await packagedOnce(), settings, runtime.node);
});
afterAll(async () => {
  await world.stop();
});

let hasFailed = false;
/** The parts run in order in the same account; after a failure, the others would only time out. */
function part(name: string, work: () => Promise<void>): void {
  it(name, async () => {
    if (hasFailed) throw new Error('an earlier part failed');
    hasFailed = true;
    await work();
    hasFailed = false;
  });
}

const idOf = (rule: string, ref: ResourceRef): string =>
  findingId(rule, ref, { account: world.account.accountId, region: world.account.region });

/** Whether a record asks for an approval that nobody has given yet. */
function asks({ outcome, approval, shown, unpublished }: FindingRecord): boolean {
  return (
    approval === undefined &&
    // A person can choose an action only once Security Hub shows the finding.
    unpublished !== true &&
    (outcome === 'awaiting-approval' || outcome === 'contained') &&
    shown.some((step) => step.approval === 'required')
  );
}

/** Only an operator on the command line may destroy data, so a scenario that ends `gone` ends with the replacement. */
function hasEnded({ scenario }: Drift, record: FindingRecord | undefined): boolean {
  if (scenario.ends !== 'gone') return record?.outcome === scenario.ends;
  return record?.outcome === 'contained' && hasReplacement(record);
}

function hasReplacement({ performed }: FindingRecord): boolean {
  return performed.some(({ call }) => call === 'sagemaker:CreateNotebookInstance');
}

/** Gives the approvals of the scenarios: one in its ticket, the others in Security Hub, again if one was refused. */
function approver(): (records: ReadonlyMap<string, FindingRecord>) => Promise<void> {
  const asked = new Map<string, number>();
  return async (records) => {
    for (const drift of drifts) {
      const record = records.get(drift.id);
      if (drift.scenario.approve === undefined || record === undefined || !asks(record)) continue;
      if (hasEnded(drift, record) || Date.now() - (asked.get(drift.id) ?? 0) < 2_000) continue;
      asked.set(drift.id, Date.now());
      const OpsItemId = record.ticket?.id ?? '';
      if (drift.scenario.rule === 'principal-guardrail-tamper' && OpsItemId !== '')
        await world.aws.ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status: 'InProgress' }));
      else await world.press('PalisadeRemediate', drift.id);
    }
  };
}

const ended = async (): Promise<void> => {
  const approve = approver();
  await world.until('every drift at its end', async (records) => {
    await approve(records);
    return drifts.every((drift) => hasEnded(drift, records.get(drift.id)));
  });
};

part('the functions run on the Node of their runtime', async () => {
  const { instead, version } = runtime;
  const { payload } = await world.deployment.cloud.functions.invoke(world.arnOf('on-change'), {
    Records: [],
  });
  expect(payload).toEqual({ batchItemFailures: [] });
  if (instead !== undefined) {
    process.stdout.write(`\nSKIPPED: the functions run on Node ${version}, because ${instead}\n`);
    return;
  }
  process.stdout.write(`\nThe functions run on Node ${version}\n`);
  expect(version).toMatch(/^v24\./);
});

part('every drift of every rule ends as expected, through events alone', async () => {
  const { account, aws } = world;
  const seeding = { sandbox: account, aws, wait: () => pause(400) };
  await usePrefixList(seeding);
  for (const scenario of [...scenarios, outOfAttachments, ...leavers]) {
    const ref = await scenario.seed(seeding);
    drifts.push({ id: idOf(scenario.rule, ref), ref, scenario });
  }
  await useNamesAndGates(seeding);
  await ended();
  for (const { ref, scenario } of nonEmpty(drifts))
    if (scenario.ends === 'gone') {
      const NotebookInstanceName = `${ref.id}-vpc`;
      const replacement = await aws.sagemaker.send(
        new DescribeNotebookInstanceCommand({ NotebookInstanceName }),
      );
      expect(replacement).toMatchObject({ DirectInternetAccess: 'Disabled', SubnetId: /^subnet-/ });
    }
});

part('the sweep and AWS Config check everything, and notice deleted users', async () => {
  const { account, deployment } = world;
  const gone = drifts.splice(-leavers.length);
  const [first, second] = gone;
  account.admin.remove('AWS::IAM::User', first?.ref.id ?? '');
  await deployment.sweep();
  account.admin.remove('AWS::IAM::User', second?.ref.id ?? '');
  for (const name of deployment.cloud.configRules.rules.keys()) await deployment.cloud.configRules.ask(name);
  await deployment.cloud.configRules.changed({
    resourceType: 'AWS::IAM::User',
    resourceId: 'AIDA1',
    resourceName: 'alice',
    awsRegion: 'global',
    configurationItemStatus: 'OK',
    configurationItemCaptureTime: new Date().toISOString(),
  });
  await world.until('the findings of who has gone closed', async () => {
    const records = await Promise.all(gone.map(({ id }) => world.ledger.load(id)));
    return records.every((record) => record?.outcome === 'gone');
  });
  await deployment.cloud.idle();
  expect(deployment.cloud.configRules.refused).toEqual([]);
  expect(deployment.cloud.configRules.rules.size).toBe(rules.length);
});

for (const name of nonEmpty(functionNames.filter((name) => name !== 'on-deploy')))
  part(`a dry run changes nothing: ${name}`, async () => {
    const { account, deployment, arnOf } = world;
    const [first] = drifts;
    const finding = `palisade/${first?.id ?? ''}`;
    const envelope = {
      version: '0',
      id: '6f2d5b1e-0000-4000-8000-000000000000',
      source: 'aws.securityhub',
      account: account.accountId,
      time: new Date().toISOString(),
      region: account.region,
      resources: ['arn:aws:securityhub:us-east-1:111122223333:action/custom/PalisadeUndo'],
      detail: { actionName: 'Undo', findings: [{ Id: finding }] },
    };
    const action = { ...envelope, 'detail-type': 'Security Hub Findings - Custom Action' };
    account.resetCalls();
    for (const event of [action, { ...envelope, 'detail-type': 'Scheduled Event' }]) {
      const { payload, error } = await deployment.cloud.functions.invoke(arnOf(name), {
        ...event,
        dryRun: true,
      });
      expect({ error, payload }).toEqual({ error: undefined, payload: expect.any(Array) as unknown });
    }
    const ours = account.calls().filter(({ accessKeyId }) => accessKeyId?.startsWith('ASIASANDBOX') === true);
    expect(ours.length).toBeGreaterThan(10);
    const changing = ours
      .map(({ operation }) => operation)
      .filter((call) => !/^(Get|List|Describe|Query)/.test(call));
    expect(changing).toEqual([]);
  });

part('people exempt one finding and undo the others', async () => {
  const keptOut: ResourceRef = { type: 'AWS::SageMaker::NotebookInstance', id: 'kept-out' };
  const exempted = idOf('notebook-private-route', keptOut);
  await world.press('PalisadeExempt30d', exempted);
  // The last notebook was started again after its change.
  const reversible = [
    ...drifts.filter(({ scenario }) => scenario.ends !== 'gone').map(({ id }) => id),
    idOf('notebook-root-access', keptOut),
  ];
  await world.until('what was taken back', async (records) => {
    const rest = reversible.filter((id) => records.get(id)?.holdUntil === undefined);
    // Again for findings that were leased at that moment.
    for (const id of rest) await world.press('PalisadeUndo', id);
    return rest.length === 0 && records.get(exempted)?.outcome === 'exempt';
  });
  await world.deployment.cloud.idle();
});

part('new users get the guardrails, although somebody has weakened them', async () => {
  const seeding = { sandbox: world.account, aws: world.aws, wait: () => pause(400) };
  await weakenGuardrails(seeding);
  drifts.length = 0;
  for (const scenario of newcomers) {
    const ref = await scenario.seed(seeding);
    drifts.push({ id: idOf(scenario.rule, ref), ref, scenario });
  }
  await ended();
});

/** Denies the ledger to one function only, because others may still be working on earlier parts. */
function ledgerDeniedTo(name: FunctionName): FaultHook {
  const key = name.replaceAll('-', '').toUpperCase();
  return ({ service, accessKeyId }) =>
    service === 'dynamodb' && accessKeyId?.endsWith(key) === true ? { kind: 'denied' } : undefined;
}

part('events that cannot be handled become dead letters, for every function', async () => {
  const { account, aws, deployment, arnOf } = world;
  const [changes, dead] = [deployment.outputs.get('QueueUrl'), deployment.outputs.get('DeadLettersUrl')];
  const poison = 'no JSON at all';
  await aws.sqs.send(new SendMessageCommand({ QueueUrl: changes, MessageBody: poison }));
  const { functions } = deployment.cloud;
  await functions.invokeAsync(arnOf('config-rule'), { invokingEvent: 'nothing' });
  await functions.invokeAsync(arnOf('on-action'), { detail: 'nothing' });
  account.setFault(ledgerDeniedTo('sweep'));
  await functions.invokeAsync(arnOf('sweep'), { 'detail-type': 'Scheduled Event' });
  account.setFault(undefined);
  const wanted = [poison, arnOf('config-rule'), arnOf('on-action'), arnOf('sweep')];
  const deadLetters: string[] = [];
  await world.until('a dead letter of each', async () => {
    const receive = new ReceiveMessageCommand({ QueueUrl: dead, MaxNumberOfMessages: 10 });
    const { Messages = [] } = await aws.sqs.send(receive);
    deadLetters.push(...Messages.map(({ Body = '' }) => Body));
    return wanted.every((text) => deadLetters.some((body) => body.includes(text)));
  });
  expect(nonEmpty(deadLetters).filter((body) => !wanted.some((text) => body.includes(text)))).toEqual([]);
});

part('dead letters are put back once the cause is fixed, and then handled', async () => {
  const { account, deployment } = world;
  const [drift] = drifts;
  const id = drift?.id ?? '';
  account.setFault(ledgerDeniedTo('on-action'));
  await world.press('PalisadeExempt30d', id);
  account.setFault(undefined);
  expect((await world.ledger.load(id))?.exemption).toBeUndefined();
  interface DeadLetter {
    readonly did: string;
    readonly to?: string;
    readonly asks?: string;
    readonly keptBecause?: string;
  }
  const redrive = async (...options: readonly string[]): Promise<readonly DeadLetter[]> => {
    const { stdout } = await runCli(['redrive', '--format', 'json', ...options]);
    return (JSON.parse(stdout) as { letters: readonly DeadLetter[] }).letters;
  };
  const isChosen = ({ asks }: DeadLetter): boolean => asks?.startsWith(`exempt ${id},`) === true;
  const kept = (deadLetters: readonly DeadLetter[]) => [
    ...new Set(deadLetters.flatMap(({ keptBecause }) => keptBecause ?? []).sort()),
  ];
  const unintelligible = [
    /^AWS Config invocation/,
    /^custom action event/,
    /^queue message: is not JSON/,
  ].map((text) => expect.stringMatching(text) as unknown);
  // The previous part has received some of them, which hides them for a while.
  await world.until('all dead letters', async () => {
    const found = await redrive();
    return found.some(isChosen) && found.some(({ to }) => to === 'sweep') && kept(found).length === 3;
  });
  const handled = await redrive('--yes');
  expect(handled.filter(isChosen)).toMatchObject([{ did: 'put back', to: 'on-action' }]);
  expect(handled.filter(({ to }) => to === 'sweep')).toMatchObject([{ did: 'put back' }]);
  expect(kept(handled)).toEqual(unintelligible);
  await deployment.cloud.idle();
  await world.until('the exemption', (records) => records.get(id)?.exemption !== undefined);
  expect(kept(await redrive('--yes'))).toEqual(unintelligible);
});

part('is removed with no trace except the ledger; no permission was missing or unused', async () => {
  const { account, aws, deployment } = world;
  const policies = new Map<FunctionName, readonly unknown[]>();
  for (const name of functionNames) policies.set(name, await world.policiesOf(name));
  expect(deployment.cloud.bus.refused).toEqual([]);
  // AWS deletes the versions of a function with the function, even those that the template retains.
  const kept = (await deployment.remove()).filter((id) => !id.includes('LambdaVersion'));
  expect(kept).toEqual(['Ledger']);
  const { ActionTargets } = await aws.securityhub.send(new DescribeActionTargetsCommand({}));
  expect(ActionTargets).toEqual([]);

  const { text, missing, unused, needless } = permissionReport(policies, account.authorizer);
  process.stdout.write(`\nPermissions\n${text}\n`);
  expect(missing).toEqual([]);
  expect(unused).toEqual([]);
  expect(needless).toEqual([]);
});
