import { type Subnet, subnet } from '../../../core/slices/subnets';
import { describeFiltered, type Filtered } from './filtered';
import type { GatherContext, Gatherer } from './gatherer';
import { inVpcs } from './selected';

const call = 'ec2:DescribeSubnets';

export const subnets: Gatherer<'subnets'> = {
  calls: [call],
  read: async (wanted, context) => readSubnets(context.clients, await inVpcs(wanted, context)),
};

export async function readSubnets(
  clients: Pick<GatherContext['clients'], 'ec2'>,
  filtered: Filtered,
): Promise<readonly Subnet[]> {
  const { DescribeSubnetsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return describeFiltered(
    call,
    subnet,
    filtered,
    (input) => client.send(new DescribeSubnetsCommand(input)),
    ({ Subnets }) => Subnets,
  );
}
