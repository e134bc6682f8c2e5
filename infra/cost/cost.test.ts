import { describe, expect, it } from '@jest/globals';
import { nonEmpty } from '../../test/non-empty';
import { bill, configBill, loads, perThousandRemediations, billTotal, work } from './bill';
import { alarms } from '../generate/alarms';

const medium = loads.find(({ name }) => name === 'medium');

describe('the bill', () => {
  it('stays below a dollar a month for 1,000 principals and 1,000 changes a day', () => {
    if (medium === undefined) throw new Error('there is no medium account');
    expect(medium).toMatchObject({ principals: 1_000, changesPerDay: 1_000 });
    expect(billTotal(bill(medium), true)).toBeLessThan(1);
  });

  it('stays below ten cents for 1,000 remediations, at list prices except for the free findings', () => {
    expect(perThousandRemediations(true)).toBeLessThan(0.1);
  });

  it('counts every alarm', () => {
    expect(work.alarms).toBe(alarms.length);
  });

  it('grows with the account in every line', () => {
    const [small, , large] = loads.map(bill);
    for (const [row, { what, amount }] of nonEmpty((small ?? []).entries()))
      expect({ what, grows: (large?.[row]?.amount ?? 0) >= amount }).toEqual({ what, grows: true });
  });

  it('shows that AWS Config over principals would be most of it', () => {
    for (const load of nonEmpty(loads))
      expect(configBill(load, 3, true)).toBeGreaterThan(billTotal(bill(load), true));
  });
});
