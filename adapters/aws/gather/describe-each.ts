import { pooled } from '../../../core/engine/pooled';
import { FailureError } from '../../../core/model/failure';
import type { Listing } from '../../../core/slices/slice';
import { messageOf } from '../../errors';

/** Describe calls in flight at a time: SageMaker's control plane throttles early. */
const concurrency = 8;

/**
 * Describes resources one by one. One that is gone is left out; one that could not be read is listed as unreadable,
 * because it is known to exist or was asked for. Keeps the order of `ids`.
 */
export async function describeEach<T>(
  ids: readonly string[],
  describe: (id: string) => Promise<T>,
): Promise<Listing<T>> {
  const results = new Map<string, { item: T } | { because: string }>();
  await pooled(concurrency, ids, async (id) => {
    try {
      results.set(id, { item: await describe(id) });
    } catch (error) {
      if (error instanceof FailureError && error.failure.kind === 'gone') return;
      results.set(id, { because: messageOf(error) });
    }
  });
  const items: T[] = [];
  const unreadable: { id: string; because: string }[] = [];
  for (const id of ids) {
    const result = results.get(id);
    if (result === undefined) continue;
    if ('item' in result) items.push(result.item);
    else unreadable.push({ id, because: result.because });
  }
  return { items, unreadable };
}
