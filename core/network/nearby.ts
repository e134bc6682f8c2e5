import { isNetworkRef, type NetworkType, type ResourceRef } from '../model/resource';
import type { Snapshot } from '../model/snapshot';

type Find = (id: string, snapshot: Snapshot) => string | undefined;

const finders: Readonly<Record<NetworkType, Find>> = {
  'AWS::EC2::VPC': (id) => id,
  'AWS::EC2::VPCEndpoint': (id, snapshot) =>
    valueOf(snapshot, 'endpoints').find(({ VpcEndpointId }) => VpcEndpointId === id)?.VpcId,
  'AWS::EC2::SecurityGroup': (id, snapshot) =>
    valueOf(snapshot, 'securityGroups').find(({ GroupId }) => GroupId === id)?.VpcId,
  'AWS::EC2::RouteTable': (id, snapshot) =>
    valueOf(snapshot, 'routeTables').find(({ RouteTableId }) => RouteTableId === id)?.VpcId,
  'AWS::EC2::NatGateway': (id, snapshot) =>
    valueOf(snapshot, 'natGateways').find(({ NatGatewayId }) => NatGatewayId === id)?.VpcId,
};

/** The VPC of a network resource that a change named, according to the snapshot. */
export function vpcOfRef(ref: ResourceRef, snapshot: Snapshot): string | undefined {
  return isNetworkRef(ref) ? finders[ref.type](ref.id, snapshot) : undefined;
}

/** Whether the reference names a removed association of a route table, which may have been in any VPC. */
export function isLostAssociation({ type, id }: ResourceRef): boolean {
  return type === 'AWS::EC2::RouteTable' && id.startsWith('rtbassoc-');
}

function valueOf<S extends 'endpoints' | 'securityGroups' | 'routeTables' | 'natGateways'>(
  snapshot: Snapshot,
  slice: S,
) {
  const reading = snapshot.read(slice);
  return reading.status === 'read' ? reading.value : ([] as never);
}
