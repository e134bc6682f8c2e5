import { z } from 'zod';
import { document } from './shapes';

/** Service and resource control policies: one inner list per level of the organization, root first. */
const policyLists = z.object({
  scps: z.array(z.array(z.unknown())).default([]),
  rcps: z.array(z.array(z.unknown())).default([]),
});
export type OrganizationPolicies = z.infer<typeof policyLists>;

export const organizationPolicies = document(
  {
    file: 'organization-policies.json',
    parts: 'none',
    isGlobal: true,
    byHand: true,
    holds: 'an object: { "scps": [[document, …], …], "rcps": [[document, …], …] }, root first',
    page: '`{ "scps": [[document, …], …], "rcps": [[…], …] }`, one inner list for each level of the organization, root first',
  },
  policyLists,
  ['scps', 'rcps'],
);
