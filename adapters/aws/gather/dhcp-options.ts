import { dhcpOptionSet } from '../../../core/slices/dhcp-options';
import { describeFiltered } from './filtered';
import type { Gatherer } from './gatherer';

const call = 'ec2:DescribeDhcpOptions';

/** The account's sets of DHCP options. A VPC that another account shares may have one that is not among them. */
export const dhcpOptions: Gatherer<'dhcpOptions'> = {
  calls: [call],
  read: async (wanted, { clients }) => {
    if (wanted !== 'all') return [];
    const { DescribeDhcpOptionsCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    return describeFiltered(
      call,
      dhcpOptionSet,
      'all',
      (input) => client.send(new DescribeDhcpOptionsCommand(input)),
      ({ DhcpOptions }) => DhcpOptions,
    );
  },
};
