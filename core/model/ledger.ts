import type { FindingStatus } from './finding';
import type { FailureKind } from './failure';
import type { InverseStep, Step } from './plan';
import type { Resource } from './resource';
import type { Severity } from './rule';
import type { Exemption } from '../settings';

/**
 * How a finding stands after the last pass.
 *
 * `open` not handled yet · `grace` notified, will be acted on later · `acting` steps performed, not verified yet ·
 * `fixed` verified by re-reading after our steps · `contained` held by our steps, the rest is for a person ·
 * `ticketed` / `awaiting-approval` a person has it · `failed` remediation did not work, a person has it ·
 * `observed`, `exempt`, `unknown` as their verdicts and modes say · `passing` passed without our doing · `gone` the
 * resource no longer exists.
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
   * `intended` is written before the call: after a crash it means that the call may or may not have happened.
   * `done`: AWS accepted it. `verified`: re-reading showed its effect. `undone`: its inverse was performed.
   */
  readonly state: 'intended' | 'done' | 'verified' | 'failed' | 'undone';
  readonly inverse?: readonly InverseStep[];
  /** A digest of the subject as it was right before: what it is to become again when the step is taken back. */
  readonly before?: string;
  readonly failure?: { readonly kind: FailureKind; readonly code: string; readonly message: string };
}

/** One time that a subject began to fail (again). */
export interface Drift {
  readonly at: string;
  /** The identities whose calls brought it about, as far as events named them. */
  readonly by?: readonly string[];
}

export interface TicketRef {
  readonly channel: string;
  readonly id: string;
  readonly open: boolean;
  /** What it was last told, so that it is only updated when there is news. */
  readonly digest: string;
}

/** A step as a person saw it. */
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

/** What Palisade remembers of one finding. Nothing in it is needed for correct decisions on live state. */
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
  /** When anything about it last changed; also the UpdatedAt of its Security Hub finding, so it always grows. */
  readonly updatedAt: string;
  /** Since when it fails without interruption. */
  readonly failingSince: string;
  /** When it was last seen not failing. */
  readonly passedAt?: string;
  /** How often it went from not failing to failing. */
  readonly episodes: number;
  /** The last drifts, oldest first: each beginning of an episode, and each time that what was contained got loose. */
  readonly drifts?: readonly Drift[];
  /** Since when it cannot be judged. */
  readonly unknownSince?: string;
  readonly performed: readonly PerformedStep[];
  /** The steps of the plan that was last shown to a person. */
  readonly shown: readonly ShownStep[];
  /** Since when; an older approval was for another plan. */
  readonly shownAt?: string;
  readonly digest: string;
  /** The subject as it was right after the last verified step; undo refuses when it has changed since. */
  readonly after?: string;
  /** An undo that has begun and is not over: who asked for it, and since when. */
  readonly undoing?: { readonly by: string; readonly since: string };
  readonly ticket?: TicketRef;
  readonly approval?: Approval;
  readonly exemption?: Exemption;
  /** Left alone until then, because a person had it undone or for another reason in words. */
  readonly holdUntil?: string;
  readonly holdBecause?: string;
  /** A settled finding is looked at anew when it changes, or after this time. */
  readonly retryAt?: string;
  /** The channels have not taken its present state yet. */
  readonly unpublished?: boolean;
  /** What the ledger held could not be read: this record was made up from its id alone. Never stored. */
  readonly damaged?: string;
}

/** The steps of the present episode of drift that may have changed something and are not taken back. */
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
  /** What was done, or how it came to rest and why. */
  readonly detail: string;
  /** What reading showed: the verdict in words. */
  readonly seen?: string;
  /** What was decided about it, and why. */
  readonly decided?: string;
  /** The call with its input, for an entry about one step. */
  readonly step?: string;
}

/** The ledger had a newer owner for this lease: this worker must stop touching the finding. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/**
 * The port to the memory of Palisade. All writes are conditional. `open` grants at most one unexpired lease per
 * finding; a crashed holder's lease expires by itself.
 */
export interface Ledger {
  load(id: string): Promise<FindingRecord | undefined>;
  /**
   * Takes the lease of a finding.
   * @param leaseMs for how long it keeps others out when nobody ends it; without it, longer than a pass may take
   */
  open(
    id: string,
    holder: string,
    leaseMs?: number,
  ): Promise<{ lease: Lease; record: FindingRecord | undefined } | 'leased'>;
  /**
   * Writes the record and the audit entry; with `release` it ends the lease in the same write.
   * @throws LeaseLostError when somebody else took over meanwhile; the entry is in the audit trail even then.
   */
  save(lease: Lease, record: FindingRecord, audit?: AuditEntry, then?: 'release'): Promise<void>;
  /**
   * The channels took this state. When the record has changed since, this may have come after the newer state and
   * replaced it there: then that one counts as not taken, and is offered again.
   */
  published(record: Pick<FindingRecord, 'id' | 'outcome' | 'updatedAt'>): Promise<void>;
  /** Ends the lease; harmless when it is lost already. */
  release(lease: Lease): Promise<void>;
  /** All findings that are not `passing` or `gone`, and those whose last state the channels have not taken yet. */
  list(): Promise<readonly FindingRecord[]>;
  audit(id: string): Promise<readonly AuditEntry[]>;
  /**
   * Counts one remediation of `rule` in the clock hour of `at`, unless `limit` are counted already.
   * Counting the same finding twice in an hour counts once.
   */
  reserve(rule: string, id: string, at: string, limit: number): Promise<boolean>;
  /** The findings that are counted in the clock hour of `at`. */
  reserved(rule: string, at: string): Promise<ReadonlySet<string>>;
  /** How many subjects the rule had in the last sweep: the base of `sharePercent`. */
  population(rule: string): Promise<number | undefined>;
  setPopulation(rule: string, count: number): Promise<void>;
}
