import type { Account } from './account';

/** Whether a service accepts no more requests in this second. Refused requests do not count. */
export type RateMeter = (service: string) => boolean;

/** Counts requests against `quotas.requestsPerSecond`, on the account's clock. */
export function createMeter({ clock, quotas }: Pick<Account, 'clock' | 'quotas'>): RateMeter {
  const taken = new Map<string, number[]>();
  return (service) => {
    const limit = quotas.requestsPerSecond[service];
    if (limit === undefined) return false;
    const now = clock.now();
    const recent = (taken.get(service) ?? []).filter((time) => time > now - 1_000 && time <= now);
    const isFull = recent.length >= limit;
    taken.set(service, isFull ? recent : [...recent, now]);
    return isFull;
  };
}
