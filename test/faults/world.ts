import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { EnableSecurityHubCommand } from '@aws-sdk/client-securityhub';
import { CreateQueueCommand, type Message } from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import type { AwsClients } from '../../adapters/aws/clients';
import { handOver } from '../../adapters/follow-up/hand-over';
import { dynamoLedger } from '../../adapters/ledger/dynamodb';
import { ledgerTable } from '../../adapters/ledger/table';
import { approve, review } from '../../core/engine';
import type { FindingRecord, Ledger } from '../../core/ledger';
import type { Ports } from '../../core/ports';
import { findingId, type ResourceRef } from '../../core/resource';
import { compose } from '../../functions/compose';
import { readEnvironment } from '../../functions/environment';
import { handleBatch } from '../../functions/handle-batch';
import { lastSettings } from '../../adapters/ledger/last-settings';
import { settingsReader } from '../../functions/settings';
import { assumedRole } from '../../sandbox/account/identity';
import { internalCall } from '../../sandbox/account/internal-call';
import { routeToQueue } from '../../sandbox/events/rules';
import { sqsEvent } from '../../sandbox/lambda/sqs-event';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox';
import { deleteMessage, sendMessage } from '../../sandbox/services/sqs/messages';
import { receiveMessage } from '../../sandbox/services/sqs/receive';
import { findQueue, type Queue } from '../../sandbox/services/sqs/state';
import { type Clients, clientsOf } from '../../sandbox/testing/clients';
import { wiring } from '../fakes/wiring';
import type { Scenario } from '../scenarios/scenario';
import { interceptedClients, type Interceptor, type LogicalCall } from './calls';

export const place = { account: '111122223333', region: 'us-east-1' };
export const minute = 60_000;
export const hour = 60 * minute;

const table = 'palisade-ledger';
const changes = 'palisade-changes';
const dead = 'palisade-dead-letters';
export const accessKeyId = 'AKIAPALISADE';
const ownRole = `arn:aws:iam::${place.account}:role/palisade/palisade-${place.region}-on-change`;
/** A call takes so long (ms of the account's time). */
const callMs = 20;
/** Far more than any way to the end has turns. */
const maxTurns = 400;

/** How a world differs from what is deployed: for the tests that prove that the matrix can fail. */
export type Sabotage = (ports: Ports<AwsClients>) => Ports<AwsClients>;

interface QueueUrls {
  readonly changes: string;
  readonly dead: string;
}

interface Parts {
  readonly sandbox: Sandbox;
  readonly aws: Clients;
  readonly scenario: Scenario;
  readonly ref: ResourceRef;
  readonly queueUrls: QueueUrls;
  readonly sabotage: Sabotage;
}

/**
 * An embedded account with the drift of a scenario, the queues and rules of the template, and workers that run what
 * `on-change` runs. Time moves only when `drain` and the calls move it.
 */
export class World {
  readonly ledger: Ledger;
  /** What happens to each attempt of a call of a worker. */
  intercept: Interceptor = (_call, _attempt, send) => send();
  /** The newest message first, instead of the oldest. */
  isNewestFirst = false;
  /** Logical calls of the workers so far, in order. */
  readonly calls: LogicalCall[] = [];
  /** Which calls each invocation made, and how the finding stood before. */
  readonly invocations: { readonly from: number; readonly to: number; readonly state: string }[] = [];
  private first: readonly Message[] = [];
  private current: readonly Message[] = [];
  readonly sandbox: Sandbox;
  readonly aws: Clients;
  readonly scenario: Scenario;
  readonly ref: ResourceRef;
  private readonly queueUrls: QueueUrls;
  private readonly sabotage: Sabotage;

  private constructor({ sandbox, aws, scenario, ref, queueUrls, sabotage }: Parts) {
    this.sandbox = sandbox;
    this.aws = aws;
    this.scenario = scenario;
    this.ref = ref;
    this.queueUrls = queueUrls;
    this.sabotage = sabotage;
    this.ledger = dynamoLedger({
      clients: { dynamodb: () => Promise.resolve(aws.dynamodb) },
      table,
      now: () => this.now(),
    });
  }

