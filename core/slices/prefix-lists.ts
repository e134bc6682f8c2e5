import { z } from 'zod';
import { cliOutput } from './shapes';

/** A prefix list with its ranges, shaped and named as in DescribePrefixLists, whoever manages it. */
export const prefixList = z.object({
  PrefixListId: z.string(),
  PrefixListName: z.string().optional(),
  Cidrs: z.array(z.string()),
});
export type PrefixList = z.infer<typeof prefixList>;

/** The prefix lists that route tables and security groups of the same snapshot refer to. */
export const prefixLists = cliOutput(
  {
    file: 'prefix-lists.json',
    command: 'ec2 describe-prefix-lists',
    parts: 'none',
    note: 'for lists of your own, the ranges of `get-managed-prefix-list-entries` in the same shape; optional, needed where a route or a security group names one',
  },
  prefixList,
  'PrefixLists',
  'PrefixListId',
);
