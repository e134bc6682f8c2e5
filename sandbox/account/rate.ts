import { AwsError } from '../protocol/aws-error';
import type { Service } from '../services/service';
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
  { throttled }: Pick<Service, 'throttled'>,
  message = 'Rate exceeded',
): void {
  const limit = account.quotas.rates[rate];
  if (limit === Infinity) return;
  const times = asked.get(account) ?? new Map<string, readonly number[]>();
  asked.set(account, times);
  const key = `${rate} ${region}`;
  const recent = (times.get(key) ?? []).filter((time) => time > now - 1_000);
  if (recent.length >= limit) throw new AwsError(throttled.code, message, throttled.status);
  times.set(key, [...recent, now]);
}
