import { partitionWithRegion } from '../model/partitions';
import { sageMakerService, type SageMakerService, sameService } from '../model/sagemaker-services';
import type { Snapshot } from '../model/snapshot';

/** The DNS name that an endpoint serves when private DNS is on; `none` if the service has no such name. */
export type PrivateName =
  | { readonly status: 'known'; readonly name: string }
  | { readonly status: 'none' }
  | { readonly status: 'unknown'; readonly because: string };

/**
 * The private DNS name of a service, from DescribeVpcEndpointServices, which AWS recommends over assuming names. If
 * that was not read (an export without it), AWS's documented names are used, for the services that have one.
 */
export function privateName(serviceName: string, snapshot: Snapshot): PrivateName {
  const services = snapshot.read('endpointServices');
  if (services.status === 'read') {
    const service = services.value.find(({ ServiceName }) => sameService(ServiceName, serviceName));
    if (service !== undefined) {
      const name = service.PrivateDnsName ?? service.PrivateDnsNames?.[0]?.PrivateDnsName;
      return name === undefined ? { status: 'none' } : { status: 'known', name };
    }
  }
  const known = sageMakerService(serviceName);
  const documented = known === undefined ? undefined : documentedName(known.service, known.region);
  if (documented !== undefined) return { status: 'known', name: documented };
  const because = services.status === 'unreadable' ? services.because : `${serviceName} is not described`;
  return { status: 'unknown', because: `endpointServices: ${because}` };
}

/**
 * The name in the SageMaker developer guide, interface endpoints of SageMaker, notebooks and Studio, with the suffix of
 * the Region's partition; `undefined` where none is published.
 */
export function documentedName(service: SageMakerService, region: string): string | undefined {
  const { dnsSuffix: suffix, studioSuffix: brand } = partitionWithRegion(region) ?? {};
  if (suffix === undefined) return undefined;
  switch (service) {
    case 'sagemaker.api':
      return `api.sagemaker.${region}.${suffix}`;
    case 'sagemaker.runtime':
      return `runtime.sagemaker.${region}.${suffix}`;
    case 'sagemaker.featurestore-runtime':
      return `featurestore-runtime.sagemaker.${region}.${suffix}`;
    case 'notebook':
      return brand === undefined ? undefined : `*.notebook.${region}.${brand}`;
    case 'studio':
      return brand === undefined ? undefined : `*.studio.${region}.${brand}`;
    default:
      return undefined;
  }
}
