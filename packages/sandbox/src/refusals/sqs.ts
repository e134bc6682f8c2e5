import type { Refusal } from './refusal';

const service = 'sqs';
const test = 'test/refusals/sqs.test.ts';

export const sqs = {
  noQueue: {
    id: 'sqs-no-queue',
    service,
    operation: 'SendMessage',
    code: 'AWS.SimpleQueueService.NonExistentQueue',
    status: 400,
    says: 'The specified queue does not exist.',
    source: 'aws/aws-sdk-php-laravel#204 (its older protocol adds "for this wsdl version")',
    url: 'https://github.com/aws/aws-sdk-php-laravel/issues/204',
    when: 'the queue was deleted, by hand or with its stack',
    then: 'lasts',
    test,
  },
} as const satisfies Readonly<Record<string, Refusal>>;
