import type { SQSEvent } from 'aws-lambda';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { createClients } from '../../adapters/aws/clients';
import { ledgerTable } from '../../adapters/ledger/table';
import { judgeScope } from '../../core/engine';
import { pooled } from '../../core/lists/pooled';
import { refKey } from '../../core/model/resource';
import { parseSettings } from '../../core/settings';
import { functionPorts } from '../../functions/ports';
import { readEnvironment } from '../../functions/environment';
import { handleBatch, maxReceives } from '../../functions/handle-batch';
import { rules } from '../../rules/registry';
import { sqsEvent } from '@palisade/sandbox/lambda/sqs-event';
import { startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { testWiring } from '../fakes/wiring';
import { limiter } from './limiter';
import { seed, shuffled } from './seed';
import { chunks } from '../../core/lists/chunks';

export interface Size {
  readonly resources: number;
  readonly events: number;
  /** Calls per second that AWS answers; further calls are throttled. */
  readonly callsPerSecond: { readonly dynamodb: number; readonly others: number };
}

export interface Figures {
  /** Pairs of rule and subject, each of which has to be judged at least once. */
  readonly pairs: number;
  /** Pairs that were not judged. */
  readonly missed: readonly string[];
  /** Verdicts because of events, per rule and subject. */
  readonly verdictsEach: number;
  /** Invocations that judged a resource, by any number of rules, per resource. */
  readonly visitsEach: number;
  /** Verdicts under the lease of a finding that fails: before a step, and to verify it. */
  readonly furtherVerdicts: number;
  /** Findings that were handled: the cause of further verdicts. */
  readonly failing: number;
  readonly invocations: number;
  readonly calls: ReadonlyMap<string, number>;
  readonly throttled: number;
  /** Messages that returned to the queue, and those that were never handled. */
  readonly redelivered: number;
  readonly lost: number;
  readonly seconds: number;
}

const { batchSize, concurrency } = testWiring;
const place = { account: '111122223333', region: 'us-east-1' };
const table = 'palisade-ledger';

/**
 * Sends a storm of shuffled and repeated events through the code of `on-change`, with the batches and the concurrency
 * of the template and the SDK's adaptive retries, in an account that throttles.
 * @param after called with the number of completed batches, and of all
 */
export async function storm(
  { resources, events, callsPerSecond }: Size,
  after: (done: number, of: number) => void = () => undefined,
): Promise<Figures> {
  const none = { notebookStart: 0, notebookStop: 0, endpointCreate: 0, endpointModify: 0 };
  const account = await startSandbox({ timings: none });
  const before = { ...process.env };
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIASTORM',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL: account.url,
    AWS_REGION: place.region,
  });
  const aws = clientsOf(account.url);
  try {
    const environment = await prepare(aws);
    const batches = chunks(shuffled(await seed(aws, resources), events), batchSize);
    account.resetCalls();
    let throttled = 0;
    const isOver = limiter(callsPerSecond);
    account.setFault(({ service }) => {
      if (!isOver(service)) return undefined;
      throttled += 1;
      return { kind: 'throttle' };
    });

    const settings = parseSettings(
      {
        rules: { 'notebook-direct-internet': { mode: 'remediate' } },
        limits: { actionsPerHour: 10_000, sharePercent: 100 },
      },
      rules,
    );
    const judgedBy = new Map<string, number>();
    const failing = new Set<string>();
    const visits = new Set<string>();
    let verdicts = 0;
    let invocations = 0;
    let redelivered = 0;
    let lost = 0;
    const started = Date.now();
    const portsOf = (clients = createClients(), invocation = 0) => {
      const ports = functionPorts({
        environment,
        place,
        settings,
        stopped: () => Promise.resolve(undefined),
        clients,
        tell: (one) => {
          if (one.type === 'settled') failing.add(one.finding.id);
          if (one.type !== 'judged') return;
          judgedBy.set(one.finding.id, (judgedBy.get(one.finding.id) ?? 0) + 1);
          visits.add(`${invocation} ${refKey(one.finding.resource)}`);
        },
      });
      const rules = ports.rules.map((rule): typeof rule => ({
        ...rule,
        judge: (snapshot, given, refs) => {
          const judgements = rule.judge(snapshot, given, refs);
          verdicts += judgements.length;
          return judgements;
        },
      }));
      return { ...ports, rules };
    };
    const idle = Array.from({ length: concurrency }, () => createClients());
    const deliver = async (bodies: readonly string[], receives: number): Promise<void> => {
      const clients = idle.pop() ?? createClients();
      invocations += 1;
      const invocation = invocations;
      const batch = bodies.map((Body, index) => ({
        MessageId: String(index),
        ReceiptHandle: '',
        Body,
        Attributes: { ApproximateReceiveCount: String(receives) },
      }));
      const event = sqsEvent(batch, `arn:aws:sqs:us-east-1:111122223333:changes`, place.region) as SQSEvent;
      const { batchItemFailures } = await handleBatch(
        event,
        () => Promise.resolve(portsOf(clients, invocation)),
        clients,
        environment,
      );
      idle.push(clients);
      if (batchItemFailures.length === 0) return;
      if (receives === maxReceives) {
        lost += batchItemFailures.length;
        return;
      }
      redelivered += batchItemFailures.length;
      await deliver(
        batchItemFailures.map(({ itemIdentifier }) => bodies[Number(itemIdentifier)] ?? ''),
        receives + 1,
      );
    };
    let done = 0;
    await pooled(concurrency, batches, async (batch) => {
      await deliver(batch, 1);
      done += 1;
      after(done, batches.length);
    });
    const seconds = (Date.now() - started) / 1_000;
    const calls = countsOf(account.calls());
    const furtherVerdicts = verdicts - sum([...judgedBy.values()]);

    account.setFault(undefined);
    const { judged } = await judgeScope(portsOf(), 'account');
    const pairs = judged.map(({ id }) => id);
    return {
      pairs: pairs.length,
      missed: pairs.filter((id) => !judgedBy.has(id)),
      verdictsEach: sum([...judgedBy.values()]) / judgedBy.size,
      visitsEach: visits.size / new Set([...visits].map((one) => one.slice(one.indexOf(' ')))).size,
      furtherVerdicts,
      failing: failing.size,
      invocations,
      calls,
      throttled,
      redelivered,
      lost,
      seconds,
    };
  } finally {
    process.env = before;
    for (const client of Object.values(aws)) client.destroy();
    await account.stop();
  }
}

async function prepare({ sqs, dynamodb, securityhub }: Clients) {
  await dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  await securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  const create = async (QueueName: string) =>
    (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
  return readEnvironment({
    PALISADE_TABLE: table,
    PALISADE_QUEUE_URL: await create('changes'),
    PALISADE_DEAD_LETTERS_URL: await create('dead'),
  });
}

function countsOf(calls: readonly { readonly service: string; readonly operation: string }[]) {
  const counts = new Map<string, number>();
  for (const { service, operation } of calls) {
    const name = `${service}:${operation}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
