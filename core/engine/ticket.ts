import type { FindingRecord, TicketRef } from '../model/ledger';
import { ticketText } from '../text/ticket-text';
import type { Settling, Settlement } from './stages';

/**
 * Stored while a ticket is being opened, so that a ticket opened right before a crash is not forgotten and is closed
 * when its finding is over.
 */
export const ticketBeingOpened: TicketRef = { channel: '', id: '', open: true, digest: '' };

/** Whether this settlement opens a ticket for a finding that has none open. */
export function opensTicket({ settlement, record }: Pick<Settling, 'settlement' | 'record'>): boolean {
  return settlement.ticket === true && record.ticket?.open !== true;
}

/** Whether the finding now has an open ticket that it did not have before. */
export function isNewTicket(now: TicketRef | undefined, before: TicketRef | undefined): boolean {
  return now?.open === true && (before?.open !== true || before.id !== now.id);
}

/**
 * Keeps one ticket per finding: opened when a person is needed, updated while open, closed when the finding is over.
 * @param settled the record that the ticket is about
 * @returns the ticket; if the ticket system failed, its error and the last known state of the ticket
 */
export async function keepTicket(
  settling: Settling,
  settled: FindingRecord,
): Promise<{ readonly ticket: TicketRef | undefined; readonly error?: unknown }> {
  try {
    return { ticket: await updatedTicket(settling, settled) };
  } catch (error) {
    // The ticket may have been opened although no answer arrived.
    return { ticket: opensTicket(settling) ? ticketBeingOpened : settling.record.ticket, error };
  }
}

async function updatedTicket(
  { ports, rule, finding, settlement }: Settling,
  record: FindingRecord,
): Promise<TicketRef | undefined> {
  const isLost = record.ticket?.open === true && record.ticket.id === ticketBeingOpened.id;
  const known = isLost ? undefined : record.ticket;
  const text = ticketText(rule.meta, finding, record, settlement.because, ports.settings);
  if (settlement.ticket === true) {
    const ticket = await ports.tickets.raise(text, known);
    if (ticket.id !== known?.id || ticket.digest !== known.digest)
      ports.tell({ type: 'ticketed', finding, ticket });
    return ticket;
  }
  const finished = isOver(settlement.outcome) || settlement.outcome === 'exempt';
  // Only the ticket system knows whether this ticket was opened: raising it again finds it.
  if (isLost && finished)
    return ports.tickets.close(
      await ports.tickets.raise(text, undefined),
      `${settlement.outcome}: ${settlement.because}`,
    );
  if (known?.open === true && finished)
    return ports.tickets.close(known, `${settlement.outcome}: ${settlement.because}`);
  return known;
}

function isOver(outcome: Settlement['outcome']): boolean {
  return outcome === 'fixed' || outcome === 'passing' || outcome === 'gone';
}
