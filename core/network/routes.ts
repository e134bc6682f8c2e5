import type { AddressRange } from '@palisade/iam';
import type { Route, RouteTable } from '../slices/route-tables';
import type { FoundOrMissing, Network } from './network';
import { intersect, type Ranges, rangesOf, size, subtract } from './ranges';

/** The route table that applies to a subnet. */
export interface Governing {
  readonly table: RouteTable;
  readonly how: 'its own' | 'main';
}

/** The route table of a subnet: the one associated with it, else the VPC's main one (VPC user guide, route tables). */
export function routeTableOf(
  network: Pick<Network, 'routeTables'>,
  subnetId: string,
  vpcId: string,
): FoundOrMissing<Governing> {
  const tables = network.routeTables(vpcId);
  if ('missing' in tables) return tables;
  const associated = (
    matches: (association: Association, table: RouteTable) => boolean,
  ): RouteTable | undefined =>
    tables.is.find((table) =>
      table.Associations?.some((association) => isInForce(association) && matches(association, table)),
    );
  const own = associated(({ SubnetId }) => SubnetId === subnetId);
  if (own !== undefined) return { is: { table: own, how: 'its own' } };
  const unclear = associated(
    ({ SubnetId, Main, GatewayId }) => SubnetId === undefined && Main !== true && GatewayId === undefined,
  );
  if (unclear !== undefined)
    return { missing: `what an association of route table ${unclear.RouteTableId} is with` };
  const main = associated(({ Main }, { VpcId }) => Main === true && VpcId === vpcId);
  return main === undefined
    ? { missing: `the main route table of ${vpcId}` }
    : { is: { table: main, how: 'main' } };
}

type Association = NonNullable<RouteTable['Associations']>[number];

function isInForce({ AssociationState }: Association): boolean {
  return !['disassociated', 'failed'].includes(AssociationState?.State ?? 'associated');
}

/** Some of the requested addresses, with the route that carries them. Without a route, they are dropped. */
export interface RoutedRange {
  readonly ranges: Ranges;
  readonly route?: Route;
  /** The destination as the route table spells it. */
  readonly destination: string;
  /** The number of addresses in the matching destination. */
  readonly width: bigint;
}

/**
 * Divides addresses by the route that carries them. The most specific destination wins, even if it is a blackhole;
 * among equal ones a static route wins over a prefix list, and a prefix list over a propagated route (VPC user guide,
 * route priority). `missing` names prefix lists that were not read and could carry some of the addresses.
 */
export function routedRanges(
  wanted: Ranges,
  { Routes, RouteTableId }: RouteTable,
  network: Pick<Network, 'prefixList'>,
): { readonly routed: readonly RoutedRange[]; readonly missing: readonly string[] } {
  const missing: string[] = [];
  // Every route table has a local route (VPC user guide, route tables), so none means that they were not read.
  if (Routes === undefined) missing.push(`the routes of ${RouteTableId}`);
  const candidates = (Routes ?? [])
    .flatMap((route) => {
      const { destination, cidrs } = destinationOf(route, network, missing);
      const { ranges, malformed } = rangesOf(cidrs);
      missing.push(...malformed.map((text) => `the route to ${text}, which is not understood`));
      return ranges.map((range) => ({
        route,
        destination,
        range,
        width: size([range]),
        rank: rankOf(route),
      }));
    })
    .toSorted((a, b) => (a.width === b.width ? a.rank - b.rank : a.width < b.width ? -1 : 1));

  let left = wanted;
  const found = new Map<Route, { ranges: AddressRange[]; destination: string; width: bigint }>();
  for (const { route, destination, range, width } of candidates) {
    const carried = intersect(left, [range]);
    if (carried.length === 0) continue;
    left = subtract(left, [range]);
    const entry = found.get(route) ?? { ranges: [], destination, width };
    entry.ranges.push(...carried);
    // A prefix list is as wide as its widest range.
    found.set(route, { ...entry, width: width > entry.width ? width : entry.width });
  }
  const routed: RoutedRange[] = [...found].map(([route, entry]) => ({ ...entry, route }));
  if (left.length > 0) routed.push({ ranges: left, destination: 'all else', width: size(left) });
  return { routed, missing };
}

function destinationOf(
  { DestinationCidrBlock, DestinationIpv6CidrBlock, DestinationPrefixListId, GatewayId }: Route,
  network: Pick<Network, 'prefixList'>,
  missing: string[],
): { readonly destination: string; readonly cidrs: readonly string[] } {
  if (DestinationPrefixListId !== undefined) {
    const list = network.prefixList(DestinationPrefixListId);
    if ('is' in list) return { destination: DestinationPrefixListId, cidrs: list.is.Cidrs };
    // A gateway endpoint's list has only addresses of S3 or DynamoDB (AWS PrivateLink guide, gateway endpoints).
    if (GatewayId?.startsWith('vpce-') !== true) missing.push(list.missing);
    return { destination: DestinationPrefixListId, cidrs: [] };
  }
  const destination = DestinationCidrBlock ?? DestinationIpv6CidrBlock;
  if (destination !== undefined) return { destination, cidrs: [destination] };
  missing.push('the destination of a route');
  return { destination: 'nothing', cidrs: [] };
}

function rankOf({ Origin, DestinationPrefixListId }: Route): number {
  if (Origin === 'EnableVgwRoutePropagation') return 2;
  return DestinationPrefixListId === undefined ? 0 : 1;
}
