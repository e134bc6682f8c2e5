import { hasEnded } from '../../core/endpoints/changeable';
import { otherClients } from '../../core/endpoints/turning';
import { lackingIn } from '../../core/endpoints/lacking';
import { answerFor } from '../../core/network/name-resolution';
import { unseen } from '../../core/network/names/resolution';
import { privateName } from '../../core/network/private-name';
import { sameService } from '../../core/model/sagemaker-services';
import { isAlive } from '../../core/enforcement/perimeter';
import type { Verdict } from '../../core/model/rule';
import { dnsAttributesOf } from '../../core/network/of-vpc';
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
  /** A private hosted zone for exactly the name, beside which AWS refuses to turn private DNS on. */
  readonly conflictingZone: string | null;
  /** Who else in the VPC resolves the name, as far as it is known. */
  readonly otherClients: readonly string[];
};

/**
 * Passes when the service's DNS name leads to an endpoint of SageMaker for whoever asks in the endpoint's VPC: both DNS
 * attributes of the VPC are on, and the name is served by this endpoint, by another one of the VPC, or by a record of a
 * private hosted zone that leads to one (VPC user guide, DNS attributes and private DNS for interface endpoints).
 */
export function evaluate(endpoint: VpcEndpoint, snapshot: Snapshot): Verdict<Evidence> {
  const state = endpoint.State.toLowerCase();
  if (hasEnded(endpoint)) return { status: 'not-applicable', because: `the endpoint is ${state}` };

  const attributes = dnsAttributesOf(snapshot, endpoint.VpcId);
  if (attributes.status === 'unreadable') return { status: 'unknown', missing: [attributes.because] };
  const dns = attributes.value;

  const server = servedBy(endpoint, snapshot);
  if (server.status === 'unknown') return { status: 'unknown', missing: server.missing };
  const reasons = [
    ...(dns.enableDnsSupport ? [] : [`enableDnsSupport of ${endpoint.VpcId} is off`]),
    ...(dns.enableDnsHostnames ? [] : [`enableDnsHostnames of ${endpoint.VpcId} is off`]),
    ...(server.status === 'nobody' ? [`${ownState(endpoint)} and ${server.because}`] : []),
  ];
  if (server.status === 'served' && reasons.length === 0)
    return {
      status: 'pass',
      because: server.because,
      ...(server.assumed.length === 0 ? {} : { missing: server.assumed }),
    };
  return {
    status: 'fail',
    message: `${endpoint.ServiceName} is not reached privately from ${endpoint.VpcId}: ${reasons.join('; ')}`,
    evidence: {
      service: endpoint.ServiceName,
      vpcId: endpoint.VpcId,
      state,
      privateDnsName: server.status === 'nobody' ? (server.name ?? null) : null,
      privateDnsEnabled: endpoint.PrivateDnsEnabled === true,
      enableDnsSupport: dns.enableDnsSupport,
      enableDnsHostnames: dns.enableDnsHostnames,
      needsPrivateDns: server.status === 'nobody',
      conflictingZone: server.status === 'nobody' ? (server.conflict ?? null) : null,
      otherClients: otherClients(snapshot, endpoint.VpcId),
    },
  };
}

type NameServer =
  | { readonly status: 'served'; readonly because: string; readonly assumed: readonly string[] }
  /** `conflict`: a zone for exactly the name, which AWS does not allow beside private DNS. */
  | {
      readonly status: 'nobody';
      readonly name?: string;
      readonly because: string;
      readonly conflict: string | undefined;
    }
  | { readonly status: 'unknown'; readonly missing: readonly string[] };

/** What answers for the name of the endpoint's service in its VPC, if the VPC's DNS attributes are on. */
function servedBy(endpoint: VpcEndpoint, snapshot: Snapshot): NameServer {
  const { VpcEndpointId, ServiceName, VpcId } = endpoint;
  const name = privateName(ServiceName, snapshot);
  if (name.status === 'none' && endpoint.PrivateDnsEnabled !== true)
    return { status: 'served', because: `${ServiceName} has no private DNS name to serve`, assumed: [] };
  const endpoints = snapshot.read('endpoints');
  const same = (endpoints.status === 'read' ? endpoints.value : []).filter((other) =>
    sameService(other.ServiceName, ServiceName),
  );
  const unclear = same.find((other) => ['', VpcId].includes(other.VpcId) && lackingIn(other) !== undefined);
  const here = [endpoint, ...same.filter((other) => other.VpcEndpointId !== VpcEndpointId)].filter(
    (other) => other.VpcId === VpcId && isAlive(other),
  );
  const { resolution, assumed } = answerFor(ServiceName, VpcId, here, snapshot);
  switch (resolution.to) {
    case 'endpoint':
      return {
        status: 'served',
        because: inWords(resolution.endpoint, endpoint, resolution.because),
        assumed,
      };
    case 'elsewhere':
      return { status: 'unknown', missing: [unseen(resolution)] };
    case 'unknown':
      return { status: 'unknown', missing: resolution.missing };
    case 'nowhere':
    case 'public': {
      if (unclear !== undefined) return { status: 'unknown', missing: [lackingIn(unclear) ?? ''] };
      const known = name.status === 'known' ? { name: name.name } : {};
      if (resolution.to === 'public')
        return {
          status: 'nobody',
          ...known,
          because: `no private hosted zone serves ${known.name ?? 'its name'}`,
          conflict: undefined,
        };
      return {
        status: 'nobody',
        ...known,
        because: resolution.because,
        conflict: resolution.isExact ? resolution.zone : undefined,
      };
    }
  }
}

/** Why the endpoint itself does not serve the name. */
function ownState(endpoint: VpcEndpoint): string {
  return endpoint.PrivateDnsEnabled === true && !isAlive(endpoint)
    ? `the endpoint is ${endpoint.State.toLowerCase()}`
    : 'private DNS of the endpoint is off';
}

function inWords(server: VpcEndpoint, endpoint: VpcEndpoint, because: string): string {
  if (server.PrivateDnsEnabled !== true || server.VpcId !== endpoint.VpcId) return because;
  return server.VpcEndpointId === endpoint.VpcEndpointId
    ? 'private DNS of the endpoint is on'
    : `${server.VpcEndpointId} serves the name in ${endpoint.VpcId}`;
}
