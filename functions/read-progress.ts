import type { ReadTimes } from '../adapters/ledger/read-claims';
import { type ResourceRef, refKey } from '../core/model/resource';

/**
 * Reads of AWS may lag behind the change that an event tells of: only a look that began so long after it has certainly
 * seen it (ms). The queue delays messages by as much.
 */
const readLagMs = 10_000;

/** Later than any look: what has no time always needs one. */
const never = '9999-12-31T23:59:59.999Z';

/** A resource that an event names, and when that happened (ISO 8601). Without a time it always needs a look. */
export interface ChangedResource {
  readonly ref: ResourceRef;
  readonly at?: string | undefined;
}

/** By `refKey`: when a look at the resource must have begun at the earliest to have seen all that is named. */
export function neededSince(named: readonly ChangedResource[]): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  for (const { ref, at } of named) {
    const since = at === undefined ? never : new Date(Date.parse(at) + readLagMs).toISOString();
    needed.set(refKey(ref), latest([needed.get(refKey(ref)) ?? '', since]));
  }
  return needed;
}

/** The same for all of these resources together. */
export function neededFor(refs: readonly ResourceRef[], needed: ReadonlyMap<string, string>): string {
  return latest(refs.map((ref) => needed.get(refKey(ref)) ?? never));
}

/** Whether a look that began at `needed` or later is over, or under way. */
export type ReadProgress = 'seen' | 'begun' | 'none';

/**
 * How far it is.
 * @param whole the looks at all subjects of the rule, for one of them: what these could not see of it they do not cover
 */
export function progressOf(
  seen: ReadTimes | undefined,
  needed: string,
  now: string,
  whole?: ReadTimes,
): ReadProgress {
  const isCovered = (whole?.seenAt ?? '') >= needed && (seen?.failedAt ?? '') < (whole?.seenAt ?? '');
  if ((seen?.seenAt ?? '') >= needed || isCovered) return 'seen';
  const isBegun = [seen, whole].some((one) => (one?.begunAt ?? '') >= needed && (one?.until ?? '') > now);
  return isBegun ? 'begun' : 'none';
}

function latest(times: readonly string[]): string {
  return times.reduce((a, b) => (a > b ? a : b), '');
}
