import { vpc } from '../../../core/slices/vpcs';
import { describeFiltered } from './filtered';
import type { Gatherer } from './gatherer';
import { inVpcs } from './selected';

const call = 'ec2:DescribeVpcs';

export const vpcs: Gatherer<'vpcs'> = {
  calls: [call],
  // Whose a VPC is decides what lists of this account say about it.
  unasked: 'all',
  read: async (wanted, context) => {
    const { DescribeVpcsCommand } = await import('@aws-sdk/client-ec2');
    const client = await context.clients.ec2();
    return describeFiltered(
      call,
      vpc,
      await inVpcs(wanted, context),
      (input) => client.send(new DescribeVpcsCommand(input)),
      ({ Vpcs }) => Vpcs,
    );
  },
};
