import type { Finding } from '../finding';
import type { FindingRecord, Lease, Outcome, PerformedStep } from '../ledger';
import type { Limit, Ports } from '../ports';
import type { Judgement, Rule } from '../rule';
import type { Settings } from '../settings';
import type { Origin } from './origin';

/** What the stages of handling one finding pass on: the rule, the claim on the finding, and what is known of it. */
export interface Work {
  readonly ports: Ports;
  readonly rule: Rule;
  readonly origin: Origin;
  readonly lease: Lease;
  readonly record: FindingRecord;
  readonly finding: Finding;
  readonly judgement: Judgement;
  /** Why the steps that follow may be taken; set where they may. */
  readonly decided?: string;
}

/** How handling one finding ended. `retry` asks for another look after so many ms. */
export interface Settlement {
  readonly outcome: Outcome;
  readonly because: string;
  /** Raise (or update) the ticket with this as its reason. */
  readonly ticket?: boolean;
  readonly followUpMs?: number;
  /** See FindingRecord.retryAt: when a settled finding is worth another try although nothing about it changed. */
  readonly retryMs?: number;
  /** What kept an allowed action from being taken. */
  readonly limit?: Limit;
  /** Changes to the record that come with it. */
  readonly changes?: Partial<Pick<FindingRecord, 'approval' | 'holdUntil' | 'after' | 'performed'>>;
}

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A settled finding is written and published anew after this long, because Security Hub forgets after 90 days. */
export const refreshMs = 30 * day;

/** ISO time `ms` after `now`. */
export function later(now: string, ms: number): string {
  return new Date(Date.parse(now) + ms).toISOString();
}

/** From `now` until `time` in ms, never negative. */
export function msUntil(time: string, now: string): number {
  return Math.max(0, Date.parse(time) - Date.parse(now));
}

/** The settings of a rule say that nothing is to be done, only told. */
export function isDry(ruleId: string, { rules, dryRun }: Settings): boolean {
  return rules[ruleId]?.dryRun ?? dryRun;
}

/** Marks accepted steps as verified: what they were to bring about has been seen. */
export function verified(performed: readonly PerformedStep[]): readonly PerformedStep[] {
  return performed.map((step) =>
    step.state === 'done' || step.state === 'intended' ? { ...step, state: 'verified' as const } : step,
  );
}
