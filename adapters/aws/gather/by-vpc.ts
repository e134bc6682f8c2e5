import { FailureError } from '../../../core/failure';
import type { ByVpc } from '../../../core/slices';
import { describeEach } from './describe-each';

/**
 * Reads something about each VPC. One that is gone, or that AWS does not take for a VPC of this account, is left out:
 * an absent key counts as not read. Any other failure makes the whole read fail, so that its reason is kept.
 */
export async function readByVpc<T>(
  vpcs: readonly string[],
  read: (vpc: string) => Promise<T>,
): Promise<ByVpc<T>> {
  const { items, unreadable } = await describeEach(vpcs, async (vpc) => {
    try {
      return [[vpc, await read(vpc)] as const];
    } catch (error) {
      if (error instanceof FailureError && error.failure.kind === 'invalid') return [];
      throw error;
    }
  });
  const [failed] = unreadable;
  if (failed !== undefined) throw new Error(`${failed.id}: ${failed.because}`);
  return Object.fromEntries(items.flat());
}
