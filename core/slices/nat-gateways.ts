import { z } from 'zod';
import { cliOutput } from './shapes';

/** A NAT gateway, shaped and named as in DescribeNatGateways. Deleted ones are still listed for about an hour. */
export const natGateway = z.object({
  NatGatewayId: z.string(),
  VpcId: z.string().optional(),
  /** Absent for regional NAT gateways, which have a route table of their own. */
  SubnetId: z.string().optional(),
  RouteTableId: z.string().optional(),
  /** `pending`, `available`, `deleting`, `deleted` or `failed`. */
  State: z.string().optional(),
  /** Absent means `public`, the default. */
  ConnectivityType: z.string().optional(),
});
export type NatGateway = z.infer<typeof natGateway>;

export const natGateways = cliOutput(
  { file: 'nat-gateways.json', command: 'ec2 describe-nat-gateways', parts: 'by-vpc' },
  natGateway,
  'NatGateways',
  'NatGatewayId',
);