  static async start(scenario: Scenario, sabotage: Sabotage = (ports) => ports): Promise<World> {
    const sandbox = await startSandbox({ clock: 'manual', startTime: Date.UTC(2026, 10, 22) });
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_REGION: place.region,
      // The adaptive mode waits in real time; what it does to the calls is the same.
      AWS_RETRY_MODE: 'standard',
      POWERTOOLS_LOG_LEVEL: 'SILENT',
      POWERTOOLS_METRICS_DISABLED: 'true',
    });
    sandbox.admin.setIdentity(accessKeyId, assumedRole(ownRole, 'on-change', accessKeyId, 0));
    sandbox.setFault(({ userAgent, service, operation }) => faultOf(userAgent, `${service}:${operation}`));
    const aws = clientsOf(sandbox.url);
    const queueUrls = await createQueues(aws);
    await aws.dynamodb.send(new CreateTableCommand(ledgerTable(table)));
    await aws.securityhub.send(new EnableSecurityHubCommand({ EnableDefaultStandards: false }));
    await aws.ssm.send(
      new PutParameterCommand({ Name: '/palisade/settings', Value: settingsOf(scenario), Type: 'String' }),
    );
    for (const pattern of wiring.patterns) routeToQueue(sandbox, { pattern, queueName: changes });
    const wait = (ms = 10 * minute): Promise<void> => sandbox.clock.advance(ms);
    const ref = await scenario.seed({ sandbox, aws, wait });
    return new World({ sandbox, aws, scenario, ref, queueUrls, sabotage });
  }

  async stop(): Promise<void> {
    for (const client of Object.values(this.aws)) client.destroy();
    await this.sandbox.stop();
  }

  now(): string {
    return new Date(this.sandbox.clock.now()).toISOString();
  }

  get id(): string {
    return findingId(this.scenario.rule, this.ref, place);
  }

  record(): Promise<FindingRecord | undefined> {
    return this.ledger.load(this.id);
  }

  queue(name: 'changes' | 'dead'): Queue {
    return findQueue(this.asService(), name === 'changes' ? changes : dead);
  }

  /** Delivers what is in the queue, again and again and as time goes by, until nothing is left in it. */
  async drain(): Promise<void> {
    for (let turn = 0; turn < maxTurns; turn += 1) {
      const messages = await this.receive();
      if (messages.length > 0) {
        await this.deliver(messages);
        continue;
      }
      const next = Math.min(...this.queue('changes').messages.map(({ visibleAt }) => visibleAt));
      // What the account has begun ends by itself, and tells of it.
      const until = next === Infinity ? this.sandbox.clock.now() + 15 * minute : next;
      await this.sandbox.clock.advance(Math.max(1, until - this.sandbox.clock.now()));
      if (next === Infinity && this.queue('changes').messages.length === 0) return;
    }
    throw new Error('the queue does not come to rest');
  }

  /** Messages that are visible now; they become invisible. */
  async receive(): Promise<readonly Message[]> {
    const received: Message[] = [];
    while (received.length < wiring.batchSize) {
      if (this.isNewestFirst) this.queue('changes').messages.sort((a, b) => b.sentAt - a.sentAt);
      const { Messages = [] } = await receiveMessage(
        {
          QueueUrl: changes,
          MaxNumberOfMessages: 10,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        },
        this.asService(),
      );
      if (Messages.length === 0) break;
      received.push(...Messages);
    }
    return received;
  }

  /** One invocation, as the event source mapping makes it: what did not fail is deleted. */
  async deliver(messages: readonly Message[]): Promise<void> {
    if (this.first.length === 0) this.first = messages;
    this.current = messages;
    const from = this.calls.length;
    const { outcome, performed = [] } = (await this.record()) ?? {};
    const response = await this.invoke(messages, this.intercept);
    const state = [outcome, ...performed.map(({ call, state }) => `${call} ${state}`)].join(', ');
    this.invocations.push({ from, to: this.calls.length, state });
    if (response === undefined) return;
    const failed = new Set(response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const { MessageId = '', ReceiptHandle } of messages)
      if (!failed.has(MessageId)) deleteMessage({ QueueUrl: changes, ReceiptHandle }, this.asService());
  }

  /** Runs `on-change` over messages. `undefined` when it died or threw. */
  async invoke(messages: readonly Message[], intercept: Interceptor): Promise<SQSBatchResponse | undefined> {
    let die: () => void = () => undefined;
    const life: { isOver: boolean } = { isOver: false };
    const death = new Promise<undefined>((resolve) => {
      die = () => {
        life.isOver = true;
        resolve(undefined);
      };
    });
    const clients = this.clients(async (call, attempt, send) => {
      const hasEnded = (): boolean => life.isOver;
      if (hasEnded()) return never();
      const answer = await intercept(call, attempt, send).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        die();
        return never();
      });
      // An answer that comes after the death of the process reaches nobody.
      return hasEnded() ? never() : answer;
    }, intercept === this.intercept);
    const event = sqsEvent(messages, this.queue('changes').arn, place.region) as SQSEvent;
    const run = handleBatch(event, () => this.ports(clients), clients, environmentOf(this.queueUrls));
    return Promise.race([death, run.catch(() => undefined)]);
  }

  /** What the sweep does, undisturbed. Returns how many resources it handed over. */
  async sweep(): Promise<number> {
    const ports = await this.ports(this.undisturbed());
    const { toHandle } = await review(ports, 'account');
    await handOver(ports.clients, this.queueUrls.changes, toHandle, 'sweep of the whole account');
    return toHandle.length;
  }

  /** Whether a person is asked for an approval that the scenario gives. */
  isAsking(record: FindingRecord | undefined): boolean {
    if (this.scenario.approve === undefined || record?.approval !== undefined) return false;
    return record?.outcome === 'awaiting-approval' || record?.outcome === 'contained';
  }

  /** A person approves what was shown. False when it cannot be approved right now. */
  async approve(): Promise<boolean> {
    const ports = await this.ports(this.undisturbed());
    const result = await approve(ports, this.id, 'ann', { dataLoss: this.scenario.approve === 'data-loss' });
    if (result.status === 'refused') return false;
    await handOver(ports.clients, this.queueUrls.changes, [this.ref], 'approved by ann');
    return true;
  }

  /** An administrator deletes the subject, whatever state it is in. */
  removeSubject(): void {
    this.sandbox.admin.remove(this.ref.type, this.ref.id);
  }

  /** SQS delivers the present batch once more. */
  repeat(): void {
    this.send(this.current);
  }

  /** The first batch comes once more, long after its time. */
  repeatFirst(): void {
    this.send(this.first);
  }

  /** A second worker gets the present batch too, and is done before the first one goes on. */
  async second(): Promise<void> {
    await this.invoke(this.current, (_call, _attempt, send) => send());
  }

  /** For five minutes, reads see what was there so long (ms) before. */
  staleFor(lagMs: number): void {
    this.sandbox.setConsistency(lagMs, 'oldest');
    this.sandbox.clock.after(5 * minute, () => {
      this.sandbox.setConsistency(0);
    });
  }

  /** Puts the dead letters back. */
  redrive(): void {
    const letters = this.queue('dead').messages.splice(0);
    for (const letter of letters) letter.receiveCount = 0;
    this.queue('changes').messages.push(...letters);
  }

  private send(messages: readonly Message[]): void {
    for (const { Body } of messages)
      sendMessage({ QueueUrl: changes, MessageBody: Body, DelaySeconds: 0 }, this.asService());
  }

  undisturbed(): AwsClients {
    return this.clients((_call, _attempt, send) => send(), false);
  }

  private clients(intercept: Interceptor, isCounted: boolean): AwsClients {
    let own = 0;
    return interceptedClients(
      this.sandbox,
      () => (isCounted ? this.calls.length : (own += 1)),
      async (call, attempt, send) => {
        if (isCounted && attempt === 1) this.calls.push(call);
        await this.sandbox.clock.advance(callMs);
        return intercept(call, attempt, send);
      },
    );
  }

  private async ports(clients: AwsClients): Promise<Ports<AwsClients>> {
    const environment = environmentOf(this.queueUrls);
    const settings = await settingsReader({
      clients,
      at: { own: '/palisade/settings' },
      last: lastSettings(clients, environment.PALISADE_TABLE),
      tell: () => undefined,
    })(this.sandbox.clock.now());
    const ports = compose({
      environment,
      place,
      settings,
      stopped: () => Promise.resolve(undefined),
      clients,
      clock: { now: () => this.now(), pause: (ms) => this.sandbox.clock.advance(ms) },
      tell: () => undefined,
    });
    return this.sabotage({
      ...ports,
      rules: ports.rules.filter(({ meta }) => meta.id === this.scenario.rule),
    });
  }

  asService() {
    return internalCall(this.sandbox.account, place.region, 'lambda.amazonaws.com');
  }
}

