import type { Tickets } from '../../core/model/ports';
import type { AwsClients } from '../aws/clients';
import type { Grant } from '../aws/grant';

/** All that Palisade has to know of a ticket system. Its name is its key in the list, and `channel` of its tickets. */
export interface TicketSystemDescriptor {
  /** As people call it. */
  readonly title: string;
  /** Makes no call. */
  readonly open: (clients: AwsClients) => Tickets;
  readonly grants: {
    /** To keep tickets in step with findings: raise, update, close, and read one. */
    readonly tickets: readonly Grant[];
    /** To read which tickets were approved, all at once. */
    readonly approved: readonly Grant[];
  };
  /** How CloudTrail tells that a person has approved something, where it does. Otherwise the sweep finds it. */
  readonly approvals?: Approvals;
  /** Rejects where tickets cannot be read: the cheapest call that shows it. */
  readonly probe: (clients: AwsClients) => Promise<void>;
  /** Palisade's tickets that are open: what an uninstallation closes. */
  readonly left: (clients: AwsClients) => Promise<readonly LeftTicket[]>;
}

export interface Approvals {
  /** Event source → the names of the events that may be approvals. */
  readonly events: Readonly<Record<string, readonly string[]>>;
  /**
   * Ids of the tickets that a recorded call approves; whether they still are is read there.
   * @throws BadInputError where the record of an approval names no ticket
   */
  readonly ticketsIn: (call: ApprovalCall) => readonly string[];
}

/** The part of a CloudTrail record that says what was done. */
export interface ApprovalCall {
  readonly eventID: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters?: unknown;
}

export interface LeftTicket {
  readonly id: string;
  /** In words. */
  readonly what: string;
  /** The call that closes it. */
  readonly closing: { readonly call: string; readonly input: unknown };
}
