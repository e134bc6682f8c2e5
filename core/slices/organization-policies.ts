import { z } from 'zod';
import { document } from './shapes';

const accountId = z.string().regex(/^\d{12}$/, 'is not an account number of 12 digits');

/** Service and resource control policies: one inner list per level of the organization, root first. */
export const policyLists = z.object({
  /** The account that the levels lead to; absent in files that were written by hand. */
  account: accountId.optional(),
  /** Neither kind of policy binds this account. */
  managementAccount: accountId.optional(),
  /** When they were read (ISO 8601). */
  readAt: z.iso.datetime({ offset: true }).optional(),
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
    page: '`{ "scps": [[document, …], …], "rcps": [[…], …] }`, one inner list for each level of the organization, root first; also `account`, `managementAccount` and `readAt`, where known',
  },
  policyLists,
  ['scps', 'rcps'],
);
