import { z } from 'zod';
import { cliOutput } from './shapes';

/** A subnet, shaped and named as in DescribeSubnets. */
export const subnet = z.object({
  SubnetId: z.string(),
  VpcId: z.string(),
  AvailabilityZone: z.string().optional(),
  /** The same for one zone in every account, unlike its name. */
  AvailabilityZoneId: z.string().optional(),
  CidrBlock: z.string().optional(),
  Ipv6CidrBlockAssociationSet: z
    .array(
      z.object({
        Ipv6CidrBlock: z.string().optional(),
        Ipv6CidrBlockState: z.object({ State: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  AvailableIpAddressCount: z.number().optional(),
  MapPublicIpOnLaunch: z.boolean().optional(),
  State: z.string().optional(),
  OwnerId: z.string().optional(),
  /** What VPC Block Public Access does here, whoever owns the subnet. Absent in older outputs. */
  BlockPublicAccessStates: z.object({ InternetGatewayBlockMode: z.string().optional() }).optional(),
});
export type Subnet = z.infer<typeof subnet>;

export const subnets = cliOutput(
  { file: 'subnets.json', command: 'ec2 describe-subnets', parts: 'by-vpc' },
  subnet,
  'Subnets',
  // Interfaces have an AvailabilityZone, too.
  'AvailableIpAddressCount',
);
