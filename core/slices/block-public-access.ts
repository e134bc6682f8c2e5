import { z } from 'zod';
import { document } from './shapes';

/** The account's setting in a Region, shaped and named as in DescribeVpcBlockPublicAccessOptions. */
export const blockPublicAccessOptions = z.object({
  /** `default-state`, `update-in-progress` or `update-complete`. */
  State: z.string().optional(),
  /** `off`, `block-bidirectional` or `block-ingress`. */
  InternetGatewayBlockMode: z.string().optional(),
  /** `account` or `declarative-policy`: then the account cannot change it. */
  ManagedBy: z.string().optional(),
  /** `allowed` or `not-allowed`. */
  ExclusionsAllowed: z.string().optional(),
});

/** A VPC or subnet that the setting spares, shaped and named as in DescribeVpcBlockPublicAccessExclusions. */
export const blockPublicAccessExclusion = z.object({
  ExclusionId: z.string().optional(),
  /** `allow-bidirectional` or `allow-egress`. */
  InternetGatewayExclusionMode: z.string().optional(),
  /** The ARN of the VPC or subnet. */
  ResourceArn: z.string().optional(),
  /** `create-complete`, `delete-in-progress`, `disable-complete`, … */
  State: z.string().optional(),
});
export type BlockPublicAccessExclusion = z.infer<typeof blockPublicAccessExclusion>;

/** VPC Block Public Access of the account in the Region. A part that is absent was not read. */
const blockPublicAccessDocument = z.object({
  VpcBlockPublicAccessOptions: blockPublicAccessOptions.optional(),
  /** Absent where the setting is off: they spare from nothing. */
  VpcBlockPublicAccessExclusions: z.array(blockPublicAccessExclusion).optional(),
});
export type BlockPublicAccess = z.infer<typeof blockPublicAccessDocument>;

export const blockPublicAccess = document(
  {
    file: 'block-public-access.json',
    parts: 'none',
    holds: 'an object with VpcBlockPublicAccessOptions and VpcBlockPublicAccessExclusions',
    page: 'the outputs of `aws ec2 describe-vpc-block-public-access-options` and `describe-vpc-block-public-access-exclusions` in one object (`jq -s add`); needed where traffic leaves through NAT or an internet gateway, unless `subnets.json` says that it is off',
  },
  blockPublicAccessDocument,
  ['VpcBlockPublicAccessOptions', 'VpcBlockPublicAccessExclusions'],
);
