import { z } from 'zod';
import type { Slices } from '../../../core/slices';
import type { PrefixList } from '../../../core/slices/routing';
import type { AwsClients } from '../clients';
import { allPages, fitting } from './asking';
import { describeEach } from './describe-each';

const call = 'ec2:GetManagedPrefixListEntries';
const entries = z.array(z.object({ Cidr: z.string() }));

/**
 * The ranges of these prefix lists, AWS's own and those shared with the account included. One that is gone is left
 * out: what is absent counts as not read.
 */
export async function readPrefixLists(
  clients: Pick<AwsClients, 'ec2'>,
  ids: readonly string[],
): Promise<readonly PrefixList[]> {
  const { items, unreadable } = await describeEach(ids, async (PrefixListId) => {
    const { GetManagedPrefixListEntriesCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    const found = await allPages(call, async (NextToken) => {
      const reply = await client.send(
        new GetManagedPrefixListEntriesCommand({
          PrefixListId,
          MaxResults: 100,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      return { items: reply.Entries, next: reply.NextToken };
    });
    return { PrefixListId, Cidrs: fitting(call, entries, found).map(({ Cidr }) => Cidr) };
  });
  const [failed] = unreadable;
  if (failed !== undefined) throw new Error(`${failed.id}: ${failed.because}`);
  return items;
}

/** The prefix lists that routes and security group rules name, each once. */
export function prefixListsIn(
  tables: Slices['routeTables'],
  groups: Slices['securityGroups'],
): readonly string[] {
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
