import type { SQSClient } from '@aws-sdk/client-sqs';
import { chunks } from '../../core/lists/chunks';
import { FailureError } from '../../core/model/failure';
import { refKey, type ResourceRef } from '../../core/model/resource';
import type { FollowUpMessage } from './message';

/**
 * Resources per message: few enough to keep a pass short, many enough that it reads each slice only once for them all.
 */
const refsPerMessage = 25;
/** The most messages that SQS takes in one call. */
const messagesPerCall = 10;

/**
 * Sends resources to the queue of `on-change`, without a delay, in as few messages and calls as possible.
 * @throws FailureError if SQS did not accept a message
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
