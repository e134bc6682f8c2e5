import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Ports } from '../../core/model/ports';
import type { FollowUpMessage } from './message';

/** SQS delays a message by at most 15 minutes. For longer delays, `on-change` puts the message back until its time. */
const maxDelaySeconds = 900;

/** Sends follow-ups as delayed messages to the queue of `on-change`. */
export function sqsFollowUps(
  clients: { readonly sqs: () => Promise<SQSClient> },
  queueUrl: string,
  now: () => string,
): Ports['followUp'] {
  return async ({ type, id }, afterMs, because) => {
    const seconds = Math.max(0, Math.ceil(afterMs / 1_000));
    const notBefore = new Date(Date.parse(now()) + seconds * 1_000).toISOString();
    const message: FollowUpMessage = {
      palisade: 'follow-up/1',
      refs: [{ type, id }],
      because,
      ...(seconds > maxDelaySeconds ? { notBefore } : {}),
    };
    const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
    const sqs = await clients.sqs();
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds: Math.min(maxDelaySeconds, seconds),
      }),
    );
  };
}
