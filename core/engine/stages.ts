import type { Finding } from '../model/finding';
import type { FindingRecord, Lease, Outcome } from '../model/ledger';
import type { Limit, Ports } from '../model/ports';
import type { Place } from '../model/resource';
import type { Judgement, Rule } from '../model/rule';

/*
 * The data that the stages of handling one finding pass on, each to the next:
 * judge → Judged → (ledger record) → JudgedFinding → claim → Claimed → refresh → Claimed → (episode of drift) →
 * Episode →
 * decide → Decided or Settling → act → Settling → settle → Handled → publish.
 */

/** One judged subject, before the ledger was read. */
export interface Judged {
  /** The id of its finding. */
  readonly id: string;
  readonly rule: Rule;
  readonly judgement: Judgement;
  readonly place: Place;
  /** When the subject was read. */
  readonly at: string;
}

/** A judged subject with its finding, which depends on the ledger record: see `inLightOf`. */
export interface JudgedFinding extends Judged {
  readonly finding: Finding;
}

/** Who or what caused the pass over a finding, as far as the events said. */
export interface Attribution {
  readonly description: string;
  /** The identities whose calls caused it. */
  readonly by: readonly string[];
}

/** A finding whose lease is ours. */
export interface Claimed extends JudgedFinding {
  readonly ports: Ports;
  readonly attribution: Attribution;
  readonly lease: Lease;
  readonly record: FindingRecord | undefined;
}

/** A claimed finding with a record, in the episode of drift that it belongs to. */
export interface Episode extends Claimed {
  readonly record: FindingRecord;
}

/** An episode in which steps may be taken, with the reason. */
export interface Decided extends Episode {
  readonly decided: string;
}

/** An episode that is ready to be settled, with its finding and record up to date. */
export interface Settling extends Episode {
  readonly settlement: Settlement;
  /** The decision, if there was one. */
  readonly decided?: string;
}

/** How handling one finding ended. `followUpMs` asks for another pass over it after this many ms. */
export interface Settlement {
  readonly outcome: Outcome;
  readonly because: string;
  /** Open (or update) the ticket, with `because` as its reason. */
  readonly ticket?: boolean;
  readonly followUpMs?: number;
  /**
   * After how many ms a settled finding is tried again although nothing about it changed: see FindingRecord.retryAt.
   */
  readonly retryMs?: number;
  /** The limit that kept an allowed action from being taken. */
  readonly limit?: Limit;
  /** Changes to the record that belong to this settlement. */
  readonly changes?: Partial<Pick<FindingRecord, 'approval' | 'holdUntil' | 'after' | 'performed'>>;
}

/** How one finding was handled: its record, or why there is none. */
export type Handled =
  | {
      readonly kind: 'settled';
      readonly finding: Finding;
      readonly record: FindingRecord;
      /** The error of the ticket system. The finding is settled all the same, and its ticket is tried again. */
      readonly error?: unknown;
    }
  /** There is nothing to store, or nothing has changed since the last pass. */
  | {
      readonly kind: 'unchanged';
      readonly finding: Finding;
      readonly record: FindingRecord | undefined;
      readonly error?: unknown;
    }
  /** Another worker has the lease; a follow-up will handle the finding later. */
  | { readonly kind: 'busy'; readonly finding: Finding };
