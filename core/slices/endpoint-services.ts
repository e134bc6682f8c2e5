import { z } from 'zod';
import { cliOutput } from './shapes';

/** An endpoint service, shaped and named as in DescribeVpcEndpointServices (ServiceDetails). */
export const endpointService = z.object({
  ServiceName: z.string(),
  PrivateDnsName: z.string().optional(),
  PrivateDnsNames: z.array(z.object({ PrivateDnsName: z.string().optional() })).optional(),
  VpcEndpointPolicySupported: z.boolean().optional(),
  /** The Availability Zones in which it supports endpoints, by their names in this account. */
  AvailabilityZones: z.array(z.string()).optional(),
});

/** The SageMaker services that have an interface endpoint or need one. */
export const endpointServices = cliOutput(
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
