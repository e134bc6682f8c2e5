import type { SQSClient } from '@aws-sdk/client-sqs';
import type { Ports } from '../../core/ports';
import type { FollowUpMessage } from './message';

/** SQS delays a message by at most 15 minutes; the pass that comes then asks again. */
const maxDelaySeconds = 900;

/** Follow-ups as delayed messages to the queue that feeds `on-change`. */
export function sqsFollowUps(
  clients: { readonly sqs: () => Promise<SQSClient> },
  queueUrl: string,
): Ports<never>['followUp'] {
  return async ({ type, id }, afterMs, because) => {
    const message: FollowUpMessage = { palisade: 'follow-up/1', refs: [{ type, id }], because };
    const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
    const sqs = await clients.sqs();
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds: Math.min(maxDelaySeconds, Math.max(0, Math.ceil(afterMs / 1_000))),
      }),
    );
  };
}
