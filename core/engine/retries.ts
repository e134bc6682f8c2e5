import { describeFailure, type Failure, isRetryable } from '../model/failure';
import type { FindingRecord, PerformedStep } from '../model/ledger';
import type { AnyStep } from '../model/plan';
import { asFailed } from './settlements';
import type { Settlement } from './stages';
import { day, later, minute } from './time';

/** After this, a change that AWS accepted but that does not show counts as not having taken. */
export const consistencyMs = 2 * minute;
/** A step that AWS accepted so often within a day without any effect does not stick: a person is asked. */
export const maxRepeats = 3;
/** Calls that AWS throttled or did not answer are tried so often before a person is asked. */
const maxTries = 8;

/** How AWS says that what refused is no permission that is missing: a Deny, or a bound that does not allow it. */
const bounds =
  /explicit deny|because no (service control policy|resource control policy|permissions boundary|session policy|VPC endpoint policy) allows/;

function lastWord({ kind, code, message }: NonNullable<PerformedStep['failure']>): string {
  const isLacking = kind === 'denied' && !bounds.test(message);
  return `${isLacking ? "Palisade's role needs a permission" : 'AWS said at last'}: ${code}: ${message}`;
}

/** Reading never shows the effect of a call: AWS accepts it again and again, or refuses it after all. */
export const asNotSticking = (step: AnyStep, failure: PerformedStep['failure']): Settlement =>
  asFailed(
    failure === undefined
      ? `${step.call} was performed ${maxRepeats} times within a day and it did not last; a person has to look`
      : `${step.call} was tried ${maxRepeats} times within a day; a person has to look. ${lastWord(failure)}`,
  );

export const notYetVisible = (step: AnyStep): Settlement => ({
  outcome: 'acting',
  because: `AWS accepted ${step.call}, but reading does not show it yet`,
  followUpMs: consistencyMs,
});

/**
 * What the step names was not found, and yet every look since shows that it is there: it is too new for the other end of
 * an eventually consistent service. Tried again later; how often is bounded by `fruitless`.
 */
export const notYetKnown = (failure: Failure): Settlement => ({
  outcome: 'acting',
  because: `${describeFailure(failure)}. Reading shows that it is there, so it is tried again`,
  followUpMs: consistencyMs,
});

/** A call that was throttled, met another change, or was never answered is tried again later, a bounded number of times. */
export function tryLater(failure: Failure, record: FindingRecord): Settlement {
  const tries = record.performed.filter((entry) => isTransient(entry)).length;
  if (tries >= maxTries) return asFailed(`${describeFailure(failure)} (tried ${tries} times)`);
  return { outcome: 'acting', because: describeFailure(failure), followUpMs: minute * tries };
}

/**
 * Tries of the same step within a day that were not seen to take effect; those that AWS only throttled or never
 * answered are left out. Drift that returned after a verified fix is not such a try: see core/flapping.
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
