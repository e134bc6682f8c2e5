import { hasEnded } from '../../core/endpoints/changeable';
import type { Consumer } from '../../core/network/consumers';
import { resolutionOf } from '../../core/network/name-resolution';
import { unseen } from '../../core/network/names/resolution';
import {
  isAvailable,
  isPartial,
  lacksService,
  sageMakerEndpoints,
  servesRegion,
} from '../../core/enforcement/perimeter';
import {
  requiredServices,
  sageMakerService,
  type SageMakerService,
} from '../../core/model/sagemaker-services';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';

/** Whether a VPC has an endpoint for a service. */
export type Supply =
  | { readonly is: 'there'; readonly because: string; readonly assumed?: readonly string[] }
  /** The endpoint accepts no traffic yet. */
  | { readonly is: 'pending'; readonly endpoint: VpcEndpoint }
  /**
   * `former`: an endpoint that is being deleted, or that was never created successfully. `conflict`: a private hosted
   * zone for exactly the name, beside which AWS refuses an endpoint with private DNS.
   */
  | { readonly is: 'missing'; readonly former?: VpcEndpoint; readonly conflict?: string }
  | { readonly is: 'unknown'; readonly because: string };

/** The services that a VPC needs for these consumers. */
export function servicesFor(consumers: readonly Pick<Consumer, 'kind'>[]): readonly SageMakerService[] {
  const has = (kind: Consumer['kind']): boolean => consumers.some((one) => one.kind === kind);
  return requiredServices.filter((service) => {
    if (service === 'notebook') return has('notebook');
    if (service === 'studio') return has('domain');
    return true;
  });
}

/** Looks for an endpoint in the VPC, whoever owns it, and then for one elsewhere to which the name leads. */
export function supplyOf(service: SageMakerService, vpcId: string, snapshot: Snapshot): Supply {
  const { region } = snapshot.place;
  const endpoints = snapshot.read('endpoints');
  if (endpoints.status === 'unreadable') return { is: 'unknown', because: `endpoints: ${endpoints.because}` };
  const serving = sageMakerEndpoints(endpoints.value).filter(
    (endpoint) =>
      sageMakerService(endpoint.ServiceName)?.service === service && servesRegion(endpoint, region),
  );
  const here = serving.filter(({ VpcId }) => VpcId === vpcId);
  const available = here.find((endpoint) => isAvailable(endpoint) || isPartial(endpoint));
  if (available !== undefined)
    return {
      is: 'there',
      because: `${available.VpcEndpointId} is available${isPartial(available) ? ' in part' : ''}`,
    };
  const unclear = serving.find(({ VpcId, State }) => VpcId === '' || (VpcId === vpcId && State === ''));
  if (unclear !== undefined)
    return { is: 'unknown', because: `the VPC and state of endpoint ${unclear.VpcEndpointId}` };
  const nameless = endpoints.value.find((one) => lacksService(one) && ['', vpcId].includes(one.VpcId));
  if (nameless !== undefined)
    return { is: 'unknown', because: `the service of endpoint ${nameless.VpcEndpointId}` };
  const pending = here.find((endpoint) => !hasEnded(endpoint));
  if (pending !== undefined) return { is: 'pending', endpoint: pending };
  const central = centralSupply(service, vpcId, snapshot);
  if (central.is !== 'missing') return central;
  const [former] = here;
  return former === undefined ? central : { ...central, former };
}

/** The supply through an endpoint of another VPC, to which a private zone or a Route 53 Profile leads the name. */
function centralSupply(service: SageMakerService, vpcId: string, snapshot: Snapshot): Supply {
  const { resolution, assumed } = resolutionOf(service, vpcId, [], snapshot);
  switch (resolution.to) {
    case 'endpoint': {
      const { endpoint, because } = resolution;
      return isAvailable(endpoint) || isPartial(endpoint)
        ? { is: 'there', because, assumed }
        : { is: 'pending', endpoint };
    }
    case 'elsewhere':
      return { is: 'unknown', because: unseen(resolution) };
    case 'unknown':
      return { is: 'unknown', because: resolution.missing.join('; ') };
    case 'nowhere':
      return { is: 'missing', ...(resolution.isExact ? { conflict: resolution.zone } : {}) };
    case 'public':
      return { is: 'missing' };
  }
}
