import { nameInArn } from '@palisade/iam';
import { deleteActions, presentActions } from '../../adapters/custom-actions/in-hub';
import { channels } from '../../adapters/channels';
import { ticketSystems } from '../../adapters/tickets';
import { type TicketSystem, ticketSystemNames } from '../../core/model/ticket-systems';
import type { Leftover, UninstallContext } from './leftover';

// What Palisade published: tickets, findings, and the custom actions with which people answer.

const lastWord = 'Palisade was removed from this account: nobody looks after this ticket any more.';

export async function tickets({ clients }: UninstallContext): Promise<readonly Leftover[]> {
  const left = await Promise.all(ticketSystemNames.map((channel) => ticketsLeft(channel, clients)));
  return left.flat();
}

/** The tickets in one system. All systems are searched: another one may have been chosen when they were opened. */
async function ticketsLeft(
  channel: TicketSystem,
  clients: UninstallContext['clients'],
): Promise<readonly Leftover[]> {
  const { left, open } = ticketSystems[channel];
  return (await left(clients)).map(({ id, what, closing }) => ({
    id,
    what,
    calls: [closing],
    take: async () => {
      await open(clients).close({ channel, id, open: true, digest: '' }, lastWord);
      return undefined;
    },
  }));
}

export async function findings({ clients, place, io }: UninstallContext): Promise<readonly Leftover[]> {
  const found = await Promise.all(
    channels.map(async ({ name, left }): Promise<readonly Leftover[]> => {
      const one = await left(clients, place);
      if (one === undefined) return [];
      const { what, calls, take } = one;
      return [{ id: name, what, calls, take: () => take(io.now()).then(() => undefined) }];
    }),
  );
  return found.flat();
}

/** The custom actions. They go with the stack, unless Security Hub was off at that moment. */
export async function actions({ clients }: UninstallContext): Promise<readonly Leftover[]> {
  const arns = await present(clients);
  if (arns.length === 0) return [];
  return [
    {
      id: 'security-hub',
      what: `custom actions of Security Hub: ${arns.map(nameInArn).join(', ')}`,
      calls: arns.map((ActionTargetArn) => ({
        call: 'securityhub:DeleteActionTarget',
        input: { ActionTargetArn },
      })),
      take: async () => {
        await deleteActions(clients);
        return undefined;
      },
    },
  ];
}

/** ARNs; none where Security Hub is off. */
async function present(clients: UninstallContext['clients']): Promise<readonly string[]> {
  const { InvalidAccessException } = await import('@aws-sdk/client-securityhub');
  try {
    return [...(await presentActions(clients)).values()];
  } catch (error) {
    if (error instanceof InvalidAccessException && /not subscribed/i.test(error.message)) return [];
    throw error;
  }
}
