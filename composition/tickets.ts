import type { AwsClients } from '../adapters/aws/clients';
import { ticketSystems } from '../adapters/tickets';
import type { TicketRef } from '../core/model/ledger';
import type { Tickets } from '../core/model/ports';
import type { TicketSystem } from '../core/model/ticket-systems';

/** The ticket system that the settings choose; see `among`. */
export function ticketsIn(chosen: TicketSystem, clients: AwsClients): Tickets {
  const others = Object.entries(ticketSystems).filter(([name]) => name !== chosen);
  const opened = others.map(([name, system]) => [name, system.open(clients)] as const);
  return among(chosen, ticketSystems[chosen].open(clients), new Map(opened));
}

/**
 * Wraps one ticket system for a ledger that may still have tickets of others. Such a ticket is closed in its own system
 * and continued in this one. A ticket of an unknown system (one that was only shown) is dropped.
 */
export function among(name: string, system: Tickets, others: ReadonlyMap<string, Tickets>): Tickets {
  const home = ({ channel }: TicketRef): Tickets | undefined =>
    channel === name ? system : others.get(channel);
  const all = [system, ...others.values()];
  return {
    raise: async (text, known) => {
      if (known === undefined || known.channel === name) return system.raise(text, known);
      // In this order, so that there is a ticket at any time. If raising is repeated, it finds the ticket raised
      // before.
      const raised = await system.raise(text, undefined);
      if (known.open) await home(known)?.close(known, `It goes on in ${raised.channel} ${raised.id}.`);
      return raised;
    },
    close: async (known, word) => (await home(known)?.close(known, word)) ?? { ...known, open: false },
    approval: async (known) => home(known)?.approval(known),
    about: async (id) => {
      for (const one of all) {
        const finding = await one.about(id);
        if (finding !== undefined) return finding;
      }
      return undefined;
    },
    approved: async () => {
      const given = await Promise.all(all.map((one) => one.approved()));
      return new Map(given.flatMap((approvals) => [...approvals]));
    },
  };
}
