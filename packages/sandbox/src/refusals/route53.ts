import type { Refusal } from './refusal';

const service = 'route53';
const test = 'test/refusals/route53.test.ts';

export const route53 = {
  tooManyRequests: {
    id: 'route53-too-many-requests',
    service,
    operation: 'ListHostedZonesByVPC',
    code: 'Throttling',
    status: 400,
    says: 'Rate exceeded',
    source: 'kubernetes/kops#6366',
    url: 'https://github.com/kubernetes/kops/issues/6366',
    when: 'the account sends more than five requests per second to Route 53',
    then: 'passes',
    test,
  },
} as const satisfies Readonly<Record<string, Refusal>>;
