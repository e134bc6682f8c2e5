import type { ReadTimes } from '../adapters/ledger/read-claims';
import { type ResourceRef, refKey } from '../core/model/resource';

/**
 * Reads of AWS may lag behind the change that an event reports. Only a read that began this long after the change
 * certainly covers it, in ms. The queue delays messages by the same time.
 */
const readLagMs = 10_000;

/** Later than any read, so that a change without a time always needs one. */
const never = '9999-12-31T23:59:59.999Z';

/** A resource that an event names, and when it changed (ISO 8601). Without a time it always needs a read. */
export interface ChangedResource {
  readonly ref: ResourceRef;
  readonly at?: string | undefined;
}

/** By `refKey`: the earliest start of a read that covers all changes of the resource. */
export function neededSince(named: readonly ChangedResource[]): ReadonlyMap<string, string> {
  const needed = new Map<string, string>();
  for (const { ref, at } of named) {
    const since = at === undefined ? never : new Date(Date.parse(at) + readLagMs).toISOString();
    needed.set(refKey(ref), latest([needed.get(refKey(ref)) ?? '', since]));
  }
  return needed;
}

/** The earliest start of a read that covers all of these resources. */
export function neededFor(refs: readonly ResourceRef[], needed: ReadonlyMap<string, string>): string {
  return latest(refs.map((ref) => needed.get(refKey(ref)) ?? never));
}

/** Whether a read that began at `needed` or later has ended, or is in progress. */
export type ReadProgress = 'seen' | 'begun' | 'none';

/**
 * The progress of a read.
 * @param whole the reads of all subjects of the rule, if the claim is for one of them. A subject that such a read
 * failed to read is not covered
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
