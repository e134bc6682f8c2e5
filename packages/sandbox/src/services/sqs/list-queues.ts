import type { ListQueuesRequest, ListQueuesResult } from '@aws-sdk/client-sqs';
import type { Call } from '../../account/account';
import { queueUrl } from './queues';
import { SQS_SLOT } from './state';

/** At most 1,000 queues, without paging. */
export function listQueues({ QueueNamePrefix = '' }: ListQueuesRequest, call: Call): ListQueuesResult {
  const names = [...call.state(SQS_SLOT).queues.keys()].filter((name) => name.startsWith(QueueNamePrefix));
  return names.length === 0 ? {} : { QueueUrls: names.sort().map((name) => queueUrl(call, name)) };
}
