import type { Problem } from '@palisade/iam';
import type { AttackTarget } from './targets';

/** A set of requests, any one of which is enough. */
export interface AttackRequests {
  readonly actions: readonly string[];
  /** ARNs or ARN patterns. */
  readonly resources: readonly string[];
  /** Condition keys that have the same value in each request. */
  readonly context?: NonNullable<Problem['context']>;
}

/** Requests with which a principal could tamper with a target. */
export interface AttackPath extends AttackRequests {
  readonly target: AttackTarget;
  /** A policy that denies the requests that would change nothing, so that only effective requests count. */
  readonly idle?: object;
  /** Only requests about other principals count; removing a policy from itself is an attack path of its own. */
  readonly ofOthers?: true;
  /** Requests of which one has to be allowed as well. */
  readonly with?: AttackRequests;
}
