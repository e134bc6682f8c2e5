import { networkInterface } from '../../../core/slices/network-interfaces';
import { describeFiltered } from './filtered';
import type { Gatherer } from './gatherer';
import { inVpcs } from './selected';

const call = 'ec2:DescribeNetworkInterfaces';

/**
 * AWS answers without pages only for few interfaces, and recommends pages; the filter `vpc-id` is one of those that it
 * names for many. An account can hide what services manage, and these may call SageMaker like any other (EC2 API
 * reference, DescribeNetworkInterfaces: Filter, MaxResults, IncludeManagedResources; read 1 December 2026).
 */
export const networkInterfaces: Gatherer<'networkInterfaces'> = {
  calls: [call],
  read: async (wanted, context) => {
    const { DescribeNetworkInterfacesCommand } = await import('@aws-sdk/client-ec2');
    const client = await context.clients.ec2();
    return describeFiltered(
      call,
      networkInterface,
      await inVpcs(wanted, context),
      (input) =>
        client.send(new DescribeNetworkInterfacesCommand({ ...input, IncludeManagedResources: true })),
      ({ NetworkInterfaces }) => NetworkInterfaces,
    );
  },
};
