import type { Problem } from '@palisade/iam';
import type { AttackTarget } from './targets';

/** Requests of which any one is enough. */
export interface AttackRequests {
  readonly actions: readonly string[];
  /** ARNs or patterns of ARNs. */
  readonly resources: readonly string[];
  /** Keys that have the same value in each of them. */
  readonly context?: NonNullable<Problem['context']>;
}

/** One way to tamper with a thing. */
export interface AttackPath extends AttackRequests {
  readonly thing: AttackTarget;
  /** A policy that denies the requests that would change nothing, so that only the others count. */
  readonly idle?: object;
  /** Only requests about other principals count; what it can take off itself is a way of its own. */
  readonly ofOthers?: true;
  /** What has to be allowed besides. */
  readonly with?: AttackRequests;
}
