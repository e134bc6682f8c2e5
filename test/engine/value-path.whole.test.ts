import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { SQSEvent } from 'aws-lambda';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { createClients } from '../../adapters/aws/clients';
import { ledgerTable } from '../../adapters/ledger/table';
import { parseSettings } from '../../core/settings';

import { readEnvironment } from '../../functions/environment';
import { handleBatch } from '../../functions/handle-batch';
import { functionPorts } from '../../functions/ports';
import { rules } from '../../rules/registry';
import { sqsEvent } from '@palisade/sandbox/lambda/sqs-event';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { cloudTrailEvent } from '../fakes/events';
import { seedNotebook } from '../functions/harness/seed';
import { watch } from './value-path';
import { nonEmpty } from '../non-empty';

// The path of one value: from the event that a notebook with internet access was created, over the step that stops
// it, to its finding in Security Hub. What runs in between is measured; every file of it is in one of these lists.

const rule = 'notebook-direct-internet';

/** Files on the path: a function takes the value in one form and returns the next. */
const onPath = pathOnPage();

/** Files that store the value, perform its steps, or publish it. */
const outputs = [
  'adapters/aws/send.ts',
  'adapters/channels/security-hub/asff-resource.ts',
  'adapters/queue/sqs.ts',
  'adapters/ledger/audit.ts',
  'adapters/ledger/budgets.ts',
  'adapters/ledger/documents.ts',
  'adapters/ledger/dynamodb.ts',
  'core/engine/ticket.ts',
  'core/text/ticket-text.ts',
];

/** Files that answer a question about the value, or read what a plan needs. */
const consulted = [
  'adapters/aws/gather/endpoints.ts',
  'adapters/aws/gather/gatherers.ts',
  'adapters/aws/gather/selected.ts',
  'adapters/aws/gather/vpc-finder.ts',
  'adapters/ledger/table.ts',
  'adapters/tickets/approvals.ts',
  'adapters/tickets/opscenter/approvals.ts',
  'adapters/triggers/cloudtrail-record.ts',
  'adapters/triggers/cloudtrail-table.ts',
  'adapters/triggers/envelope.ts',
  'adapters/triggers/follow-up.ts',
  'adapters/triggers/index.ts',
  'adapters/triggers/parsed-event.ts',
  'core/text/command.ts',
  'core/engine/deleted-resources.ts',
  'core/engine/limits.ts',
  'core/engine/pending-undo.ts',
  'core/engine/retries.ts',
  'core/engine/ticket-approval.ts',
  'core/engine/unchanged.ts',
  'core/engine/undo-image.ts',
  'core/engine/unfinished.ts',
  'core/enforcement/flapping.ts',
  'core/model/ledger.ts',
  'core/notebooks/platform.ts',
  'core/notebooks/rebuild.ts',
  'core/notebooks/replacement.ts',
  'core/enforcement/perimeter.ts',
  'core/model/partitions.ts',
  'core/model/plan.ts',
  'core/model/resource-kinds.ts',
  'core/model/resource.ts',
  'core/principals/known-organization.ts',
  'core/settings/options.ts',
  'core/slices/records.ts',
  'core/model/snapshot.ts',
];

/** Files that do not depend on the value: clients, errors, time, batches, composition. */
const plumbing = [
  'adapters/aws/classify.ts',
  'adapters/aws/clients.ts',
  'adapters/aws/gather/asking.ts',
  'adapters/aws/gather/describe-each.ts',
  'adapters/aws/gather/dns.ts',
  'adapters/channels/batches.ts',
  'adapters/text/truncate.ts',
  'adapters/queue/dead-letter-writer.ts',
  'adapters/errors.ts',
  'composition/clock.ts',
  'composition/compose.ts',
  'composition/meta-of.ts',
  'core/model/client-token.ts',
  'core/engine/time.ts',
  'core/model/failure.ts',
  'core/lists/chunks.ts',
  'core/lists/pages.ts',
  'core/lists/pooled.ts',
  'core/model/json.ts',
];

function architecture(): string {
  return readFileSync(path.join(__dirname, '../../ARCHITECTURE.md'), 'utf8');
}

/** The path in ARCHITECTURE.md: the files from the message on, in order. */
function pathOnPage(): readonly string[] {
  const [, section = ''] = architecture().split('message → refs:');
  return [...section.matchAll(/`([\w./-]+\.ts)`/g)].map(([, file = '']) => file.replace('RULE', rule));
}

