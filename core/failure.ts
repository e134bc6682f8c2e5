/**
 * Why a call to the outside world failed, in the few kinds that the engine treats differently.
 *
 * - `denied`: our role lacks a permission. Never retried; ends in a ticket that names the permission.
 * - `throttled`, `transient`: try again later; the outcome of the call is not known.
 * - `gone`: the resource does not exist any more.
 * - `conflict`: something else stands in the way (a state, a DNS domain, a concurrent change).
 * - `limit`: an AWS quota. `unmodifiable`: AWS keeps this resource itself.
 * - `invalid`: AWS refused the input; doing the same again cannot help.
 * - `unexpected`: none of these; shown as it is.
 */
export type FailureKind =
  | 'denied'
  | 'throttled'
  | 'transient'
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
  /** For `denied`: the action that AWS says is missing, where it says so; often another one than `call`. */
  readonly permission?: string;
  /** For `denied`: the kind of policy that denies it explicitly, where AWS says so; no permission of ours helps then. */
  readonly deniedBy?: string;
  /** An earlier attempt of the same call got no answer, so it may have taken effect although this one failed. */
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

/** What a call threw that a step makes on the way to its own, so that the failure names the right one. */
export class OnTheWayError extends Error {
  override readonly name = 'OnTheWayError';
  readonly call: string;

  constructor(call: string, cause: unknown) {
    super(`${call} failed`, { cause });
    this.call = call;
  }
}

/**
 * Makes a call, in IAM notation, on the way to a step's own.
 * @throws OnTheWayError
 */
export async function onTheWay<T>(call: string, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    throw new OnTheWayError(call, error);
  }
}

/** One line for people: `ec2:ModifyVpcEndpoint was denied (UnauthorizedOperation): …`. */
export function describeFailure(failure: Failure): string {
  return `${failure.call} ${phrases[failure.kind]} (${failure.code}): ${failure.message}`;
}

/** Kinds that may pass by themselves, so that the work is worth trying again. */
export function isRetryable(failure: Failure): boolean {
  return failure.kind === 'throttled' || failure.kind === 'transient';
}

const phrases: Readonly<Record<FailureKind, string>> = {
  denied: 'was denied',
  throttled: 'was throttled',
  transient: 'did not complete',
  gone: 'found nothing',
  conflict: 'met a conflict',
  limit: 'hit a quota',
  unmodifiable: 'may not change this resource',
  invalid: 'was refused as invalid',
  unexpected: 'failed',
};
