import type { Service } from '../service';
import {
  changeMessageVisibility,
  deleteMessage,
  deleteMessageBatch,
  sendMessage,
  sendMessageBatch,
} from './messages';
import { listQueues } from './list-queues';
import { createQueue, getQueueAttributes, getQueueUrl } from './queues';
import { receiveMessage } from './receive';
import { SQS_SLOT } from './state';

export const SQS: Service = {
  name: 'sqs',
  eventSource: 'sqs',
  protocol: 'json-1.0',
  sdk: () => import('@aws-sdk/client-sqs'),
  throttled: { code: 'RequestThrottled', status: 403 },
  denied: { code: 'AccessDenied', status: 403 },
  slot: SQS_SLOT,
  dataOperations: new Set([
    'SendMessage',
    'SendMessageBatch',
    'ReceiveMessage',
    'DeleteMessage',
    'DeleteMessageBatch',
    'ChangeMessageVisibility',
  ]),
  operations: {
    CreateQueue: createQueue,
    GetQueueUrl: getQueueUrl,
    ListQueues: listQueues,
    GetQueueAttributes: getQueueAttributes,
    SendMessage: sendMessage,
    SendMessageBatch: sendMessageBatch,
    ReceiveMessage: receiveMessage,
    DeleteMessage: deleteMessage,
    DeleteMessageBatch: deleteMessageBatch,
    ChangeMessageVisibility: changeMessageVisibility,
  },
};
