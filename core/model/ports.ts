import type { Perform } from './call';
import type { Failure } from './failure';
import type { Finding } from './finding';
import type { FindingRecord, Ledger, TicketRef } from './ledger';
import type { AnyStep } from './plan';
import type { ResourceRef } from './resource';
import type { Rule } from './rule';
import type { Settings } from '../settings';
import type { ReadRequest, Snapshot } from './snapshot';

/** Who or what started a pass: for the audit trail and the ticket. */
export interface Trigger {
  /** `event`, `config`, `schedule`, `operator`, `follow-up`. */
  readonly kind: 'event' | 'config' | 'schedule' | 'operator' | 'follow-up';
  /** In words: `ModifyVpcEndpoint by arn:…`, `hourly sweep`. */
  readonly description: string;
  /** The identity whose call it was, where that is known. */
  readonly by?: string;
  /** For a pass over what several events named: each of them, with the resources that it named. */
  readonly causes?: readonly Cause[];
}

/** One of the events that a pass answers. */
export interface Cause {
  readonly description: string;
  readonly by?: string;
  readonly refs: readonly ResourceRef[];
}

/** What the engine tells while it works: the log, the metrics and the screen are made from it. */
export type EngineEvent =
  | { readonly type: 'judged'; readonly finding: Finding }
  | { readonly type: 'decided'; readonly finding: Finding; readonly intent: string; readonly because: string }
  | { readonly type: 'performing'; readonly finding: Finding; readonly step: AnyStep }
  | { readonly type: 'performed'; readonly finding: Finding; readonly step: AnyStep }
  | {
      readonly type: 'step-failed';
      readonly finding: Finding;
      readonly step: AnyStep;
      readonly failure: Failure;
    }
  | { readonly type: 'waiting'; readonly finding: Finding; readonly because: string; readonly forMs: number }
  | { readonly type: 'ticketed'; readonly finding: Finding; readonly ticket: TicketRef }
  | { readonly type: 'settled'; readonly finding: Finding; readonly record: FindingRecord }
  | { readonly type: 'busy'; readonly finding: Finding }
  /** Something that would have been done was not, because of a limit: worth an alarm. */
  | { readonly type: 'limited'; readonly finding: Finding; readonly limit: Limit; readonly because: string }
  /** The ledger held something unreadable about a finding; it was repaired by forgetting it. */
  | { readonly type: 'damaged'; readonly finding: Finding; readonly because: string }
  /** A channel is switched off or refuses us for good: findings wait for it, nothing else does. */
  | {
      readonly type: 'channel-off';
      readonly channel: string;
      readonly because: string;
      /** It is not there at all, which is no news in an account that does not use it. */
      readonly isAbsent: boolean;
      readonly waiting: number;
    }
  | { readonly type: 'undone'; readonly record: FindingRecord; readonly call: string };

/** What can keep an allowed action from being taken. */
export type Limit = 'switch' | 'budget' | 'flapping';

/** A ticket system. Every method is an upsert: repeating it changes nothing. */
export interface Tickets {
  /**
   * Opens the finding's ticket, or updates the open one. `text` is the whole description.
   * @throws ChannelOffError where it takes no new ticket until somebody does something: a quota, a permission
   */
  raise(ticket: TicketText, known: TicketRef | undefined): Promise<TicketRef>;
  /** Closes it with a last word. */
  close(known: TicketRef, word: string): Promise<TicketRef>;
  /**
   * Whether somebody approved, in the ticket itself, the plan that it shows. `raise` takes an earlier approval back
   * when the ticket asks for one.
   */
  approval(known: TicketRef): Promise<GivenApproval | undefined>;
  /** The id of the finding that one of our tickets is about; `undefined` for any other ticket. */
  about(ticketId: string): Promise<string | undefined>;
  /** The approvals in all tickets by their ids: at once, for a sweep and for dry runs. */
  approved(): Promise<ReadonlyMap<string, GivenApproval>>;
}

/** An approval in a ticket: who gave it, in words. */
export interface GivenApproval {
  readonly by: string;
}

export interface TicketText {
  readonly finding: Finding;
  readonly title: string;
  readonly body: string;
  readonly digest: string;
  /** It asks for an approval of the plan in it. */
  readonly asks: boolean;
}

/** A finding as channels publish it, with how it stands. */
export interface Published {
  readonly finding: Finding;
  readonly record: FindingRecord;
}

/** A channel did not take some of the findings that it was given; the others it did. */
export class NotTakenError extends Error {
  override readonly name = 'NotTakenError';
  /** Finding id → why. */
  readonly reasons: ReadonlyMap<string, string>;

  constructor(channel: string, reasons: ReadonlyMap<string, string>) {
    super(`${channel} did not take ${[...reasons].map(([id, because]) => `${id} (${because})`).join(', ')}`);
    this.reasons = reasons;
  }
}

/** A channel or the ticket system is switched off, or refuses us, and trying again at once cannot help. */
export class ChannelOffError extends Error {
  override readonly name = 'ChannelOffError';
  readonly channel: string;
  /** It was never turned on here, so that it refuses nothing. */
  readonly isAbsent: boolean;

  constructor(channel: string, because: string, isAbsent = false) {
    super(because);
    this.channel = channel;
    this.isAbsent = isAbsent;
  }
}

/** Where findings go besides tickets. */
export interface Channel {
  /**
   * @throws NotTakenError when only some were taken, ChannelOffError when it takes none until somebody turns it on;
   * any other error means that none may have been.
   */
  publish(items: readonly Published[]): Promise<void>;
}

/** Everything that the engine needs from outside, as arguments. */
export interface Ports {
  readonly rules: readonly Rule[];
  readonly settings: Settings;
  readonly perform: Perform;
  readonly gather: (request: ReadRequest) => Promise<Snapshot>;
  readonly ledger: Ledger;
  readonly tickets: Tickets;
  readonly channels: readonly Channel[];
  /** Asks for another look at a resource, not before so many ms from now, however many those are. */
  readonly followUp: (ref: ResourceRef, afterMs: number, because: string) => Promise<void>;
  /**
   * Why all actions are switched off at this moment; `undefined` while they are on. Asked before every step: an answer
   * must not be older than the question.
   */
  readonly stopped: () => Promise<string | undefined>;
  readonly classify: (call: string, error: unknown) => Failure;
  /** The current time, ISO 8601 with milliseconds. */
  readonly now: () => string;
  /** A short wait, for eventual consistency only. */
  readonly pause: (ms: number) => Promise<void>;
  /** A name for this worker, unique per run. */
  readonly holder: string;
  readonly tell: (event: EngineEvent) => void;
}
