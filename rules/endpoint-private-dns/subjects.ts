import { sageMakerEndpoints } from '../../core/perimeter';
import { partitionOf } from '../../core/resource';
import type { SubjectOf } from '../../core/rule';
import type { VpcEndpoint } from '../../core/slices/network';
import type { Snapshot } from '../../core/snapshot';

/** Every interface endpoint for a SageMaker service, and no other. */
export function subjects(snapshot: Snapshot): readonly SubjectOf<VpcEndpoint>[] {
  const reading = snapshot.read('endpoints');
  if (reading.status === 'unreadable') return [];
  const { account, region } = snapshot.place;
  return sageMakerEndpoints(reading.value).map((endpoint) => ({
    resource: {
      type: 'AWS::EC2::VPCEndpoint',
      id: endpoint.VpcEndpointId,
      arn: `arn:${partitionOf(region)}:ec2:${region}:${endpoint.OwnerId ?? account}:vpc-endpoint/${endpoint.VpcEndpointId}`,
      region,
    },
    subject: endpoint,
  }));
}
