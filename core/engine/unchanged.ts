import { findingDigest } from '../model/finding';
import type { FindingRecord } from '../model/ledger';
import { isClosed } from './deleted-resources';
import type { JudgedFinding } from './stages';
import { day, later } from './time';

/**
 * A settled finding is written and published again after this time, because Security Hub deletes findings after 90
 * days.
 */
export const refreshMs = 30 * day;

/**
 * Whether a finding needs no handling: it passes and was not open, or it is settled and nothing about it has changed.
 * A state that the channels have not taken yet is offered to them again, but is no reason to handle the finding. Real
 * passes, reviews and dry runs all decide it here.
 */
export function isUnchanged(
  { finding, judgement }: Pick<JudgedFinding, 'finding' | 'judgement'>,
  known: FindingRecord | undefined,
  now: string,
): boolean {
  const passes = finding.status === 'pass' || finding.status === 'not-applicable';
  if (known === undefined) return passes;
  if (judgement.gone === true) return isClosed(known);
  const isDue = known.retryAt !== undefined && now >= known.retryAt;
  if (isDue || known.damaged !== undefined) return false;
  // A subject that passes before its remediation is complete still waits for the rest of it.
  const isFinished = ['passing', 'fixed', 'gone'].includes(known.outcome);
  if (known.status === finding.status && passes) return isFinished;
  const isSettled = !['open', 'acting'].includes(known.outcome);
  // An approval has to be handled, unless it already waits for a maintenance window.
  const isNewlyApproved = known.approval !== undefined && known.outcome !== 'grace';
  return (
    isSettled &&
    !isNewlyApproved &&
    known.digest === findingDigest(finding) &&
    now < later(known.updatedAt, refreshMs)
  );
}
