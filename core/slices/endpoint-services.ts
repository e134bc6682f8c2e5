import { z } from 'zod';
import { output } from './shapes';

/** An endpoint service, in the shape and names of DescribeVpcEndpointServices (ServiceDetails). */
export const endpointService = z.object({
  ServiceName: z.string(),
  PrivateDnsName: z.string().optional(),
  PrivateDnsNames: z.array(z.object({ PrivateDnsName: z.string() })).optional(),
  VpcEndpointPolicySupported: z.boolean().optional(),
  /** Where its endpoints can stand, by the names that zones have in this account. */
  AvailabilityZones: z.array(z.string()).optional(),
});

/** Of the services of SageMaker that have an interface endpoint or need one. */
export const endpointServices = output(
  {
    file: 'vpc-endpoint-services.json',
    command: 'ec2 describe-vpc-endpoint-services',
    parts: 'none',
    note: 'optional, for names that AWS does not document',
  },
  endpointService,
  'ServiceDetails',
  'ServiceType',
);
