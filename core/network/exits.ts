import { type RouteTarget, routeTarget } from './route-target';
import type { Location } from './block-public-access';
import { gatePassage } from './internet-gates';
import type { Network } from './network';
import { internetIpv6, intersect, nat64, publicIpv4, publicIpv6, type Ranges } from './ranges';
import type { Route } from '../slices/route-tables';
import { type Governing, routeTableOf, type RoutedRange, routedRanges } from './routes';

/** The target of a part of the public addresses, for one subnet. */
export interface Exit {
  readonly range: RoutedRange;
  readonly target: RouteTarget;
  /** For example `subnet-1 (route table rtb-2, main) sends 0.0.0.0/0 to nat-3`. */
  readonly because: string;
}

/**
 * Where a subnet sends public addresses, and what is missing to decide it. Routes that stay in the VPC are left out.
 */
export type Exits =
  | { readonly exits: readonly Exit[]; readonly missing: readonly string[] }
  | { readonly missing: readonly string[] };

/** The family of addresses that packets are sent to. */
export type AddressFamily = 'ipv4' | 'ipv6';

/** The families of a notebook's addresses: IPv4, and IPv6 if its IpAddressType says so. */
export function familiesOf({
  IpAddressType = 'ipv4',
}: {
  readonly IpAddressType?: string | undefined;
}): readonly AddressFamily[] {
  return IpAddressType === 'ipv4' ? ['ipv4'] : ['ipv4', 'ipv6'];
}

/**
 * The exits of a subnet for public addresses of one family. Whether an internet gateway or an egress-only one lets
 * traffic out is left to `openExits`.
 */
export function exitsOf(
  network: Network,
  subnetId: string,
  vpcId: string,
  family: AddressFamily = 'ipv4',
): Exits {
  const governing = routeTableOf(network, subnetId, vpcId);
  if ('missing' in governing) return { missing: [governing.missing] };
  const { routed, missing } = routedRanges(
    family === 'ipv4' ? publicIpv4 : internetIpv6,
    governing.is.table,
    network,
  );
  const exits = routed.flatMap((all) => {
    const by = routeTarget(all, network);
    const range = { ...all, ranges: passable(all.ranges, by, family) };
    if (by.to === 'local' || range.ranges.length === 0) return [];
    const target = pastGates(by, all.route, { vpcId, subnetId }, network);
    return [{ range, target, because: inWords(subnetId, governing.is, range, target) }];
  });
  return { exits, missing };
}

/** A NAT gateway whose traffic VPC Block Public Access or an encryption control may stop. */
function pastGates(
  target: RouteTarget,
  route: Route | undefined,
  from: Location,
  network: Network,
): RouteTarget {
  const id = route?.NatGatewayId;
  const gateway = target.to === 'nat' && id !== undefined ? network.natGateway(id) : undefined;
  if (gateway === undefined || 'missing' in gateway) return target;
  const { SubnetId: subnetId } = gateway.is;
  const passage = gatePassage(network, 'nat', [
    { vpcId: from.vpcId, subnetId },
    ...(from.subnetId === subnetId ? [] : [from]),
  ]);
  const { because } = target;
  switch (passage.is) {
    case 'open':
      return passage.because === undefined
        ? target
        : { to: 'nat', because: `${because} (${passage.because})` };
    case 'closed':
      return { to: 'nowhere', because: `${because}, but ${passage.because}` };
    case 'unknown':
      return { to: 'unknown', because, missing: passage.missing };
  }
}

/** The destinations that a gateway passes on: NAT gateways only those of NAT64, the other gateways only real ones. */
function passable(ranges: Ranges, { to }: RouteTarget, family: AddressFamily): Ranges {
  if (family === 'ipv4') return ranges;
  if (to === 'nat') return intersect(ranges, nat64);
  return to === 'internet-gateway' || to === 'egress-only' ? intersect(ranges, publicIpv6) : ranges;
}

/** The exits of a subnet, where what VPC Block Public Access or an encryption control closes leads nowhere. */
export function openExits(network: Network, subnetId: string, vpcId: string, family: AddressFamily): Exits {
  const found = exitsOf(network, subnetId, vpcId, family);
  if (!('exits' in found)) return found;
  const exits = found.exits.map((exit): Exit => {
    const { to } = exit.target;
    if (to !== 'internet-gateway' && to !== 'egress-only') return exit;
    const passage = gatePassage(network, to, [{ vpcId, subnetId }]);
    switch (passage.is) {
      case 'open':
        return passage.because === undefined
          ? exit
          : { ...exit, because: `${exit.because} (${passage.because})` };
      case 'closed':
        return { ...exit, target: { to: 'nowhere', because: passage.because } };
      case 'unknown':
        return { ...exit, target: { to: 'unknown', because: exit.because, missing: passage.missing } };
    }
  });
  return { exits, missing: found.missing };
}

/** For example `subnet-1 (route table rtb-2, main)`. */
export function describeTable(subnetId: string, { table, how }: Governing): string {
  return `${subnetId} (route table ${table.RouteTableId}${how === 'main' ? ', main' : ''})`;
}

function inWords(
  subnetId: string,
  governing: Governing,
  { route, destination }: RoutedRange,
  target: RouteTarget,
): string {
  const where = describeTable(subnetId, governing);
  if (route === undefined) return `${where} has no route to the internet`;
  return `${where} sends ${destination} to ${target.because}`;
}