/** The process was killed at a call. */
export class Killed extends Error {
  override readonly name = 'Killed';
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

/** The account's fault that a mark in the user agent asks for. */
function faultOf(userAgent: string | undefined, call: string) {
  const kind = /fault#(\S+)$/.exec(userAgent ?? '')?.[1];
  switch (kind) {
    case 'throttle':
    case '5xx':
    case 'reset':
      return { kind } as const;
    case 'denied':
      return {
        kind,
        message: `User: ${ownRole} is not authorized to perform: ${call} on resource: * because no identity-based policy allows the ${call} action`,
      } as const;
    default:
      return undefined;
  }
}

function settingsOf({ rule, settings = {} }: Scenario): string {
  return JSON.stringify({
    limits: { actionsPerHour: 1_000, sharePercent: 100 },
    ...settings,
    rules: { [rule]: { mode: 'remediate' } },
  });
}

function environmentOf(queueUrls: QueueUrls) {
  return readEnvironment({
    PALISADE_TABLE: table,
    PALISADE_QUEUE_URL: queueUrls.changes,
    PALISADE_DEAD_LETTERS_URL: queueUrls.dead,
    PALISADE_OWN_ROLES: ownRole,
  });
}

async function createQueues({ sqs }: Clients): Promise<QueueUrls> {
  const letters = await sqs.send(new CreateQueueCommand({ QueueName: dead }));
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: changes,
      Attributes: {
        VisibilityTimeout: String(wiring.visibilitySeconds),
        DelaySeconds: String(wiring.delaySeconds),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: `arn:aws:sqs:${place.region}:${place.account}:${dead}`,
          maxReceiveCount: wiring.maxReceiveCount,
        }),
      },
    }),
  );
  return { changes: QueueUrl, dead: letters.QueueUrl ?? '' };
}
