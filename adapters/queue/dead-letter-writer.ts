import type { SQSClient } from '@aws-sdk/client-sqs';
import { truncate } from '../text/truncate';

/** The message attribute with the reason why a message is a dead letter. */
export const reasonAttribute = 'reason';

/** A message attribute may be as long as the message, but a person reads only the beginning. */
const maxReason = 1_000;

/** Characters that SQS refuses: control characters other than tab and line ends, and lone surrogates. */
const unprintable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/g;

/**
 * Puts a message, unchanged, into the dead-letter queue with the reason why it could not be processed. SQS itself gives
 * no reason for a message that it moves because it was received too often.
 */
export function deadLetterWriter(
  clients: { readonly sqs: () => Promise<SQSClient> },
  queueUrl: string,
): (body: string, reason: string) => Promise<void> {
  return async (body, reason) => {
    const { SendMessageCommand } = await import('@aws-sdk/client-sqs');
    const sqs = await clients.sqs();
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: body,
        MessageAttributes: {
          [reasonAttribute]: {
            DataType: 'String',
            StringValue: truncate(reason.replace(unprintable, '?'), maxReason),
          },
        },
      }),
    );
  };
}