const kilobyte = 1024;
const root = path.join(__dirname, '../..');
const sizeOf = (file: string): number => statSync(path.join(root, file)).size;
const median = (numbers: readonly number[]): number => {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
};

const place = { account: '111122223333', region: 'us-east-1' };
const table = 'palisade-ledger';
const before = { ...process.env };
let account: Sandbox;
let aws: Clients;

beforeAll(async () => {
  account = await startSandbox({ timings: { notebookStart: 0 } });
  aws = clientsOf(account.url);
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIATEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: place.region,
  });
  await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  await aws.sqs.send(new CreateQueueCommand({ QueueName: 'changes' }));
  await aws.securityhub.send(new EnableSecurityHubCommand({}));
});
afterAll(async () => {
  process.env = before;
  for (const client of Object.values(aws)) client.destroy();
  await account.stop();
});

/** The files that run from the arrival of an event about a new notebook to the publishing of its finding. */
async function filesFor(name: string): Promise<ReadonlyMap<string, string>> {
  await seedNotebook(aws, name);
  const body = cloudTrailEvent('sagemaker', 'CreateNotebookInstance', { notebookInstanceName: name });
  const message = {
    MessageId: '1',
    ReceiptHandle: '',
    Body: JSON.stringify(body),
    Attributes: { ApproximateReceiveCount: '1' },
  };
  const queue = 'arn:aws:sqs:us-east-1:111122223333:changes';
  const event = sqsEvent([message], queue, place.region) as SQSEvent;
  const clients = createClients();
  const environment = readEnvironment({
    PALISADE_TABLE: table,
    PALISADE_QUEUE_URL: `${account.url}/111122223333/changes`,
    PALISADE_DEAD_LETTERS_URL: `${account.url}/111122223333/dead`,
  });
  const performed: string[] = [];
  const ports = functionPorts({
    environment,
    place,
    settings: parseSettings(
      { rules: { [rule]: { mode: 'remediate' } }, limits: { sharePercent: 100 } },
      rules,
    ),
    stopped: () => Promise.resolve(undefined),
    clients,
    tell: (one) => {
      if (one.type === 'performed') performed.push(one.step.call);
    },
  });
  const { watched, stop } = watch();
  const one = watched({ ...ports, rules: ports.rules.filter(({ meta }) => meta.id === rule) });
  const response = await handleBatch(event, () => Promise.resolve(one), clients, environment);
  const ran = stop();
  expect(response.batchItemFailures).toEqual([]);
  expect(performed).toEqual(['sagemaker:StopNotebookInstance']);
  return ran;
}

describe("a value's path", () => {
  it('leads through these files', async () => {
    // The first run loads the modules that are loaded lazily.
    await filesFor('first');
    const ran = await filesFor('second');
    const listed = [...onPath, ...outputs, ...consulted, ...plumbing];
    expect([...ran.keys()].sort()).toEqual([...listed].sort());
  });

  it('is no longer than 30 files, most of them short', () => {
    expect(onPath.length).toBeLessThanOrEqual(30);
    expect(median(onPath.map(sizeOf))).toBeLessThanOrEqual(3 * kilobyte);
    expect(nonEmpty(onPath).filter((file) => sizeOf(file) > 8 * kilobyte)).toEqual([]);
  });

  it('has the stages that the diagram of ARCHITECTURE.md shows, each in a file of its name', () => {
    const [, stages = ''] = /^ {4}(trigger ──► .*)$/m.exec(architecture()) ?? [];
    const names = stages.split('──►').map((stage) => stage.trim());
    // The stages before the engine are in adapters/triggers and adapters/aws/gather.
    expect(names.filter((name) => name !== 'trigger' && name !== 'gather').length).toBeGreaterThan(6);
    const missing = names.filter(
      (name) => !['trigger', 'gather'].includes(name) && !onPath.includes(`core/engine/${name}.ts`),
    );
    expect(missing).toEqual([]);
  });

  it('leads through an engine of short files', () => {
    const names = readdirSync(path.join(root, 'core/engine')).filter((name) => /(?<!\.test)\.ts$/.test(name));
    const files = names.map((name) => `core/engine/${name}`);
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => sizeOf(file) > 8 * kilobyte)).toEqual([]);
    expect(median(files.map(sizeOf))).toBeLessThanOrEqual(3 * kilobyte);
  });
});
