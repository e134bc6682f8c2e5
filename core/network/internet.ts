import type { Reachability } from './reach';
import { addressesOf, admittedBy } from './groups';
import { isWide, type Leads, leadsTo } from './leads';
import type { Network } from './network';
import { covers, overlaps, publicIpv4, publicIpv6, type Ranges } from './ranges';
import { type Governing, routeTableOf, type RoutedRange, routedRanges } from './routes';

/** Where a subnet sends a part of the public addresses. */
export interface Exit {
  readonly way: RoutedRange;
  readonly leads: Leads;
  /** `subnet-1 (route table rtb-2, main) sends 0.0.0.0/0 to nat-3`. */
  readonly because: string;
}

/** Where a subnet sends public addresses, or what is missing to tell. Ways that stay in the VPC are left out. */
export type Exits =
  | { readonly exits: readonly Exit[]; readonly missing: readonly string[] }
  | { readonly missing: readonly string[] };

export function exitsOf(
  network: Network,
  subnetId: string,
  vpcId: string,
  family: 'ipv4' | 'ipv6' = 'ipv4',
): Exits {
  const governing = routeTableOf(network, subnetId, vpcId);
  if ('missing' in governing) return { missing: [governing.missing] };
  const { ways, missing } = routedRanges(
    family === 'ipv4' ? publicIpv4 : publicIpv6,
    governing.is.table,
    network,
  );
  const exits = ways.flatMap((way) => {
    const leads = leadsTo(way, network);
    return leads.to === 'local' ? [] : [{ way, leads, because: inWords(subnetId, governing.is, way, leads) }];
  });
  return { exits, missing };
}

/** `subnet-1 (route table rtb-2, main)`. */
export function describeTable(subnetId: string, { table, how }: Governing): string {
  return `${subnetId} (route table ${table.RouteTableId}${how === 'main' ? ', main' : ''})`;
}

function inWords(
  subnetId: string,
  governing: Governing,
  { route, destination }: RoutedRange,
  leads: Leads,
): string {
  const where = describeTable(subnetId, governing);
  if (route === undefined) return `${where} has no route to the internet`;
  return `${where} sends ${destination} to ${leads.because}`;
}

/**
 * Whether packets to SageMaker's public addresses get out through NAT. Only wide routes decide; where those lead
 * nowhere, a narrower one that leads somewhere could still be the one, which cannot be told from here.
 */
export function throughNat(network: Network, subnetId: string, vpcId: string): Reachability {
  const found = exitsOf(network, subnetId, vpcId);
  if (!('exits' in found)) return { status: 'unknown', missing: found.missing };
  const wide = found.exits.filter(({ way }) => isWide(way));
  const narrow = found.exits.filter(({ way, leads }) => !isWide(way) && !isForAnotherService(way, leads));
  const outcomes = wide.map(({ leads }) => outcomeOf(leads));
  const because = wide.map((exit) => exit.because).join('; ');
  if (wide.length > 0 && outcomes.every((one) => one === 'works')) return { status: 'yes', because };
  const unsure = [
    ...wide.filter(({ leads }) => outcomeOf(leads) === 'unsure'),
    ...narrow.filter(({ leads }) => outcomeOf(leads) !== 'dead'),
  ];
  const isMixed = outcomes.includes('works');
  if (unsure.length === 0 && !isMixed && found.missing.length === 0)
    return { status: 'no', because: because === '' ? `${subnetId} has no route to the internet` : because };
  const doubts = unsure.map(
    ({ because: text, leads }) =>
      `whether SageMaker is reached that way: ${text}${leads.to === 'unknown' ? ` (not read: ${leads.missing})` : ''}`,
  );
  return {
    status: 'unknown',
    missing: [
      ...doubts,
      ...(isMixed && unsure.length === 0 ? [`which of these ways leads to SageMaker: ${because}`] : []),
      ...found.missing,
    ],
  };
}

/** For an interface without a public address, as SageMaker's are. */
function outcomeOf({ to }: Leads): 'works' | 'dead' | 'unsure' {
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

/** The prefix list of a gateway endpoint holds the addresses of S3 or DynamoDB. */
function isForAnotherService({ route }: RoutedRange, { to }: Leads): boolean {
  return (
    to === 'appliance' &&
    route?.DestinationPrefixListId !== undefined &&
    route.GatewayId?.startsWith('vpce-') === true
  );
}

/** Whether the groups let TCP 443 out to SageMaker's public addresses: to all public addresses, or to none. */
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
 * Whether anything at all can leave for the internet, however little: some route to it, and some rule that lets some
 * traffic to some public address out. A route to an internet gateway counts although interfaces without a public
 * address cannot use it.
 * @param families those of the addresses that the interface has
 */
export function anyRouteOut(
  network: Network,
  { name, subnetId, vpcId, groupIds }: Leaver,
  families: readonly ('ipv4' | 'ipv6')[],
): Reachability {
  const reasons: string[] = [];
  const missing: string[] = [];
  if (groupIds.length === 0) missing.push(`the security groups of ${name}`);
  const admitted = admittedBy(network, groupIds, 'egress', 'anything');
  const mayLeave = addressesOf(admitted);
  for (const family of families) {
    const exits = exitsOf(network, subnetId, vpcId, family);
    missing.push(...exits.missing);
    for (const { way, leads, because } of 'exits' in exits ? exits.exits : []) {
      if (leads.to === 'nowhere' || leads.to === 'local' || isForAnotherService(way, leads)) continue;
      if (!isLetOut(mayLeave, way.ranges)) {
        missing.push(...admitted.missing);
        continue;
      }
      if (['nat', 'internet-gateway', 'egress-only'].includes(leads.to)) reasons.push(because);
      else missing.push(`whether this leads to the internet: ${because}`);
    }
  }
  if (reasons.length > 0) return { status: 'yes', because: reasons.join('; ') };
  if (missing.length > 0) return { status: 'unknown', missing: [...new Set(missing)] };
  return { status: 'no', because: 'nothing leads to the internet' };
}

export interface Leaver {
  readonly name: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly groupIds: readonly string[];
}

function isLetOut(mayLeave: Ranges, ranges: Ranges): boolean {
  return overlaps(mayLeave, ranges);
}
