import type { Tickets } from '../../core/model/ports';
import type { AwsClients } from '../aws/clients';
import type { Grant } from '../aws/grant';

/**
 * Everything Palisade needs to know about a ticket system. Its name is its key in the list, and the `channel` of its
 * tickets.
 */
export interface TicketSystemDescriptor {
  /** Its name for people. */
  readonly title: string;
  /** Creates the port without making a call. */
  readonly open: (clients: AwsClients) => Tickets;
  readonly grants: {
    /** The permissions to raise, update, close and read tickets. */
    readonly tickets: readonly Grant[];
    /** The permissions to list the approved tickets. */
    readonly approved: readonly Grant[];
  };
  /** How CloudTrail events show that a person has approved something, if they do. Otherwise the sweep finds it. */
  readonly approvals?: Approvals;
  /** Makes the cheapest call that reads tickets. Rejects if they cannot be read. */
  readonly probe: (clients: AwsClients) => Promise<void>;
  /** Palisade's open tickets, which an uninstallation closes. */
  readonly left: (clients: AwsClients) => Promise<readonly LeftTicket[]>;
}

export interface Approvals {
  /** Event source → the names of the events that can be approvals. */
  readonly events: Readonly<Record<string, readonly string[]>>;
  /**
   * The ids of the tickets that a recorded call approves. Whether they are still approved is read from the tickets.
   * @throws BadInputError if the record of an approval names no ticket
   */
  readonly ticketsIn: (call: ApprovalCall) => readonly string[];
}

/** The part of a CloudTrail record that describes the call. */
export interface ApprovalCall {
  readonly eventID: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly requestParameters?: unknown;
}

export interface LeftTicket {
  readonly id: string;
  /** A description in words. */
  readonly what: string;
  /** The call that closes it. */
  readonly closing: { readonly call: string; readonly input: unknown };
}
