import { stepCalls } from '../../core/model/call';
import { setTimeout as pause } from 'node:timers/promises';
import type { AwsClients } from '../../adapters/aws/clients';
import { createGather } from '../../adapters/aws/gather';
import { remediate } from '../../adapters/custom-actions';
import { dynamoLedger } from '../../adapters/ledger/dynamodb';
import { settingsFromText } from '../../adapters/settings';
import { inLightOf, judgeScope } from '../../core/engine';
import type { Ledger } from '../../core/model/ledger';
import { resolvePerimeter } from '../../core/enforcement/perimeter';
import { rules } from '../../rules/registry';
import type { Packaged } from '../../infra/package.cjs';
import type { Sandbox } from '@palisade/sandbox';
import type { Paint } from '../output/paint';
import { renderReport } from '../report/html';
import { type Checked, checkScenario, outcomes, unnotified } from './check';
import { deployEmbedded, type EmbeddedDeployment } from './deploy';
import { type Expectation, expectations } from './expectations';
import type { Narrator } from './narrate';
import { buildNetwork, type StartNetwork } from './network';
import { addNotebooks, notebookStatus } from './notebooks';
import { addPeople } from './people';
import { startSettings, story } from './settings';
import { scenarioSummary } from './summary';

interface Stage {
  readonly account: Sandbox;
  /** What `npx serverless package` made. */
  readonly packaged: Packaged;
  /** How long to wait for an act to end before giving it up (ms). */
  readonly actMs: number;
  readonly clients: AwsClients;
  readonly narration: Narrator;
  readonly write: (text: string) => void;
  readonly paint: Paint;
  /** Called at the end, with the report, while the deployment still exists. */
  readonly afterwards?: (deployment: EmbeddedDeployment, report: string) => Promise<void>;
}

/** How it all ended. */
export interface Played {
  readonly ok: boolean;
  readonly checked: readonly Checked[];
  /** HTML. */
  readonly report: string;
}

/** Deploys, lets drift happen, and checks how everything ended. */
export async function play(stage: Stage): Promise<Played> {
  const { account, clients, narration, write, paint } = stage;
  const now = (): string => new Date().toISOString();
  narration.act('A network that somebody built by hand');
  const network = await buildNetwork(clients);
  await addPeople(clients, account, network.ml.id);
  narration.happened('built', '4 VPCs, 6 SageMaker endpoints, 4 users, 5 roles');

  narration.act(
    'Deployed as an operator does it, which ends with a first sweep: what was wrong before shows',
  );
  const { packaged } = stage;
  const deployment = await deployEmbedded(account, clients, {
    settings: startSettings,
    packaged,
    onLog: narration.logged,
  });
  narration.happened('deployed', 'serverless deploy: stack palisade-prod');
  const ledger = dynamoLedger({ clients, table: deployment.table, now });
  const all = expectations(network);
  try {
    try {
      await acts(stage, deployment, network, ledger, all);
    } catch (error) {
      // What was left undone shows below, read from AWS itself.
      narration.happened('failed', error instanceof Error ? error.message : String(error));
    }
    narration.act('How it ended, read from AWS, the ledger, OpsCenter and Security Hub');
    narration.silence();
    const checked = await checkScenario(all, clients, ledger);
    await patiently(async () => (await unnotified(all, clients, ledger)).length === 0, stage.actMs);
    const strays = await unnotified(all, clients, ledger);
    write(scenarioSummary(checked, paint));
    for (const stray of strays) write(`${paint.bad(stray)}\n`);
    write(`${paint.dim(callsText(account))}\n`);
    const { missing } = account.authorizer;
    for (const { role, action, resource } of missing)
      write(`${paint.bad(`${role} lacks ${action} on ${resource}`)}\n`);
    const ended = checked.every(({ problems }) => problems.length === 0) && strays.length === 0;
    const ok = ended && missing.length === 0;
    if (!ok) for (const line of narration.errors.slice(-5)) write(`${paint.dim(line)}\n`);
    const html = await report(stage, ledger, checked);
    await stage.afterwards?.(deployment, html);
    return { ok, checked, report: html };
  } finally {
    await deployment.stop();
  }
}

/** What happens to the account, act by act. */
async function acts(
  stage: Stage,
  deployment: EmbeddedDeployment,
  network: StartNetwork,
  ledger: Ledger,
  all: readonly Expectation[],
): Promise<void> {
  const { account, clients, narration } = stage;
  const until = (condition: () => Promise<boolean>) => patiently(condition, stage.actMs);
  await until(() =>
    settledSo(
      all.filter(({ rule }) => rule !== story.notebook),
      ledger,
      clients,
    ),
  );

  narration.act('Drift: notebooks are created with direct internet access');
  await addNotebooks(clients, network, account.accountId);
  narration.happened('drift', 'platform-engineer created four notebooks');
  await until(
    async () =>
      (await notebookStatus(clients, 'churn-model')) === 'Stopped' &&
      (await notebookStatus(clients, 'fraud-model')) === 'Stopped',
  );
  await until(() =>
    settledSo(
      all.filter(({ resource }) => resource === 'churn-model' || resource === 'kaggle-challenge'),
      ledger,
      clients,
    ),
  );

  narration.act('Drift comes back: a person undoes two of the fixes');
  await driftBack(stage, network.endpoints.mlRuntime);
  await until(async () => (await episodesOf(ledger, network.endpoints.mlRuntime)) === 2);

  narration.act('A person approves, in Security Hub, that fraud-model is rebuilt inside the VPC');
  await approveRebuild(stage, ledger);
  await until(() => settledSo(all, ledger, clients));

  narration.act('AWS Config is switched on, by an option of the deployment, and asks for evaluations');
  await askConfig(stage, deployment);
  await deployment.cloud.idle();
  // The findings that AWS Config has just asked for may not have their tickets yet.
  await until(async () => (await unnotified(all, clients, ledger)).length === 0);
}

