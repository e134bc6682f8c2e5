/**
 * Why a call to the outside world failed, in the few kinds that the engine treats differently.
 *
 * - `denied`: our role lacks a permission. Never retried; ends in a ticket that names the permission.
 * - `throttled`, `transient`: try again later; of `transient` the outcome is not known.
 * - `busy`: somebody else is changing the same thing at this moment, so nothing was done; it passes within seconds.
 * - `gone`: the resource does not exist any more.
 * - `conflict`: something else stands in the way (a state, a DNS domain, a name that is taken).
 * - `limit`: an AWS quota. `unmodifiable`: AWS keeps this resource itself.
 * - `invalid`: AWS refused the input; doing the same again cannot help.
 * - `unexpected`: none of these; shown as it is.
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
  /** For `denied`: the action that AWS says is missing, where it says so; often another one than `call`. */
  readonly permission?: string;
  /** For `denied`: what refused it where that is not a lack in the caller's own policies, for example an SCP. */
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
export class IntermediateCallError extends Error {
  override readonly name = 'IntermediateCallError';
  readonly call: string;

  constructor(call: string, cause: unknown) {
    super(`${call} failed`, { cause });
    this.call = call;
  }
}

/**
 * Makes a call, in IAM notation, on the way to a step's own.
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

/** Kinds that may pass by themselves, so that the work is worth trying again. */
export function isRetryable(failure: Pick<Failure, 'kind'>): boolean {
  return failure.kind === 'throttled' || failure.kind === 'transient' || failure.kind === 'busy';
}

const phrases: Readonly<Record<FailureKind, string>> = {
  denied: 'was denied',
  throttled: 'was throttled',
  transient: 'did not complete',
  busy: 'met another change that is under way',
  gone: 'found nothing',
  conflict: 'met a conflict',
  limit: 'hit a quota',
  unmodifiable: 'may not change this resource',
  invalid: 'was refused as invalid',
  unexpected: 'failed',
};
