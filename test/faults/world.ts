import type { SQSEvent } from 'aws-lambda';
import type { Message } from '@aws-sdk/client-sqs';
import type { AwsClients } from '../../adapters/aws/clients';
import { dynamoLedger } from '../../adapters/ledger/dynamodb';
import { ssmSwitch, switchParameter } from '../../adapters/switch/ssm';
import type { FindingRecord, Ledger } from '../../core/model/ledger';
import { findingId, type ResourceRef } from '../../core/model/resource';
import { type FunctionPorts, functionPorts } from '../../functions/ports';
import { lastSettings } from '../../adapters/ledger/last-settings';
import { handleBatch } from '../../functions/handle-batch';
import { handleSweep } from '../../functions/handle-sweep';
import { logger } from '../../functions/observe';
import { settingsReader } from '../../functions/settings';
import { assumedRole } from '@palisade/sandbox/account/identity';
import { internalCall } from '@palisade/sandbox/account/internal-call';
import { sqsEvent } from '@palisade/sandbox/lambda/sqs-event';
import { type Back, type Sandbox, startSandbox } from '@palisade/sandbox';
import { deleteMessage, sendMessage } from '@palisade/sandbox/services/sqs/messages';
import { receiveMessage } from '@palisade/sandbox/services/sqs/receive';
import { findQueue, type Queue } from '@palisade/sandbox/services/sqs/state';
import { type Clients, clientsOf } from '@palisade/sandbox/clients';
import { testWiring } from '../fakes/wiring';
import type { Scenario } from '../scenarios/scenario';
import { type Interceptor, type LogicalCall, workerClients } from './calls';
import {
  accessKeyId,
  deployQueues,
  environmentOf,
  ownRole,
  faultPlace,
  queues,
  type QueueUrls,
  settingsParameter,
  table,
} from './deployed';
import { approveAsPerson } from './person';
import type { Done } from './replay';
import { type Course, Workers } from './workers';
import { minute } from '../../core/engine/time';

/** The duration of a call (ms of the account's time). */
const callMs = 20;
/**
 * Invocations begin at multiples of this (ms): Lambda collects a batch for this time, and it makes the times of two
 * runs that are otherwise the same equal (see same.ts).
 */
export const tickMs = 10_000;

/** How a world differs from what is deployed, for the tests that the matrix can fail. */
export type Sabotage = (ports: FunctionPorts, clients: AwsClients) => FunctionPorts;

/** Why a function is invoked: messages, the hourly sweep, or a person's approval and its time. */
export type FaultWork =
  | { readonly kind: 'batch'; readonly messages: readonly Message[] }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'approval'; readonly at: string };

/** Lambda retries an asynchronous invocation after these times (ms); then the event becomes a dead letter. */
const retriesMs = [minute, 2 * minute];

/** The state of a world before some work, without its account. */
export interface Here {
  readonly isNewestFirst: boolean;
  readonly staleUntil: number;
  readonly first: readonly Message[];
  readonly calls: readonly LogicalCall[];
  /** The account's time (ms). */
  readonly at: number;
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
 * A sandbox account with the drift of a scenario, the queues and rules of the template, and workers that run the code
 * of the functions. Only `nextWork` and the calls advance its time.
 */
export class FaultWorld {
  readonly ledger: Ledger;
  /** Intercepts each attempt of a call of a worker. */
  intercept: Interceptor = noFault;
  /** Deliver the newest message first, instead of the oldest. */
  isNewestFirst = false;
  /** Until when (ms) reads are stale. */
  staleUntil = 0;
  /** How many subjects the last sweep could not judge, from the metric that has an alarm. */
  unknown = 0;
  /** The calls of the workers so far, in order. */
  readonly calls: LogicalCall[] = [];
  /** Called for calls of the current work, see Course. */
  atCall: ((index: number) => Promise<void>) | undefined;
  /** Called for completed calls of the current work. */
  note: Done[] = [];
  private replay: readonly Done[] = [];
  private first: readonly Message[] = [];
  private current: FaultWork | undefined;
  /** Asynchronous invocations that are repeated. */
  private repeats: FaultWork[] = [];
  /** Invocations that were dead letters, and are next. */
  redriven: readonly FaultWork[] = [];
  readonly sandbox: Sandbox;
  readonly aws: Clients;
  readonly scenario: Scenario;
  readonly ref: ResourceRef;
  sabotage: Sabotage;
  private readonly queueUrls: QueueUrls;
  private readonly workers: Workers;

  private constructor({ sandbox, aws, scenario, ref, queueUrls, sabotage }: Parts) {
    this.sandbox = sandbox;
    this.aws = aws;
    this.scenario = scenario;
    this.ref = ref;
    this.queueUrls = queueUrls;
    this.sabotage = sabotage;
    this.workers = new Workers(sandbox, callMs);
    // Takes no time.
    const { clients } = workerClients(sandbox);
    this.ledger = dynamoLedger({ clients, table, now: () => this.now() });
  }

