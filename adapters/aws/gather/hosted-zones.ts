import type { VPCRegion } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import type { ByVpc } from '../../../core/slices/by-vpc';
import type { AwsClients } from '../clients';
import { allPages, fitting } from './asking';
import { readByVpc } from './by-vpc';

const call = 'route53:ListHostedZonesByVPC';
const zones = z.array(
  z.object({ Name: z.string(), Owner: z.object({ OwningService: z.string().optional() }).optional() }),
);

/**
 * The private hosted zones associated with these VPCs, other accounts' included. Zones that a service owns are left
 * out: they are how AWS itself implements private DNS of endpoints, not somebody's configuration.
 */
export async function readHostedZones(
  clients: Pick<AwsClients, 'route53'>,
  vpcs: readonly string[],
  region: string,
): Promise<ByVpc<readonly string[]>> {
  return readByVpc(vpcs, async (VPCId) => {
    const { ListHostedZonesByVPCCommand } = await import('@aws-sdk/client-route-53');
    const client = await clients.route53();
    const summaries = await allPages(call, async (NextToken) => {
      const reply = await client.send(
        new ListHostedZonesByVPCCommand({
          VPCId,
          // The SDK's list of Regions is older than AWS's; Route 53 checks the name itself.
          VPCRegion: region as VPCRegion,
          ...(NextToken === undefined ? {} : { NextToken }),
        }),
      );
      return { items: reply.HostedZoneSummaries, next: reply.NextToken };
    });
    return fitting(call, zones, summaries)
      .filter(({ Owner }) => Owner?.OwningService === undefined)
      .map(({ Name }) => Name.replace(/\.$/, ''));
  });
}
