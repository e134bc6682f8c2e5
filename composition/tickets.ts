import type { AwsClients } from '../adapters/aws/clients';
import { opsCenter } from '../adapters/tickets/opscenter';
import type { TicketRef } from '../core/ledger';
import type { Tickets } from '../core/ports';
import type { Settings } from '../core/settings';

type TicketSystem = Settings['tickets']['channel'];

/**
 * The ticket system that the settings choose, for a ledger that may still know tickets of another one: such a ticket goes
 * on in the chosen system, and is closed where it is. What is in no system (tickets that were only shown) is forgotten.
 */
export function ticketsIn(chosen: TicketSystem, clients: AwsClients): Tickets {
  const systems: Readonly<Record<TicketSystem, Tickets>> = { opscenter: opsCenter(clients) };
  const system = systems[chosen];
  const home = ({ channel }: TicketRef): Tickets | undefined =>
    new Map<string, Tickets>(Object.entries(systems)).get(channel);
  return {
    ...system,
    raise: async (text, known) => {
      if (known === undefined || known.channel === chosen) return system.raise(text, known);
      // In this order, so that there is a ticket at any time; raising again finds the one that was raised.
      const raised = await system.raise(text, undefined);
      if (known.open) await home(known)?.close(known, `It goes on in ${raised.channel} ${raised.id}.`);
      return raised;
    },
    close: async (known, word) => (await home(known)?.close(known, word)) ?? { ...known, open: false },
    approval: async (known) => home(known)?.approval(known),
  };
}
