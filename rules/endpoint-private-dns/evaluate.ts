import { hasEnded } from '../../core/endpoints/changeable';
import { lackingIn } from '../../core/endpoints/lacking';
import { privateName, zonesFor } from '../../core/network/private-name';
import { sameService } from '../../core/model/sagemaker-services';
import { isAlive } from '../../core/enforcement/perimeter';
import type { Verdict } from '../../core/model/rule';
import { dnsAttributesOf, hostedZonesOf } from '../../core/network/of-vpc';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';

/**
 * The facts for the ticket and the report. `needsPrivateDns`: nothing else serves the name, so the endpoint itself
 * has to.
 */
export type Evidence = {
  readonly service: string;
  readonly vpcId: string;
  readonly state: string;
  readonly privateDnsName: string | null;
  readonly privateDnsEnabled: boolean;
  readonly enableDnsSupport: boolean;
  readonly enableDnsHostnames: boolean;
  readonly needsPrivateDns: boolean;
};

/**
 * Passes when the service's DNS name resolves to private addresses in the endpoint's VPC: both DNS attributes of the
 * VPC are on, and the name is served by this endpoint, by another endpoint of the VPC, or by a private hosted zone
 * (VPC user guide, DNS attributes and private DNS for interface endpoints).
 */
export function evaluate(endpoint: VpcEndpoint, snapshot: Snapshot): Verdict<Evidence> {
  const state = endpoint.State.toLowerCase();
  if (hasEnded(endpoint)) return { status: 'not-applicable', because: `the endpoint is ${state}` };

  const attributes = dnsAttributesOf(snapshot, endpoint.VpcId);
  if (attributes.status === 'unreadable') return { status: 'unknown', missing: [attributes.because] };
  const dns = attributes.value;

  const server = servedBy(endpoint, snapshot);
  if (server.status === 'unknown') return { status: 'unknown', missing: [server.because] };
  const reasons = [
    ...(dns.enableDnsSupport ? [] : [`enableDnsSupport of ${endpoint.VpcId} is off`]),
    ...(dns.enableDnsHostnames ? [] : [`enableDnsHostnames of ${endpoint.VpcId} is off`]),
    ...(server.status === 'nobody'
      ? [`private DNS of the endpoint is off and no private hosted zone serves ${server.name ?? 'its name'}`]
      : []),
  ];
  if (reasons.length === 0)
    return { status: 'pass', ...(server.because === undefined ? {} : { because: server.because }) };
  return {
    status: 'fail',
    message: `${endpoint.ServiceName} is not reached privately from ${endpoint.VpcId}: ${reasons.join('; ')}`,
    evidence: {
      service: endpoint.ServiceName,
      vpcId: endpoint.VpcId,
      state,
      privateDnsName: server.name ?? null,
      privateDnsEnabled: endpoint.PrivateDnsEnabled === true,
      enableDnsSupport: dns.enableDnsSupport,
      enableDnsHostnames: dns.enableDnsHostnames,
      needsPrivateDns: server.status === 'nobody',
    },
  };
}

type NameServer =
  | { readonly status: 'served'; readonly name?: string; readonly because?: string }
  | { readonly status: 'nobody'; readonly name?: string; readonly because?: string }
  | { readonly status: 'unknown'; readonly because: string };

/** What serves the endpoint's DNS name in its VPC. */
function servedBy(endpoint: VpcEndpoint, snapshot: Snapshot): NameServer {
  if (endpoint.PrivateDnsEnabled === true)
    return { status: 'served', because: 'private DNS of the endpoint is on' };
  const name = privateName(endpoint.ServiceName, snapshot);
  if (name.status === 'none')
    return { status: 'served', because: `${endpoint.ServiceName} has no private DNS name to serve` };

  const endpoints = snapshot.read('endpoints');
  const sibling =
    endpoints.status === 'read' &&
    endpoints.value.find(
      (other) =>
        other.VpcEndpointId !== endpoint.VpcEndpointId &&
        other.VpcId === endpoint.VpcId &&
        sameService(other.ServiceName, endpoint.ServiceName) &&
        other.PrivateDnsEnabled === true &&
        isAlive(other),
    );
  if (sibling)
    return { status: 'served', because: `${sibling.VpcEndpointId} serves the name in ${endpoint.VpcId}` };

  const unclear =
    endpoints.status === 'read'
      ? endpoints.value.find(
          (other) =>
            other.ServiceName === endpoint.ServiceName &&
            ['', endpoint.VpcId].includes(other.VpcId) &&
            lackingIn(other) !== undefined,
        )
      : undefined;
  if (unclear !== undefined) return { status: 'unknown', because: lackingIn(unclear) ?? '' };

  const zones = hostedZonesOf(snapshot, endpoint.VpcId);
  if (zones.status === 'unreadable') return { status: 'unknown', because: zones.because };
  const associated = zones.value;
  if (associated.length === 0)
    return { status: 'nobody', ...(name.status === 'known' ? { name: name.name } : {}) };
  if (name.status === 'unknown') return { status: 'unknown', because: name.because };
  switch (zonesFor(name.name, associated)) {
    case 'served':
      return { status: 'served', name: name.name, because: `a private hosted zone serves ${name.name}` };
    case 'maybe':
      return {
        status: 'unknown',
        because: `the records of the private hosted zones ${associated.join(', ')}: one of them may serve ${name.name}`,
      };
    case 'no':
      return { status: 'nobody', name: name.name };
  }
}
