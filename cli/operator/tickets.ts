import type { Tickets, TicketText } from '../../core/model/ports';
import { withoutApproving } from '../../core/text/ticket-text';

const channel = 'terminal';

/**
 * Tickets that are only shown: `show` gets each text that a ticket system would have got, without the instructions for
 * approving, because the reader is the person who applies the plan.
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
    approved: () => Promise.resolve(new Map()),
  };
}
