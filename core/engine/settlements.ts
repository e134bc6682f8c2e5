import { describeFailure, type Failure } from '../model/failure';
import { effective, type FindingRecord } from '../model/ledger';
import type { Settlement, Episode } from './stages';
import { day, hour, later, minute } from './time';
import { settledImage } from './undo-image';
import { owed, verified } from './unfinished';

type SettlementInput = Pick<Episode, 'judgement' | 'finding' | 'record'>;

/** AWS's own transitions take minutes, so a resource in transition for longer than this is stuck. */
const maxWaitMs = 6 * hour;

/**
 * The settlement that follows from reading alone: the subject passes, is unknown, is in transition, or needs a
 * person. `undefined` when there is a step to take.
 */
export function settlementFor(input: SettlementInput, now: string): Settlement | undefined {
  const { judgement, finding, record } = input;
  const { verdict } = judgement;
  if (verdict.status === 'unknown') return asUnknown(finding.message, record, now);
  const rest = owed(judgement, record, now);
  if (rest === undefined && verdict.status !== 'fail')
    return asCompliant(input, effective(record).length > 0);
  const plan = rest ?? finding.plan;
  if (plan.kind === 'wait') return waiting(plan.because, record, now);
  if (plan.kind !== 'person') return undefined;
  // From now on a failing subject is left to a person, so nothing that was done so far is restored later.
  const isLeftToPerson = rest === undefined && judgement.finish !== undefined;
  return {
    ...asPerson(plan.because),
    ...(isLeftToPerson ? { changes: { performed: verified(record.performed) } } : {}),
  };
}

/**
 * The settlement of a subject that passes and whose remediation, if any, is complete.
 * @param isOurs whether Palisade fixed it
 */
export function asCompliant({ judgement, finding, record }: SettlementInput, isOurs: boolean): Settlement {
  return {
    outcome: isOurs ? 'fixed' : 'passing',
    because: isOurs ? 'verified by reading it again' : finding.message,
    changes: { performed: verified(record.performed), after: settledImage(record, judgement) },
  };
}

/**
 * The settlement of a subject that cannot be evaluated: it is reported as unknown immediately, and gets a ticket
 * after a day.
 */
export function asUnknown(message: string, record: FindingRecord, now: string): Settlement {
  const notifyAt = later(record.unknownSince ?? now, day);
  if (now < notifyAt)
    return { outcome: 'unknown', because: message, retryMs: Date.parse(notifyAt) - Date.parse(now) };
  return {
    outcome: 'unknown',
    because: `it has not been possible to judge it since ${record.unknownSince ?? now}`,
    ticket: true,
  };
}

/**
 * The settlement while the next step needs approval. If the steps so far contained the danger, they count as
 * verified.
 */
export function waitingForApproval({ judgement, record }: SettlementInput): Settlement {
  const contained = judgement.verdict.status === 'fail' ? judgement.verdict.contained : undefined;
  const changes = {
    performed: contained === undefined ? record.performed : verified(record.performed),
    after: settledImage(record, judgement),
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

/**
 * The settlement of a resource in transition. After 6 hours it counts as stuck and gets a ticket, but is still read
 * every hour.
 */
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

/**
 * The settlement after a denied call. A missing permission can be granted to the role; a Deny, a service control
 * policy or a boundary has to be changed by its owner.
 */
export const asDenied = (failure: Failure): Settlement =>
  asFailed(
    failure.deniedBy === undefined
      ? `Palisade's role needs the permission ${failure.permission ?? failure.call}. ${describeFailure(failure)}`
      : `${failure.permission ?? failure.call} is refused to Palisade's role by ${failure.deniedBy}; exempt the role there, or do what is planned by hand. ${describeFailure(failure)}`,
  );
