import { describeFailure, type Failure, isRetryable } from '../model/failure';
import type { FindingRecord, PerformedStep } from '../model/ledger';
import type { AnyStep } from '../model/plan';
import { asFailed } from './settlements';
import type { Settlement } from './stages';
import { day, later, minute } from './time';

/** A change that AWS accepted but that reading does not show after this time counts as lost. */
export const consistencyMs = 2 * minute;
/** A step that AWS accepted this many times within a day without any effect does not last: a person is asked. */
export const maxRepeats = 3;
/** Calls that AWS throttled or did not answer are tried this many times before a person is asked. */
const maxTries = 8;

/**
 * Phrases in AWS's errors that mean that no permission is missing: a Deny, or a boundary that does not allow the
 * call, refused it.
 */
const refusedByBoundary =
  /explicit deny|because no (service control policy|resource control policy|permissions boundary|session policy|VPC endpoint policy) allows/;

function lastError({ kind, code, message }: NonNullable<PerformedStep['failure']>): string {
  const isLacking = kind === 'denied' && !refusedByBoundary.test(message);
  return `${isLacking ? "Palisade's role needs a permission" : "AWS's last answer was"}: ${code}: ${message}`;
}

/** The settlement when a step was tried too often: AWS accepts it without a lasting effect, or keeps refusing it. */
export const asNotSticking = (step: AnyStep, failure: PerformedStep['failure']): Settlement =>
  asFailed(
    failure === undefined
      ? `${step.call} was performed ${maxRepeats} times within a day and it did not last; a person has to look`
      : `${step.call} was tried ${maxRepeats} times within a day; a person has to look. ${lastError(failure)}`,
  );

export const notYetVisible = (step: AnyStep): Settlement => ({
  outcome: 'acting',
  because: `AWS accepted ${step.call}, but reading does not show it yet`,
  followUpMs: consistencyMs,
});

/**
 * AWS did not find a resource that the step names, although reading shows it: an eventually consistent service has
 * not seen it yet. Tried again later, as often as `fruitless` allows.
 */
export const notYetKnown = (failure: Failure): Settlement => ({
  outcome: 'acting',
  because: `${describeFailure(failure)}. Reading shows that it is there, so it is tried again`,
  followUpMs: consistencyMs,
});

/**
 * A call that was throttled, conflicted with another change, or got no answer is tried again later, a limited number
 * of times.
 */
export function tryLater(failure: Failure, record: FindingRecord): Settlement {
  const tries = record.performed.filter((entry) => isTransient(entry)).length;
  if (tries >= maxTries) return asFailed(`${describeFailure(failure)} (tried ${tries} times)`);
  return { outcome: 'acting', because: describeFailure(failure), followUpMs: minute * tries };
}

/**
 * The tries of a step within a day that had no visible effect, except those that AWS throttled or did not answer.
 * Drift that returned after a verified fix is counted elsewhere: see core/enforcement/flapping.
 */
export function fruitless(record: FindingRecord, fingerprint: string, now: string): readonly PerformedStep[] {
  return record.performed.filter(
    (entry) =>
      entry.fingerprint === fingerprint &&
      entry.state !== 'undone' &&
      entry.state !== 'verified' &&
      !isTransient(entry) &&
      now < later(entry.at, day),
  );
}

function isTransient({ failure }: PerformedStep): boolean {
  return failure !== undefined && isRetryable(failure);
}
