import type { Gatherer } from './gatherer';

export const organizationPolicies: Gatherer<'organizationPolicies'> = {
  calls: [],
  read: () =>
    Promise.reject(
      new Error(
        'a member account cannot read the policies of its organization; write organization-policies.json into an export and scan that',
      ),
    ),
};
