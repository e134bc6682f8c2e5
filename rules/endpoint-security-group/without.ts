import type { AddressPeer } from '../../core/network/groups';
import { addressesOf, admittedBy, hasPeers } from '../../core/network/groups';
import type { FoundOrMissing, Network } from '../../core/network/network';
import { covers, rangesOf } from '../../core/network/ranges';
import { endpointParty } from '../../core/network/endpoint-party';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { IpPermission } from '../../core/slices/security-groups';

/** The network without these ingress rules. */
export function without(network: Network, rules: readonly AddressPeer[]): Network {
  return {
    ...network,
    group: (id) => {
      const found = network.group(id);
      if ('missing' in found) return found;
      const removed = rules.filter(({ groupId }) => groupId === id);
      const IpPermissions = found.is.IpPermissions?.flatMap((permission) => {
        const peers = removed.filter((rule) => rule.permission === permission).map(({ peer }) => peer);
        if (peers.length === 0) return [permission];
        const left = strip(permission, peers);
        return hasPeers(left) ? [left] : [];
      });
      return { is: { ...found.is, IpPermissions } };
    },
  };
}

function strip(permission: IpPermission, peers: readonly string[]): IpPermission {
  return {
    ...permission,
    IpRanges: (permission.IpRanges ?? []).filter(({ CidrIp }) => !peers.includes(CidrIp)),
    Ipv6Ranges: (permission.Ipv6Ranges ?? []).filter(({ CidrIpv6 }) => !peers.includes(CidrIpv6)),
    PrefixListIds: (permission.PrefixListIds ?? []).filter(
      ({ PrefixListId }) => !peers.includes(PrefixListId),
    ),
  };
}

/**
 * The address ranges of the endpoint's VPC that its groups do not admit on TCP 443; IPv6 only if the endpoint has
 * IPv6 addresses.
 */
export function uncovered(endpoint: VpcEndpoint, network: Network): FoundOrMissing<readonly string[]> {
  const vpc = network.vpc(endpoint.VpcId);
  if ('missing' in vpc) return vpc;
  const { CidrBlock, CidrBlockAssociationSet = [], Ipv6CidrBlockAssociationSet = [] } = vpc.is;
  const isThere = (state: { readonly State?: string | undefined } | undefined): boolean =>
    (state?.State ?? 'associated') === 'associated';
  const ipv4 = CidrBlockAssociationSet.flatMap((one) =>
    isThere(one.CidrBlockState) ? (one.CidrBlock ?? []) : [],
  );
  const ipv6 = Ipv6CidrBlockAssociationSet.flatMap((one) =>
    isThere(one.Ipv6CidrBlockState) ? (one.Ipv6CidrBlock ?? []) : [],
  );
  const hasIpv6 = ['ipv6', 'dualstack'].includes(endpoint.IpAddressType ?? 'ipv4');
  const cidrs = [
    ...new Set([...(CidrBlock === undefined ? [] : [CidrBlock]), ...ipv4]),
    ...(hasIpv6 ? ipv6 : []),
  ];
  if (cidrs.length === 0) return { missing: `the address ranges of ${endpoint.VpcId}` };
  const admitted = addressesOf(admittedBy(network, endpointParty(endpoint).groupIds, 'ingress'));
  return { is: cidrs.filter((cidr) => !covers(admitted, rangesOf([cidr]).ranges)) };
}
