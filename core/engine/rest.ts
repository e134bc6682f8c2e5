import { describeFailure, type Failure, isRetryable } from '../failure';
import { effective, type FindingRecord, type PerformedStep } from '../ledger';
import type { AnyStep } from '../plan';
import { day, hour, later, minute, type Settlement, verified } from './context';
import { imageAtRest } from './image';
import type { Look } from './look';
import { owed } from './past';

/** After this, a change that AWS accepted but that does not show counts as not having taken. */
export const consistencyMs = 2 * minute;
/** A step that AWS accepted so often within a day without any effect does not stick: a person is asked. */
export const maxRepeats = 3;
/** Calls that AWS throttled or did not answer are tried so often before a person is asked. */
const maxTries = 8;
/** AWS's own transitions take minutes. */
const maxWaitMs = 6 * hour;

/** Where a look already says how the finding rests: passed, unknown, in transition, or for a person. */
export function restingState(
  { judgement, finding }: Look,
  record: FindingRecord,
  now: string,
): Settlement | undefined {
  const { verdict } = judgement;
  if (verdict.status === 'unknown') return asUnknown(finding.message, record, now);
  const rest = owed(judgement, record, now);
  if (rest === undefined && verdict.status !== 'fail') {
    const ours = effective(record).length > 0;
    return {
      outcome: ours ? 'fixed' : 'passing',
      because: ours ? 'verified by reading it again' : finding.message,
      changes: { performed: verified(record.performed), after: imageAtRest(record, judgement) },
    };
  }
  const plan = rest ?? finding.plan;
  if (plan.kind === 'wait') return waiting(plan.because, record, now);
  if (plan.kind !== 'person') return undefined;
  // A failing subject is the person's from now on: nothing that was done so far is given back later.
  const isHandedOver = rest === undefined && judgement.finish !== undefined;
  return {
    ...asPerson(plan.because),
    ...(isHandedOver ? { changes: { performed: verified(record.performed) } } : {}),
  };
}

/** A finding that cannot be judged shows as such at once; after a day a person is told. */
export function asUnknown(message: string, record: FindingRecord, now: string): Settlement {
  const told = later(record.unknownSince ?? now, day);
  if (now < told)
    return { outcome: 'unknown', because: message, retryMs: Date.parse(told) - Date.parse(now) };
  return {
    outcome: 'unknown',
    because: `it could not be judged since ${record.unknownSince ?? now}`,
    ticket: true,
  };
}

/** The next step waits for a person: what they see, and how far what was done so far holds. */
export function heldForApproval({ judgement }: Look, record: FindingRecord): Settlement {
  const contained = judgement.verdict.status === 'fail' ? judgement.verdict.contained : undefined;
  const changes = {
    performed: contained === undefined ? record.performed : verified(record.performed),
    after: imageAtRest(record, judgement),
  };
  if (contained !== undefined)
    return {
      outcome: 'contained',
      because: `${contained}; the rest of the plan needs approval`,
      ticket: true,
      changes,
    };
  return {
    outcome: 'awaiting-approval',
    because: `the plan ${record.approval === undefined ? '' : 'has changed since it was approved, so it '}needs approval`,
    ticket: true,
    changes,
  };
}

/** A resource that stays in transition for hours is stuck: a person is told, and it is still looked at. */
function waiting(because: string, record: FindingRecord, now: string): Settlement {
  const since =
    record.performed.findLast((step) => step.at >= record.failingSince)?.at ?? record.failingSince;
  if (now < later(since, maxWaitMs)) return { outcome: 'acting', because, followUpMs: minute };
  return { outcome: 'ticketed', because: `${because}, for more than 6 hours`, ticket: true, retryMs: hour };
}

export const asPerson = (because: string): Settlement => ({ outcome: 'ticketed', because, ticket: true });

export const asFailed = (because: string): Settlement => ({
  outcome: 'failed',
  because,
  ticket: true,
  retryMs: day,
});

/** Granting a permission helps only where it is missing: a Deny, an SCP or a boundary is somebody else's to change. */
export const asDenied = (failure: Failure): Settlement =>
  asFailed(
    failure.deniedBy === undefined
      ? `Palisade's role needs the permission ${failure.permission ?? failure.call}. ${describeFailure(failure)}`
      : `${failure.permission ?? failure.call} is refused to Palisade's role by ${failure.deniedBy}; exempt the role there, or do what is planned by hand. ${describeFailure(failure)}`,
  );

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
  const tries = record.performed.filter((entry) => isPassing(entry)).length;
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
      !isPassing(entry) &&
      now < later(entry.at, day),
  );
}

function isPassing({ failure }: PerformedStep): boolean {
  return failure !== undefined && isRetryable(failure);
}
