import type { TicketRef } from '../../core/ledger';
import type { Tickets, TicketText } from '../../core/ports';
import { withoutApproving } from '../../core/ticket-text';

const channel = 'terminal';

/**
 * Tickets that are only shown: `show` gets each text that a ticket system would have got, without how to approve in it:
 * whoever reads it applies it.
 */
export function printedTickets(show: (text: TicketText) => void): Tickets {
  return {
    raise: (text) => {
      show({ ...text, body: withoutApproving(text) });
      return Promise.resolve({ channel, id: text.finding.id, open: true, digest: text.digest });
    },
    close: (known) => Promise.resolve({ ...known, open: false }),
    approval: () => Promise.resolve(undefined),
    about: () => Promise.resolve(undefined),
    approved: () => Promise.resolve(new Set()),
  };
}

/** A real ticket system, for a ledger that may still know tickets that were only shown. */
export function withoutPrinted(tickets: Tickets): Tickets {
  const real = (known: TicketRef | undefined) => (known?.channel === channel ? undefined : known);
  return {
    raise: (text, known) => tickets.raise(text, real(known)),
    close: (known, word) =>
      real(known) === undefined ? Promise.resolve({ ...known, open: false }) : tickets.close(known, word),
    approval: (known) => (real(known) === undefined ? Promise.resolve(undefined) : tickets.approval(known)),
    about: (id) => tickets.about(id),
    approved: () => tickets.approved(),
  };
}