  static async start(scenario: Scenario, sabotage: Sabotage = (ports) => ports): Promise<FaultWorld> {
    const sandbox = await startSandbox({ clock: 'manual', startTime: Date.UTC(2026, 10, 22) });
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: sandbox.url,
      AWS_REGION: faultPlace.region,
      // The adaptive mode waits in real time; its retries are the same.
      AWS_RETRY_MODE: 'standard',
    });
    logger.setLogLevel('SILENT');
    sandbox.admin.setIdentity(accessKeyId, assumedRole(ownRole, 'on-change', accessKeyId, 0));
    sandbox.setFault(({ userAgent, service, operation }) => faultOf(userAgent, `${service}:${operation}`));
    const aws = clientsOf(sandbox.url);
    const queueUrls = await deployQueues(sandbox, aws, scenario);
    const wait = (ms = 10 * minute): Promise<void> => sandbox.clock.advance(ms);
    const ref = await scenario.seed({ sandbox, aws, wait });
    const world = new FaultWorld({ sandbox, aws, scenario, ref, queueUrls, sabotage });
    if (scenario.isUnreported === true) world.queue('changes').messages = [];
    return world;
  }

  async stop(): Promise<void> {
    for (const client of Object.values(this.aws)) client.destroy();
    await this.sandbox.stop();
  }

  /** The state before some work of an undisturbed run, for `enter`. */
  here(): Here {
    const { isNewestFirst, staleUntil, first } = this;
    return { isNewestFirst, staleUntil, first, calls: [...this.calls], at: this.sandbox.clock.now() };
  }

  /**
   * Goes back to the state before some work. The account has its state of then, or that of a later call of the work: in
   * that case the work is repeated, with the calls until then as its `replay`.
   */
  async enter({ calls, at, ...here }: Here, back: Back, replay: readonly Done[] = []): Promise<void> {
    await back(at);
    Object.assign(this, here, { intercept: noFault, current: undefined, repeats: [], redriven: [], replay });
    this.calls.splice(0, Infinity, ...calls);
  }

  now(): string {
    return new Date(this.sandbox.clock.now()).toISOString();
  }

  get id(): string {
    return findingId(this.scenario.rule, this.ref, faultPlace);
  }

  record(): Promise<FindingRecord | undefined> {
    return this.ledger.load(this.id);
  }

  queue(name: keyof typeof queues): Queue {
    return findQueue(this.asService(), queues[name]);
  }

  /** Redriven work; else advances time until messages are visible. `undefined` if nothing is left. */
  async nextWork(): Promise<FaultWork | undefined> {
    for (;;) {
      await this.untilTick();
      const [redriven, ...rest] = this.redriven;
      this.redriven = rest;
      if (redriven !== undefined) return redriven;
      const messages = await this.receive();
      if (messages.length > 0) return { kind: 'batch', messages };
      const next = Math.min(...this.queue('changes').messages.map(({ visibleAt }) => visibleAt));
      // Changes in progress in the account complete by themselves, and send events.
      const until = next === Infinity ? this.sandbox.clock.now() + 15 * minute : next;
      await this.sandbox.clock.advance(Math.max(1, until - this.sandbox.clock.now()));
      if (next === Infinity && this.queue('changes').messages.length === 0) return undefined;
    }
  }

  /** Advances time to the next tick. */
  untilTick(): Promise<void> {
    const { clock } = this.sandbox;
    return clock.advance(Math.ceil(clock.now() / tickMs) * tickMs - clock.now());
  }

  /** Receives the visible messages, which hides them. */
  private async receive(): Promise<readonly Message[]> {
    const received: Message[] = [];
    while (received.length < testWiring.batchSize) {
      if (this.isNewestFirst) this.queue('changes').messages.sort((a, b) => b.sentAt - a.sentAt);
      const { Messages = [] } = await receiveMessage(
        {
          QueueUrl: queues.changes,
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

  /**
   * Runs the work in the manner of AWS: a failed batch is received again, any other invocation is tried three times.
   * @returns whether it succeeded
   */
  async perform(work: FaultWork): Promise<boolean> {
    if (work.kind === 'batch') {
      if (this.first.length === 0) this.first = work.messages;
      return (await this.invoke(work, this.course())) === undefined;
    }
    let isDone = await this.withRetries(work);
    for (const again of this.repeats.splice(0)) isDone = await this.withRetries(again);
    return isDone;
  }

  private async withRetries(work: FaultWork): Promise<boolean> {
    let problem = await this.invoke(work, this.course());
    for (const ms of retriesMs) {
      if (problem === undefined) return true;
      await this.sandbox.clock.advance(ms);
      problem = await this.invoke(work, this.course());
    }
    if (problem !== undefined) this.lose(work, problem);
    return problem === undefined;
  }

  /** The hooks of the next invocation. Only the first one after `enter` replays calls. */
  private course(): Course {
    const { intercept, calls: counted, atCall, replay } = this;
    this.replay = [];
    this.note = [];
    return {
      intercept,
      counted,
      note: this.note,
      ...(atCall === undefined ? {} : { atCall }),
      ...(replay.length === 0 ? {} : { replay }),
    };
  }

  /** One invocation. Returns why it failed. */
  private async invoke(work: FaultWork, course: Course): Promise<string | undefined> {
    const before = this.current;
    this.current = work;
    const ended = await this.workers.run((clients) => this.carryOut(work, clients), course);
    this.current = before;
    return 'because' in ended ? ended.because : undefined;
  }

  private async carryOut(work: FaultWork, clients: AwsClients): Promise<void> {
    const ready = (): Promise<FunctionPorts> => this.ports(clients);
    const environment = environmentOf(this.queueUrls);
    switch (work.kind) {
      case 'sweep':
        this.unknown = (await handleSweep(await ready())).rules[this.scenario.rule]?.unknown ?? 0;
        return;
      case 'approval':
        await approveAsPerson(await ready(), this, work.at);
        return;
      case 'batch': {
        const { messages } = work;
        const event = sqsEvent(messages, this.queue('changes').arn, faultPlace.region) as SQSEvent;
        const { batchItemFailures } = await handleBatch(event, ready, clients, environment);
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        // The event source mapping deletes the messages that did not fail.
        for (const { MessageId = '', ReceiptHandle } of messages)
          if (!failed.has(MessageId))
            deleteMessage({ QueueUrl: queues.changes, ReceiptHandle }, this.asService());
      }
    }
  }

  /** Whether a person is asked for an approval that the scenario gives. */
  isAsking(record: FindingRecord | undefined): boolean {
    if (this.scenario.approve === undefined || record?.approval !== undefined) return false;
    return record?.outcome === 'awaiting-approval' || record?.outcome === 'contained';
  }

  /** An administrator deletes the subject in any state. */
  removeSubject(): void {
    try {
      this.sandbox.admin.remove(this.ref.type, this.ref.id);
    } catch {
      // It is deleted already.
    }
  }

  /** Repeats the current work, because SQS and EventBridge deliver at least once. */
  repeat(): void {
    if (this.current?.kind === 'batch') this.send(this.current.messages);
    else if (this.current !== undefined) this.repeats.push(this.current);
  }

  /** The first batch is delivered again, much later. */
  repeatFirst(): void {
    this.send(this.first);
  }

  /** A second worker does the same work, and completes it before the first one continues. */
  async second(): Promise<void> {
    if (this.current !== undefined) await this.invoke(this.current, { intercept: noFault, counted: [] });
  }

  /** For five minutes, reads return the state of this many ms before. */
  staleFor(lagMs: number): void {
    this.sandbox.setConsistency(lagMs, 'oldest');
    this.staleUntil = this.sandbox.clock.now() + 5 * minute;
    this.sandbox.clock.after(
      5 * minute,
      () => {
        this.sandbox.setConsistency(0);
      },
      'reads are not stale any more',
    );
  }

  /** Puts the dead letters back like `palisade redrive`: into the queue, or to the function that failed. */
  redrive(): void {
    const deadLetters = this.queue('dead').messages.splice(0);
    const isOfLambda = ({ body }: (typeof deadLetters)[number]): boolean => body.includes('requestPayload');
    this.redriven = deadLetters
      .filter(isOfLambda)
      .map(({ body }) => (JSON.parse(body) as { requestPayload: FaultWork }).requestPayload);
    const messages = deadLetters.filter((message) => !isOfLambda(message));
    for (const message of messages) message.receiveCount = 0;
    this.queue('changes').messages.push(...messages);
  }

  /** The message that Lambda sends to the destination of a failed asynchronous invocation. */
  private lose(work: FaultWork, because: string): void {
    const body = JSON.stringify({
      version: '1.0',
      requestContext: { condition: 'RetriesExhausted' },
      requestPayload: work,
      responsePayload: { errorMessage: because },
    });
    sendMessage({ QueueUrl: queues.dead, MessageBody: body }, this.asService());
  }

  private send(messages: readonly Message[]): void {
    for (const { Body } of messages)
      sendMessage({ QueueUrl: queues.changes, MessageBody: Body, DelaySeconds: 0 }, this.asService());
  }

  private async ports(clients: AwsClients): Promise<FunctionPorts> {
    const environment = environmentOf(this.queueUrls);
    const settings = await settingsReader({
      clients,
      at: { own: settingsParameter },
      last: lastSettings(clients, table),
      tell: () => undefined,
    })(this.sandbox.clock.now());
    const now = (): string => this.now();
    const ports = functionPorts({
      environment,
      place: faultPlace,
      settings,
      stopped: ssmSwitch(clients, switchParameter),
      clients,
      clock: { now, pause: (ms) => this.sandbox.clock.advance(ms) },
      tell: () => undefined,
    });
    const rules = ports.rules.filter(({ meta }) => meta.id === this.scenario.rule);
    return this.sabotage({ ...ports, rules }, clients);
  }

  asService() {
    return internalCall(this.sandbox.account, faultPlace.region, 'lambda.amazonaws.com');
  }
}

/** Intercepts nothing. */
const noFault: Interceptor = (_call, _attempt, send) => send();

/** The account's fault for the mark in the user agent. */
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
