import { createHash } from 'node:crypto';
import type {
  ChangeMessageVisibilityRequest,
  DeleteMessageBatchRequest,
  DeleteMessageBatchResult,
  DeleteMessageRequest,
  MessageAttributeValue,
  SendMessageBatchRequest,
  SendMessageBatchResult,
  SendMessageRequest,
  SendMessageResult,
} from '@aws-sdk/client-sqs';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../members';
import { findQueue, secondsOf, type Message, type Queue } from './state';

interface Sending {
  readonly MessageBody?: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Record<string, MessageAttributeValue> | undefined;
}

export function sendMessage(input: SendMessageRequest, call: Call): SendMessageResult {
  const message = enqueue(findQueue(call, input.QueueUrl), input, call);
  return { MessageId: message.id, MD5OfMessageBody: message.md5 };
}

export function sendMessageBatch(input: SendMessageBatchRequest, call: Call): SendMessageBatchResult {
  const queue = findQueue(call, input.QueueUrl);
  const entries = given(input.Entries);
  checkBatch(entries);
  const successful = [];
  const failed = [];
  for (const entry of entries) {
    const id = given(entry.Id);
    try {
      const message = enqueue(queue, entry, call);
      successful.push({ Id: id, MessageId: message.id, MD5OfMessageBody: message.md5 });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful: successful, Failed: failed };
}

/** Deleting a message that no longer exists is no error, but a handle in the wrong form is. */
export function deleteMessage(input: DeleteMessageRequest, call: Call): void {
  removeMessage(findQueue(call, input.QueueUrl), given(input.ReceiptHandle));
}

export function deleteMessageBatch(input: DeleteMessageBatchRequest, call: Call): DeleteMessageBatchResult {
  const queue = findQueue(call, input.QueueUrl);
  const entries = given(input.Entries);
  checkBatch(entries);
  const successful = [];
  const failed = [];
  for (const entry of entries) {
    const id = given(entry.Id);
    try {
      removeMessage(queue, given(entry.ReceiptHandle));
      successful.push({ Id: id });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: id, SenderFault: true, Code: error.code, Message: error.message });
    }
  }
  return { Successful: successful, Failed: failed };
}

export function changeMessageVisibility(input: ChangeMessageVisibilityRequest, call: Call): void {
  const queue = findQueue(call, input.QueueUrl);
  const handle = given(input.ReceiptHandle);
  checkHandle(handle);
  const message = queue.messages.find((candidate) => candidate.receiptHandle === handle);
  if (message === undefined || message.visibleAt <= call.now) {
    throw new AwsError('AWS.SimpleQueueService.MessageNotInflight', 'The message is not in flight.');
  }
  const seconds = given(input.VisibilityTimeout);
  if (seconds < 0 || seconds > 43_200)
    throw new AwsError('InvalidParameterValue', 'VisibilityTimeout is invalid');
  message.visibleAt = call.now + seconds * call.account.timings.queueSecond;
}

function enqueue(queue: Queue, input: Sending, call: Call): Message {
  const body = given(input.MessageBody);
  if (body === '')
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  if (Buffer.byteLength(body) > Number(queue.attributes.get('MaximumMessageSize'))) {
    throw new AwsError(
      'InvalidParameterValue',
      'One or more parameters are invalid. Reason: Message too long.',
    );
  }
  const delay = input.DelaySeconds ?? secondsOf(queue, 'DelaySeconds', 0);
  if (delay < 0 || delay > 900) {
    throw new AwsError('InvalidParameterValue', `Value ${delay} for parameter DelaySeconds is invalid.`);
  }
  const message: Message = {
    id: call.account.ids.uuid(),
    body,
    md5: createHash('md5').update(body).digest('hex'),
    attributes: input.MessageAttributes,
    senderId: call.identity.principalId,
    sentAt: call.now,
    visibleAt: call.now + delay * call.account.timings.queueSecond,
    receiveCount: 0,
    firstReceivedAt: undefined,
    receiptHandle: undefined,
  };
  queue.messages.push(message);
  return message;
}

function removeMessage(queue: Queue, handle: string): void {
  checkHandle(handle);
  queue.messages = queue.messages.filter((message) => message.receiptHandle !== handle);
}

function checkHandle(handle: string): void {
  if (handle.startsWith('receipt-')) return;
  throw new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
  );
}

function checkBatch(entries: readonly { readonly Id?: string | undefined }[]): void {
  if (entries.length === 0) {
    throw new AwsError('AWS.SimpleQueueService.EmptyBatchRequest', 'There should be at least one entry.');
  }
  if (entries.length > 10) {
    const text = `Maximum number of entries per request are 10. You have sent ${entries.length}.`;
    throw new AwsError('AWS.SimpleQueueService.TooManyEntriesInBatchRequest', text);
  }
  if (new Set(entries.map((entry) => entry.Id)).size !== entries.length) {
    throw new AwsError(
      'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
      'Two or more batch entries have the same Id.',
    );
  }
}
