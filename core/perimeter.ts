import type { Perimeter } from './iam';
import type { VpcEndpoint } from './slices/network';
import { sageMakerService } from './sagemaker-services';
import type { Settings } from './settings';
import type { Snapshot } from './snapshot';

/** The perimeter, or why it could not be determined. Its CIDR ranges come from settings and are always known. */
export type ResolvedPerimeter =
  | { readonly status: 'known'; readonly perimeter: Perimeter }
  | { readonly status: 'unknown'; readonly because: string; readonly cidrs: readonly string[] };

/** Whether an endpoint takes traffic. AWS writes states in several letter cases. */
export function isAvailable(endpoint: VpcEndpoint): boolean {
  return endpoint.State.toLowerCase() === 'available';
}

/** The interface endpoints for SageMaker services among all endpoints. */
export function sageMakerEndpoints(endpoints: readonly VpcEndpoint[]): readonly VpcEndpoint[] {
  return endpoints.filter(
    (endpoint) =>
      endpoint.VpcEndpointType.toLowerCase() === 'interface' &&
      sageMakerService(endpoint.ServiceName) !== undefined,
  );
}

/**
 * The perimeter that settings describe: the VPCs they list, or else the VPCs that hold an available `sagemaker.api`
 * interface endpoint; and the endpoints they list, or else the SageMaker interface endpoints in those VPCs.
 */
export function resolvePerimeter(snapshot: Snapshot, settings: Settings): ResolvedPerimeter {
  const { vpcs: listed, vpcEndpoints, cidrs } = settings.perimeter;
  const reading = snapshot.read('endpoints');
  if (reading.status === 'unreadable') {
    if (listed === undefined || listed.length === 0)
      return { status: 'unknown', because: `endpoints: ${reading.because}`, cidrs };
    return { status: 'known', perimeter: { vpcs: listed, vpcEndpoints, cidrs, endpointVpc: {} } };
  }
  const ours = sageMakerEndpoints(reading.value).filter(isAvailable);
  const vpcs = listed ?? [...new Set(ours.filter(isApi).map((endpoint) => endpoint.VpcId))].sort();
  const inside = ours
    .filter((endpoint) => vpcs.includes(endpoint.VpcId))
    .map((endpoint) => endpoint.VpcEndpointId);
  return {
    status: 'known',
    perimeter: {
      vpcs,
      vpcEndpoints: vpcEndpoints.length > 0 ? vpcEndpoints : inside.sort(),
      cidrs,
      endpointVpc: Object.fromEntries(
        reading.value.map((endpoint) => [endpoint.VpcEndpointId, endpoint.VpcId]),
      ),
    },
  };
}

function isApi(endpoint: VpcEndpoint): boolean {
  const service = sageMakerService(endpoint.ServiceName)?.service;
  return service === 'sagemaker.api' || service === 'sagemaker.api-fips';
}
