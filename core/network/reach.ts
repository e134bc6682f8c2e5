import type { Subnet } from '../slices/subnets';
import { addressesOf, admittedBy, type Direction } from './groups';
import type { FoundOrMissing, Network } from './network';
import { covers, overlaps, type Ranges, rangesOf } from './ranges';

/** One end of a connection: interfaces somewhere in these subnets, each with all of these groups. */
export interface ConnectionEnd {
  /** For messages. */
  readonly name: string;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  /** The addresses that it has, where they are known; otherwise it may have any of its subnets. */
  readonly addresses?: Readonly<Record<'ipv4' | 'ipv6', readonly string[]>>;
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
 * Whether the groups of `own` allow `other`: one of its groups, or every address that it may have. Where the
 * address of an interface within its subnet is not known, a rule for a part of the subnet decides nothing.
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
  const exact = other.addresses?.[family] ?? [];
  if (other.subnetIds.length + exact.length === 0)
    return { status: 'unknown', missing: [`the subnets of ${other.name}`, ...admitted.missing] };

  const addresses = addressesOf(admitted);
  // The groups of the other end are not known, so a rule may name one of them.
  const unseen =
    other.groupIds.length === 0 && admitted.groups.size > 0 ? [`the security groups of ${other.name}`] : [];
  const refused: string[] = [];
  const missing: string[] = [];
  for (const id of exact.length > 0 ? [exact.join(', ')] : other.subnetIds) {
    const possible = exact.length > 0 ? { is: rangesOf(exact).ranges } : rangesIn(network, id, family);
    if ('missing' in possible) missing.push(possible.missing);
    else if (possible.is.length === 0) missing.push(`the addresses of ${id}`);
    else if (covers(addresses, possible.is)) continue;
    else if (overlaps(addresses, possible.is))
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
    because: `${own.groupIds.join(', ')} lets TCP 443 ${where} ${(exact.length > 0 ? exact : other.subnetIds).join(', ')}`,
  };
}

function rangesIn(network: Network, id: string, family: 'ipv4' | 'ipv6'): FoundOrMissing<Ranges> {
  const subnet = network.subnet(id);
  return 'is' in subnet ? { is: subnetRanges(subnet.is, family) } : subnet;
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
