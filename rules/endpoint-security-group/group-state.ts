import { type Consumer, consumersOf } from '../../core/network/consumers';
import { type AddressPeer, admittedBy } from '../../core/network/groups';
import { type Network, networkOf } from '../../core/network/network';
import { worldAmong } from '../../core/network/openness';
import { reach, type Reach } from '../../core/network/reach';
import { endpointParty, familyOf } from '../../core/network/endpoint-party';
import { servesRegion } from '../../core/enforcement/perimeter';
import { sageMakerService } from '../../core/model/sagemaker-services';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';

/** An endpoint's security groups and the consumers that need the endpoint, as used by both evaluate and plan. */
export interface GroupState {
  readonly network: Network;
  /** Each consumer that needs the endpoint, and whether it reaches it. */
  readonly needing: readonly { readonly consumer: Consumer; readonly reach: Reach }[];
  /** The rules that together admit every address. */
  readonly world: readonly AddressPeer[];
  /** Rules and consumers that were not read. */
  readonly missing: { readonly rules: readonly string[]; readonly consumers: readonly string[] };
}

export function groupState(endpoint: VpcEndpoint, snapshot: Snapshot): GroupState {
  const network = networkOf(snapshot);
  const consumers = consumersOf(snapshot, network);
  const party = endpointParty(endpoint);
  const isHere = servesRegion(endpoint, snapshot.place.region);
  const admitted = admittedBy(network, party.groupIds, 'ingress');
  const here = consumers.known.filter(
    (one) => isHere && one.vpcId === endpoint.VpcId && needs(one, endpoint),
  );
  return {
    network,
    needing: here
      .filter(({ usesVpc }) => usesVpc === true)
      .map((consumer) => ({ consumer, reach: reach(network, consumer, party, familyOf(endpoint)) })),
    world: worldAmong(admitted.peers),
    missing: {
      rules: party.groupIds.length === 0 ? [`the security groups of ${party.name}`] : admitted.missing,
      consumers: [
        ...(isHere && isNeeded(endpoint) ? consumers.missing : []),
        ...here
          .filter(({ usesVpc }) => usesVpc === undefined)
          .map(({ name }) => `whether ${name} has direct internet access`),
      ],
    },
  };
}

/**
 * Whether a consumer needs an endpoint of this service. All need the API and the runtime, notebooks also the
 * `notebook` service, and domains the `studio` service. No consumer is known to need any other service.
 */
function needs({ kind }: Consumer, { ServiceName }: VpcEndpoint): boolean {
  switch (sageMakerService(ServiceName)?.service) {
    case 'sagemaker.api':
    case 'sagemaker.runtime':
      return true;
    case 'notebook':
      return kind === 'notebook';
    case 'studio':
      return kind === 'domain';
    default:
      return false;
  }
}

function isNeeded({ ServiceName }: VpcEndpoint): boolean {
  const service = sageMakerService(ServiceName)?.service ?? '';
  return ['sagemaker.api', 'sagemaker.runtime', 'notebook', 'studio'].includes(service);
}
