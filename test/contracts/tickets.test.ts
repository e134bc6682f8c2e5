import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UpdateOpsItemCommand } from '@aws-sdk/client-ssm';
import { describe, expect, it } from '@jest/globals';
import { ticketSystems } from '../../adapters/tickets';
import { approvalEvents } from '../../adapters/tickets/approvals';
import { printedTickets } from '../../cli/operator/tickets';
import { among, ticketsIn } from '../../composition/tickets';
import { parseSettings } from '../../core/settings';
import { ticketText } from '../../core/text/ticket-text';
import { approvingIn, type TicketSystem, ticketSystemNames } from '../../core/model/ticket-systems';
import { useAccount } from '@palisade/sandbox/testing';
import { accountClients } from '../fakes/account-clients';
import { cloudTrailEvent } from '../fakes/events';
import { finding, ruleMeta } from '../fakes/finding';
import { findingRecord } from '../fakes/finding-record';
import { fakeTickets } from '../fakes/recorders';
import { type TicketsInTest, ticketsContract } from './tickets';

const account = useAccount();
const clients = () => accountClients(account.aws);

/** How people approve in each system. The type requires an entry for every system. */
const people: Readonly<Record<TicketSystem, NonNullable<TicketsInTest['approve']>>> = {
  opscenter: async (OpsItemId) => {
    await account.aws.ssm.send(new UpdateOpsItemCommand({ OpsItemId, Status: 'InProgress' }));
    return cloudTrailEvent('ssm', 'UpdateOpsItem', { opsItemId: OpsItemId, status: 'InProgress' });
  },
};

for (const name of ticketSystemNames)
  ticketsContract(`${name}, as the settings choose it,`, name, () => ({
    tickets: ticketsIn(name, clients()),
    approve: people[name],
  }));

ticketsContract('the printed tickets of the command', 'terminal', () => ({
  tickets: printedTickets(() => undefined),
}));

ticketsContract('the fake ticket system', 'fake', () => {
  const tickets = fakeTickets();
  const approve = (id: string): Promise<undefined> => {
    const one = tickets.all.get(id);
    if (one !== undefined) tickets.all.set(id, { ...one, approvedBy: 'ann' });
    return Promise.resolve(undefined);
  };
  return { tickets, approve };
});

describe.each(ticketSystemNames)('the descriptor of %s', (name) => {
  const { approvals, grants, left, open, probe } = ticketSystems[name];

  it('finds tickets that are left, and says how to close them', async () => {
    const tickets = open(clients());
    const one = await tickets.raise(
      { finding: finding(), title: 'title', body: 'body', digest: 'd', asks: false },
      undefined,
    );
    await probe(clients());
    expect(await left(clients())).toEqual([
      { id: one.id, what: expect.stringContaining(one.id), closing: expect.objectContaining({}) },
    ]);
    await tickets.close(one, 'over');
    expect(await left(clients())).toEqual([]);
  });

  it('has a grant for every call that it makes', async () => {
    const text = { finding: finding(), title: 'title', body: 'body', digest: 'd', asks: true };
    const tickets = open(clients());
    const made = () => account.sandbox.calls().map(({ service, operation }) => `${service}:${operation}`);
    const one = await tickets.raise(text, undefined);
    await tickets.raise({ ...text, digest: 'e' }, one);
    await tickets.raise(text, undefined);
    await tickets.approval(one);
    await tickets.about(one.id);
    await tickets.close(one, 'over');
    expect(new Set(made())).toEqual(new Set(grants.tickets.flatMap(({ calls }) => calls)));
    account.sandbox.resetCalls();
    await tickets.approved();
    expect(new Set(made())).toEqual(new Set(grants.approved.flatMap(({ calls }) => calls)));
  });

  it('has its approval events among those that start a pass', () => {
    expect(approvalEvents).toMatchObject(approvals?.events ?? {});
  });

  it('is chosen by the settings, which list all systems when they refuse another', () => {
    expect(parseSettings({ tickets: { channel: name } }, []).tickets.channel).toBe(name);
    expect(() => parseSettings({ tickets: { channel: 'pigeon' } }, [])).toThrow(
      `tickets.channel: must be one of ${ticketSystemNames.join(', ')}`,
    );
  });

  it('is documented among the settings', () => {
    const page = readFileSync(path.join(__dirname, '../../docs/settings.md'), 'utf8');
    expect(page).toMatch(new RegExp(`\\b${name}\\b`));
  });

  it('explains in its tickets how to approve them', () => {
    const record = findingRecord({
      outcome: 'awaiting-approval',
      shown: [{ fingerprint: 'a', approval: 'required' }],
    });
    const settings = parseSettings({ tickets: { channel: name } }, []);
    expect(ticketText(ruleMeta(), finding(), record, 'because', settings).body).toContain(approvingIn[name]);
  });
});

describe('a finding whose ticket is in another system', () => {
  const text = { finding: finding(), title: 'title', body: 'body', digest: 'd', asks: false };
  const setUp = async () => {
    const [chosen, former] = [fakeTickets(), fakeTickets()];
    const known = { ...(await former.raise(text, undefined)), channel: 'former' };
    return { chosen, former, known, tickets: among('fake', chosen, new Map([['former', former]])) };
  };

  it('gets a ticket in the chosen system, and the other one is closed', async () => {
    const { chosen, former, known, tickets } = await setUp();
    const raised = await tickets.raise(text, known);
    expect(raised).toMatchObject({ channel: 'fake', open: true });
    expect(former.all.get(known.id)?.lastWord).toBe(`It goes on in fake ${raised.id}.`);
    // It stays the only one, even if the ledger still has the former.
    expect(await tickets.raise(text, known)).toEqual(raised);
    expect(chosen.all.size).toBe(1);
  });

  it('keeps it: its approval counts, and it is closed in its own system', async () => {
    const { chosen, former, known, tickets } = await setUp();
    former.all.set(known.id, {
      id: known.id,
      finding: 'f',
      texts: [],
      lastWord: undefined,
      approvedBy: 'ann',
    });
    expect(await tickets.approval(known)).toEqual({ by: 'ann' });
    expect(await tickets.close(known, 'over')).toEqual({ ...known, open: false });
    expect(former.all.get(known.id)?.lastWord).toBe('over');
    expect(chosen.all.size).toBe(0);
  });

  it('drops it if its system does not exist any more', async () => {
    const { chosen, known, tickets } = await setUp();
    const shown = { ...known, channel: 'terminal' };
    expect(await tickets.approval(shown)).toBeUndefined();
    expect(await tickets.close(shown, 'over')).toEqual({ ...shown, open: false });
    expect(await tickets.raise(text, shown)).toMatchObject({ channel: 'fake', open: true });
    expect(chosen.all.size).toBe(1);
  });
});
