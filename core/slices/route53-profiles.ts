import { z } from 'zod';
import { hasKey } from './content';
import { perVpc } from './shapes';
import { recordSet } from './zone-records';

/** What a Profile brings to its VPCs, shaped and named as in ListProfileResourceAssociations. */
export const profileResource = z.object({
  /** `…:hostedzone/Z1`, `…:resolver-rule/rslvr-rr-1`, `…:vpc-endpoint/vpce-1`. */
  ResourceArn: z.string().default(''),
  /** `PRIVATE_HOSTED_ZONE`, `RESOLVER_RULE`, `VPC_ENDPOINT`, `FIREWALL_RULE_GROUP`, `RESOLVER_QUERY_LOG_CONFIG`. */
  ResourceType: z.string().default(''),
  Name: z.string().optional(),
  /** Of a zone or a rule: its domain name, which the association does not give. */
  DomainName: z.string().optional(),
  /** Of a rule. */
  RuleType: z.string().optional(),
  /** Of a zone. */
  ResourceRecordSets: z.array(recordSet).optional(),
  /** Of an endpoint: the name of its service. */
  ServiceName: z.string().optional(),
  /** Why the domain name, the type of rule, the records or the service are not here. */
  unreadable: z.string().optional(),
});
export type ProfileResource = z.infer<typeof profileResource>;

/** A Route 53 Profile that is associated with a VPC. */
export const route53Profile = z.object({
  ProfileId: z.string().default('(without an id)'),
  Name: z.string().optional(),
  /** Absent if what it brings was not read. */
  Resources: z.array(profileResource).optional(),
  /** Why they are not here. */
  unreadable: z.string().optional(),
});
export type Route53Profile = z.infer<typeof route53Profile>;

/** The Route 53 Profiles of each VPC; an empty list says that there is none. */
export const route53Profiles = perVpc(
  {
    file: 'route53-profiles.json',
    parts: 'by-vpc',
    holds: 'an object: VPC id → list of the Route 53 Profiles associated with it',
    page: 'object: VPC id → list of `{ "ProfileId": "rp-…", "Resources": […] }`, with the associations of `aws route53profiles list-profile-resource-associations`, for a zone its `DomainName` and `ResourceRecordSets` too, for a rule its `DomainName` and `RuleType`, for an endpoint its `ServiceName`; an empty list: none',
  },
  z.array(route53Profile),
  (entry) => Array.isArray(entry) && hasKey(entry[0], 'ProfileId'),
);
