import { describeFailure, type Failure } from '../model/failure';
import { effective, type FindingRecord } from '../model/ledger';
import type { Settlement, Episode } from './stages';
import { day, hour, later, minute } from './time';
import { settledImage } from './undo-image';
import { owed, verified } from './unfinished';

/** What a settlement is made from. */
type SettlementInput = Pick<Episode, 'judgement' | 'finding' | 'record'>;

/** AWS's own transitions take minutes. */
const maxWaitMs = 6 * hour;

/** Where a look already says how the finding rests: passed, unknown, in transition, or for a person. */
export function settlementFor(seen: SettlementInput, now: string): Settlement | undefined {
  const { judgement, finding, record } = seen;
  const { verdict } = judgement;
  if (verdict.status === 'unknown') return asUnknown(finding.message, record, now);
  const rest = owed(judgement, record, now);
  if (rest === undefined && verdict.status !== 'fail') return asCompliant(seen, effective(record).length > 0);
  const plan = rest ?? finding.plan;
  if (plan.kind === 'wait') return waiting(plan.because, record, now);
  if (plan.kind !== 'person') return undefined;
  // A failing subject is the person's from now on: nothing that was done so far is given back later.
  const isLeftToPerson = rest === undefined && judgement.finish !== undefined;
  return {
    ...asPerson(plan.because),
    ...(isLeftToPerson ? { changes: { performed: verified(record.performed) } } : {}),
  };
}

/** It passes and owes nothing any more. `isOurs`: we brought it about, not somebody else. */
export function asCompliant({ judgement, finding, record }: SettlementInput, isOurs: boolean): Settlement {
  return {
    outcome: isOurs ? 'fixed' : 'passing',
    because: isOurs ? 'verified by reading it again' : finding.message,
    changes: { performed: verified(record.performed), after: settledImage(record, judgement) },
  };
}

/** A finding that cannot be judged shows as such at once; after a day a person is told. */
export function asUnknown(message: string, record: FindingRecord, now: string): Settlement {
  const notifyAt = later(record.unknownSince ?? now, day);
  if (now < notifyAt)
    return { outcome: 'unknown', because: message, retryMs: Date.parse(notifyAt) - Date.parse(now) };
  return {
    outcome: 'unknown',
    because: `it could not be judged since ${record.unknownSince ?? now}`,
    ticket: true,
  };
}

/** The next step waits for a person: what they see, and how far what was done so far holds. */
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
