import { ticketSystems } from './index';
import type { ApprovalCall } from './system';

const approvals = Object.values(ticketSystems).flatMap((system) => system.approvals ?? []);

/** Event source → the names of the events that may approve something in a ticket. */
export const approvalEvents: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  approvals.flatMap(({ events }) => Object.entries(events)),
);

/**
 * The tickets in which a recorded call approves something. What each may be about is in the ticket.
 * @throws BadInputError where the record of an approval names no ticket
 */
export function approvedTickets(call: ApprovalCall): readonly string[] {
  return approvals.flatMap(({ ticketsIn }) => ticketsIn(call));
}
