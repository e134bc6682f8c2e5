import { messageOf } from '../../../adapters/errors';
import { ticketSystems } from '../../../adapters/tickets';
import { slices } from '../../../core/slices';
import { rules } from '../../../rules/registry';
import { type Check, diagnosed } from '../check';

/** Whether everything that the rules need can be read with these credentials. */
export const permissionsCheck: Check = (patient) =>
  diagnosed('permissions', async () => {
    // Policies of the organization can never be read from a member account, so that is not a problem.
    const needed = [...new Set(rules.flatMap(({ needs }) => needs))].filter(
      (slice) => slices[slice].byHand !== true,
    );
    const refused = needed.flatMap((slice) => {
      const reading = patient.snapshot.read(slice);
      return reading.status === 'unreadable' ? [`${slice}: ${reading.because}`] : [];
    });
    const tickets = await ticketProblem(patient);
    if (tickets !== undefined) refused.push(tickets);
    if (refused.length === 0)
      return [{ id: 'permissions', condition: 'good', says: 'everything that the rules need can be read' }];
    return refused.map((says) => ({
      id: 'permissions',
      condition: 'bad' as const,
      says,
      remedy:
        'Allow the call that is named; docs/permissions.md has the whole list. An SCP may deny it to everybody.',
    }));
  });

async function ticketProblem({ clients, ticketSystem }: Parameters<Check>[0]): Promise<string | undefined> {
  const { title, probe } = ticketSystems[ticketSystem];
  try {
    await probe(clients);
    return undefined;
  } catch (error) {
    return `tickets in ${title}: ${messageOf(error)}`;
  }
}
