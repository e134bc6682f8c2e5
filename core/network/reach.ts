import type { Subnet } from '../slices/subnets';
import { addressesOf, admittedBy, type Direction } from './groups';
import type { Network } from './network';
import { covers, overlaps, type Ranges, rangesOf } from './ranges';

/** One end of a connection: interfaces somewhere in these subnets, each with all of these groups. */
export interface ConnectionEnd {
  /** For messages. */
  readonly name: string;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
}

/** Whether something gets through, and why; `unknown` with what was missing. */
export type Reachability =
  | { readonly status: 'yes'; readonly because: string }
  | { readonly status: 'no'; readonly because: string }
  | { readonly status: 'unknown'; readonly missing: readonly string[] };

export interface Reach {
  /** The client's groups let TCP 443 out to the server. */
  readonly out: Reachability;
  /** The server's groups let TCP 443 in from the client. */
  readonly in: Reachability;
}

/**
 * Whether a client opens a connection on TCP 443 to a server in the same VPC, as security groups decide it: the
 * client's let it out, the server's let it in. Groups are stateful, so the way back is open. Network ACLs are not read.
 */
export function reach(
  network: Network,
  client: ConnectionEnd,
  server: ConnectionEnd,
  family: 'ipv4' | 'ipv6' = 'ipv4',
): Reach {
  return {
    out: admits(network, 'egress', client, server, family),
    in: admits(network, 'ingress', server, client, family),
  };
}

/**
 * Whether the groups of `own` admit `other`: by one of its groups, or by every address that it may have. Which address
 * of a subnet an interface has is not known, so a rule for a part of the subnet decides nothing.
 */
function admits(
  network: Network,
  direction: Direction,
  own: ConnectionEnd,
  other: ConnectionEnd,
  family: 'ipv4' | 'ipv6',
): Reachability {
  if (own.groupIds.length === 0)
    return { status: 'unknown', missing: [`the security groups of ${own.name}`] };
  const admitted = admittedBy(network, own.groupIds, direction);
  const where = direction === 'egress' ? 'out to' : 'in from';
  const named = other.groupIds.find((id) => admitted.groups.has(id));
  if (named !== undefined)
    return {
      status: 'yes',
      because: `${String(admitted.groups.get(named))} lets TCP 443 ${where} ${named}`,
    };
  if (other.subnetIds.length === 0)
    return { status: 'unknown', missing: [`the subnets of ${other.name}`, ...admitted.missing] };

  const addresses = addressesOf(admitted);
  // Its groups may be among those that a rule names.
  const unseen =
    other.groupIds.length === 0 && admitted.groups.size > 0 ? [`the security groups of ${other.name}`] : [];
  const refused: string[] = [];
  const missing: string[] = [];
  for (const id of other.subnetIds) {
    const subnet = network.subnet(id);
    const possible = 'is' in subnet ? subnetRanges(subnet.is, family) : undefined;
    if ('missing' in subnet) missing.push(subnet.missing);
    else if (possible === undefined || possible.length === 0) missing.push(`the addresses of ${id}`);
    else if (covers(addresses, possible)) continue;
    else if (overlaps(addresses, possible))
      missing.push(
        `which address of ${id} ${other.name} has: ${own.groupIds.join(', ')} admits a part of it`,
      );
    else refused.push(id);
  }
  if (refused.length > 0 && unseen.length + admitted.missing.length === 0)
    return {
      status: 'no',
      because: `${own.groupIds.join(', ')} of ${own.name} does not let TCP 443 ${where} ${other.name} (${[...other.groupIds, ...refused].join(', ')})`,
    };
  if (refused.length + missing.length > 0)
    return { status: 'unknown', missing: [...missing, ...unseen, ...admitted.missing] };
  return {
    status: 'yes',
    because: `${own.groupIds.join(', ')} lets TCP 443 ${where} ${other.subnetIds.join(', ')}`,
  };
}

/** The addresses of a subnet. */
export function subnetRanges(
  { CidrBlock, Ipv6CidrBlockAssociationSet = [] }: Subnet,
  family: 'ipv4' | 'ipv6',
): Ranges {
  if (family === 'ipv4') return rangesOf(CidrBlock === undefined ? [] : [CidrBlock]).ranges;
  return rangesOf(Ipv6CidrBlockAssociationSet.flatMap(({ Ipv6CidrBlock }) => Ipv6CidrBlock ?? [])).ranges;
}

/** Both ways together: `no` before `unknown`, with all reasons. */
export function both({ out, in: inwards }: Reach): Reachability {
  const answers = [out, inwards];
  const refusals = answers.flatMap((one) => (one.status === 'no' ? [one.because] : []));
  if (refusals.length > 0) return { status: 'no', because: refusals.join(', and ') };
  const missing = answers.flatMap((one) => (one.status === 'unknown' ? one.missing : []));
  if (missing.length > 0) return { status: 'unknown', missing };
  return {
    status: 'yes',
    because: answers.flatMap((one) => (one.status === 'yes' ? [one.because] : [])).join(', and '),
  };
}
