import { jest } from '@jest/globals';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { dynamoLedger } from '../../../adapters/ledger/dynamodb';
import { ledgerTable } from '../../../adapters/ledger/table';
import type { Ledger } from '../../../core/model/ledger';
import { assumedRole } from '@palisade/sandbox/account/identity';
import { type Invocation, type LambdaFunction, startFunction } from '@palisade/sandbox/lambda/function';
import { sqsEvent } from '@palisade/sandbox/lambda/sqs-event';
import { type Sandbox, startSandbox } from '@palisade/sandbox';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { testWiring } from '../../fakes/wiring';
import { builtFunction } from './built';
import { isRecord } from '../../../core/model/json';

// Starting processes and loading AWS clients is slow on a busy machine.
jest.setTimeout(60_000);

type FunctionName = 'on-change' | 'config-rule' | 'sweep' | 'on-action';

/** The setting of a function's test: a sandbox account, the built function in it, and its queues and table. */
export interface Stage {
  readonly account: Sandbox;
  readonly aws: Clients;
  readonly ledger: Ledger;
  /** Starts a built function. Variables can be overridden, or removed with `undefined`. */
  start(
    name: FunctionName,
    variables?: Readonly<Record<string, string | undefined>>,
  ): Promise<LambdaFunction>;
  /** Removes all messages from a queue and returns their bodies. */
  waiting(queue: 'changes' | 'dead'): Promise<readonly unknown[]>;
  /** The calls that this function made since the last `resetCalls`, as `service:Operation` → count. */
  callsOf(fn: LambdaFunction): Readonly<Record<string, number>>;
  stop(): Promise<void>;
}

export interface StageOptions {
  /** The rules that the functions are built with. Default: all. */
  readonly only?: readonly string[];
  /** YAML; absent: the parameter does not exist. */
  readonly settings?: string;
  readonly visibilitySeconds?: number;
  readonly maxReceiveCount?: number;
  /** How long stopping a notebook takes, on the account's clock. */
  readonly notebookStopMs?: number;
  /** Whether Security Hub CSPM is on. Default: it is. */
  readonly hub?: false;
}

export const changesQueue = 'palisade-changes';
const deadQueue = 'palisade-dead-letters';
const table = 'palisade-ledger';

/** Every rule acts immediately and without limits. */
export const remediateAll = `rules:
  notebook-direct-internet: { mode: remediate }
  endpoint-private-dns: { mode: remediate }
  principal-outside-access: { mode: remediate }
limits: { actionsPerHour: 1000, sharePercent: 100 }
`;

