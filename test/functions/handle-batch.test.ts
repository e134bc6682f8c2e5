import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { SQSEvent } from 'aws-lambda';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { createClients } from '../../adapters/aws/clients';
import { ledgerTable } from '../../adapters/ledger/table';
import { parseSettings } from '../../core/settings';
import { functionPorts } from '../../functions/ports';
import { readEnvironment } from '../../functions/environment';
import { handleBatch, maxReceives, stormSize } from '../../functions/handle-batch';
import { rules } from '../../rules/registry';
import { sqsEvent } from '@palisade/sandbox/lambda/sqs-event';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { cloudTrailEvent } from '../fakes/events';
import { type FakeClock, fakeClock } from '../fakes/clock';
import { fakeTickets } from '../fakes/recorders';
import { seedNotebook } from './harness/seed';

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
  await seedNotebook(aws, 'one');
});
afterAll(async () => {
  process.env = before;
  for (const client of Object.values(aws)) client.destroy();
  await account.stop();
});

/** A storm's batch about one notebook. Returns the number of failed messages, and the rules that judged it. */
async function deliver(clock: FakeClock, receives = 1, crash?: () => void) {
  const eventTime = new Date(Date.parse(clock.now()) - 60_000).toISOString();
  const body = cloudTrailEvent(
    'sagemaker',
    'UpdateNotebookInstance',
    { notebookInstanceName: 'one' },
    { eventTime },
  );
  const messages = Array.from({ length: stormSize }, (_, index) => ({
    MessageId: String(index),
    ReceiptHandle: '',
    Body: JSON.stringify(body),
    Attributes: { ApproximateReceiveCount: String(receives) },
  }));
  const event = sqsEvent(messages, 'arn:aws:sqs:us-east-1:111122223333:changes', place.region) as SQSEvent;
  const clients = createClients();
  const environment = readEnvironment({
    PALISADE_TABLE: table,
    PALISADE_QUEUE_URL: `${account.url}/changes`,
    PALISADE_DEAD_LETTERS_URL: `${account.url}/dead`,
  });
  const judged = new Set<string>();
  const ports = functionPorts({
    environment,
    place,
    settings: parseSettings({}, rules),
    stopped: () => Promise.resolve(undefined),
    clients,
    clock: {
      now: clock.now,
      pause: (ms) => {
        clock.pass(ms);
        return Promise.resolve();
      },
    },
    tell: (one) => {
      if (one.type === 'judged') judged.add(one.finding.rule);
    },
  });
  const load = (): Promise<never> => {
    crash?.();
    return new Promise(() => undefined);
  };
  const ledger = crash === undefined ? ports.ledger : { ...ports.ledger, load };
  const { batchItemFailures } = await handleBatch(
    event,
    () => Promise.resolve({ ...ports, ledger, channels: [], tickets: fakeTickets() }),
    clients,
    environment,
  );
  return { back: batchItemFailures.length, judged: judged.size };
}

/** A worker that crashes in the middle of such a batch, without any report of it. */
function dying(clock: FakeClock): Promise<void> {
  return new Promise((resolve, reject) => {
    deliver(clock, 1, resolve).catch(reject);
  });
}

describe('a batch whose worker crashed', () => {
  it('returns to the queue while the worker might still run, then is judged', async () => {
    const clock = fakeClock('2026-11-20T10:00:00.000Z');
    await dying(clock);
    expect(await deliver(clock)).toEqual({ back: stormSize, judged: 0 });
    clock.pass(6 * 60_000);
    const { back, judged } = await deliver(clock);
    expect(back).toBe(0);
    expect(judged).toBeGreaterThan(0);
  });

  it('is always judged when it is delivered for the last time', async () => {
    const clock = fakeClock('2026-11-20T12:00:00.000Z');
    await dying(clock);
    const { back, judged } = await deliver(clock, maxReceives);
    expect(back).toBe(0);
    expect(judged).toBeGreaterThan(0);
  });
});
