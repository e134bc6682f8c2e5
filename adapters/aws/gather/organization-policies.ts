import type { Gatherer } from './gatherer';

export const organizationPolicies: Gatherer<'organizationPolicies'> = {
  calls: [],
  read: () =>
    Promise.reject(
      new Error(
        'a member account cannot read the policies of its organization; give them with --organization-policies, in the settings, or in an export',
      ),
    ),
};
