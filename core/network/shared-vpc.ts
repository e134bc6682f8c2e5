import type { Snapshot } from '../model/snapshot';

/** The other account that shares the VPC with this one, as the VPC's record says, or else one of its subnets. */
export function ownerElsewhere(vpcId: string, { place, read }: Snapshot): string | undefined {
  const vpcs = read('vpcs');
  const subnets = read('subnets');
  const owners = [
    ...(vpcs.status === 'read' ? vpcs.value : []),
    ...(subnets.status === 'read' ? subnets.value : []),
  ]
    .filter(({ VpcId }) => VpcId === vpcId)
    .flatMap(({ OwnerId }) => OwnerId ?? []);
  const [owner] = owners;
  return owner === place.account ? undefined : owner;
}
