import type { ResourceRef } from '../resource';
import type { Snapshot } from '../snapshot';

/** The VPC of a network resource that a change named, as the snapshot shows it. */
export function vpcOfRef({ type, id }: ResourceRef, snapshot: Snapshot): string | undefined {
  switch (type) {
    case 'AWS::EC2::VPC':
      return id;
    case 'AWS::EC2::VPCEndpoint':
      return valueOf(snapshot, 'endpoints').find(({ VpcEndpointId }) => VpcEndpointId === id)?.VpcId;
    case 'AWS::EC2::SecurityGroup':
      return valueOf(snapshot, 'securityGroups').find(({ GroupId }) => GroupId === id)?.VpcId;
    case 'AWS::EC2::RouteTable':
      return valueOf(snapshot, 'routeTables').find(({ RouteTableId }) => RouteTableId === id)?.VpcId;
    case 'AWS::EC2::NatGateway':
      return valueOf(snapshot, 'natGateways').find(({ NatGatewayId }) => NatGatewayId === id)?.VpcId;
    default:
      return undefined;
  }
}

/** An association of a route table that was taken away is nowhere any more: it may have been in any VPC. */
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
