import type { IpPermission } from '../slices/security-groups';
import type { Network } from './network';
import { type Ranges, rangesOf } from './ranges';

/** The traffic that several security groups together allow in one direction. */
export interface Admitted {
  /** Peer group → the group whose rule names it. */
  readonly groups: ReadonlyMap<string, string>;
  /** Each peer that is a range or a prefix list, with the rule that names it. */
  readonly peers: readonly AddressPeer[];
  /** Groups and prefix lists that were not read, so more traffic may be allowed. */
  readonly missing: readonly string[];
}

/** A peer of a rule that stands for addresses. */
export interface AddressPeer {
  readonly groupId: string;
  readonly permission: IpPermission;
  /** The CIDR block, or the prefix list's id. */
  readonly peer: string;
  readonly description: string | undefined;
  readonly ranges: Ranges;
}

export type Direction = 'ingress' | 'egress';

/** HTTPS, the protocol of every SageMaker endpoint. */
const https = 443;

/**
 * The union of what these groups allow: rules can only allow, and the groups of one interface add up (VPC user guide,
 * security group rules).
 * @param what TCP 443, or any traffic at all
 */
export function admittedBy(
  network: Pick<Network, 'group' | 'prefixList'>,
  groupIds: readonly string[],
  direction: Direction,
  what: 'https' | 'anything' = 'https',
): Admitted {
  const groups = new Map<string, string>();
  const peers: AddressPeer[] = [];
  const missing: string[] = [];
  for (const groupId of groupIds) {
    const group = network.group(groupId);
    if ('missing' in group) {
      missing.push(group.missing);
      continue;
    }
    const { IpPermissions, IpPermissionsEgress } = group.is;
    const permissions = direction === 'ingress' ? IpPermissions : IpPermissionsEgress;
    if (permissions === undefined) missing.push(`the ${direction} rules of ${groupId}`);
    for (const permission of (permissions ?? []).filter((rule) => what === 'anything' || mayBeHttps(rule))) {
      const lacking = lackingIn(permission) ?? (hasPeers(permission) ? undefined : 'peers');
      if (lacking !== undefined) {
        missing.push(`the ${lacking} of an ${direction} rule of ${groupId}`);
        continue;
      }
      for (const { GroupId } of permission.UserIdGroupPairs ?? [])
        if (GroupId === undefined) missing.push(`the group in an ${direction} rule of ${groupId}`);
        else if (!groups.has(GroupId)) groups.set(GroupId, groupId);
      for (const { peer, description, cidrs } of addressPeers(permission, network, missing)) {
        const { ranges, malformed } = rangesOf(cidrs);
        missing.push(...malformed.map((text) => `the range ${text} in ${groupId}, which is not understood`));
        peers.push({ groupId, permission, peer, description, ranges });
      }
    }
  }
  return { groups, peers, missing };
}

const tcp = ['tcp', '6'];

/**
 * Whether a permission allows TCP 443, as far as it says. Protocols other than TCP and "all" do not carry HTTPS.
 */
function mayBeHttps({ IpProtocol, FromPort = -1, ToPort = https }: IpPermission): boolean {
  if (IpProtocol === undefined || IpProtocol === '-1') return true;
  if (!tcp.includes(IpProtocol)) return false;
  return FromPort <= https && (FromPort === -1 || https <= ToPort);
}

/** A field that the permission lacks: every one has a protocol, and those for TCP have ports (IpPermission). */
function lackingIn({ IpProtocol, FromPort, ToPort }: IpPermission): string | undefined {
  if (IpProtocol === undefined) return 'protocol';
  return tcp.includes(IpProtocol) && (FromPort === undefined || ToPort === undefined) ? 'ports' : undefined;
}

/** Every permission has some (AuthorizeSecurityGroupIngress refuses one without), so none were not read. */
export function hasPeers({ IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs }: IpPermission): boolean {
  return [IpRanges, Ipv6Ranges, PrefixListIds, UserIdGroupPairs].some((list) => (list ?? []).length > 0);
}

interface NamedPeer {
  readonly peer: string;
  readonly description: string | undefined;
  readonly cidrs: readonly string[];
}

function addressPeers(
  { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [] }: IpPermission,
  network: Pick<Network, 'prefixList'>,
  missing: string[],
): readonly NamedPeer[] {
  const lists = PrefixListIds.flatMap(({ PrefixListId, Description }) => {
    const list = network.prefixList(PrefixListId);
    if ('is' in list) return [{ peer: PrefixListId, description: Description, cidrs: list.is.Cidrs }];
    missing.push(list.missing);
    return [];
  });
  return [
    ...IpRanges.map(({ CidrIp, Description }) => ({
      peer: CidrIp,
      description: Description,
      cidrs: [CidrIp],
    })),
    ...Ipv6Ranges.map(({ CidrIpv6, Description }) => ({
      peer: CidrIpv6,
      description: Description,
      cidrs: [CidrIpv6],
    })),
    ...lists,
  ];
}

/** All addresses that are allowed. */
export function addressesOf({ peers }: Pick<Admitted, 'peers'>): Ranges {
  return peers.flatMap(({ ranges }) => ranges);
}
