import { sageMakerEndpoints } from '../perimeter';
import { partitionOf } from '../resource';
import type { SubjectOf } from '../rule';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Snapshot } from '../snapshot';

/** Every interface endpoint for a SageMaker service, and no other. */
export function endpointSubjects(snapshot: Snapshot): readonly SubjectOf<VpcEndpoint>[] {
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
