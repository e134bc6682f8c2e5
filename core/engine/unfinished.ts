import { effective, type FindingRecord, type PerformedStep } from '../model/ledger';
import type { AnyStep, Plan } from '../model/plan';
import type { Judgement } from '../model/rule';

/** Whether the finding is paused, most often because a person undid its remediation. */
export function isPaused({ holdUntil }: Pick<FindingRecord, 'holdUntil'>, now: string): boolean {
  return holdUntil !== undefined && holdUntil > now;
}

/**
 * The plan that completes an unfinished remediation of a subject that already passes, for example starting a stopped
 * notebook again. Once the steps are verified nothing is owed: later changes are the owner's doing.
 */
export function owed(judgement: Judgement, record: FindingRecord, now: string): Plan<AnyStep> | undefined {
  if (judgement.verdict.status !== 'pass' || isPaused(record, now)) return undefined;
  const history = effective(record);
  if (history.every(({ state }) => state === 'verified')) return undefined;
  return judgement.finish?.(history);
}

/** Marks accepted steps as verified: reading has shown their effect. */
export function verified(performed: readonly PerformedStep[]): readonly PerformedStep[] {
  return performed.map((step) =>
    step.state === 'done' || step.state === 'intended' ? { ...step, state: 'verified' as const } : step,
  );
}
