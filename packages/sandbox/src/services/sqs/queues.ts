import type {
  CreateQueueRequest,
  CreateQueueResult,
  GetQueueAttributesRequest,
  GetQueueAttributesResult,
  GetQueueUrlRequest,
  GetQueueUrlResult,
} from '@aws-sdk/client-sqs';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { recordOf } from '../../protocol/shape';
import { given } from '../members';
import { findQueue, noSuchQueue, SQS_SLOT, type Queue } from './state';
import { awsPartitionOf } from '../../account/partition';

const DEFAULTS: Readonly<Record<string, string>> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  VisibilityTimeout: '30',
};

/** Only standard queues are modelled. */
export function createQueue(input: CreateQueueRequest, call: Call): CreateQueueResult {
  const { queues } = call.state(SQS_SLOT);
  const name = given(input.QueueName);
  if (!/^[\w-]{1,80}$/.test(name)) {
    throw new AwsError(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores',
    );
  }
  const known = queues.get(name);
  const attributes = Object.entries(input.Attributes ?? {});
  if (known !== undefined && attributes.some(([key, value]) => known.attributes.get(key) !== value)) {
    throw new AwsError(
      'QueueAlreadyExists',
      `A queue already exists with the same name and other attributes`,
    );
  }
  checkRedrive(input.Attributes?.RedrivePolicy);
  if (known === undefined) {
    queues.set(name, {
      name,
      arn: `arn:${awsPartitionOf(call.region)}:sqs:${call.region}:${call.account.accountId}:${name}`,
      createdAt: call.now,
      attributes: new Map([...Object.entries(DEFAULTS), ...attributes]),
      messages: [],
    });
  }
  return { QueueUrl: queueUrl(call, name) };
}

function checkRedrive(policy: string | undefined): void {
  if (policy === undefined) return;
  try {
    const parsed: unknown = JSON.parse(policy);
    const { deadLetterTargetArn, maxReceiveCount } = recordOf(parsed);
    if (typeof deadLetterTargetArn === 'string' && Number(maxReceiveCount) >= 1) return;
  } catch {
    // Not JSON: refused below like any other malformed policy.
  }
  throw new AwsError('InvalidParameterValue', `Value ${policy} for parameter RedrivePolicy is invalid.`);
}

export function getQueueUrl(input: GetQueueUrlRequest, call: Call): GetQueueUrlResult {
  const name = given(input.QueueName);
  if (!call.state(SQS_SLOT).queues.has(name)) throw noSuchQueue();
  return { QueueUrl: queueUrl(call, name) };
}

export function getQueueAttributes(input: GetQueueAttributesRequest, call: Call): GetQueueAttributesResult {
  const queue = findQueue(call, input.QueueUrl);
  const names: readonly string[] = input.AttributeNames ?? [];
  const all = Object.entries(allAttributes(queue, call.now));
  return {
    Attributes: Object.fromEntries(all.filter(([name]) => names.includes('All') || names.includes(name))),
  };
}

function allAttributes(queue: Queue, now: number): Record<string, string> {
  const inFlight = queue.messages.filter((message) => message.visibleAt > now && message.receiveCount > 0);
  const delayed = queue.messages.filter((message) => message.visibleAt > now && message.receiveCount === 0);
  const visible = queue.messages.length - inFlight.length - delayed.length;
  return {
    ...Object.fromEntries(queue.attributes),
    QueueArn: queue.arn,
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight.length),
    ApproximateNumberOfMessagesDelayed: String(delayed.length),
    CreatedTimestamp: String(Math.floor(queue.createdAt / 1000)),
  };
}

/** The URL of a queue. */
export function queueUrl(call: Call, name: string): string {
  return `${call.account.url()}/${call.account.accountId}/${name}`;
}
