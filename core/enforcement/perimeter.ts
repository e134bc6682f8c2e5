import type { Perimeter } from '@palisade/iam';
import type { VpcEndpoint } from '../slices/endpoints';
import { sageMakerService } from '../model/sagemaker-services';
import type { Settings } from '../settings';
import type { Snapshot } from '../model/snapshot';

/** The perimeter, or why it could not be determined. Its CIDR ranges come from the settings and are always known. */
export type ResolvedPerimeter =
  | { readonly status: 'known'; readonly perimeter: Perimeter }
  | ({
      readonly status: 'unknown';
      readonly because: string;
      readonly cidrs: readonly string[];
    } & Pick<Perimeter, 'endpointOwnerKeys'>);

/** A perimeter without any origin inside it: every direct request is outside. */
export const emptyPerimeter: Perimeter = { vpcs: [], vpcEndpoints: [], cidrs: [], endpointVpc: {} };

export type UnknownPerimeter = Extract<ResolvedPerimeter, { status: 'unknown' }>;

/**
 * What can be asked while the perimeter is unknown: one without VPCs, with the address ranges and the setting that says
 * whether AWS gives the owner of a request's endpoint. Without that setting, requests that exist would be left out.
 */
export function withoutVpcs({ cidrs, endpointOwnerKeys }: UnknownPerimeter): Perimeter {
  const ownerKeys = endpointOwnerKeys === undefined ? {} : { endpointOwnerKeys };
  return { ...emptyPerimeter, cidrs, ...ownerKeys };
}

/** Whether an endpoint takes traffic. AWS spells states in varying letter cases. */
export function isAvailable(endpoint: VpcEndpoint): boolean {
  return endpoint.State.toLowerCase() === 'available';
}

/**
 * Whether an endpoint takes traffic now or can do so later without being accepted: it is not being deleted, and was
 * not rejected.
 */
export function isAlive(endpoint: VpcEndpoint): boolean {
  return !['deleting', 'deleted', 'rejected', 'failed', 'expired', 'pendingacceptance'].includes(
    endpoint.State.toLowerCase(),
  );
}

/** Whether an endpoint exists only in some of its subnets; which of them is not said. */
export function isPartial({ State }: VpcEndpoint): boolean {
  return State.toLowerCase() === 'partial';
}

/** The interface endpoints for SageMaker services among all endpoints. */
export function sageMakerEndpoints(endpoints: readonly VpcEndpoint[]): readonly VpcEndpoint[] {
  return endpoints.filter(
    ({ VpcEndpointType, ServiceName }) =>
      ['interface', ''].includes(VpcEndpointType.toLowerCase()) &&
      sageMakerService(ServiceName) !== undefined,
  );
}

/**
 * Whether an endpoint for SageMaker serves this Region. An endpoint may be for a service of another Region (VPC user
 * guide, cross-Region AWS services; SageMaker was not among them on 1 December 2026): its name and its traffic are that
 * Region's, so that it is nothing to those who use SageMaker here.
 */
export function servesRegion(
  { ServiceName, ServiceRegion }: Pick<VpcEndpoint, 'ServiceName' | 'ServiceRegion'>,
  region: string,
): boolean {
  return sageMakerService(ServiceName)?.region === region && (ServiceRegion ?? region) === region;
}

/** Whether it is an interface endpoint of a service that its record does not name: perhaps one of SageMaker. */
export function lacksService({ VpcEndpointType, ServiceName }: VpcEndpoint): boolean {
  return VpcEndpointType.toLowerCase() === 'interface' && ServiceName === '';
}

/** The VPCs of the perimeter, or why they could not be determined. */
export type ApprovedVpcs =
  | { readonly status: 'known'; readonly vpcs: readonly string[] }
  | { readonly status: 'unknown'; readonly because: string };

