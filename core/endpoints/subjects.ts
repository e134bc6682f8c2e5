import { lacksService, sageMakerEndpoints } from '../enforcement/perimeter';
import { lackingIn } from './lacking';
import { arnOf } from '../model/resource';
import { unnamed } from '../slices/records';
import type { SubjectOf } from '../model/rule';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Snapshot } from '../model/snapshot';

/**
 * Every interface endpoint for a SageMaker service, or for one that its record does not name, and no other. One that
 * lacks a field cannot be judged.
 */
export function endpointSubjects(snapshot: Snapshot): readonly SubjectOf<VpcEndpoint>[] {
  const reading = snapshot.read('endpoints');
  if (reading.status === 'unreadable') return [];
  const { place } = snapshot;
  const all = [...sageMakerEndpoints(reading.value), ...reading.value.filter(lacksService)];
  return all.map((endpoint) => {
    const id = endpoint.VpcEndpointId === '' ? unnamed : endpoint.VpcEndpointId;
    const ref = { type: 'AWS::EC2::VPCEndpoint', id } as const;
    const resource = { ...ref, arn: arnOf(ref, place, endpoint.OwnerId), region: place.region };
    const lacking = lackingIn(endpoint);
    return lacking === undefined ? { resource, subject: endpoint } : { resource, unreadable: lacking };
  });
}
