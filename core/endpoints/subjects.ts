import { sageMakerEndpoints } from '../enforcement/perimeter';
import { arnOf } from '../model/resource';
import type { SubjectOf } from '../model/rule';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Snapshot } from '../model/snapshot';

/** Every interface endpoint for a SageMaker service, and no other. */
export function endpointSubjects(snapshot: Snapshot): readonly SubjectOf<VpcEndpoint>[] {
  const reading = snapshot.read('endpoints');
  if (reading.status === 'unreadable') return [];
  const { place } = snapshot;
  return sageMakerEndpoints(reading.value).map((endpoint) => {
    const ref = { type: 'AWS::EC2::VPCEndpoint', id: endpoint.VpcEndpointId } as const;
    return {
      resource: { ...ref, arn: arnOf(ref, place, endpoint.OwnerId), region: place.region },
      subject: endpoint,
    };
  });
}
