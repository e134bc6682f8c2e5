/**
 * The kinds of failed calls that the engine treats differently.
 *
 * - `denied`: our role lacks a permission. Never retried; ends in a ticket that names the permission.
 * - `throttled`: retried later.
 * - `transient`: retried later; the call may or may not have taken effect.
 * - `busy`: another change of the same resource is in progress, so nothing was done; retried after seconds.
 * - `gone`: the resource no longer exists.
 * - `conflict`: something else prevents it (a state, a DNS domain, a name that is taken).
 * - `limit`: an AWS quota.
 * - `unmodifiable`: a resource that AWS manages and nobody else can change.
 * - `invalid`: AWS refused the input, so a retry cannot help.
 * - `unexpected`: anything else; shown as it is.
 */
export type FailureKind =
  | 'denied'
  | 'throttled'
  | 'transient'
  | 'busy'
  | 'gone'
  | 'conflict'
  | 'limit'
  | 'unmodifiable'
  | 'invalid'
  | 'unexpected';

export interface Failure {
  readonly kind: FailureKind;
  /** The call in IAM notation, for example `ec2:ModifyVpcEndpoint`. */
  readonly call: string;
  /** The service's error code, for example `RequestLimitExceeded`. */
  readonly code: string;
  readonly message: string;
  /** For `denied`: the action that AWS reports as missing, where it names one; often not the same as `call`. */
  readonly permission?: string;
  /** For `denied`: what denied the call, where that is not just a missing Allow for the caller; for example an SCP. */
  readonly deniedBy?: string;
  /** An earlier attempt of the same call got no answer, so it may have taken effect although this attempt failed. */
  readonly repeated?: true;
  readonly cause: unknown;
}

/** Carries a classified failure through code that throws. */
export class FailureError extends Error {
  override readonly name = 'FailureError';
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(describeFailure(failure), { cause: failure.cause });
    this.failure = failure;
  }
}

/** The error of a request that a step makes before its own call, so that the failure names the request that failed. */
export class IntermediateCallError extends Error {
  override readonly name = 'IntermediateCallError';
  readonly call: string;

  constructor(call: string, cause: unknown) {
    super(`${call} failed`, { cause });
    this.call = call;
  }
}

/**
 * Makes a request, named in IAM notation, that a step needs before its own call.
 * @throws IntermediateCallError
 */
export async function intermediateCall<T>(call: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    throw new IntermediateCallError(call, error);
  }
}

/** One line for people: `ec2:ModifyVpcEndpoint was denied (UnauthorizedOperation): …`. */
export function describeFailure(failure: Failure): string {
  return `${failure.call} ${phrases[failure.kind]} (${failure.code}): ${failure.message}`;
}

/** Whether the failure may resolve itself, so that a retry is worthwhile. */
export function isRetryable(failure: Pick<Failure, 'kind'>): boolean {
  return failure.kind === 'throttled' || failure.kind === 'transient' || failure.kind === 'busy';
}

const phrases: Readonly<Record<FailureKind, string>> = {
  denied: 'was denied',
  throttled: 'was throttled',
  transient: 'did not complete',
  busy: 'met another change in progress',
  gone: 'found nothing',
  conflict: 'met a conflict',
  limit: 'hit a quota',
  unmodifiable: 'may not change this resource',
  invalid: 'was refused as invalid',
  unexpected: 'failed',
};
