import { z } from 'zod';
import { perVpc } from './shapes';
import { hasKey } from './content';

/** The two DNS attributes of a VPC; DescribeVpcAttribute returns one per call. */
export const vpcDnsAttributes = z.object({ enableDnsSupport: z.boolean(), enableDnsHostnames: z.boolean() });
export type VpcDnsAttributes = z.infer<typeof vpcDnsAttributes>;

export const vpcAttributes = perVpc(
  {
    file: 'vpc-attributes.json',
    parts: 'by-vpc',
    holds: 'an object: VPC id → { "enableDnsSupport": …, "enableDnsHostnames": … }',
    page: 'object: VPC id → `{ "enableDnsSupport": true, "enableDnsHostnames": true }`',
  },
  vpcDnsAttributes,
  (entry) => hasKey(entry, 'enableDnsSupport'),
);
