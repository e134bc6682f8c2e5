import { z } from 'zod';
import { cliOutput } from './shapes';

const exclusion = z.object({ State: z.string().optional() }).optional();

/** The encryption control of a VPC, shaped and named as in DescribeVpcEncryptionControls. */
export const encryptionControl = z.object({
  /** Empty where it is absent: the control may be of any VPC. */
  VpcId: z.string().default(''),
  /** `monitor` or `enforce`. */
  Mode: z.string().optional(),
  /** `available`, `enforce-in-progress`, `deleted`, … */
  State: z.string().optional(),
  /** The gateways whose traffic may be unencrypted; of each, `enabled`, `enabling`, `disabling` or `disabled`. */
  ResourceExclusions: z
    .object({ InternetGateway: exclusion, EgressOnlyInternetGateway: exclusion, NatGateway: exclusion })
    .optional(),
});
export type EncryptionControl = z.infer<typeof encryptionControl>;

/** The encryption controls of the Region's VPCs. A VPC without one is not restricted. */
export const encryptionControls = cliOutput(
  {
    file: 'vpc-encryption-controls.json',
    command: 'ec2 describe-vpc-encryption-controls',
    parts: 'none',
    note: 'needed where traffic leaves through NAT or an internet gateway',
  },
  encryptionControl,
  'VpcEncryptionControls',
  'VpcEncryptionControlId',
);
