import type { Finding } from '../../core/model/finding';
import type { AuditEntry, Outcome, TicketRef } from '../../core/model/ledger';
import type { Place } from '../../core/model/resource';

/** One finding of the report, with its outcome when something acted on it. */
export interface ReportEntry {
  readonly finding: Finding;
  readonly outcome?: Outcome;
  /** Why it ended in that outcome. */
  readonly because?: string;
  readonly ticket?: Pick<TicketRef, 'channel' | 'id' | 'open'>;
  /** Its trail, oldest first. */
  readonly audit?: readonly AuditEntry[];
}

/** Something that happened, for the time line of a run. */
export interface TimelineEntry {
  /** ISO 8601. */
  readonly at: string;
  /** One or two words: `drift`, `decided`, `fixed`, … */
  readonly what: string;
  readonly text: string;
}

/** All that the report shows. */
export interface ReportModel {
  readonly title: string;
  readonly place: Place;
  /** ISO 8601. */
  readonly generatedAt: string;
  readonly entries: readonly ReportEntry[];
  readonly perimeter?: {
    readonly vpcs: readonly string[];
    readonly vpcEndpoints: readonly string[];
    readonly cidrs: readonly string[];
  };
  /** Further figures for the head of the report, for example `events delivered`. */
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
  readonly timeline?: readonly TimelineEntry[];
}
