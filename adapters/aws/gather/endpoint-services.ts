import { z } from 'zod';
import { type EndpointService, endpointService } from '../../../core/slices/network';
import type { AwsClients } from '../clients';
import { allPages, fitting } from './asking';
import { inFilterChunks } from './ec2-filter';

const call = 'ec2:DescribeVpcEndpointServices';
const replySchema = z.object({ ServiceDetails: z.array(endpointService) });

/** What AWS says about the endpoint services with these names. */
export async function readEndpointServices(
  clients: Pick<AwsClients, 'ec2'>,
  names: readonly string[],
): Promise<readonly EndpointService[]> {
  if (names.length === 0) return [];
  const { DescribeVpcEndpointServicesCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  const services = await inFilterChunks(names, (Values) =>
    allPages(call, async (NextToken) => {
      const reply = await client.send(
        new DescribeVpcEndpointServicesCommand({
          Filters: [{ Name: 'service-name', Values }],
          MaxResults: 1_000,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      return { items: reply.ServiceDetails, next: reply.NextToken };
    }),
  );
  return fitting(call, replySchema, { ServiceDetails: services }).ServiceDetails;
}
