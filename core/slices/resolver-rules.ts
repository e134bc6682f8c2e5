import { z } from 'zod';
import { hasKey } from './content';
import { perVpc } from './shapes';

/** A rule of Route 53 Resolver, shaped and named as in ListResolverRules. */
export const resolverRule = z.object({
  Id: z.string().optional(),
  Name: z.string().optional(),
  /** With or without the trailing dot; `.` for everything. */
  DomainName: z.string().optional(),
  /** `FORWARD`, `SYSTEM`, `RECURSIVE` or `DELEGATE`. */
  RuleType: z.string().default(''),
  TargetIps: z.array(z.object({ Ip: z.string().optional(), Ipv6: z.string().optional() })).optional(),
});
export type ResolverRule = z.infer<typeof resolverRule>;

/** The rules of Route 53 Resolver that are associated with each VPC, without those of its Route 53 Profile. */
export const resolverRules = perVpc(
  {
    file: 'resolver-rules.json',
    parts: 'by-vpc',
    holds: 'an object: VPC id → list of the Resolver rules associated with it',
    page: 'object: VPC id → list of the `ResolverRules` of `aws route53resolver list-resolver-rules` that `list-resolver-rule-associations` names for it; an empty list: none',
  },
  z.array(resolverRule),
  (entry) => Array.isArray(entry) && hasKey(entry[0], 'RuleType'),
);
