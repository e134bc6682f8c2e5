import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Call } from '../../account/account';
import type { AwsError } from '../../protocol/aws-error';
import { refused } from '../../refusals/refusal';
import { sqs as refusals } from '../../refusals/sqs';

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly md5: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>> | undefined;
  readonly senderId: string;
  readonly sentAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  receiptHandle: string | undefined;
}

export interface Queue {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly attributes: Map<string, string>;
  messages: Message[];
}

interface SqsState {
  readonly queues: Map<string, Queue>;
}

export const SQS_SLOT = {
  name: 'sqs',
  scope: 'regional' as const,
  create: (): SqsState => ({ queues: new Map() }),
};

/** The error with the query code of a missing queue; the SDK's name of it is QueueDoesNotExist. */
export function noSuchQueue(): AwsError {
  return refused(refusals.noQueue);
}

/** The queue with this `QueueUrl` or name. */
export function findQueue(call: Call, url: string | undefined): Queue {
  const queue = call.state(SQS_SLOT).queues.get(url?.split('/').at(-1) ?? '');
  if (queue === undefined) throw noSuchQueue();
  return queue;
}

/** An attribute in seconds; `otherwise` if it is not set. */
export function secondsOf(queue: Queue, attribute: string, otherwise: number): number {
  return Number(queue.attributes.get(attribute) ?? otherwise);
}
