import type { FindingStatus } from './finding';
import type { FailureKind } from './failure';
import type { InverseStep, Step } from './plan';
import type { Resource } from './resource';
import type { Severity } from './rule';
import type { Exemption } from '../settings';

/**
 * The state of a finding after the last pass.
 *
 * - `open`: not handled yet
 * - `grace`: notified, to be acted on when the grace is over
 * - `acting`: steps were performed but not verified yet
 * - `fixed`: a read after our steps showed that the subject is compliant
 * - `contained`: our steps stopped the danger, the rest is left to a person
 * - `ticketed`, `awaiting-approval`: left to a person
 * - `failed`: the remediation did not work, and it is left to a person
 * - `observed`, `exempt`, `unknown`: as the mode, exemption or verdict says
 * - `passing`: compliant without our doing
 * - `gone`: the resource no longer exists
 */
export type Outcome =
  | 'open'
  | 'grace'
  | 'acting'
  | 'fixed'
  | 'contained'
  | 'ticketed'
  | 'awaiting-approval'
  | 'failed'
  | 'observed'
  | 'exempt'
  | 'unknown'
  | 'passing'
  | 'gone';

/** One step that was begun in the current episode of drift. Times are ISO 8601. */
export interface PerformedStep {
  readonly fingerprint: string;
  readonly call: string;
  readonly why: string;
  readonly at: string;
  /**
   * `intended` is written before the call: after a crash it means that the call may or may not have been made.
   * `done`: AWS accepted the call. `verified`: a later read showed its effect. `undone`: its inverse was performed.
   */
  readonly state: 'intended' | 'done' | 'verified' | 'failed' | 'undone';
  readonly inverse?: readonly InverseStep[];
  /** A digest of the subject right before the step: the state that undoing the step has to restore. */
  readonly before?: string;
  readonly failure?: { readonly kind: FailureKind; readonly code: string; readonly message: string };
}

/** One moment at which a subject began to fail, or began again. */
export interface Drift {
  readonly at: string;
  /** The identities whose calls caused it, as far as events named them. */
  readonly by?: readonly string[];
}

export interface TicketRef {
  readonly channel: string;
  readonly id: string;
  readonly open: boolean;
  /** A digest of its last text, so that it is only updated when the text has changed. */
  readonly digest: string;
}

/** A step that was shown to a person. */
export interface ShownStep {
  readonly fingerprint: string;
  readonly approval: Step['approval'];
}

/** A person's consent to exactly these steps, by fingerprint. */
export interface Approval {
  readonly by: string;
  readonly at: string;
  readonly steps: readonly string[];
}

/** What Palisade stores about one finding. Correct decisions never depend on it alone: they are made on live state. */
export interface FindingRecord {
  readonly id: string;
  readonly rule: string;
  readonly resource: Resource;
  readonly status: FindingStatus;
  readonly outcome: Outcome;
  readonly severity: Severity;
  readonly message: string;
  readonly because: string;
  readonly firstSeenAt: string;
  /**
   * When anything in the record last changed; also the UpdatedAt of the Security Hub finding, so it only ever grows.
   */
  readonly updatedAt: string;
  /** Since when the subject has failed without interruption. */
  readonly failingSince: string;
  /** When the subject was last read and did not fail. */
  readonly passedAt?: string;
  /** How many times the subject went from not failing to failing. */
  readonly episodes: number;
  /** The latest drifts, oldest first: the beginning of each episode, and each time that a contained danger returned. */
  readonly drifts?: readonly Drift[];
  /** Since when the verdict has been `unknown`. */
  readonly unknownSince?: string;
  readonly performed: readonly PerformedStep[];
  /** The steps of the plan that was last shown to a person. */
  readonly shown: readonly ShownStep[];
  /** Since when `shown` has been the same; an approval given earlier was for another plan. */
  readonly shownAt?: string;
  readonly digest: string;
  /** The subject's image right after the last verified step; undo refuses if the subject has changed since. */
  readonly after?: string;
  /** An undo that has begun and is not finished: who asked for it, and since when. */
  readonly undoing?: { readonly by: string; readonly since: string };
  readonly ticket?: TicketRef;
  readonly approval?: Approval;
  readonly exemption?: Exemption;
  /** Paused until this time, because a person undid the remediation or for the reason in `holdBecause`. */
  readonly holdUntil?: string;
  readonly holdBecause?: string;
  /** A settled finding is handled again when it changes, or after this time. */
  readonly retryAt?: string;
  /** The channels have not accepted its current state yet. */
  readonly unpublished?: boolean;
  /** The stored record could not be read, so this one was made up from the id alone. Never stored. */
  readonly damaged?: string;
}

