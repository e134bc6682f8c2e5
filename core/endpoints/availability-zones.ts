import type { Consumer } from '../network/consumers';
import { exitsOf } from '../network/exits';
import { isWide } from '../network/route-target';
import type { Network } from '../network/network';
import type { Subnet } from '../slices/subnets';

/** The Availability Zones of some subnets, and the subnets whose zone is not known. */
export interface Zones {
  readonly zones: readonly string[];
  readonly missing: readonly string[];
}

/** The zones of these subnets, sorted and without repetitions. */
export function zonesOf(subnetIds: readonly string[], network: Pick<Network, 'subnet'>): Zones {
  const zones = new Set<string>();
  const missing: string[] = [];
  for (const id of new Set(subnetIds)) {
    const found = network.subnet(id);
    const zone = 'is' in found ? found.is.AvailabilityZone : undefined;
    if (zone !== undefined) zones.add(zone);
    else missing.push('missing' in found ? found.missing : `the Availability Zone of ${id}`);
  }
  return { zones: [...zones].sort(), missing };
}

/** The zones in which consumers are. A domain may use any of its subnets, so all of them count. */
export function consumerZones(consumers: readonly Consumer[], network: Pick<Network, 'subnet'>): Zones {
  const { zones, missing } = zonesOf(
    consumers.flatMap(({ subnetIds }) => subnetIds),
    network,
  );
  const without = consumers.filter(({ subnetIds }) => subnetIds.length === 0);
  return { zones, missing: [...missing, ...without.map(({ name }) => `the subnets of ${name}`)] };
}

/**
 * The best subnet in a zone for an endpoint of the VPC: one that this account owns and that has a free address,
 * preferably private, and then preferably one of the consumers' own. `undefined` if there is none.
 */
export function subnetIn(
  zone: string,
  vpcId: string,
  consumers: readonly Consumer[],
  subnets: readonly Subnet[],
  network: Network,
  account: string,
): Subnet | undefined {
  const own = new Set(consumers.flatMap(({ subnetIds }) => subnetIds));
  const rank = ({ SubnetId }: Subnet): number =>
    (isPublic(SubnetId, vpcId, network) ? 2 : 0) + (own.has(SubnetId) ? 0 : 1);
  return subnets
    .filter(
      ({ VpcId, AvailabilityZone, OwnerId, State, AvailableIpAddressCount }) =>
        VpcId === vpcId &&
        AvailabilityZone === zone &&
        (OwnerId ?? account) === account &&
        (State ?? 'available') === 'available' &&
        (AvailableIpAddressCount ?? 1) > 0,
    )
    .toSorted((a, b) => rank(a) - rank(b) || (a.SubnetId < b.SubnetId ? -1 : 1))[0];
}

/** Whether a wide route of the subnet leads to an internet gateway. Unreadable routes do not make it public. */
function isPublic(subnetId: string, vpcId: string, network: Network): boolean {
  const found = exitsOf(network, subnetId, vpcId);
  return (
    'exits' in found &&
    found.exits.some(({ range, target }) => target.to === 'internet-gateway' && isWide(range))
  );
}
