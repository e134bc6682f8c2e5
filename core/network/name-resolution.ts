import { isAlive, sageMakerEndpoints } from '../enforcement/perimeter';
import { dnsAttributesOf, hostedZonesOf } from './of-vpc';
import { type SageMakerService, sageMakerService, serviceName } from '../model/sagemaker-services';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Snapshot } from '../model/snapshot';
import { documentedName, privateName, zonesFor } from './private-name';

/** What the DNS name of a service resolves to inside a VPC. */
export type Resolution =
  | { readonly to: 'endpoint'; readonly endpoint: VpcEndpoint }
  /** A private hosted zone for exactly this name; its records are not read. */
  | { readonly to: 'zone'; readonly name: string }
  | { readonly to: 'public' }
  /** One of `perhaps`; the fact that decides was not read. */
  | { readonly to: 'unknown'; readonly missing: string; readonly perhaps: readonly Resolution[] };

/** The SageMaker endpoints for a service in a VPC, of this Region, that take traffic or will. */
export function endpointsFor(
  service: SageMakerService,
  vpcId: string,
  endpoints: readonly VpcEndpoint[],
  region: string,
): readonly VpcEndpoint[] {
  return sageMakerEndpoints(endpoints).filter((endpoint) => {
    const known = sageMakerService(endpoint.ServiceName);
    return (
      known?.service === service && known.region === region && endpoint.VpcId === vpcId && isAlive(endpoint)
    );
  });
}

/**
 * How the resolver of a VPC answers for a service: with an endpoint that has private DNS, else from a private hosted
 * zone, else with public addresses. The first two need both DNS attributes of the VPC (VPC user guide, DNS
 * attributes).
 */
export function resolutionOf(
  service: SageMakerService,
  vpcId: string,
  here: readonly VpcEndpoint[],
  snapshot: Snapshot,
): Resolution {
  const isPublic = { to: 'public' } as const;
  const withDns = here.find(({ PrivateDnsEnabled }) => PrivateDnsEnabled === true);
  const dns = dnsAttributesOf(snapshot, vpcId);
  if (dns.status === 'read' && !(dns.value.enableDnsSupport && dns.value.enableDnsHostnames)) return isPublic;
  const answer = withDns === undefined ? inZones(service, vpcId, here, snapshot) : undefined;
  const resolution: Resolution = answer ?? (withDns && { to: 'endpoint', endpoint: withDns }) ?? isPublic;
  if (dns.status === 'read' || resolution.to === 'public') return resolution;
  const perhaps = resolution.to === 'unknown' ? resolution.perhaps : [resolution, isPublic];
  return { to: 'unknown', missing: dns.because, perhaps };
}

function inZones(
  service: SageMakerService,
  vpcId: string,
  here: readonly VpcEndpoint[],
  snapshot: Snapshot,
): Resolution {
  const name = nameOf(service, here, snapshot);
  const zones = hostedZonesOf(snapshot, vpcId);
  const unsure = (missing: string): Resolution => ({
    to: 'unknown',
    missing,
    perhaps: [{ to: 'zone', name: name ?? service }, { to: 'public' }],
  });
  if (zones.status === 'unreadable') return unsure(zones.because);
  if (zones.value.length === 0) return { to: 'public' };
  if (name === undefined) return unsure(`the DNS name of ${service} in ${snapshot.place.region}`);
  switch (zonesFor(name, zones.value)) {
    case 'served':
      return { to: 'zone', name };
    case 'maybe':
      return unsure(`the records of the private hosted zones ${zones.value.join(', ')}`);
    case 'no':
      return { to: 'public' };
  }
}

/** The DNS name of a service; `undefined` if AWS documents none and none was read. */
function nameOf(
  service: SageMakerService,
  here: readonly VpcEndpoint[],
  snapshot: Snapshot,
): string | undefined {
  const { region } = snapshot.place;
  const described = privateName(here[0]?.ServiceName ?? serviceName(service, region), snapshot);
  return described.status === 'known' ? described.name : documentedName(service, region);
}
