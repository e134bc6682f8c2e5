import { readByVpc } from './by-vpc';
import { listZones } from './dns';
import type { Gatherer } from './gatherer';
import { vpcIds } from './selected';

/**
 * The private hosted zones that are associated with the VPCs, including those of other accounts. Zones owned by an AWS
 * service are left out: they implement the private DNS of endpoints and are nobody's configuration.
 */
export const hostedZones: Gatherer<'hostedZones'> = {
  calls: [listZones],
  // Route 53 looks up the VPC with the caller's permissions.
  alsoNeeds: ['ec2:DescribeVpcs'],
  read: async (wanted, context) =>
    readByVpc(await vpcIds(wanted, context), async (vpcId) => {
      const zones = await context.dns.zonesOf(vpcId);
      return zones.map(({ Name }) => Name.replace(/\.$/, ''));
    }),
};
