import { describe, expect, it } from '@jest/globals';
import { parseMessage } from '../../adapters/triggers/message';
import type { Tickets, TicketText } from '../../core/model/ports';
import { finding } from '../fakes/finding';

const idOf = (name: string): string =>
  `notebook-direct-internet/111122223333/us-east-1/notebook-instance/${name}`;

const text = (body: string, name = 'churn', asks = false): TicketText => ({
  finding: finding({ id: idOf(name) }),
  title: `Notebook instance ${name}`,
  body,
  digest: `${name} ${body}`,
  asks,
});

/** An empty ticket system, and how people use it. */
export interface TicketsInTest {
  readonly tickets: Tickets;
  /**
   * Approves, as a person would, what a ticket shows. Returns the event that AWS sends about it; `undefined` if AWS
   * sends none. Absent if the system only shows tickets: nobody can answer there, and it stores nothing about them.
   */
  readonly approve?: (ticketId: string) => Promise<object | undefined>;
}

/** The contract of the `Tickets` port: every method is an upsert. */
export function ticketsContract(name: string, channel: string, make: () => TicketsInTest): void {
  const isRemembering = (): boolean => make().approve !== undefined;

  describe(`${name} keeps the contract of tickets`, () => {
    it('opens one ticket per finding, under the name of its channel', async () => {
      const { tickets } = make();
      const one = await tickets.raise(text('a'), undefined);
      const other = await tickets.raise(text('a', 'fraud'), undefined);
      expect(one).toMatchObject({ channel, open: true, digest: 'churn a' });
      expect(other.id).not.toBe(one.id);
    });

    it('updates the open ticket, and keeps its id', async () => {
      const { tickets } = make();
      const one = await tickets.raise(text('a'), undefined);
      const again = await tickets.raise(text('b'), one);
      expect(again).toEqual({ ...one, digest: 'churn b' });
      expect(await tickets.raise(text('b'), again)).toEqual(again);
    });

    it('finds the open ticket again if its reference was lost', async () => {
      const { tickets } = make();
      const one = await tickets.raise(text('a'), undefined);
      expect(await tickets.raise(text('b'), undefined)).toEqual({ ...one, digest: 'churn b' });
    });

    it('closes a ticket, and closing it again has no effect', async () => {
      const { tickets } = make();
      const one = await tickets.raise(text('a'), undefined);
      const closed = await tickets.close(one, 'fixed');
      expect(closed).toEqual({ ...one, open: false });
      expect(await tickets.close(closed, 'fixed')).toEqual(closed);
    });

    it('opens a new ticket after the last one was closed', async () => {
      const { tickets } = make();
      const one = await tickets.raise(text('a'), undefined);
      const closed = await tickets.close(one, 'fixed');
      const next = await tickets.raise(text('b'), closed);
      expect(next).toMatchObject({ open: true, digest: 'churn b' });
      if (isRemembering()) expect(next.id).not.toBe(one.id);
    });

    it('has nothing about an unknown ticket, and no approval without a person', async () => {
      const { tickets } = make();
      expect(await tickets.about('none-0123456789')).toBeUndefined();
      const one = await tickets.raise(text('a', 'churn', true), undefined);
      expect(await tickets.approval(one)).toBeUndefined();
      expect(await tickets.approved()).toEqual(new Map());
    });

    it('says which finding a ticket is about, and who approved what it shows, until it asks again', async () => {
      const { tickets, approve } = make();
      const one = await tickets.raise(text('a', 'churn', true), undefined);
      await tickets.raise(text('a', 'fraud', true), undefined);
      const event = await approve?.(one.id);
      expect(await tickets.about(one.id)).toBe(approve === undefined ? undefined : idOf('churn'));
      if (approve === undefined) return;
      expect(await tickets.approval(one)).toEqual({ by: expect.stringMatching(/./) });
      expect(await tickets.approved()).toEqual(new Map([[one.id, await tickets.approval(one)]]));
      if (event !== undefined)
        expect(parseMessage(JSON.stringify(event), [], [])).toMatchObject({ tickets: [one.id] });

      const again = await tickets.raise(text('b', 'churn', true), one);
      expect(await tickets.approval(again)).toBeUndefined();
      expect(await tickets.approved()).toEqual(new Map());
    });
  });
}
