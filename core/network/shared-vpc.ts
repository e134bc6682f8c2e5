import type { Snapshot } from '../model/snapshot';

/** The other account that shares the VPC with this one, as the VPC's record or one of its subnets says. */
export function ownerElsewhere(vpcId: string, snapshot: Snapshot): string | undefined {
  const vpcs = snapshot.read('vpcs');
  const subnets = snapshot.read('subnets');
  const records = [
    ...(vpcs.status === 'read' ? vpcs.value : []),
    ...(subnets.status === 'read' ? subnets.value : []),
  ];
  return records
    .filter(({ VpcId }) => VpcId === vpcId)
    .map(({ OwnerId }) => OwnerId)
    .find((owner) => owner !== undefined && owner !== snapshot.place.account);
}
