import { refused, type Refusal } from '../refusals/refusal';
import type { Account, Call } from './account';
import type { Quotas } from './quotas';

const callTimes = new WeakMap<Account, Map<string, readonly number[]>>();

/**
 * Refuses a call if the last second of the account's clock already had as many as its rate allows. Calls of all callers
 * count, because AWS's rates are per account.
 */
export function requireRate(
  { account, region, now }: Call,
  rate: keyof Quotas['rates'],
  refusal: Refusal,
): void {
  const limit = account.quotas.rates[rate];
  if (limit === Infinity) return;
  const times = callTimes.get(account) ?? new Map<string, readonly number[]>();
  callTimes.set(account, times);
  const key = `${rate} ${region}`;
  const recent = (times.get(key) ?? []).filter((time) => time > now - 1_000);
  if (recent.length >= limit) throw refused(refusal);
  times.set(key, [...recent, now]);
}
