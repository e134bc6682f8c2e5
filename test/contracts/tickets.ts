import { describe, expect, it } from '@jest/globals';
import type { Tickets, TicketText } from '../../core/ports';
import { finding } from '../fakes/finding';

const text = (body: string, name = 'churn'): TicketText => ({
  finding: finding({ id: `notebook-direct-internet/111122223333/us-east-1/notebook-instance/${name}` }),
  title: `Notebook instance ${name}`,
  body,
  digest: `${name} ${body}`,
  asks: false,
});

/** The contract of the `Tickets` port: every method is an upsert. `make` gives an empty ticket system. */
export function ticketsContract(name: string, make: () => Tickets): void {
  describe(`${name} keeps the contract of tickets`, () => {
    it('opens one ticket a finding', async () => {
      const tickets = make();
      const one = await tickets.raise(text('a'), undefined);
      const other = await tickets.raise(text('a', 'fraud'), undefined);
      expect(one).toMatchObject({ open: true, digest: 'churn a' });
      expect(other.id).not.toBe(one.id);
    });

    it('updates the open one, and keeps its id', async () => {
      const tickets = make();
      const one = await tickets.raise(text('a'), undefined);
      const again = await tickets.raise(text('b'), one);
      expect(again).toEqual({ ...one, digest: 'churn b' });
      expect(await tickets.raise(text('b'), again)).toEqual(again);
    });

    it('finds the open one again when its reference was lost', async () => {
      const tickets = make();
      const one = await tickets.raise(text('a'), undefined);
      expect(await tickets.raise(text('b'), undefined)).toEqual({ ...one, digest: 'churn b' });
    });

    it('closes, and closes again without harm', async () => {
      const tickets = make();
      const one = await tickets.raise(text('a'), undefined);
      const closed = await tickets.close(one, 'fixed');
      expect(closed).toEqual({ ...one, open: false });
      expect(await tickets.close(closed, 'fixed')).toEqual(closed);
    });

    it('opens a new one after the last was closed', async () => {
      const tickets = make();
      const one = await tickets.raise(text('a'), undefined);
      const closed = await tickets.close(one, 'fixed');
      const next = await tickets.raise(text('b'), closed);
      expect(next).toMatchObject({ open: true, digest: 'churn b' });
      expect(next.id).not.toBe(one.id);
    });
  });
}
