import type { VPCRegion } from '@aws-sdk/client-route-53';
import { z } from 'zod';
import type { Place } from '../../../core/model/resource';
import { resolverRule } from '../../../core/slices/resolver-rules';
import type { AwsClients } from '../clients';
import { askingPages, fitting } from './asking';
import { readRecords, type ZoneContent } from './record-sets';

/** What several slices of one request read of a VPC's name resolution. Each is read once. */
export interface DnsReader {
  /** The private hosted zones associated with a VPC, without those that AWS services own. */
  readonly zonesOf: (vpcId: string) => Promise<readonly PrivateZone[]>;
  /** The records of a zone, or as many of the first as say that the zone does not matter. */
  readonly records: (zoneId: string) => Promise<ZoneContent>;
  /** The Resolver rules of the Region that the account sees, those that others share with it included. */
  readonly rules: () => Promise<ReadonlyMap<string, SeenRule>>;
}

const privateZone = z.object({
  HostedZoneId: z.string(),
  Name: z.string(),
  Owner: z.object({ OwningAccount: z.string().optional(), OwningService: z.string().optional() }).optional(),
});
type PrivateZone = z.infer<typeof privateZone>;

const seenRule = resolverRule.extend({ Id: z.string(), Status: z.string().optional() });
type SeenRule = z.infer<typeof seenRule>;

export const listZones = 'route53:ListHostedZonesByVPC';
export const listRules = 'route53resolver:ListResolverRules';

/** Creates the reader of one request. */
export function dnsReader(clients: Pick<AwsClients, 'route53' | 'route53resolver'>, place: Place): DnsReader {
  const rules = async (): Promise<ReadonlyMap<string, SeenRule>> => {
    const { ListResolverRulesCommand } = await import('../route53/resolver');
    const client = await clients.route53resolver();
    const found = await askingPages(
      listRules,
      (NextToken) => client.send(new ListResolverRulesCommand({ MaxResults: 100, NextToken })),
      ({ ResolverRules }) => ResolverRules,
    );
    return new Map(fitting(listRules, z.array(seenRule), found).map((rule) => [rule.Id, rule]));
  };
  const zonesOf = async (VPCId: string): Promise<readonly PrivateZone[]> => {
    const { ListHostedZonesByVPCCommand } = await import('@aws-sdk/client-route-53');
    const client = await clients.route53();
    // The SDK's list of Regions may be older than AWS's, and Route 53 checks the name itself.
    const VPCRegion = place.region as VPCRegion;
    const summaries = await askingPages(
      listZones,
      (NextToken) => client.send(new ListHostedZonesByVPCCommand({ VPCId, VPCRegion, NextToken })),
      ({ HostedZoneSummaries }) => HostedZoneSummaries,
    );
    return fitting(listZones, z.array(privateZone), summaries).filter(
      ({ Owner }) => Owner?.OwningService === undefined,
    );
  };
  return {
    zonesOf: eachOnce(zonesOf),
    records: eachOnce((zoneId) => readRecords(zoneId, clients, place)),
    rules: eachOnce(rules),
  };
}

/** The same promise for the same argument. */
function eachOnce<A extends readonly string[], T>(
  read: (...args: A) => Promise<T>,
): (...args: A) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (...args) => {
    const key = args.join(' ');
    const asked = known.get(key) ?? read(...args);
    known.set(key, asked);
    return asked;
  };
}
