import { findingDigest } from '../model/finding';
import type { FindingRecord } from '../model/ledger';
import { isClosed } from './deleted-resources';
import type { JudgedFinding } from './stages';
import { day, later } from './time';

/** A settled finding is written and published anew after this long, because Security Hub forgets after 90 days. */
export const refreshMs = 30 * day;

/**
 * Whether there is nothing to do: it passes and was not open, or it rests and nothing about it changed. What the
 * channels have not taken yet is offered to them again, but that is no reason to handle it. The one place that says
 * so, for whoever acts, watches or only foresees.
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
  // A subject that passes while its remediation is under way still waits for the rest of it.
  const isFinished = ['passing', 'fixed', 'gone'].includes(known.outcome);
  if (known.status === finding.status && passes) return isFinished;
  const rests = !['open', 'acting'].includes(known.outcome);
  // An approval is news, unless it waits for a maintenance window.
  const isNew = known.approval !== undefined && known.outcome !== 'grace';
  return (
    rests && !isNew && known.digest === findingDigest(finding) && now < later(known.updatedAt, refreshMs)
  );
}
