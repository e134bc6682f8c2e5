import type { Reachability } from './reach';
import { addressesOf, admittedBy } from './groups';
import { isWide, type RouteTarget, routeTarget } from './route-target';
import type { Network } from './network';
import { gatePassage } from './internet-gates';
import {
  covers,
  internetIpv6,
  intersect,
  nat64,
  overlaps,
  publicIpv4,
  publicIpv6,
  type Ranges,
} from './ranges';
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
    const target = routeTarget(all, network, subnetId);
    const range = { ...all, ranges: passable(all.ranges, target, family) };
    return target.to === 'local' || range.ranges.length === 0
      ? []
      : [{ range, target, because: inWords(subnetId, governing.is, range, target) }];
  });
  return { exits, missing };
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

/**
 * Whether packets to SageMaker's public addresses leave through NAT. Only wide routes decide. If those lead nowhere
 * but a narrower one leads somewhere, that one may carry SageMaker's addresses, so the answer is unknown.
 */
export function throughNat(network: Network, subnetId: string, vpcId: string): Reachability {
  const found = exitsOf(network, subnetId, vpcId);
  if (!('exits' in found)) return { status: 'unknown', missing: found.missing };
  const wide = found.exits.filter(({ range }) => isWide(range));
  const narrow = found.exits.filter(
    ({ range, target }) => !isWide(range) && !isForAnotherService(range, target),
  );
  const outcomes = wide.map(({ target }) => outcomeOf(target));
  const because = wide.map((exit) => exit.because).join('; ');
  const isAll = wide.length > 0 && outcomes.every((outcome) => outcome === 'works');
  // A prefix list that was not read may carry SageMaker's addresses elsewhere.
  if (isAll && found.missing.length === 0) return { status: 'yes', because };
  const unsure = [
    ...wide.filter(({ target }) => outcomeOf(target) === 'unsure'),
    ...narrow.filter(({ target }) => outcomeOf(target) !== 'dead'),
  ];
  const isMixed = !isAll && outcomes.includes('works');
  if (unsure.length === 0 && !isMixed && found.missing.length === 0)
    return { status: 'no', because: because === '' ? `${subnetId} has no route to the internet` : because };
  const doubts = unsure.map(
    ({ because: text, target }) => `whether SageMaker is reached by this route: ${text}${notRead(target)}`,
  );
  return {
    status: 'unknown',
    missing: [
      ...doubts,
      ...(isMixed && unsure.length === 0 ? [`which of these routes leads to SageMaker: ${because}`] : []),
      ...found.missing,
    ],
  };
}

function notRead(target: RouteTarget): string {
  return target.to === 'unknown' ? ` (not read: ${target.missing})` : '';
}

/** Whether packets get out, for an interface without a public address, as SageMaker's interfaces are. */
function outcomeOf({ to }: RouteTarget): 'works' | 'dead' | 'unsure' {
  switch (to) {
    case 'nat':
      return 'works';
    case 'nowhere':
    case 'local':
    case 'internet-gateway':
    case 'egress-only':
      return 'dead';
    case 'elsewhere':
    case 'appliance':
    case 'unknown':
      return 'unsure';
  }
}

/** Whether the route belongs to a gateway endpoint, whose prefix list has only the addresses of S3 or DynamoDB. */
function isForAnotherService({ route }: RoutedRange, { to }: RouteTarget): boolean {
  return (
    to === 'appliance' &&
    route?.DestinationPrefixListId !== undefined &&
    route.GatewayId?.startsWith('vpce-') === true
  );
}

/**
 * Whether the groups allow TCP 443 to SageMaker's public addresses: `yes` only if to all public addresses, `no` only
 * if to none.
 */
export function groupsLetOut(network: Network, name: string, groupIds: readonly string[]): Reachability {
  if (groupIds.length === 0) return { status: 'unknown', missing: [`the security groups of ${name}`] };
  const admitted = admittedBy(network, groupIds, 'egress');
  const addresses = addressesOf(admitted);
  const groups = groupIds.join(', ');
  if (covers(addresses, publicIpv4))
    return { status: 'yes', because: `${groups} lets TCP 443 out to the internet` };
  if (admitted.missing.length > 0) return { status: 'unknown', missing: admitted.missing };
  return overlaps(addresses, publicIpv4)
    ? {
        status: 'unknown',
        missing: [`whether SageMaker's public addresses are among those that ${groups} lets TCP 443 out to`],
      }
    : { status: 'no', because: `${groups} does not let TCP 443 out to public addresses` };
}

/**
 * Whether any traffic at all can leave for the internet: some route leads there, and some rule allows some traffic to
 * some public address on it. A route to an internet gateway counts even though interfaces without a public address
 * cannot use it.
 * @param families those of the addresses that the interface has
 */
export function anyRouteOut(
  network: Network,
  { name, subnetId, vpcId, groupIds }: OutboundInterface,
  families: readonly AddressFamily[],
): Reachability {
  const reasons: string[] = [];
  const missing: string[] = [];
  if (groupIds.length === 0) missing.push(`the security groups of ${name}`);
  const admitted = admittedBy(network, groupIds, 'egress', 'anything');
  const allowed = addressesOf(admitted);
  for (const family of families) {
    const exits = openExits(network, subnetId, vpcId, family);
    missing.push(...exits.missing);
    for (const { range, target, because } of 'exits' in exits ? exits.exits : []) {
      if (target.to === 'nowhere' || target.to === 'local' || isForAnotherService(range, target)) continue;
      if (!overlaps(allowed, range.ranges)) {
        missing.push(...admitted.missing);
        continue;
      }
      if (['nat', 'internet-gateway', 'egress-only'].includes(target.to)) reasons.push(because);
      else missing.push(`whether this leads to the internet: ${because}${notRead(target)}`);
    }
  }
  if (reasons.length > 0) return { status: 'yes', because: reasons.join('; ') };
  if (missing.length > 0) return { status: 'unknown', missing: [...new Set(missing)] };
  return { status: 'no', because: 'nothing leads to the internet' };
}

/** A network interface from which traffic leaves. */
export interface OutboundInterface {
  readonly name: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly groupIds: readonly string[];
}
