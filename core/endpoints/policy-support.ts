import { sageMakerService, type SageMakerService, sameService } from '../model/sagemaker-services';
import type { Snapshot } from '../model/snapshot';

/** Whether a service supports endpoint policies, or why that is unknown. */
export type PolicySupport =
  | { readonly status: 'yes' }
  | { readonly status: 'no' }
  | { readonly status: 'unknown'; readonly because: string };

/**
 * Whether a service supports endpoint policies, from DescribeVpcEndpointServices. If that was not read (an export
 * without it), AWS's guides answer for the services whose policies they describe (SageMaker developer guide,
 * interface endpoints of SageMaker, notebooks and Studio).
 */
export function policySupport(ServiceName: string, snapshot: Snapshot): PolicySupport {
  const services = snapshot.read('endpointServices');
  const described =
    services.status === 'read'
      ? services.value.find((service) => sameService(service.ServiceName, ServiceName))
      : undefined;
  const isSupported =
    described?.VpcEndpointPolicySupported ?? documented(sageMakerService(ServiceName)?.service);
  if (isSupported !== undefined) return { status: isSupported ? 'yes' : 'no' };
  const because =
    services.status === 'unreadable'
      ? services.because
      : `AWS does not say whether ${ServiceName} supports endpoint policies`;
  return { status: 'unknown', because: `endpointServices: ${because}` };
}

function documented(service: SageMakerService | undefined): boolean | undefined {
  switch (service) {
    case 'sagemaker.api':
    case 'sagemaker.runtime':
    case 'notebook':
    case 'studio':
      return true;
    case 'sagemaker.runtime-fips':
      return false;
    default:
      return undefined;
  }
}
