import type { Refusal } from './refusal';

export const cloudtrail = {
  organizationTrail: {
    id: 'cloudtrail-organization-trail',
    service: 'cloudtrail',
    operation: 'GetTrailStatus',
    code: 'TrailNotFoundException',
    status: 404,
    says: 'Unknown trail: {trail} for the user: {account}',
    source: 'turbot/steampipe-plugin-aws#577',
    url: 'https://github.com/turbot/steampipe-plugin-aws/issues/577',
    when: 'the trail belongs to the organization: a member account can list it, but not read it',
    then: 'lasts',
    test: 'test/refusals/cloudtrail.test.ts',
  },
} as const satisfies Readonly<Record<string, Refusal>>;
