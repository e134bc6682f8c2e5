import type { Clock } from './clock';
import type { AccountFunction } from './functions';
import type { UserIdentity } from './identity';
import type { Quotas } from './quotas';
import type { Ids } from './random';
import type { Stacks } from './stacks';
import type { Slot, Store } from './store';
import type { Timings } from './timings';

/** An event as EventBridge delivers it. */
export interface AccountEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** The state and settings that all services share. */
export interface Account {
  readonly accountId: string;
  readonly region: string;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly store: Store;
  readonly quotas: Quotas;
  readonly timings: Timings;
  /** Sessions by access key id; AssumeRole adds to it. */
  readonly identities: Map<string, UserIdentity>;
  /** By ARN without version or alias. */
  readonly functions: Map<string, AccountFunction>;
  readonly stacks: Stacks;
  /** Service control policies, one list per level, root first. */
  readonly organization: { scps: readonly (readonly Record<string, unknown>[])[] };
  /** Access keys whose sessions have expired. */
  readonly expired: Set<string>;
  /** The base URL of the endpoint; known only once it listens. */
  readonly url: () => string;
  /** Sends an event from a service to the subscribers. */
  emit(event: Pick<AccountEvent, 'source' | 'detail-type' | 'region' | 'resources' | 'detail'>): void;
}

/** One call, as an operation sees it. */
export interface Call {
  readonly account: Account;
  readonly region: string;
  readonly identity: UserIdentity;
  /** The caller's time: milliseconds since the epoch. */
  readonly now: number;
  /** The state of a service in this call's Region. A read by the called service may get a slightly older state. */
  state<T>(slot: Slot<T>): T;
}
