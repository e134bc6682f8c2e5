import type { Finding } from '../model/finding';
import type { FindingRecord, Lease, Outcome } from '../model/ledger';
import type { Limit, Ports } from '../model/ports';
import type { Place } from '../model/resource';
import type { Judgement, Rule } from '../model/rule';

/*
 * What the stages of handling one finding pass on, each to the next:
 * judge → Judged → (what is remembered) → Found → claim → Claimed → refresh → Claimed → (its episode of drift) → Work → decide → Decided or Resting →
 * act → Resting → settle → Handled → publish.
 */

/** One judged subject, before anybody has asked what is remembered of it. */
export interface Judged {
  /** Of its finding. */
  readonly id: string;
  readonly rule: Rule;
  readonly judgement: Judgement;
  readonly place: Place;
  /** When the subject was read. */
  readonly at: string;
}

/** The same with its finding, which depends on what is remembered: see `inLightOf`. */
export interface JudgedFinding extends Judged {
  readonly finding: Finding;
}

/** Who or what brought a pass to one finding. */
export interface Attribution {
  readonly description: string;
  /** The identities whose calls did. */
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

/** Steps may be taken, for the reason given. */
export interface Decided extends Episode {
  readonly decided: string;
}

/** How it came to rest, with finding and record as they are by then. */
export interface Settling extends Episode {
  readonly settlement: Settlement;
  /** What was decided, where something was. */
  readonly decided?: string;
}

/** How handling one finding ended. `followUpMs` asks for another look after so many ms. */
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

/** How one finding was handled: its record, or why there is none. */
export type Handled =
  | {
      readonly kind: 'settled';
      readonly finding: Finding;
      readonly record: FindingRecord;
      /** The ticket system's refusal: the finding is settled, and its ticket is tried again. */
      readonly error?: unknown;
    }
  /** Nothing to remember, or nothing new since the last time. */
  | {
      readonly kind: 'unchanged';
      readonly finding: Finding;
      readonly record: FindingRecord | undefined;
      readonly error?: unknown;
    }
  /** Another worker has it; it will be looked at again. */
  | { readonly kind: 'busy'; readonly finding: Finding };
