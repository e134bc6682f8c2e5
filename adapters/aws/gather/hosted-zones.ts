import type { VPCRegion } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import { askingPages, fitting } from './asking';
import { readByVpc } from './by-vpc';
import type { Gatherer } from './gatherer';
import { vpcIds } from './selected';

const call = 'route53:ListHostedZonesByVPC';
const zones = z.array(
  z.object({ Name: z.string(), Owner: z.object({ OwningService: z.string().optional() }).optional() }),
);

/**
 * The private hosted zones that are associated with the VPCs, including those of other accounts. Zones owned by an AWS
 * service are left out: they implement the private DNS of endpoints and are nobody's configuration.
 */
export const hostedZones: Gatherer<'hostedZones'> = {
  calls: [call],
  // Route 53 looks up the VPC with the caller's permissions.
  alsoNeeds: ['ec2:DescribeVpcs'],
  read: async (wanted, context) =>
    readByVpc(await vpcIds(wanted, context), async (VPCId) => {
      const { ListHostedZonesByVPCCommand } = await import('@aws-sdk/client-route-53');
      const client = await context.clients.route53();
      // The SDK's list of Regions may be older than AWS's, and Route 53 checks the name itself.
      const VPCRegion = context.place.region as VPCRegion;
      const summaries = await askingPages(
        call,
        (NextToken) => client.send(new ListHostedZonesByVPCCommand({ VPCId, VPCRegion, NextToken })),
        ({ HostedZoneSummaries }) => HostedZoneSummaries,
      );
      return fitting(call, zones, summaries)
        .filter(({ Owner }) => Owner?.OwningService === undefined)
        .map(({ Name }) => Name.replace(/\.$/, ''));
    }),
};
