import { z } from 'zod';
import { perVpc } from './shapes';
import type { UnreadVpc } from './by-vpc';
import { hasKey } from './content';

/** The two DNS attributes of a VPC; DescribeVpcAttribute returns one per call. */
export const vpcDnsAttributes = z.object({ enableDnsSupport: z.boolean(), enableDnsHostnames: z.boolean() });
export type VpcDnsAttributes = z.infer<typeof vpcDnsAttributes>;

/** As in a file, where an attribute may be left out. */
const given = vpcDnsAttributes
  .partial()
  .transform(({ enableDnsSupport, enableDnsHostnames }): VpcDnsAttributes | UnreadVpc =>
    enableDnsSupport === undefined || enableDnsHostnames === undefined
      ? { unreadable: 'one of the two is not in the record' }
      : { enableDnsSupport, enableDnsHostnames },
  );

export const vpcAttributes = perVpc(
  {
    file: 'vpc-attributes.json',
    parts: 'by-vpc',
    holds: 'an object: VPC id → { "enableDnsSupport": …, "enableDnsHostnames": … }',
    page: 'object: VPC id → `{ "enableDnsSupport": true, "enableDnsHostnames": true }`',
  },
  given,
  (entry) => hasKey(entry, 'enableDnsSupport'),
);
