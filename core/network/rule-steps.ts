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

/** The peer that a new rule admits. */
export type Peer = { readonly groupId: string } | { readonly cidr: string };

/** Adds TCP 443 for one peer, with a description and a tag that distinguish it from rules made by people. */
export function httpsWith(GroupId: string, peer: Peer, Description: string, rule: string): Authorization {
  return {
    GroupId,
    IpPermissions: [{ ...https, ...peerFields(peer, Description) }],
    TagSpecifications: [
      { ResourceType: 'security-group-rule', Tags: [{ Key: 'palisade:rule', Value: rule }] },
    ],
  };
}

/** Reverses `httpsWith`. AWS finds the rule without its description. */
export function httpsWithout(GroupId: string, peer: Peer): Revocation {
  return { GroupId, IpPermissions: [{ ...https, ...peerFields(peer) }] };
}

function peerFields(peer: Peer, description?: string): Partial<GroupPermission> {
  const described = description === undefined ? {} : { Description: description };
  if ('groupId' in peer) return { UserIdGroupPairs: [{ GroupId: peer.groupId, ...described }] };
  return peer.cidr.includes(':')
    ? { Ipv6Ranges: [{ CidrIpv6: peer.cidr, ...described }] }
    : { IpRanges: [{ CidrIp: peer.cidr, ...described }] };
}

/** The input that identifies one existing rule; `described` includes its description, to create it again unchanged. */
export function existingRule(rule: AddressPeer, described: boolean): Revocation {
  const { groupId, permission, peer } = rule;
  const { IpProtocol = '-1', FromPort, ToPort } = permission;
  const description = described ? rule.description : undefined;
  const named = peer.startsWith('pl-')
    ? {
        PrefixListIds: [
          { PrefixListId: peer, ...(description === undefined ? {} : { Description: description }) },
        ],
      }
    : peerFields({ cidr: peer }, description);
  return {
    GroupId: groupId,
    IpPermissions: [
      {
        IpProtocol,
        ...(FromPort === undefined ? {} : { FromPort }),
        ...(ToPort === undefined ? {} : { ToPort }),
        ...named,
      },
    ],
  };
}
