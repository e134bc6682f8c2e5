import type { Consumer } from '../../core/network/consumers';
import { addressesOf, admittedBy } from '../../core/network/groups';
import type { Network } from '../../core/network/network';
import { overlaps, publicIpv4, publicIpv6 } from '../../core/network/ranges';
import { reach } from '../../core/network/reach';
import { isAlive, sageMakerEndpoints } from '../../core/enforcement/perimeter';
import type { Snapshot } from '../../core/model/snapshot';

/**
 * The name of the security group that this rule creates, one per VPC, when no endpoint of the VPC has suitable
 * groups.
 */
export const groupName = 'palisade-sagemaker-endpoints';

/** A permission in the form that EC2 accepts. */
export type HttpsPermission = {
  IpProtocol: 'tcp';
  FromPort: 443;
  ToPort: 443;
  UserIdGroupPairs?: { GroupId: string; Description: string }[];
  IpRanges?: { CidrIp: string; Description: string }[];
};

/** Which security groups a new endpoint gets. `permissions`: what has to be added to the dedicated group. */
export type Groups =
  | { readonly kind: 'existing'; readonly groupIds: readonly string[]; readonly of: string }
  | { readonly kind: 'dedicated'; readonly exists: boolean; readonly permissions: readonly HttpsPermission[] }
  | { readonly kind: 'person'; readonly because: string };

/**
 * Chooses the groups of another SageMaker endpoint of the VPC, if they let every consumer in on 443 and nobody from
 * the internet; otherwise the dedicated group, which lets in each consumer's first group, or its subnets if its
 * groups are not known.
 */
export function groupsFor(
  vpcId: string,
  consumers: readonly Consumer[],
  subnetIds: readonly string[],
  network: Network,
  snapshot: Snapshot,
): Groups {
  const refusedBy = (groupIds: readonly string[]): readonly Consumer[] =>
    consumers.filter(
      (consumer) =>
        reach(network, consumer, { name: 'the endpoint', subnetIds, groupIds }).in.status !== 'yes',
    );
  const isOpen = (groupIds: readonly string[]): boolean => {
    const admitted = admittedBy(network, groupIds, 'ingress');
    const addresses = addressesOf(admitted);
    return admitted.missing.length > 0 || overlaps(addresses, publicIpv4) || overlaps(addresses, publicIpv6);
  };
  const all = snapshot.read('securityGroups');
  if (all.status === 'unreadable') return { kind: 'person', because: `securityGroups: ${all.because}` };
  const dedicated = all.value.find((group) => group.VpcId === vpcId && group.GroupName === groupName);
  // Once the dedicated group exists it is always used, so that a plan stays the same while it is performed.
  if (dedicated === undefined) {
    const fitting = endpointGroups(vpcId, snapshot).find(
      ({ groupIds }) => refusedBy(groupIds).length === 0 && !isOpen(groupIds),
    );
    if (fitting !== undefined) return { kind: 'existing', ...fitting };
  }
  if (dedicated !== undefined && isOpen([dedicated.GroupId]))
    return {
      kind: 'person',
      because: `the security group ${dedicated.GroupId} (${groupName}) lets the internet in; remove that rule first`,
    };
  const refused = dedicated === undefined ? consumers : refusedBy([dedicated.GroupId]);
  const permissions = permissionsFor(refused, network);
  if ('missing' in permissions) return { kind: 'person', because: permissions.missing };
  return { kind: 'dedicated', exists: dedicated !== undefined, permissions: permissions.is };
}

/** The groups of the VPC's SageMaker endpoints that belong to this account. */
function endpointGroups(
  vpcId: string,
  snapshot: Snapshot,
): readonly { readonly groupIds: readonly string[]; readonly of: string }[] {
  const endpoints = snapshot.read('endpoints');
  if (endpoints.status === 'unreadable') return [];
  const { account } = snapshot.place;
  return sageMakerEndpoints(endpoints.value)
    .filter(
      (one) =>
        one.VpcId === vpcId &&
        (one.OwnerId ?? account) === account &&
        one.RequesterManaged !== true &&
        isAlive(one),
    )
    .map(({ VpcEndpointId, Groups = [] }) => ({
      groupIds: Groups.map(({ GroupId }) => GroupId),
      of: VpcEndpointId,
    }))
    .filter(({ groupIds }) => groupIds.length > 0);
}

function permissionsFor(
  consumers: readonly Consumer[],
  network: Network,
): { readonly is: readonly HttpsPermission[] } | { readonly missing: string } {
  const groups = new Map<string, string>();
  const ranges = new Map<string, string>();
  for (const { name, groupIds, subnetIds } of consumers) {
    const [first] = groupIds;
    if (first !== undefined) {
      groups.set(first, groups.get(first) ?? name);
      continue;
    }
    for (const id of subnetIds) {
      const subnet = network.subnet(id);
      const cidr = 'is' in subnet ? subnet.is.CidrBlock : undefined;
      if (cidr === undefined) return { missing: `the addresses of ${id}, where ${name} is, were not read` };
      ranges.set(cidr, ranges.get(cidr) ?? name);
    }
  }
  if (groups.size + ranges.size === 0) return { is: [] };
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 } as const;
  const sorted = (map: Map<string, string>) => [...map].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const pairs = sorted(groups).map(([GroupId, name]) => ({ GroupId, Description: describe(name) }));
  const blocks = sorted(ranges).map(([CidrIp, name]) => ({ CidrIp, Description: describe(name) }));
  return {
    is: [
      {
        ...https,
        ...(pairs.length === 0 ? {} : { UserIdGroupPairs: pairs }),
        ...(blocks.length === 0 ? {} : { IpRanges: blocks }),
      },
    ],
  };
}

/** EC2 accepts only some characters in a rule's description. */
function describe(name: string): string {
  return `SageMaker ${name.replace(/[^a-zA-Z0-9. _:/()#,@[\]+=&;{}!$*-]/g, '-')}`;
}