/** Starts a sandbox account whose asynchronous changes complete almost immediately. */
export async function startStage(options: StageOptions = {}): Promise<Stage> {
  const account = await startSandbox({
    timings: {
      notebookStart: 0,
      notebookStop: options.notebookStopMs ?? 20,
      notebookDelete: 0,
      endpointCreate: 0,
      endpointModify: 0,
      endpointDelete: 0,
    },
  });
  const aws = clientsOf(account.url);
  const { queueUrl, deadLettersUrl } = await createQueues(aws, options);
  await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
  if (options.hub !== false)
    await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
  if (options.settings !== undefined)
    await aws.ssm.send(
      new PutParameterCommand({ Name: '/palisade/settings', Value: options.settings, Type: 'String' }),
    );
  const started: LambdaFunction[] = [];
  const roleOf = (name: FunctionName): string =>
    `arn:aws:iam::${account.accountId}:role/palisade/palisade-${account.region}-${name}`;

  return {
    account,
    aws,
    ledger: dynamoLedger({
      clients: { dynamodb: () => Promise.resolve(aws.dynamodb) },
      table,
      now: () => new Date().toISOString(),
    }),
    start: async (name, variables = {}) => {
      const environment: Readonly<Record<string, string | undefined>> = {
        PALISADE_TABLE: table,
        PALISADE_QUEUE_URL: queueUrl,
        PALISADE_DEAD_LETTERS_URL: deadLettersUrl,
        PALISADE_SETTINGS_PARAMETER: '/palisade/settings',
        PALISADE_OWN_ROLES: [roleOf('on-change'), roleOf('on-action')].join(','),
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        // One attempt, so that a fault has an immediate effect.
        AWS_MAX_ATTEMPTS: '1',
        ...variables,
      };
      const fn = await startFunction({
        name: `palisade-${name}-${started.length}`,
        file: await builtFunction(name, options.only),
        handler: 'handler',
        // A generous timeout for a busy machine.
        timeoutSeconds: 120,
        accountId: account.accountId,
        region: account.region,
        endpointUrl: account.url,
        environment: present(environment),
      });
      account.admin.setIdentity(
        fn.accessKeyId,
        assumedRole(roleOf(name), fn.name, fn.accessKeyId, account.clock.now()),
      );
      started.push(fn);
      return fn;
    },
    waiting: (queue) => takeAll(aws, queue === 'dead' ? deadQueue : changesQueue),
    callsOf: ({ accessKeyId }) => {
      const counts: Record<string, number> = {};
      for (const call of account.calls().filter((entry) => entry.accessKeyId === accessKeyId)) {
        const name = `${call.service}:${call.operation}`;
        counts[name] = (counts[name] ?? 0) + 1;
      }
      return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
    },
    stop: async () => {
      await Promise.all(started.map((fn) => fn.stop()));
      for (const client of Object.values(aws)) client.destroy();
      await account.stop();
    },
  };
}

function present(variables: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(variables)) if (value !== undefined) kept[name] = value;
  return kept;
}

/** Invokes `on-change` with one batch. Returns the positions of the messages that it reports as failed. */
export async function deliver(
  fn: LambdaFunction,
  bodies: readonly (string | object)[],
): Promise<{ readonly failed: readonly number[]; readonly invocation: Invocation }> {
  const messages = bodies.map((body, index) => ({
    MessageId: `message-${index}`,
    ReceiptHandle: `receipt-${index}`,
    Body: typeof body === 'string' ? body : JSON.stringify(asOfNow(body)),
    Attributes: {},
  }));
  const arn = `arn:aws:sqs:us-east-1:111122223333:${changesQueue}`;
  const invocation = await fn.invoke(sqsEvent(messages, arn, 'us-east-1'));
  const { batchItemFailures = [] } = (invocation.payload ?? {}) as {
    batchItemFailures?: readonly { itemIdentifier: string }[];
  };
  return {
    invocation,
    failed: batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier.replace('message-', ''))),
  };
}

/** Sets the event's time to now, because tests create events without a realistic time. */
function asOfNow(body: object): object {
  if (!('detail' in body)) return body;
  const { detail } = body;
  return isRecord(detail) && 'eventTime' in detail
    ? { ...body, detail: { ...detail, eventTime: new Date().toISOString() } }
    : body;
}

async function createQueues(
  { sqs }: Clients,
  { visibilitySeconds = 30, maxReceiveCount = testWiring.maxReceiveCount }: StageOptions,
): Promise<{ readonly queueUrl: string; readonly deadLettersUrl: string }> {
  const dead = await sqs.send(new CreateQueueCommand({ QueueName: deadQueue }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: dead.QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: changesQueue,
      Attributes: {
        VisibilityTimeout: String(visibilitySeconds),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: Attributes?.['QueueArn'],
          maxReceiveCount,
        }),
      },
    }),
  );
  return { queueUrl: QueueUrl, deadLettersUrl: dead.QueueUrl ?? '' };
}

async function takeAll({ sqs }: Clients, QueueUrl: string): Promise<readonly unknown[]> {
  const bodies: unknown[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    );
    if (Messages.length === 0) return bodies;
    bodies.push(...Messages.map(({ Body = '' }) => parsed(Body)));
  }
}

/** Messages that are not JSON stay text. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
