import { pooled } from '../../../core/lists/pooled';
import { FailureError } from '../../../core/model/failure';
import type { Listing } from '../../../core/slices/slice';
import { messageOf } from '../../errors';

/** The number of Describe calls in flight: SageMaker's control plane throttles early. */
const concurrency = 8;

/**
 * Describes resources one by one, and keeps the order of `ids`. A deleted one is left out. One that could not be read
 * is listed as unreadable, because it is known to exist or was asked for.
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
