import type { Refusal } from './refusal';

const service = 'dynamodb';
const test = 'test/refusals/dynamodb.whole.test.ts';

export const dynamodb = {
  throughputExceeded: {
    id: 'dynamodb-throughput-exceeded',
    service,
    operation: 'UpdateItem',
    code: 'ThrottlingException',
    status: 400,
    says: 'Throughput exceeds the current capacity of your table or index. DynamoDB is automatically scaling your table or index so please try again shortly. If exceptions persist, check if you have a hot key: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html',
    source: 'praetorian-inc/chariot-ui#684',
    url: 'https://github.com/praetorian-inc/chariot-ui/issues/684',
    when: 'an on-demand table receives more writes than its capacity has scaled to so far',
    then: 'passes',
    test,
  },
  noTable: {
    id: 'dynamodb-no-table',
    service,
    operation: 'GetItem',
    code: 'ResourceNotFoundException',
    status: 400,
    says: 'Requested resource not found',
    source: 'pmuens/serverless-dynamodb-streams#1',
    url: 'https://github.com/pmuens/serverless-dynamodb-streams/issues/1',
    when: 'the table was deleted, or is not in this account and Region',
    then: 'lasts',
    test,
  },
} as const satisfies Readonly<Record<string, Refusal>>;
