import { concernsSageMaker } from '../../../core/network/names/concerned';
import { messageOf } from '../../errors';
import { readByVpc } from './by-vpc';
import { listZones } from './dns';
import type { Gatherer } from './gatherer';
import { listRecords } from './record-sets';
import { vpcIds } from './selected';

/**
 * The records of the private hosted zones in which names of SageMaker may be. Only the account that owns a zone may
 * read its records, so one of another account has the reason instead.
 */
export const zoneRecords: Gatherer<'zoneRecords'> = {
  calls: [listZones, listRecords],
  // Route 53 looks up the VPC with the caller's permissions.
  alsoNeeds: ['ec2:DescribeVpcs'],
  read: async (wanted, { dns, place, vpcs }) =>
    readByVpc(await vpcIds(wanted, { vpcs }), async (vpcId) => {
      const zones = (await dns.zonesOf(vpcId)).filter(({ Name }) => concernsSageMaker(Name, place));
      return Promise.all(
        zones.map(async ({ Name, HostedZoneId, Owner }) => {
          const zone = { Name: Name.replace(/\.$/, ''), HostedZoneId };
          try {
            return { ...zone, ResourceRecordSets: [...((await dns.records(HostedZoneId)).records ?? [])] };
          } catch (error) {
            const account = Owner?.OwningAccount ?? place.account;
            const owner = account === place.account ? '' : `; the zone belongs to account ${account}`;
            return { ...zone, unreadable: `${messageOf(error)}${owner}` };
          }
        }),
      );
    }),
};
