import { endpointParty } from '../../core/network/endpoint-party';
import { hasEnded } from '../../core/endpoints/changeable';
import { consumerZones, zonesOf } from '../../core/endpoints/availability-zones';
import { type Consumer, consumersOf } from '../../core/network/consumers';
import { otherClients } from '../../core/endpoints/turning';
import { networkOf } from '../../core/network/network';
import type { Verdict } from '../../core/model/rule';
import { servesRegion } from '../../core/enforcement/perimeter';
import { sageMakerService, sameService } from '../../core/model/sagemaker-services';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';

export type Evidence = {
  readonly service: string;
  readonly vpcId: string;
  /** Availability Zones that have consumers but no subnet of the endpoint, although AWS offers the service there. */
  readonly uncovered: readonly string[];
  readonly covered: readonly string[];
  /** `notebook churn`, `domain d-1`. */
  readonly consumers: readonly string[];
  /** Who else is in the uncovered zones, as far as it is known; nothing rests on them. */
  readonly otherClients: readonly string[];
};

/**
 * The consumers in the endpoint's VPC that use its service, and a description of each consumer that could not be
 * read.
 */
export function usersOf(
  endpoint: VpcEndpoint,
  snapshot: Snapshot,
): { readonly known: readonly Consumer[]; readonly missing: readonly string[] } {
  const { VpcId, ServiceName } = endpoint;
  if (!servesRegion(endpoint, snapshot.place.region)) return { known: [], missing: [] };
  const all = consumersOf(snapshot, networkOf(snapshot));
  const service = sageMakerService(ServiceName)?.service;
  const known = all.known.filter(({ vpcId, kind }) => {
    if (vpcId !== VpcId) return false;
    if (service === 'notebook') return kind === 'notebook';
    return service !== 'studio' || kind === 'domain';
  });
  return { known, missing: all.missing };
}

/**
 * Passes when the endpoint has a subnet in every Availability Zone that has consumers and in which AWS offers the
 * service.
 */
export function evaluate(endpoint: VpcEndpoint, snapshot: Snapshot): Verdict<Evidence> {
  if (hasEnded(endpoint))
    return { status: 'not-applicable', because: `the endpoint is ${endpoint.State.toLowerCase()}` };
  const users = usersOf(endpoint, snapshot);
  if (users.known.length === 0) {
    if (users.missing.length > 0) return { status: 'unknown', missing: users.missing };
    return { status: 'not-applicable', because: whyUnused(endpoint, snapshot) };
  }
  const network = networkOf(snapshot);
  const own = zonesOf(endpointParty(endpoint).subnetIds, network);
  if (own.missing.length > 0) return { status: 'unknown', missing: own.missing };
  const wanted = consumerZones(users.known, network);
  const uncovered = wanted.zones.filter(
    (zone) => !own.zones.includes(zone) && isOffered(endpoint.ServiceName, zone, snapshot),
  );
  if (uncovered.length > 0) {
    const evidence: Evidence = {
      service: endpoint.ServiceName,
      vpcId: endpoint.VpcId,
      uncovered,
      covered: own.zones,
      consumers: users.known.map(({ name }) => name),
      otherClients: otherClients(snapshot, endpoint.VpcId, uncovered),
    };
    return {
      status: 'fail',
      message: `the endpoint for ${endpoint.ServiceName} has no subnet in ${uncovered.join(', ')}, where its consumers are; it is in ${own.zones.join(', ') || 'no zone'}`,
      evidence,
    };
  }
  const missing = [...users.missing, ...wanted.missing];
  if (missing.length > 0) return { status: 'unknown', missing };
  return { status: 'pass', because: `it is in ${own.zones.join(', ')}` };
}

function whyUnused(endpoint: VpcEndpoint, { place }: Snapshot): string {
  return servesRegion(endpoint, place.region)
    ? `nothing in ${endpoint.VpcId} uses the endpoint`
    : `the endpoint serves SageMaker of another Region (${endpoint.ServiceName}), and the consumers in ${endpoint.VpcId} use that of ${place.region}`;
}

/** Whether AWS offers the service in a zone; assumed if that was not read, because AWS rejects the step otherwise. */
function isOffered(service: string, zone: string, snapshot: Snapshot): boolean {
  const services = snapshot.read('endpointServices');
  const described =
    services.status === 'read'
      ? services.value.find(({ ServiceName }) => sameService(ServiceName, service))
      : undefined;
  return described?.AvailabilityZones?.includes(zone) ?? true;
}
