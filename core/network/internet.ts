import type { Reachability } from './reach';
import { addressesOf, admittedBy } from './groups';
import { type AddressFamily, exitsOf, openExits } from './exits';
import { isWide, type RouteTarget } from './route-target';
import type { Network } from './network';
import { covers, overlaps, publicIpv4 } from './ranges';
import type { RoutedRange } from './routes';

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
