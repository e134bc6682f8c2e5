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
    when: 'the account has more concurrent invocations than its quota allows',
    then: 'passes',
    test,
  },
  concurrencyFloor: {
    id: 'lambda-concurrency-floor',
    service,
    operation: 'PutFunctionConcurrency',
    code: 'InvalidParameterValueException',
    status: 400,
    says: "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [{least}].",
    source: 'milliHQ/terraform-aws-next-js#251',
    url: 'https://github.com/milliHQ/terraform-aws-next-js/issues/251',
    when: 'somebody else has reserved the rest of the quota in the meantime',
    then: 'lasts',
    test,
  },
  updateInProgress: {
    id: 'lambda-update-in-progress',
    service,
    operation: 'PutFunctionConcurrency',
    code: 'ResourceConflictException',
    status: 409,
    says: 'The operation cannot be performed at this time. An update is in progress for resource: {function}',
    source: 'claudiajs/claudia#226 (of UpdateFunctionConfiguration)',
    url: 'https://github.com/claudiajs/claudia/issues/226',
    when: 'the function’s code or settings were changed a moment ago',
    then: 'passes',
    test,
  },
} as const satisfies Readonly<Record<string, Refusal>>;
