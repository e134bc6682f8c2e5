import { effective, type FindingRecord, type PerformedStep } from '../model/ledger';
import type { AnyStep, Plan } from '../model/plan';
import type { Judgement } from '../model/rule';

/** Whether the finding is left alone, because a person had it undone. */
export function isPaused({ holdUntil }: Pick<FindingRecord, 'holdUntil'>, now: string): boolean {
  return holdUntil !== undefined && holdUntil > now;
}

/**
 * What a remediation that is under way still owes a subject that passes already. Once its steps are verified nothing
 * is owed: what happens to the subject after that is its owner's doing.
 */
export function owed(judgement: Judgement, record: FindingRecord, now: string): Plan<AnyStep> | undefined {
  if (judgement.verdict.status !== 'pass' || isPaused(record, now)) return undefined;
  const history = effective(record);
  if (history.every(({ state }) => state === 'verified')) return undefined;
  return judgement.finish?.(history);
}

/** Marks accepted steps as verified: what they were to bring about has been seen. */
export function verified(performed: readonly PerformedStep[]): readonly PerformedStep[] {
  return performed.map((step) =>
    step.state === 'done' || step.state === 'intended' ? { ...step, state: 'verified' as const } : step,
  );
}
