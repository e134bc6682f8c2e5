import { setTimeout as wait } from 'node:timers/promises';
import type { Message as MessageShape, ReceiveMessageResult } from '@aws-sdk/client-sqs';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { isPlainObject } from '../../protocol/shape';
import { defined } from '../members';
import { findQueue, secondsOf, SQS_SLOT, type Message, type Queue } from './state';

const POLL_MS = 20;

/** ReceiveMessageRequest, with the older name of the system attributes that some clients still send. */
interface ReceiveMessageRequest {
  readonly QueueUrl: string | undefined;
  readonly MaxNumberOfMessages?: number;
  readonly WaitTimeSeconds?: number;
  readonly VisibilityTimeout?: number;
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly AttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
}

/**
 * Long polling waits on the account's clock, with the length of a queue's second, but never longer than the same real
 * time.
 */
export async function receiveMessage(
  input: ReceiveMessageRequest,
  call: Call,
): Promise<ReceiveMessageResult> {
  const queue = findQueue(call, input.QueueUrl);
  const maximum = input.MaxNumberOfMessages ?? 1;
  if (maximum < 1 || maximum > 10) {
    throw new AwsError(
      'InvalidParameterValue',
      `Value ${maximum} for parameter MaxNumberOfMessages is invalid.`,
    );
  }
  const { clock, timings } = call.account;
  const seconds = input.WaitTimeSeconds ?? secondsOf(queue, 'ReceiveMessageWaitTimeSeconds', 0);
  const patience = seconds * timings.queueSecond;
  const [until, realUntil] = [clock.now() + patience, Date.now() + patience];
  let received = take(queue, maximum, input, call);
  while (received.length === 0 && clock.now() < until && Date.now() < realUntil) {
    await wait(POLL_MS);
    received = take(queue, maximum, input, call);
  }
  return received.length === 0 ? {} : { Messages: received };
}

function take(queue: Queue, maximum: number, input: ReceiveMessageRequest, call: Call): MessageShape[] {
  const now = call.account.clock.now();
  expire(queue, now);
  const seconds = input.VisibilityTimeout ?? secondsOf(queue, 'VisibilityTimeout', 30);
  const timeout = seconds * call.account.timings.queueSecond;
  const taken: MessageShape[] = [];
  for (const message of [...queue.messages]) {
    if (taken.length >= maximum) break;
    if (message.visibleAt > now || redriven(queue, message, call)) continue;
    message.receiveCount += 1;
    message.firstReceivedAt ??= now;
    message.visibleAt = now + timeout;
    message.receiptHandle = `receipt-${call.account.ids.uuid()}`;
    taken.push(shape(message, input));
  }
  return taken;
}

function expire(queue: Queue, now: number): void {
  const retention = secondsOf(queue, 'MessageRetentionPeriod', 345_600) * 1000;
  queue.messages = queue.messages.filter((message) => message.sentAt + retention > now);
}

/** Moves a message that was received too often to the dead-letter queue. Returns whether it did. */
function redriven(queue: Queue, message: Message, call: Call): boolean {
  const policy: unknown = JSON.parse(queue.attributes.get('RedrivePolicy') ?? '{}');
  if (!isPlainObject(policy)) return false;
  const maximum = Number(policy['maxReceiveCount'] ?? Infinity);
  if (message.receiveCount < maximum) return false;
  const deadLetters = [...call.state(SQS_SLOT).queues.values()].find(
    (candidate) => candidate.arn === policy['deadLetterTargetArn'],
  );
  if (deadLetters === undefined) return false;
  queue.messages = queue.messages.filter((other) => other !== message);
  message.visibleAt = call.account.clock.now();
  message.receiptHandle = undefined;
  deadLetters.messages.push(message);
  return true;
}

function shape(message: Message, input: ReceiveMessageRequest): MessageShape {
  const wanted = [...(input.MessageSystemAttributeNames ?? []), ...(input.AttributeNames ?? [])];
  const system: Record<string, string> = {
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentAt),
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? message.sentAt),
  };
  const shown = Object.entries(system).filter(([name]) => wanted.includes('All') || wanted.includes(name));
  const named = input.MessageAttributeNames ?? [];
  const custom = Object.entries(message.attributes ?? {}).filter(
    ([name]) => named.includes('All') || named.includes('.*') || named.includes(name),
  );
  return defined({
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: message.md5,
    Body: message.body,
    Attributes: shown.length === 0 ? undefined : Object.fromEntries(shown),
    MessageAttributes: custom.length === 0 ? undefined : Object.fromEntries(custom),
  });
}
