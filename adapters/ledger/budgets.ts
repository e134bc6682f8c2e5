import { z } from 'zod';
import { badInput } from '../../core/model/bad-input';
import type { Ledger } from '../../core/model/ledger';
import type { Documents } from './documents';
import { expiry, keys } from './table';

/** An hour's budget is not used after the hour; two days leave time to inspect it. */
const budgetDays = 2;

const budgetItem = z.object({ findings: z.set(z.string()) });
const populationItem = z.object({ subjects: z.number() });

/** The number of remediations begun in an hour, and the number of subjects of a rule. */
export function budgets(
  { get, update }: Documents,
  now: () => string,
): Pick<Ledger, 'reserve' | 'reserved' | 'population' | 'setPopulation'> {
  return {
    reserve: async (rule, id, at, limit) => {
      if (limit < 1) return false;
      const counted = await update({
        Key: keys.budget(rule, at),
        UpdateExpression: 'ADD findings :self SET expiresAt = :expiresAt',
        ConditionExpression:
          'attribute_not_exists(findings) OR size(findings) < :limit OR contains(findings, :id)',
        ExpressionAttributeValues: {
          ':self': new Set([id]),
          ':id': id,
          ':limit': limit,
          ':expiresAt': expiry(at, budgetDays),
        },
      });
      return counted !== 'refused';
    },
    reserved: async (rule, at) => {
      const item = await get(keys.budget(rule, at));
      if (item === undefined) return new Set();
      const parsed = budgetItem.safeParse(item);
      if (parsed.success) return parsed.data.findings;
      throw badInput(`ledger budget of ${rule}`, parsed.error);
    },
    population: async (rule) => {
      const item = await get(keys.population(rule));
      if (item === undefined) return undefined;
      const parsed = populationItem.safeParse(item);
      if (parsed.success) return parsed.data.subjects;
      throw badInput(`ledger population of ${rule}`, parsed.error);
    },
    setPopulation: async (rule, count) => {
      // The later of two sweeps counts, in whatever order their writes arrive.
      await update({
        Key: keys.population(rule),
        UpdateExpression: 'SET subjects = :count, countedAt = :now',
        ConditionExpression: 'attribute_not_exists(countedAt) OR countedAt <= :now',
        ExpressionAttributeValues: { ':count': count, ':now': now() },
      });
    },
  };
}
