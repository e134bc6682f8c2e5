import type { NatGateway } from '../slices/nat-gateways';
import type { Route } from '../slices/route-tables';
import { gatePassage } from './internet-gates';
import type { Network } from './network';
import { publicIpv4 } from './ranges';
import { routeTableOf, routedRanges, type RoutedRange } from './routes';

/**
 * The target of a route.
 *
 * - `nat`: a working public NAT gateway, so the internet
 * - `internet-gateway`: the internet, but only for interfaces with a public address, which SageMaker's have not
 * - `elsewhere`: a network that is not in a snapshot (transit gateway, virtual private gateway, peering, private NAT)
 * - `appliance`: an interface, instance or gateway endpoint that decides by itself
 * - `nowhere`: the packets are dropped
 */
export type RouteTarget =
  | {
      readonly to:
        'local' | 'nat' | 'internet-gateway' | 'egress-only' | 'elsewhere' | 'appliance' | 'nowhere';
      readonly because: string;
    }
  | { readonly to: 'unknown'; readonly because: string; readonly missing: string };

/** Where packets in this range go from a subnet, with the id of the target in `because`. */
export function routeTarget({ route }: RoutedRange, network: Network, subnetId?: string): RouteTarget {
  if (route === undefined) return { to: 'nowhere', because: 'no route matches' };
  const target = targetId(route);
  if (route.State === undefined && target !== undefined && target !== 'local')
    return { to: 'unknown', because: target, missing: `the state of the route to ${target}` };
  if (route.State === 'blackhole')
    return { to: 'nowhere', because: `${target ?? 'its target'} is gone (the route is a blackhole)` };
  if (route.NatGatewayId !== undefined) return natGatewayTarget(route.NatGatewayId, network, subnetId);
  if (target === undefined)
    return { to: 'unknown', because: 'its target is not shown', missing: 'the target of a route' };
  if (target === 'local') return { to: 'local', because: target };
  if (target.startsWith('igw-')) return { to: 'internet-gateway', because: target };
  if (target.startsWith('eigw-')) return { to: 'egress-only', because: target };
  const isAppliance =
    target.startsWith('vpce-') || route.NetworkInterfaceId !== undefined || route.InstanceId !== undefined;
  return { to: isAppliance ? 'appliance' : 'elsewhere', because: target };
}

/** The id of a route's target. */
function targetId(route: Route): string | undefined {
  return (
    route.GatewayId ??
    route.NatGatewayId ??
    route.TransitGatewayId ??
    route.VpcPeeringConnectionId ??
    route.NetworkInterfaceId ??
    route.InstanceId ??
    route.EgressOnlyInternetGatewayId ??
    route.LocalGatewayId ??
    route.CarrierGatewayId ??
    route.CoreNetworkArn
  );
}

/**
 * A public NAT gateway works if it is available, its own subnet routes to an internet gateway, and VPC Block Public
 * Access and the encryption control of its VPC let its traffic out.
 */
function natGatewayTarget(id: string, network: Network, from: string | undefined): RouteTarget {
  const found = network.natGateway(id);
  if ('missing' in found) return { to: 'unknown', because: id, missing: found.missing };
  const gateway = found.is;
  const state = gateway.State ?? 'available';
  if (state !== 'available') return { to: 'nowhere', because: `${id}, which is ${state}` };
  if (gateway.ConnectivityType === 'private')
    return { to: 'elsewhere', because: `${id}, a private NAT gateway` };
  if ((gateway.ConnectivityType ?? 'public') !== 'public')
    return { to: 'unknown', because: id, missing: `where ${id} leads (${String(gateway.ConnectivityType)})` };
  const table = tableOf(gateway, network);
  if ('missing' in table)
    return { to: 'unknown', because: id, missing: `where ${id} sends: ${table.missing}` };
  const { routed, missing } = routedRanges(publicIpv4, table.is, network);
  const wide = routed.filter(isWide);
  const open = wide.filter((range) => natTarget(range) === 'internet');
  if (open.length === wide.length && missing.length === 0) return gatedNat(gateway, network, from);
  const text = `${id}, whose route table ${table.is.RouteTableId} sends public addresses to ${wide.map(describeTarget).join(' and ')}`;
  if (missing.length === 0 && wide.every((range) => natTarget(range) === 'nowhere'))
    return { to: 'nowhere', because: text };
  return { to: 'unknown', because: text, missing: [`where ${text}`, ...missing].join(', ') };
}

function gatedNat(
  { NatGatewayId: id, VpcId: vpcId = '', SubnetId: subnetId }: NatGateway,
  network: Network,
  from: string | undefined,
): RouteTarget {
  const passage = gatePassage(network, 'nat', [
    { vpcId, subnetId },
    ...(from === undefined || from === subnetId ? [] : [{ vpcId, subnetId: from }]),
  ]);
  switch (passage.is) {
    case 'open':
      return { to: 'nat', because: passage.because === undefined ? id : `${id} (${passage.because})` };
    case 'closed':
      return { to: 'nowhere', because: `${id}, but ${passage.because}` };
    case 'unknown':
      return { to: 'unknown', because: id, missing: passage.missing };
  }
}

function tableOf(
  { NatGatewayId, VpcId, SubnetId, RouteTableId }: NatGateway,
  network: Network,
): { readonly is: Parameters<typeof routedRanges>[1] } | { readonly missing: string } {
  if (VpcId === undefined) return { missing: `the VPC of ${NatGatewayId}` };
  if (SubnetId !== undefined) {
    const governing = routeTableOf(network, SubnetId, VpcId);
    return 'missing' in governing ? governing : { is: governing.is.table };
  }
  const tables = network.routeTables(VpcId);
  if ('missing' in tables) return tables;
  const own = tables.is.find((table) => table.RouteTableId === RouteTableId);
  return own === undefined ? { missing: `the route table of ${NatGatewayId}` } : { is: own };
}

/** Where a NAT gateway's own packets go. */
function natTarget({ route }: RoutedRange): 'internet' | 'nowhere' | 'else' {
  if (route === undefined || route.State === 'blackhole') return 'nowhere';
  if (route.State === undefined) return 'else';
  const target = targetId(route) ?? '';
  // A NAT gateway cannot reach the internet through another NAT gateway.
  if (route.NatGatewayId !== undefined) return 'nowhere';
  return target.startsWith('igw-') ? 'internet' : 'else';
}

function describeTarget({ route }: RoutedRange): string {
  return route === undefined ? 'nothing' : (targetId(route) ?? 'something not shown');
}

/** The number of addresses in an IPv4 /8, and in an IPv6 range of the same share. */
const wideIpv4 = 1n << 24n;
const wideIpv6 = 1n << 120n;

/**
 * Whether a range covers destinations in general rather than one network. Since SageMaker's public addresses are not
 * known here, routes to destinations narrower than a /8 are taken to be for particular networks.
 */
export function isWide({ width, ranges }: RoutedRange): boolean {
  const isIpv6 = ranges.some(({ low }) => low >= 1n << 32n);
  return width >= (isIpv6 ? wideIpv6 : wideIpv4);
}
