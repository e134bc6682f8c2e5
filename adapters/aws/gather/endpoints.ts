import type { Filter, VpcEndpoint as SdkVpcEndpoint } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { vpcEndpoint } from '../../../core/slices/endpoints';
import { wholeRecords } from '../../../core/slices/records';
import { askingPages, fitting } from './asking';
import { inFilterChunks } from './filtered';
import type { GatherContext, Gatherer } from './gatherer';

const call = 'ec2:DescribeVpcEndpoints';
const replySchema = z.object({ VpcEndpoints: wholeRecords(vpcEndpoint) });
const interfaceOnly: Filter = { Name: 'vpc-endpoint-type', Values: ['Interface'] };

/** The interface endpoints of the Region, of all services. */
export const endpoints: Gatherer<'endpoints'> = {
  calls: [call],
  // The endpoints determine which VPCs matter, so other slices need all of them.
  unasked: 'all',
  read: async (wanted, { clients }) => {
    const found =
      wanted === 'all'
        ? await describe(clients, [interfaceOnly])
        : await inFilterChunks(
            wanted.map(({ ref }) => ref.id),
            (Values) => describe(clients, [interfaceOnly, { Name: 'vpc-endpoint-id', Values }]),
          );
    return fitting(call, replySchema, { VpcEndpoints: found }).VpcEndpoints;
  },
};

async function describe(
  clients: Pick<GatherContext['clients'], 'ec2'>,
  Filters: Filter[],
): Promise<readonly SdkVpcEndpoint[]> {
  const { DescribeVpcEndpointsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return askingPages(
    call,
    (NextToken) => client.send(new DescribeVpcEndpointsCommand({ Filters, MaxResults: 1_000, NextToken })),
    ({ VpcEndpoints }) => VpcEndpoints,
  );
}
