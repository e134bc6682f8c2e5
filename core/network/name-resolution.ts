import { isAlive, sageMakerEndpoints, servesRegion } from '../enforcement/perimeter';
import { dnsAttributesOf } from './of-vpc';
import { type SageMakerService, sageMakerService, serviceName } from '../model/sagemaker-services';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Snapshot } from '../model/snapshot';
import type { NameAnswer } from './names/resolution';
import { resolveName } from './names/resolve';
import { documentedName, privateName } from './private-name';

/** The SageMaker endpoints for a service in a VPC, of this Region, that take traffic or will. */
export function endpointsFor(
  service: SageMakerService,
  vpcId: string,
  endpoints: readonly VpcEndpoint[],
  region: string,
): readonly VpcEndpoint[] {
  return sageMakerEndpoints(endpoints).filter(
    (endpoint) =>
      sageMakerService(endpoint.ServiceName)?.service === service &&
      servesRegion(endpoint, region) &&
      endpoint.VpcId === vpcId &&
      isAlive(endpoint),
  );
}

/**
 * How a service's name resolves in a VPC. Without both DNS attributes of the VPC, neither private hosted zones nor the
 * private DNS of endpoints apply, and the answer is public addresses (VPC user guide, DNS attributes).
 */
export function resolutionOf(
  service: SageMakerService,
  vpcId: string,
  here: readonly VpcEndpoint[],
  snapshot: Snapshot,
): NameAnswer {
  const full = here[0]?.ServiceName ?? serviceName(service, snapshot.place.region);
  const answer = answerFor(full, vpcId, here, snapshot);
  const dns = dnsAttributesOf(snapshot, vpcId);
  const isPublic = { to: 'public' } as const;
  if (dns.status === 'read' && !(dns.value.enableDnsSupport && dns.value.enableDnsHostnames))
    return answer.resolution.to === 'unknown' ? answer : { resolution: isPublic, assumed: answer.assumed };
  if (dns.status === 'read' || answer.resolution.to === 'public') return answer;
  const { resolution } = answer;
  const more = resolution.to === 'unknown' ? resolution.missing : [];
  const others = resolution.to === 'unknown' ? resolution.perhaps : [resolution];
  const perhaps = others.length === 0 ? [] : [...others, isPublic];
  return { resolution: { to: 'unknown', missing: [dns.because, ...more], perhaps }, assumed: [] };
}

/** What answers for the name of an endpoint service in a VPC whose DNS attributes are on. */
export function answerFor(
  fullName: string,
  vpcId: string,
  here: readonly VpcEndpoint[],
  snapshot: Snapshot,
): NameAnswer {
  const described = privateName(fullName, snapshot);
  const known = sageMakerService(fullName);
  const documented = known === undefined ? undefined : documentedName(known.service, known.region);
  const name = described.status === 'known' ? described.name : documented;
  const nameless = described.status === 'unknown' ? { nameless: described.because } : {};
  return resolveName({ vpcId, serviceName: fullName, name, ...nameless, here }, snapshot);
}