async function driftBack({ clients, narration }: Stage, endpoint: string): Promise<void> {
  const { ModifyVpcEndpointCommand } = await import('@aws-sdk/client-ec2');
  const { StartNotebookInstanceCommand } = await import('@aws-sdk/client-sagemaker');
  const ec2 = await clients.ec2();
  await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId: endpoint, PrivateDnsEnabled: false }));
  narration.happened('drift', `platform-engineer turned private DNS of ${endpoint} off again`);
  const sagemaker = await clients.sagemaker();
  await sagemaker.send(new StartNotebookInstanceCommand({ NotebookInstanceName: 'churn-model' }));
  narration.happened('drift', 'platform-engineer started churn-model again');
}

/** How many calls the functions made; the scenario makes calls too, with another key. */
function callsText(account: Sandbox): string {
  const ours = account.calls().filter(({ accessKeyId }) => accessKeyId?.startsWith('ASIASANDBOX') === true);
  const changes = ours.filter(({ service, operation }) =>
    rules.some((rule) => stepCalls(rule).includes(`${service}:${operation}`)),
  );
  return `The functions made ${ours.length} AWS calls, ${changes.length} of which were meant to change something outside Palisade.`;
}

/** Waits until the condition is true, or gives up: the summary then shows what is wrong. */
async function patiently(condition: () => Promise<boolean>, actMs: number): Promise<void> {
  const deadline = Date.now() + actMs;
  while (Date.now() < deadline) {
    if (await condition()) return;
    await pause(300);
  }
}

/**
 * Whether all are settled in the ledger as expected, and AWS agrees. The ledger is asked first, because it is cheaper.
 */
async function settledSo(
  expected: readonly Expectation[],
  ledger: Ledger,
  clients: AwsClients,
): Promise<boolean> {
  const records = await ledger.list();
  const areSettled = expected.every(({ rule, resource, end }) => {
    const record = records.find((entry) => entry.rule === rule && entry.resource.id === resource);
    return record?.outcome === outcomes[end] && record?.unpublished !== true;
  });
  if (!areSettled) return false;
  const results = await Promise.all(expected.map(({ holds }) => holds(clients)));
  return results.every(Boolean);
}

async function episodesOf(ledger: Ledger, resource: string): Promise<number | undefined> {
  const record = (await ledger.list()).find(
    (entry) => entry.rule === story.dns && entry.resource.id === resource,
  );
  return record?.outcome === 'fixed' ? record.episodes : undefined;
}

/** Approves the rebuild as soon as Security Hub shows that it needs approval. */
async function approveRebuild({ account, actMs }: Stage, ledger: Ledger): Promise<void> {
  const asking = async () =>
    (await ledger.list()).find(
      ({ rule, resource, outcome, unpublished }) =>
        rule === story.notebook &&
        resource.id === 'fraud-model' &&
        outcome === 'contained' &&
        unpublished !== true,
    );
  await patiently(async () => (await asking()) !== undefined, actMs);
  const record = await asking();
  if (record === undefined) return;
  const arn = `arn:aws:securityhub:${account.region}:${account.accountId}:action/custom/${remediate.Id}`;
  account.admin.triggerCustomAction(arn, [`palisade/${record.id}`]);
}

/**
 * Turns on AWS Config's recorder and the deployment's option, with which the deployment's function creates the rules.
 */
async function askConfig({ account, packaged }: Stage, { cloud, update }: EmbeddedDeployment): Promise<void> {
  const roleARN = `arn:aws:iam::${account.accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
  account.admin.setConfigurationRecorder(
    { name: 'default', roleARN, recordingGroup: { allSupported: true } },
    true,
  );
  await update(packaged, ['configRules=all']);
  for (const name of cloud.configRules.rules.keys()) await cloud.configRules.ask(name);
}

/** The report of the run: every finding as it is judged now, with its outcome. */
async function report(
  { account, clients, narration }: Stage,
  ledger: Ledger,
  checked: readonly Checked[],
): Promise<string> {
  const now = (): string => new Date().toISOString();
  const place = { account: account.accountId, region: account.region };
  const ports = {
    rules,
    settings: settingsFromText(startSettings, rules, 'settings'),
    gather: createGather({ clients, place, now }),
    now,
  };
  const { judged, snapshot } = await judgeScope(ports, 'account');
  const entries = await Promise.all(
    judged.map(async (one) => {
      const { finding } = inLightOf(one, undefined, ports);
      const record = await ledger.load(finding.id);
      if (record === undefined) return { finding };
      const { outcome, because, ticket } = record;
      const audit = await ledger.audit(finding.id);
      return { finding, outcome, because, audit, ...(ticket === undefined ? {} : { ticket }) };
    }),
  );
  const perimeter = resolvePerimeter(snapshot, ports.settings);
  return renderReport({
    title: 'Palisade on the embedded account',
    place,
    generatedAt: now(),
    entries,
    ...(perimeter.status === 'known' ? { perimeter: perimeter.perimeter } : {}),
    facts: [
      {
        label: 'ended as they should',
        value: `${checked.filter(({ problems }) => problems.length === 0).length} of ${checked.length}`,
      },
      { label: 'AWS calls', value: String(account.calls().length) },
    ],
    timeline: narration.timeline,
  });
}
