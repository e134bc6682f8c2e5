import { ticketSystems } from './index';
import type { ApprovalCall } from './system';

const approvals = Object.values(ticketSystems).flatMap((system) => system.approvals ?? []);

/** Event source → the names of the events that can approve something in a ticket. */
export const approvalEvents: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  approvals.flatMap(({ events }) => Object.entries(events)),
);

/**
 * The ids of the tickets in which a recorded call approves something. The tickets themselves contain what they are
 * about.
 * @throws BadInputError if the record of an approval names no ticket
 */
export function approvedTickets(call: ApprovalCall): readonly string[] {
  return approvals.flatMap(({ ticketsIn }) => ticketsIn(call));
}
