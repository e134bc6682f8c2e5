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

/** Whether packets get through and why, or what is missing to decide it. */
export type Reachability =
  | { readonly status: 'yes'; readonly because: string }
  | { readonly status: 'no'; readonly because: string }
  | { readonly status: 'unknown'; readonly missing: readonly string[] };

export interface Reach {
  /** Whether the client's groups allow TCP 443 out to the server. */
  readonly out: Reachability;
  /** Whether the server's groups allow TCP 443 in from the client. */
  readonly in: Reachability;
}

/**
 * Whether a client can open a connection on TCP 443 to a server in the same VPC, according to security groups: the
 * client's must allow it out and the server's in. Groups are stateful, so replies pass. Network ACLs are not read.
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
 * Whether the groups of `own` allow `other`: one of its groups, or every address that it may have. The address of an
 * interface within its subnet is not known, so a rule for a part of the subnet decides nothing.
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
  // The groups of the other end are not known, so a rule may name one of them.
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

/** Both directions together: `no` takes precedence over `unknown`, with all reasons. */
export function both({ out, in: inwards }: Reach): Reachability {
  const answers = [out, inwards];
  const refusals = answers.flatMap((answer) => (answer.status === 'no' ? [answer.because] : []));
  if (refusals.length > 0) return { status: 'no', because: refusals.join(', and ') };
  const missing = answers.flatMap((answer) => (answer.status === 'unknown' ? answer.missing : []));
  if (missing.length > 0) return { status: 'unknown', missing };
  return {
    status: 'yes',
    because: answers.flatMap((answer) => (answer.status === 'yes' ? [answer.because] : [])).join(', and '),
  };
}
