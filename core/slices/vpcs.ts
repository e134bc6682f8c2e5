import { z } from 'zod';
import { cliOutput } from './shapes';

const cidrState = z.object({ State: z.string().optional() }).optional();

/** A VPC, shaped and named as in DescribeVpcs. */
export const vpc = z.object({
  /** Empty where it is absent. */
  VpcId: z.string().default(''),
  CidrBlock: z.string().optional(),
  CidrBlockAssociationSet: z
    .array(z.object({ CidrBlock: z.string().optional(), CidrBlockState: cidrState }))
    .optional(),
  Ipv6CidrBlockAssociationSet: z
    .array(z.object({ Ipv6CidrBlock: z.string().optional(), Ipv6CidrBlockState: cidrState }))
    .optional(),
  OwnerId: z.string().optional(),
  /** `default` where it has no DHCP options. */
  DhcpOptionsId: z.string().optional(),
  IsDefault: z.boolean().optional(),
});
export type Vpc = z.infer<typeof vpc>;

export const vpcs = cliOutput(
  { file: 'vpcs.json', command: 'ec2 describe-vpcs', parts: 'by-vpc' },
  vpc,
  'Vpcs',
  'DhcpOptionsId',
);