/** The VPCs that the settings list, or else those that contain a `sagemaker.api` interface endpoint. */
export function approvedVpcs(snapshot: Snapshot, settings: Settings): ApprovedVpcs {
  const listed = listedVpcs(settings);
  if (listed !== undefined) return { status: 'known', vpcs: listed };
  const reading = snapshot.read('endpoints');
  if (reading.status === 'unreadable') return { status: 'unknown', because: `endpoints: ${reading.because}` };
  // An endpoint that is being modified still counts, or the perimeter would shrink for a moment.
  const hosts = sageMakerEndpoints(reading.value).filter(
    (endpoint) => isAlive(endpoint) && isApi(endpoint) && servesRegion(endpoint, snapshot.place.region),
  );
  const unclear = hosts.find(({ VpcId, State }) => VpcId === '' || State === '');
  if (unclear !== undefined) return { status: 'unknown', because: unplaced(unclear) };
  const vpcs = [...new Set(hosts.map((endpoint) => endpoint.VpcId))].sort();
  // It may be of sagemaker.api, which matters only in a VPC that has none.
  const nameless = reading.value.find(
    (endpoint) => lacksService(endpoint) && isAlive(endpoint) && !vpcs.includes(endpoint.VpcId),
  );
  if (nameless !== undefined)
    return { status: 'unknown', because: `endpoints: the service of ${nameless.VpcEndpointId}` };
  return { status: 'known', vpcs };
}

/**
 * The perimeter that the settings describe: the approved VPCs, the endpoints that the settings list (or else the
 * SageMaker interface endpoints in those VPCs), and the address ranges.
 */
export function resolvePerimeter(snapshot: Snapshot, settings: Settings): ResolvedPerimeter {
  const bySettings = resolved.get(snapshot) ?? new WeakMap<Settings, ResolvedPerimeter>();
  resolved.set(snapshot, bySettings);
  const perimeter = bySettings.get(settings) ?? resolve(snapshot, settings);
  bySettings.set(settings, perimeter);
  return perimeter;
}

/** Both are immutable, so each pair is resolved only once. The IAM engine also caches by the perimeter object. */
const resolved = new WeakMap<Snapshot, WeakMap<Settings, ResolvedPerimeter>>();

function resolve(snapshot: Snapshot, settings: Settings): ResolvedPerimeter {
  const { vpcEndpoints: listed, cidrs, endpointOwnerKeys } = settings.perimeter;
  const ownerKeys = endpointOwnerKeys === undefined ? {} : { endpointOwnerKeys };
  const approved = approvedVpcs(snapshot, settings);
  if (approved.status === 'unknown') return { ...approved, cidrs, ...ownerKeys };
  const { vpcs } = approved;
  const reading = snapshot.read('endpoints');
  if (reading.status === 'unreadable') {
    // Without the discovered endpoints, requests through them would wrongly count as outside.
    if (listed.length === 0)
      return { status: 'unknown', because: `endpoints: ${reading.because}`, cidrs, ...ownerKeys };
    return {
      status: 'known',
      perimeter: { vpcs, vpcEndpoints: listed, cidrs, endpointVpc: {}, ...ownerKeys },
    };
  }
  const inside = sageMakerEndpoints(reading.value).filter(
    (endpoint) =>
      isAlive(endpoint) &&
      vpcs.includes(endpoint.VpcId) &&
      endpoint.VpcEndpointId !== '' &&
      servesRegion(endpoint, snapshot.place.region),
  );
  const endpointVpc = Object.fromEntries(
    reading.value.flatMap(({ VpcEndpointId, VpcId }) =>
      VpcEndpointId === '' || VpcId === '' ? [] : [[VpcEndpointId, VpcId]],
    ),
  );
  const vpcEndpoints = listed.length > 0 ? listed : inside.map(({ VpcEndpointId }) => VpcEndpointId).sort();
  return { status: 'known', perimeter: { vpcs, vpcEndpoints, cidrs, endpointVpc, ...ownerKeys } };
}

/** Whether the VPCs of the perimeter are those in which endpoints are found. */
export function isDiscovered(settings: Settings): boolean {
  return listedVpcs(settings) === undefined;
}

/** The VPCs that the settings list; `undefined` if they are to be discovered. */
function listedVpcs({ perimeter: { vpcs, discover } }: Settings): readonly string[] | undefined {
  if (discover === true) return undefined;
  return vpcs ?? (discover === false ? [] : undefined);
}

function unplaced({ VpcEndpointId }: VpcEndpoint): string {
  return `endpoints: the VPC and state of ${VpcEndpointId === '' ? 'one' : VpcEndpointId}`;
}

function isApi(endpoint: VpcEndpoint): boolean {
  const service = sageMakerService(endpoint.ServiceName)?.service;
  return service === 'sagemaker.api' || service === 'sagemaker.api-fips';
}
