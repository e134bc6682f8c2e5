import { othersTurning } from '../../core/endpoints/turning';
import type { Network } from '../../core/network/network';
import type { Snapshot } from '../../core/model/snapshot';
import type { NewEndpoint } from './inputs';
import { groupName, type Groups } from './groups';

/** Who else will resolve the name of a new endpoint, and whether the groups that it gets let them in. */
export function othersAt(
  { VpcId, SubnetIds }: NewEndpoint,
  groups: Exclude<Groups, { kind: 'person' }>,
  network: Network,
  snapshot: Snapshot,
): string {
  const groupIds = groups.kind === 'existing' ? groups.groupIds : [groupName];
  const server = { name: 'the endpoint', subnetIds: SubnetIds, groupIds };
  const planned = groups.kind === 'existing' ? network : withDedicated(VpcId, groups, network, snapshot);
  return othersTurning(VpcId, server, 'ipv4', planned, snapshot).inWords;
}

/** The network once the dedicated group has the rules that are planned for it; it has its name for an id. */
function withDedicated(
  VpcId: string,
  { permissions }: Extract<Groups, { kind: 'dedicated' }>,
  network: Network,
  snapshot: Snapshot,
): Network {
  const all = snapshot.read('securityGroups');
  const now = (all.status === 'read' ? all.value : []).find(
    (group) => group.VpcId === VpcId && group.GroupName === groupName,
  );
  const planned = {
    GroupId: groupName,
    VpcId,
    IpPermissions: [...(now?.IpPermissions ?? []), ...permissions],
    IpPermissionsEgress: [],
  };
  return { ...network, group: (id) => (id === groupName ? { is: planned } : network.group(id)) };
}