/** The steps of the current episode of drift that may have changed something and have not been undone. */
export function effective(
  record: Pick<FindingRecord, 'performed' | 'failingSince'>,
): readonly PerformedStep[] {
  return record.performed.filter(
    (step) => step.at >= record.failingSince && step.state !== 'failed' && step.state !== 'undone',
  );
}

/** An exclusive, fenced claim on one finding: a write with an older fence is refused. */
export interface Lease {
  readonly id: string;
  readonly holder: string;
  readonly fence: number;
}

/** One line of the audit trail. */
export interface AuditEntry {
  readonly at: string;
  /** `intent`, `performed`, `step-failed`, `approved`, `exempted`, `undo`, `undone`, `repaired`, or an Outcome. */
  readonly event: string;
  /** Who or what triggered it; for `performed` and `step-failed` the worker that made the call. */
  readonly by: string;
  /** What was done, or the outcome and the reason for it. */
  readonly detail: string;
  /** The verdict of the last read, in words. */
  readonly seen?: string;
  /** What was decided about it, and why. */
  readonly decided?: string;
  /** For an entry about one step: the call and its input. */
  readonly step?: string;
}

/** Another worker has taken over this lease, so this one must not touch the finding any more. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/**
 * The port to Palisade's memory. All writes are conditional. `open` grants at most one unexpired lease per finding;
 * the lease of a crashed holder expires.
 */
export interface Ledger {
  load(id: string): Promise<FindingRecord | undefined>;
  /**
   * Takes the lease of a finding.
   * @param leaseMs after how many ms an unreleased lease expires; by default longer than a pass may take
   */
  open(
    id: string,
    holder: string,
    leaseMs?: number,
  ): Promise<{ lease: Lease; record: FindingRecord | undefined } | 'leased'>;
  /**
   * Writes the record and the audit entry; with `release` the same write ends the lease.
   * @throws LeaseLostError when another worker has taken over; the audit entry is written even then
   */
  save(lease: Lease, record: FindingRecord, audit?: AuditEntry, then?: 'release'): Promise<void>;
  /**
   * Notes that the channels accepted this state. If the record has changed since, the older state may have replaced
   * the newer one in a channel; then the newer state counts as not accepted and is published again.
   */
  published(record: Pick<FindingRecord, 'id' | 'outcome' | 'updatedAt'>): Promise<void>;
  /** Ends the lease; harmless if it is already lost. */
  release(lease: Lease): Promise<void>;
  /** All findings that are not `passing` or `gone`, and those whose last state the channels have not accepted yet. */
  list(): Promise<readonly FindingRecord[]>;
  audit(id: string): Promise<readonly AuditEntry[]>;
  /**
   * Counts one remediation of `rule` in the clock hour of `at`, unless `limit` are already counted. Counting the same
   * finding twice in an hour counts once.
   * @returns whether the remediation is counted
   */
  reserve(rule: string, id: string, at: string, limit: number): Promise<boolean>;
  /** The findings that are counted in the clock hour of `at`. */
  reserved(rule: string, at: string): Promise<ReadonlySet<string>>;
  /** How many subjects the rule had in the last sweep: the base of `sharePercent`. */
  population(rule: string): Promise<number | undefined>;
  setPopulation(rule: string, count: number): Promise<void>;
}
