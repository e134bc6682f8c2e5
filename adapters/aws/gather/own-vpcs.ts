import type { ByVpc } from '../../../core/slices/by-vpc';
import type { GatherContext } from './gatherer';

/**
 * What lists of an account say about each VPC. They name only what the account itself associated: nothing about a VPC
 * that another account shares, which has the reason in place of an empty list.
 */
export async function inOwnVpcs<T>(
  vpcIds: readonly string[],
  { slice, place }: Pick<GatherContext, 'slice' | 'place'>,
  what: string,
  read: (vpcId: string) => T | { readonly unreadable: string } | Promise<T | { readonly unreadable: string }>,
): Promise<ByVpc<T>> {
  const known = vpcIds.length === 0 ? [] : await slice('vpcs');
  const entries = await Promise.all(
    vpcIds.map(async (id) => {
      const found = known.find(({ VpcId }) => VpcId === id);
      // Absent counts as not read: a VPC that was deleted, or of which nobody says whose it is.
      if (found === undefined) return [];
      const owner = found.OwnerId ?? place.account;
      if (owner !== place.account)
        return [
          [id, { unreadable: `${id} belongs to account ${owner}, which alone sees its ${what}` }] as const,
        ];
      return [[id, await read(id)] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}
