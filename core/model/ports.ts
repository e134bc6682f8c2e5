import type { Perform } from './call';
import type { Failure } from './failure';
import type { Finding } from './finding';
import type { FindingRecord, Ledger, TicketRef } from './ledger';
import type { AnyStep } from './plan';
import type { ResourceRef } from './resource';
import type { Rule } from './rule';
import type { Settings } from '../settings';
import type { ReadRequest, Snapshot } from './snapshot';

/** Who or what started a pass, for the audit trail and the ticket. */
export interface Trigger {
  /** `event`, `config`, `schedule`, `operator`, `follow-up`. */
  readonly kind: 'event' | 'config' | 'schedule' | 'operator' | 'follow-up';
  /** In words: `ModifyVpcEndpoint by arn:…`, `hourly sweep`. */
  readonly description: string;
  /** The identity that made the call, if known. */
  readonly by?: string;
  /** For a pass that answers several events: each of them, with the resources that it named. */
  readonly causes?: readonly Cause[];
}

/** One of the events that a pass answers. */
export interface Cause {
  readonly description: string;
  readonly by?: string;
  readonly refs: readonly ResourceRef[];
}

/** What the engine reports while it works: logs, metrics and the screen output are made from it. */
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
  /** A limit kept an intended action from being taken: worth an alarm. */
  | { readonly type: 'limited'; readonly finding: Finding; readonly limit: Limit; readonly because: string }
  /** The stored record of a finding could not be read; it was replaced by an empty one. */
  | { readonly type: 'damaged'; readonly finding: Finding; readonly because: string }
  /** A channel is switched off or permanently refuses our requests: only publishing to it has to wait. */
  | {
      readonly type: 'channel-off';
      readonly channel: string;
      readonly because: string;
      /** It was never switched on, which is normal in an account that does not use it. */
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
   * @throws ChannelOffError when no new ticket can be opened until somebody acts: a quota, a missing permission
   */
  raise(ticket: TicketText, known: TicketRef | undefined): Promise<TicketRef>;
  /** Closes the ticket with a last comment. */
  close(known: TicketRef, word: string): Promise<TicketRef>;
  /**
   * The approval that somebody gave, in the ticket itself, of the plan that it shows. When a ticket asks for an
   * approval, `raise` withdraws any earlier one.
   */
  approval(known: TicketRef): Promise<GivenApproval | undefined>;
  /** The id of the finding that one of our tickets is about; `undefined` for any other ticket. */
  about(ticketId: string): Promise<string | undefined>;
  /** The approvals in all tickets by ticket id, read together: for sweeps and dry runs. */
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
  /** Whether the ticket asks for an approval of the plan in it. */
  readonly asks: boolean;
}

/** A finding as channels publish it, with its record. */
export interface Published {
  readonly finding: Finding;
  readonly record: FindingRecord;
}

/** A channel accepted only some of the findings. */
export class NotTakenError extends Error {
  override readonly name = 'NotTakenError';
  /** Finding id → the reason why it was not accepted. */
  readonly reasons: ReadonlyMap<string, string>;

  constructor(channel: string, reasons: ReadonlyMap<string, string>) {
    super(`${channel} did not take ${[...reasons].map(([id, because]) => `${id} (${because})`).join(', ')}`);
    this.reasons = reasons;
  }
}

/** A channel or the ticket system is switched off or refuses us, and an immediate retry cannot help. */
export class ChannelOffError extends Error {
  override readonly name = 'ChannelOffError';
  readonly channel: string;
  /** It was never switched on here, so it is not refusing anything. */
  readonly isAbsent: boolean;

  constructor(channel: string, because: string, isAbsent = false) {
    super(because);
    this.channel = channel;
    this.isAbsent = isAbsent;
  }
}

/** Where findings are published, apart from tickets. */
export interface Channel {
  /**
   * @throws NotTakenError when only some findings were accepted, ChannelOffError when none are until somebody
   * switches the channel on; after any other error, none may have been.
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
  /** Queues another read of a resource, no sooner than `afterMs` from now, however long that is. */
  readonly followUp: (ref: ResourceRef, afterMs: number, because: string) => Promise<void>;
  /**
   * Why all actions are switched off right now; `undefined` while they are on. Asked before every step, so the answer
   * must not be cached.
   */
  readonly stopped: () => Promise<string | undefined>;
  readonly classify: (call: string, error: unknown) => Failure;
  /** The current time, ISO 8601 with milliseconds. */
  readonly now: () => string;
  /** A short wait, only for eventual consistency. */
  readonly pause: (ms: number) => Promise<void>;
  /** A name for this worker, unique per run. */
  readonly holder: string;
  readonly tell: (event: EngineEvent) => void;
}
