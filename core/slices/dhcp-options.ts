import { z } from 'zod';
import { cliOutput } from './shapes';

/** A set of DHCP options, shaped and named as in DescribeDhcpOptions. */
export const dhcpOptionSet = z.object({
  DhcpOptionsId: z.string(),
  DhcpConfigurations: z
    .array(
      z.object({
        /** `domain-name-servers`, `domain-name`, … */
        Key: z.string().optional(),
        Values: z.array(z.object({ Value: z.string().optional() })).optional(),
      }),
    )
    .optional(),
});

/** The sets of DHCP options, which say what DNS servers a VPC's interfaces use. */
export const dhcpOptions = cliOutput(
  { file: 'dhcp-options.json', command: 'ec2 describe-dhcp-options', parts: 'none' },
  dhcpOptionSet,
  'DhcpOptions',
  'DhcpConfigurations',
);
