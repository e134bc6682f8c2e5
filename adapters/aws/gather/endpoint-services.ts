import { z } from 'zod';
import { sageMakerEndpoints } from '../../../core/enforcement/perimeter';
import { requiredServices, serviceNames as namesOf } from '../../../core/model/sagemaker-services';
import { endpointService } from '../../../core/slices/endpoint-services';
import type { VpcEndpoint } from '../../../core/slices/endpoints';
import { wholeRecords } from '../../../core/slices/records';
import { askingPages, fitting } from './asking';
import { inFilterChunks } from './filtered';
import type { Gatherer } from './gatherer';

const call = 'ec2:DescribeVpcEndpointServices';
const replySchema = z.object({ ServiceDetails: wholeRecords(endpointService) });

/** What AWS says about the SageMaker services that have an interface endpoint or need one. */
export const endpointServices: Gatherer<'endpointServices'> = {
  calls: [call],
  read: async (wanted, { clients, place, slice }) => {
    if (wanted !== 'all') return [];
    const names = serviceNames(await slice('endpoints'), place.region);
    const { DescribeVpcEndpointServicesCommand } = await import('@aws-sdk/client-ec2');
    const client = await clients.ec2();
    const ServiceDetails = await inFilterChunks(names, (Values) =>
      askingPages(
        call,
        (NextToken) =>
          client.send(
            new DescribeVpcEndpointServicesCommand({
              Filters: [{ Name: 'service-name', Values }],
              MaxResults: 1_000,
              NextToken,
            }),
          ),
        (reply) => reply.ServiceDetails,
      ),
    );
    return fitting(call, replySchema, { ServiceDetails }).ServiceDetails;
  },
};

function serviceNames(endpoints: readonly VpcEndpoint[], region: string): readonly string[] {
  const used = sageMakerEndpoints(endpoints).map(({ ServiceName }) => ServiceName);
  return [...new Set([...used, ...requiredServices.flatMap((service) => namesOf(service, region))])];
}
