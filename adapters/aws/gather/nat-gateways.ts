import { type NatGateway, natGateway } from '../../../core/slices/nat-gateways';
import { describeFiltered, type Filtered } from './filtered';
import type { GatherContext, Gatherer } from './gatherer';
import { inVpcs } from './selected';

const call = 'ec2:DescribeNatGateways';

export const natGateways: Gatherer<'natGateways'> = {
  calls: [call],
  read: async (wanted, context) => readNatGateways(context.clients, await inVpcs(wanted, context)),
};

/** DescribeNatGateways is the only call that names this parameter `Filter`. */
export async function readNatGateways(
  clients: Pick<GatherContext['clients'], 'ec2'>,
  filtered: Filtered,
): Promise<readonly NatGateway[]> {
  const { DescribeNatGatewaysCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return describeFiltered(
    call,
    natGateway,
    filtered,
    ({ Filters: Filter, ...page }) => client.send(new DescribeNatGatewaysCommand({ Filter, ...page })),
    ({ NatGateways }) => NatGateways,
  );
}
