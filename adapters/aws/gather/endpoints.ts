import type { Filter, VpcEndpoint as SdkVpcEndpoint } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { sageMakerEndpoints } from '../../../core/perimeter';
import { requiredServices, serviceName } from '../../../core/sagemaker-services';
import { type VpcEndpoint, vpcEndpoint } from '../../../core/slices/network';
import type { Narrow } from '../../../core/snapshot';
import type { AwsClients } from '../clients';
import { allPages, fitting } from './asking';
import { inFilterChunks } from './ec2-filter';

const call = 'ec2:DescribeVpcEndpoints';
const replySchema = z.object({ VpcEndpoints: z.array(vpcEndpoint) });
const interfaceOnly: Filter = { Name: 'vpc-endpoint-type', Values: ['Interface'] };

/** The interface endpoints of the Region, of all services. */
export async function readEndpoints(
  clients: Pick<AwsClients, 'ec2'>,
  narrow: Narrow,
): Promise<readonly VpcEndpoint[]> {
  const endpoints =
    narrow === 'all'
      ? await describe(clients, [interfaceOnly])
      : await inFilterChunks(narrow, (ids) =>
          describe(clients, [interfaceOnly, { Name: 'vpc-endpoint-id', Values: ids }]),
        );
  return fitting(call, replySchema, { VpcEndpoints: endpoints }).VpcEndpoints;
}

async function describe(
  clients: Pick<AwsClients, 'ec2'>,
  filters: readonly Filter[],
): Promise<readonly SdkVpcEndpoint[]> {
  const { DescribeVpcEndpointsCommand } = await import('@aws-sdk/client-ec2');
  const client = await clients.ec2();
  return allPages(call, async (NextToken) => {
    const reply = await client.send(
      new DescribeVpcEndpointsCommand({
        Filters: [...filters],
        MaxResults: 1_000,
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    return { items: reply.VpcEndpoints, next: reply.NextToken };
  });
}

/** The service names of the SageMaker interface endpoints, and of those that notebooks and Studio need. */
export function sageMakerServiceNames(endpoints: readonly VpcEndpoint[], region: string): readonly string[] {
  const required = requiredServices.map((service) => serviceName(service, region));
  return [...new Set([...sageMakerEndpoints(endpoints).map(({ ServiceName }) => ServiceName), ...required])];
}
