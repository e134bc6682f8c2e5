import { z } from 'zod';
import type { Slices } from '../../../core/slices';
import type { PrefixList } from '../../../core/slices/prefix-lists';
import { askingPages, fitting } from './asking';
import { describeEach } from './describe-each';
import type { GatherContext, Gatherer } from './gatherer';

const call = 'ec2:GetManagedPrefixListEntries';
const entries = z.array(z.object({ Cidr: z.string() }));

/**
 * The ranges of the prefix lists that the request's route tables and security groups name, including AWS's own and
 * those shared with the account. A deleted one is left out: absent counts as not read.
 */
export const prefixLists: Gatherer<'prefixLists'> = {
  calls: [call],
  read: async (wanted, { clients, slice }) => {
    if (wanted !== 'all') return [];
    const ids = prefixListsIn(await slice('routeTables'), await slice('securityGroups'));
    const { items, unreadable } = await describeEach(ids, (id) => readEntries(clients, id));
    const [failed] = unreadable;
    if (failed !== undefined) throw new Error(`${failed.id}: ${failed.because}`);
    return items;
  },
};

async function readEntries(
  clients: Pick<GatherContext['clients'], 'ec2'>,
  PrefixListId: string,
): Promise<PrefixList> {
  const { GetManagedPrefixListEntriesCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  const found = await askingPages(
    call,
    (NextToken) =>
      client.send(new GetManagedPrefixListEntriesCommand({ PrefixListId, MaxResults: 100, NextToken })),
    ({ Entries }) => Entries,
  );
  return { PrefixListId, Cidrs: fitting(call, entries, found).map(({ Cidr }) => Cidr) };
}

/** The ids of the prefix lists that routes and security group rules name, each once. */
function prefixListsIn(tables: Slices['routeTables'], groups: Slices['securityGroups']): readonly string[] {
  const inRoutes = tables.flatMap(({ Routes = [] }) =>
    Routes.map(({ DestinationPrefixListId }) => DestinationPrefixListId),
  );
  const inRules = groups.flatMap(({ IpPermissions = [], IpPermissionsEgress = [] }) =>
    [...IpPermissions, ...IpPermissionsEgress].flatMap(({ PrefixListIds = [] }) =>
      PrefixListIds.map(({ PrefixListId }) => PrefixListId),
    ),
  );
  return [...new Set([...inRoutes, ...inRules])].filter((id) => id !== undefined);
}
