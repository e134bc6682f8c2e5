import type { VpcEndpoint } from '../slices/endpoints';
import type { Consumer } from './consumers';
import { endpointParty, familyOf } from './endpoint-party';
import { admittedBy } from './groups';
import { type Resolution, unseen } from './names/resolution';
import type { FoundOrMissing, Network } from './network';
import { type Ranges, rangesOf } from './ranges';
import { both, reach, type Reachability, subnetRanges } from './reach';
import { routeTarget } from './route-target';
import { routeTableOf, routedRanges } from './routes';
import { type Path, withoutTraffic } from './path';

/**
 * The path to an endpoint in another VPC that the snapshot shows: groups of both sides by their addresses, and routes
 * in both directions. A peering connection carries packets as they are; what another network in between does with them
 * is not in a snapshot.
 */
export function toCentral(endpoint: VpcEndpoint, consumer: Consumer, network: Network, how: string): Path {
  const { VpcEndpointId: id, VpcId: centralVpc } = endpoint;
  const idle = withoutTraffic(endpoint);
  if (idle !== undefined) return idle;
  const server = endpointParty(endpoint);
  const family = familyOf(endpoint);
  // Rules that name a group of the other VPC hold over peering only, so groups are compared by addresses.
  const directions = {
    out: reach(network, consumer, { ...server, groupIds: [] }, family).out,
    in: reach(network, { ...consumer, groupIds: [] }, server, family).in,
  };
  const groups = both(directions);
  const there = routeBetween(consumer.subnetIds, consumer.vpcId, server.subnetIds, network, family);
  const back = routeBetween(server.subnetIds, centralVpc, consumer.subnetIds, network, family);
  const refusal = [there, back].find(({ status }) => status === 'no');
  if (refusal?.status === 'no')
    return {
      status: 'broken',
      because: `${how}, which is in ${centralVpc}, but ${refusal.because}`,
      fault: { kind: 'zone', name: id },
    };
  if (groups.status === 'no')
    return {
      status: 'broken',
      because: `${id} cannot be reached: ${groups.because}`,
      fault: { kind: 'groups', endpoint, reach: directions },
    };
  const answers = [groups, there, back];
  const missing = answers.flatMap((answer) => (answer.status === 'unknown' ? answer.missing : []));
  if (missing.length > 0) return { status: 'unknown', missing: [...new Set(missing)] };
  const because = answers.flatMap((answer) => (answer.status === 'yes' ? [answer.because] : []));
  return { status: 'works', through: 'endpoint', because: `${id} (${[how, ...because].join('; ')})` };
}

/** The route from some subnets to the addresses of others. */
function routeBetween(
  from: readonly string[],
  vpcId: string,
  to: readonly string[],
  network: Network,
  family: 'ipv4' | 'ipv6',
): Reachability {
  const wanted = rangesOfAll(to, network, family);
  if ('missing' in wanted) return { status: 'unknown', missing: [wanted.missing] };
  const missing: string[] = [];
  const through = new Set<string>();
  for (const subnetId of from) {
    const governing = routeTableOf(network, subnetId, vpcId);
    if ('missing' in governing) return { status: 'unknown', missing: [governing.missing] };
    const { table } = governing.is;
    const { routed, missing: unread } = routedRanges(wanted.is, table, network);
    missing.push(...unread);
    for (const range of routed) {
      const target = routeTarget(range, network);
      const isDead = !['elsewhere', 'appliance', 'unknown'].includes(target.to);
      if (isDead && unread.length === 0)
        return {
          status: 'no',
          because: `${subnetId} (route table ${table.RouteTableId}) has no route to ${to.join(', ')}`,
        };
      if (target.because.startsWith('pcx-')) through.add(target.because);
      else
        missing.push(
          `what lies behind ${target.because}, to which ${table.RouteTableId} sends ${to.join(', ')}`,
        );
    }
  }
  if (missing.length > 0) return { status: 'unknown', missing };
  return {
    status: 'yes',
    because: `${from.join(', ')} reaches ${to.join(', ')} through ${[...through].join(', ')}`,
  };
}

function rangesOfAll(
  subnetIds: readonly string[],
  network: Network,
  family: 'ipv4' | 'ipv6',
): FoundOrMissing<Ranges> {
  const all: Ranges[number][] = [];
  for (const id of subnetIds) {
    const subnet = network.subnet(id);
    if ('missing' in subnet) return { missing: subnet.missing };
    const ranges = subnetRanges(subnet.is, family);
    if (ranges.length === 0) return { missing: `the addresses of ${id}` };
    all.push(...ranges);
  }
  return { is: all };
}

/**
 * The path to something that the snapshot does not show. It never counts as working; it is broken if no group lets
 * anything out, or if the addresses are known and no route leads to them.
 */
export function toUnseen(
  resolution: Extract<Resolution, { to: 'elsewhere' }>,
  consumer: Consumer,
  network: Network,
): Path {
  const { because, addresses } = resolution;
  const broken = (reason: string): Path => ({
    status: 'broken',
    because: reason,
    fault: { kind: 'zone', name: because ?? 'another network' },
  });
  const { groups, peers, missing } = admittedBy(network, consumer.groupIds, 'egress');
  if (consumer.groupIds.length > 0 && groups.size + peers.length + missing.length === 0)
    return broken(`${consumer.groupIds.join(', ')} lets no TCP 443 out`);
  const ipv4 = (addresses ?? [])
    .filter((address) => !address.includes(':'))
    .map((address) => `${address}/32`);
  const wanted =
    addresses !== undefined && ipv4.length === addresses.length ? rangesOf(ipv4).ranges : undefined;
  if (wanted !== undefined)
    for (const subnetId of consumer.subnetIds) {
      const governing = routeTableOf(network, subnetId, consumer.vpcId);
      if ('missing' in governing) return { status: 'unknown', missing: [governing.missing] };
      const { table } = governing.is;
      const { routed, missing: lists } = routedRanges(wanted, table, network);
      const targets = routed.map((range) => routeTarget(range, network).to);
      if (lists.length === 0 && targets.every((to) => to === 'nowhere'))
        return broken(`${because}, but ${subnetId} (route table ${table.RouteTableId}) has no route to it`);
    }
  // Of a mere possibility, whoever names it says what is missing.
  return { status: 'unknown', missing: because === undefined ? [] : [unseen(resolution)] };
}
