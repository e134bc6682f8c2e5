import type { Looks } from '../adapters/ledger/looks';
import { messageOf } from '../adapters/thrown';
import type { PassReport } from '../core/engine';
import { type ResourceRef, refKey } from '../core/resource';
import { logger } from './observe';

/**
 * Reads of AWS may lag behind the change that an event tells of: only a look that began so long after it has certainly
 * seen it (ms). The queue delays messages by as much.
 */
export const readLagMs = 10_000;

/** Only in batches of at least so many messages is a second look at the same worth avoiding. */
export const stormSize = 10;

/** A resource that an event names, and when that happened (ISO 8601). Without a time it always needs a look. */
export interface Named {
  readonly ref: ResourceRef;
  readonly at?: string | undefined;
}

/** The resources that need a look: those with an event that no complete look has seen yet. */
export async function needingLook(named: readonly Named[], looks: Looks): Promise<readonly ResourceRef[]> {
  const timed = named.filter(({ at }) => at !== undefined).map(({ ref }) => ref);
  const last = timed.length === 0 ? new Map<string, string>() : await lastLooks(timed, looks);
  const needed = named.filter(({ ref, at }) => {
    const seen = last.get(refKey(ref));
    return at === undefined || seen === undefined || Date.parse(seen) < Date.parse(at) + readLagMs;
  });
  return [...new Map(needed.map(({ ref }) => [refKey(ref), ref])).values()];
}

async function lastLooks(refs: readonly ResourceRef[], looks: Looks): Promise<ReadonlyMap<string, string>> {
  try {
    return await looks.last(refs);
  } catch (error) {
    logger.warn('last looks not read', { problem: messageOf(error) });
    return new Map();
  }
}

/**
 * Remembers that these resources were looked at. Only after a pass in which nothing failed and nobody else was at work
 * on a finding: what was left undone is known by its event alone.
 */
export async function rememberLooks(
  refs: readonly ResourceRef[],
  startedAt: string,
  { handled, errors }: PassReport,
  looks: Looks,
): Promise<void> {
  const undone = new Set(
    [
      ...errors.map(({ finding }) => finding),
      ...handled.filter(({ kind }) => kind === 'busy').map(({ finding }) => finding),
      // What could not be read was not seen.
      ...handled.map(({ finding }) => finding).filter(({ status }) => status === 'unknown'),
    ].map(({ resource }) => refKey(resource)),
  );
  const named = new Set(refs.map(refKey));
  if (refs.length === 0) return;
  if ([...undone].some((key) => !named.has(key))) return;
  try {
    await looks.remember(
      refs.filter((ref) => !undone.has(refKey(ref))),
      startedAt,
    );
  } catch (error) {
    logger.warn('looks not remembered', { problem: messageOf(error) });
  }
}
