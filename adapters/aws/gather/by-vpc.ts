import { FailureError } from '../../../core/model/failure';
import type { ByVpc } from '../../../core/slices/by-vpc';
import { describeEach } from './describe-each';

/**
 * Reads something about each VPC. A VPC that was deleted, or that AWS does not accept as one of this account's, is left
 * out: an absent key counts as not read. Any other failure is stored under the VPC's id.
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
  return {
    ...Object.fromEntries(items.flat()),
    ...Object.fromEntries(unreadable.map(({ id, because }) => [id, { unreadable: because }])),
  };
}
