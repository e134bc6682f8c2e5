import type { FindingRecord, TicketRef } from '../model/ledger';
import { ticketText } from '../text/ticket-text';
import type { Settling, Settlement } from './stages';

/**
 * Stands for a ticket that is being opened, so that one that was opened right before a crash is still known of, and
 * closed when its finding is over.
 */
export const ticketBeingOpened: TicketRef = { channel: '', id: '', open: true, digest: '' };

/** Whether a finding that had no open ticket gets one. */
export function opensTicket({ settlement, record }: Pick<Settling, 'settlement' | 'record'>): boolean {
  return settlement.ticket === true && record.ticket?.open !== true;
}

/** Whether somebody was told by a ticket of which nobody knew before. */
export function isNewTicket(now: TicketRef | undefined, before: TicketRef | undefined): boolean {
  return now?.open === true && (before?.open !== true || before.id !== now.id);
}

/**
 * One ticket a finding: raised when a person is needed, updated while open, closed when the finding is over. Where the
 * ticket system fails, its error and what is known of the ticket then.
 * @param settled the record that the ticket is about
 */
export async function keepTicket(
  settling: Settling,
  settled: FindingRecord,
): Promise<{ readonly ticket: TicketRef | undefined; readonly error?: unknown }> {
  try {
    return { ticket: await kept(settling, settled) };
  } catch (error) {
    // It may have been opened although nobody answered.
    return { ticket: opensTicket(settling) ? ticketBeingOpened : settling.record.ticket, error };
  }
}

async function kept(
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
  // The ticket system knows whether there is one: raising it finds it.
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
