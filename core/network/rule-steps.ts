import type { AddressPeer } from './groups';

/** One permission with one peer, as the security group calls take it. */
export type GroupPermission = {
  IpProtocol: string;
  FromPort?: number;
  ToPort?: number;
  IpRanges?: { CidrIp: string; Description?: string }[];
  Ipv6Ranges?: { CidrIpv6: string; Description?: string }[];
  PrefixListIds?: { PrefixListId: string; Description?: string }[];
  UserIdGroupPairs?: { GroupId: string; Description?: string }[];
};

export type Authorization = {
  GroupId: string;
  IpPermissions: GroupPermission[];
  TagSpecifications?: { ResourceType: 'security-group-rule'; Tags: { Key: string; Value: string }[] }[];
};

export type Revocation = { GroupId: string; IpPermissions: GroupPermission[] };

const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 } as const;

/** Who a new rule lets in or out. */
export type Peer = { readonly groupId: string } | { readonly cidr: string };

/** Adds TCP 443 for one peer, described and tagged, so that it can be told from people's rules. */
export function httpsWith(GroupId: string, peer: Peer, Description: string, rule: string): Authorization {
  return {
    GroupId,
    IpPermissions: [{ ...https, ...spelled(peer, Description) }],
    TagSpecifications: [
      { ResourceType: 'security-group-rule', Tags: [{ Key: 'palisade:rule', Value: rule }] },
    ],
  };
}

/** Takes back what `httpsWith` added. AWS finds the rule without its description. */
export function httpsWithout(GroupId: string, peer: Peer): Revocation {
  return { GroupId, IpPermissions: [{ ...https, ...spelled(peer) }] };
}

function spelled(peer: Peer, description?: string): Partial<GroupPermission> {
  const described = description === undefined ? {} : { Description: description };
  if ('groupId' in peer) return { UserIdGroupPairs: [{ GroupId: peer.groupId, ...described }] };
  return peer.cidr.includes(':')
    ? { Ipv6Ranges: [{ CidrIpv6: peer.cidr, ...described }] }
    : { IpRanges: [{ CidrIp: peer.cidr, ...described }] };
}

/** One existing rule: with its description to make it again as it was; AWS finds it without. */
export function asItIs(rule: AddressPeer, described: boolean): Revocation {
  const { groupId, permission, peer } = rule;
  const { IpProtocol = '-1', FromPort, ToPort } = permission;
  const description = described ? rule.description : undefined;
  const who = peer.startsWith('pl-')
    ? {
        PrefixListIds: [
          { PrefixListId: peer, ...(description === undefined ? {} : { Description: description }) },
        ],
      }
    : spelled({ cidr: peer }, description);
  return {
    GroupId: groupId,
    IpPermissions: [
      {
        IpProtocol,
        ...(FromPort === undefined ? {} : { FromPort }),
        ...(ToPort === undefined ? {} : { ToPort }),
        ...who,
      },
    ],
  };
}
