import { pooled } from '../../../core/engine/pooled';
import { FailureError } from '../../../core/failure';
import type { ByVpc } from '../../../core/slices';
import { concurrency } from './describe-each';

/**
 * Reads something about each VPC. One that is gone, or that AWS does not take for a VPC of this account, is left out:
 * an absent key counts as not read. Any other failure makes the whole read fail, so that its reason is kept.
 */
export async function readByVpc<T>(
  vpcs: readonly string[],
  read: (vpc: string) => Promise<T>,
): Promise<ByVpc<T>> {
  const found = new Map<string, T>();
  await pooled(concurrency, vpcs, async (vpc) => {
    try {
      found.set(vpc, await read(vpc));
    } catch (error) {
      const about = error instanceof FailureError ? error.failure.kind : undefined;
      if (about !== 'gone' && about !== 'invalid') throw error;
    }
  });
  return Object.fromEntries(
    vpcs.flatMap((vpc) => {
      const value = found.get(vpc);
      return value === undefined ? [] : [[vpc, value]];
    }),
  );
}
