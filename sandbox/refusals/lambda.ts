import type { Refusal } from './refusal';

const service = 'lambda';
const test = 'test/refusals/lambda.test.ts';

export const lambda = {
  tooManyRequests: {
    id: 'lambda-too-many-requests',
    service,
    operation: 'Invoke',
    code: 'TooManyRequestsException',
    status: 429,
    says: 'Rate Exceeded.',
    source: 'HumanCellAtlas/data-store#1118',
    url: 'https://github.com/HumanCellAtlas/data-store/issues/1118',
    when: 'more is invoked at a time than the account may',
    then: 'passes',
    test,
  },
} as const satisfies Readonly<Record<string, Refusal>>;
