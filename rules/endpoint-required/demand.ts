import { hasEnded } from '../../core/endpoints/changeable';
import type { Consumer } from '../../core/network/consumers';
import { documentedName, privateName, zonesFor } from '../../core/network/private-name';
import { isAvailable, sageMakerEndpoints } from '../../core/enforcement/perimeter';
import {
  requiredServices,
  sageMakerService,
  type SageMakerService,
  serviceName,
} from '../../core/model/sagemaker-services';
import { hostedZonesOf } from '../../core/network/of-vpc';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';

/** Whether a VPC has an endpoint for a service. */
export type Supply =
  | { readonly is: 'there'; readonly because: string }
  /** The endpoint accepts no traffic yet. */
  | { readonly is: 'pending'; readonly endpoint: VpcEndpoint }
  /** `former`: an endpoint that is being deleted, or that was never created successfully. */
  | { readonly is: 'missing'; readonly former?: VpcEndpoint }
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

/** Looks for an endpoint in the VPC, whoever owns it, and then for a private hosted zone of exactly the name. */
export function supplyOf(service: SageMakerService, vpcId: string, snapshot: Snapshot): Supply {
  const { region } = snapshot.place;
  const endpoints = snapshot.read('endpoints');
  if (endpoints.status === 'unreadable') return { is: 'unknown', because: `endpoints: ${endpoints.because}` };
  const serving = sageMakerEndpoints(endpoints.value).filter((endpoint) => {
    const known = sageMakerService(endpoint.ServiceName);
    return known?.service === service && known.region === region;
  });
  const here = serving.filter(({ VpcId }) => VpcId === vpcId);
  const available = here.find((endpoint) => isAvailable(endpoint) || isPartial(endpoint));
  if (available !== undefined) return { is: 'there', because: `${available.VpcEndpointId} is available` };
  const unclear = serving.find(({ VpcId, State }) => VpcId === '' || (VpcId === vpcId && State === ''));
  if (unclear !== undefined)
    return { is: 'unknown', because: `the VPC and state of endpoint ${unclear.VpcEndpointId}` };
  const pending = here.find((endpoint) => !hasEnded(endpoint));
  if (pending !== undefined) return { is: 'pending', endpoint: pending };
  const zone = zoneFor(service, vpcId, snapshot);
  if (zone !== undefined) return zone;
  const [former] = here;
  return former === undefined ? { is: 'missing' } : { is: 'missing', former };
}

/** Whether only some of its subnets work, which is enough to count. */
function isPartial({ State }: VpcEndpoint): boolean {
  return State.toLowerCase() === 'partial';
}

/** The supply through a central endpoint VPC, whose private hosted zone serves the name in this VPC. */
function zoneFor(service: SageMakerService, vpcId: string, snapshot: Snapshot): Supply | undefined {
  const { region } = snapshot.place;
  const described = privateName(serviceName(service, region), snapshot);
  const name = described.status === 'known' ? described.name : documentedName(service, region);
  const zones = hostedZonesOf(snapshot, vpcId);
  if (zones.status === 'unreadable') return { is: 'unknown', because: zones.because };
  const associated = zones.value;
  if (associated.length === 0) return undefined;
  if (name === undefined)
    return described.status === 'unknown' ? { is: 'unknown', because: described.because } : undefined;
  switch (zonesFor(name, associated)) {
    case 'served':
      return { is: 'there', because: `a private hosted zone serves ${name}` };
    case 'maybe':
      return {
        is: 'unknown',
        because: `the records of the private hosted zones ${associated.join(', ')}: one of them may serve ${name}`,
      };
    case 'no':
      return undefined;
  }
}
