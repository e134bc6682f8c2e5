import type { SQSClient } from '@aws-sdk/client-sqs';
import { FailureError } from '../../core/model/failure';
import { refKey, type ResourceRef } from '../../core/model/resource';
import type { FollowUpMessage } from './message';

/** Resources in one message: one pass over all of them reads each slice once, yet stays short. */
const refsPerMessage = 25;
/** SQS takes so many messages in one call. */
const messagesPerCall = 10;

/**
 * Hands resources to the loop: at once, in as few messages and calls as possible.
 * @throws FailureError when SQS did not take a message.
 */
export async function enqueue(
  clients: { readonly sqs: () => Promise<SQSClient> },
  queueUrl: string,
  refs: readonly ResourceRef[],
  because: string,
): Promise<void> {
  if (refs.length === 0) return;
  // Several rules may have a finding about the same resource.
  const distinct = [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
  const messages = chunks(distinct, refsPerMessage).map((part): FollowUpMessage => ({
    palisade: 'follow-up/1',
    refs: [...part],
    because,
  }));
  const { SendMessageBatchCommand } = await import('@aws-sdk/client-sqs');
  const sqs = await clients.sqs();
  for (const batch of chunks(messages, messagesPerCall)) {
    const Entries = batch.map((message, index) => ({
      Id: String(index),
      MessageBody: JSON.stringify(message),
    }));
    const { Failed } = await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    const first = Failed?.[0];
    if (first !== undefined)
      throw new FailureError({
        kind: 'transient',
        call: 'sqs:SendMessage',
        code: first.Code ?? 'Unknown',
        message: `${Failed?.length ?? 0} of ${Entries.length} messages were not taken: ${first.Message ?? ''}`,
        cause: first,
      });
  }
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
