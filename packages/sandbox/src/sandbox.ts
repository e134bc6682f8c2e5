import type { Account, AccountEvent } from './account/account';
import type { RecordedCall } from './account/calls';
import { type Authorizer, createAuthorizer } from './authorization/authorizer';
import { startClock, type Clock, type ClockMode } from './account/clock';
import type { FaultHook } from './account/faults';
import type { UserIdentity } from './account/identity';
import { DEFAULT_QUOTAS, type Quotas } from './account/quotas';
import { seededIds, seededRandom } from './account/random';
import { createMeter } from './account/meter';
import { createStore, type VisibleState } from './account/store';
import { DEFAULT_TIMINGS, type Timings } from './account/timings';
import { createAdmin, type Admin } from './admin';
import { isoSeconds } from './events/cloudtrail';
import { answerRequest, closeServer, listen, type Proxy } from './server/server';
import type { HttpRequest } from './protocol/http';
import type { ServerAnswer } from './server/dispatch';
import { startDynamo } from './services/dynamodb/proxy';
import { emptyRegistry } from './services/ecr/proxy';
import { SERVICES } from './services/registry';

export interface SandboxOptions {
  /** Default 111122223333. */
  readonly accountId?: string;
  /** The value of `account.region`; requests may use any Region. Default us-east-1. */
  readonly region?: string;
  /** 0 (default) chooses a free port. */
  readonly port?: number;
  readonly clock?: ClockMode;
  /** The clock's first time, milliseconds since the epoch. Default: now. */
  readonly startTime?: number;
  /** For this long after a write, reads of that service may return an earlier state. Default 0: never. */
  readonly consistencyMs?: number;
  /** Seeds the identifiers and the choice of lagging states. */
  readonly seed?: number;
  /** CloudTrail's `userIdentity` by access key id. */
  readonly identities?: Readonly<Record<string, UserIdentity>>;
  readonly quotas?: Partial<Quotas>;
  readonly timings?: Partial<Timings>;
  readonly fault?: FaultHook;
}

/** A running sandbox account. */
export interface Sandbox {
  /** For `AWS_ENDPOINT_URL` or a client's `endpoint`. Any credentials are accepted. */
  readonly url: string;
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  readonly admin: Admin;
  /** Decides which sessions need permissions, and records what they needed. By default nobody needs any. */
  readonly authorizer: Authorizer;
  /** Answers a request without the network, for callers that send very many. */
  readonly request: (request: HttpRequest) => Promise<ServerAnswer>;
  /** The internal state, for the sandbox's Lambda event source and event rules. */
  readonly account: Account;
  /** Every call since the start or the last `resetCalls`, oldest first. */
  calls(): readonly RecordedCall[];
  resetCalls(): void;
  /** Subscribes to CloudTrail events and native events; returns a function that unsubscribes. */
  readonly onEvent: (listener: (event: AccountEvent) => void) => () => void;
  setFault(fault: FaultHook | undefined): void;
  /** Lets reads lag up to this long behind writes: by an amount chosen by the seed, or always the full time. */
  setConsistency(milliseconds: number, seen?: VisibleState): void;
  /** All contents, in an order that does not depend on their history. For comparisons; must not be changed. */
  contents(): Promise<Contents>;
  /**
   * Saves the whole account. Returns a function that restores it and can be called more than once, but only while no
   * work is in progress. Needs a manual clock.
   */
  save(): Promise<Back>;
  stop(): Promise<void>;
}

/** Restores a saved account, with its clock at `at` (milliseconds since the epoch) if that is given. */
export type Back = (at?: number) => Promise<void>;

/** The contents of the account. */
export interface Contents {
  /** By service, and by Region for regional services. */
  readonly services: ReadonlyMap<string, unknown>;
  /** DynamoDB's items by table. */
  readonly tables: ReadonlyMap<string, readonly object[]>;
  readonly pending: ReturnType<Clock['pending']>;
}

/** Starts a sandbox AWS account on loopback. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const accountId = options.accountId ?? '111122223333';
  const region = options.region ?? 'us-east-1';
  const seed = options.seed ?? 1;
  const clock = startClock(options.clock ?? 'real', options.startTime);
  const [idSource, lagSource] = [seededRandom(seed), seededRandom(seed + 1)];
  const ids = seededIds(idSource);
  let consistencyMs = options.consistencyMs ?? 0;
  let seen: VisibleState = 'any';
  let fault = options.fault;
  let calls: RecordedCall[] = [];
  let url = '';
  const listeners = new Set<(event: AccountEvent) => void>();

  const account: Account = {
    accountId,
    region,
    clock,
    ids,
    store: createStore(
      clock,
      () => consistencyMs,
      lagSource,
      () => seen,
    ),
    quotas: { ...DEFAULT_QUOTAS, ...options.quotas },
    timings: { ...DEFAULT_TIMINGS, ...options.timings },
    identities: new Map(Object.entries(options.identities ?? {})),
    functions: new Map(),
    stacks: { worker: undefined },
    organization: { scps: [] },
    expired: new Set(),
    url: () => url,
    emit(event) {
      const time = isoSeconds(clock.now());
      const full: AccountEvent = { version: '0', id: ids.uuid(), account: accountId, time, ...event };
      for (const listener of listeners) listener(structuredClone(full));
    },
  };
  const authorizer = createAuthorizer(account);
  const host = {
    account,
    authorizer,
    isThrottled: createMeter(account),
    fault: () => fault,
    record: (call: RecordedCall) => {
      calls.push(call);
    },
  };
  const dynamo = await startDynamo(host);
  const proxies = new Map<string, Proxy>([
    ['dynamodb', dynamo.proxy],
    ['ecr', emptyRegistry(host)],
  ]);
  const listening = await listen(host, SERVICES, proxies, options.port ?? 0);
  url = listening.url;

  return {
    url,
    accountId,
    region,
    clock,
    admin: createAdmin(account),
    authorizer,
    account,
    request: (request) => answerRequest(host, SERVICES, proxies, request),
    calls: () => [...calls],
    resetCalls: () => {
      calls = [];
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    setFault: (hook) => {
      fault = hook;
    },
    setConsistency: (milliseconds, which = 'any') => {
      consistencyMs = milliseconds;
      seen = which;
    },
    async contents() {
      return { services: account.store.all(), tables: await dynamo.tables.items(), pending: clock.pending() };
    },
    async save() {
      const restoreClock = clock.save();
      const restorers = [account.store, idSource, lagSource].map((part) => part.save());
      const restoreTables = await dynamo.tables.save();
      const saved = { consistencyMs, seen, fault, calls: [...calls], identities: [...account.identities] };
      const dials = structuredClone({
        quotas: account.quotas,
        timings: account.timings,
        scps: account.organization.scps,
      });
      const expired = [...account.expired];
      return async (at) => {
        restoreClock(at);
        for (const restore of restorers) restore();
        await restoreTables();
        ({ consistencyMs, seen, fault } = saved);
        calls = [...saved.calls];
        Object.assign(account.quotas, dials.quotas);
        Object.assign(account.timings, dials.timings);
        account.organization.scps = dials.scps;
        account.expired.clear();
        for (const key of expired) account.expired.add(key);
        account.identities.clear();
        for (const [key, identity] of saved.identities) account.identities.set(key, identity);
      };
    },
    async stop() {
      clock.stop();
      await closeServer(listening.server);
      await dynamo.stop();
    },
  };
}
