import { type RouteTable, routeTable } from '../../../core/slices/route-tables';
import { describeFiltered, type Filtered } from './filtered';
import type { GatherContext, Gatherer } from './gatherer';
import { inVpcs } from './selected';

const call = 'ec2:DescribeRouteTables';

export const routeTables: Gatherer<'routeTables'> = {
  calls: [call],
  read: async (wanted, context) => readRouteTables(context.clients, await inVpcs(wanted, context)),
};

/** AWS returns at most a hundred route tables per page. */
export async function readRouteTables(
  clients: Pick<GatherContext['clients'], 'ec2'>,
  filtered: Filtered,
): Promise<readonly RouteTable[]> {
  const { DescribeRouteTablesCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return describeFiltered(
    call,
    routeTable,
    filtered,
    (input) => client.send(new DescribeRouteTablesCommand({ ...input, MaxResults: 100 })),
    ({ RouteTables }) => RouteTables,
  );
}
