import { refused, type Refusal } from '../refusals/refusal';
import type { Account, Call } from './account';
import type { Quotas } from './quotas';

const asked = new WeakMap<Account, Map<string, readonly number[]>>();

/**
 * Refuses a call of which there were as many in the last second of the account's clock as its rate allows: by whoever,
 * for the rates of AWS are the account's, and every other caller shares them.
 */
export function requireRate(
  { account, region, now }: Call,
  rate: keyof Quotas['rates'],
  refusal: Refusal,
): void {
  const limit = account.quotas.rates[rate];
  if (limit === Infinity) return;
  const times = asked.get(account) ?? new Map<string, readonly number[]>();
  asked.set(account, times);
  const key = `${rate} ${region}`;
  const recent = (times.get(key) ?? []).filter((time) => time > now - 1_000);
  if (recent.length >= limit) throw refused(refusal);
  times.set(key, [...recent, now]);
}
