import type { Message, MessageAttributeValue, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { BadInputError } from '../../core/bad-input';
import { parseMessage } from '../triggers/message';
import { messageOf } from '../thrown';
import { reasonAttribute } from './dead-letter';

/** A message that could not be processed. */
export interface DeadLetter {
  readonly id: string;
  readonly body: string;
  /** Since when it is in a queue, ISO 8601. */
  readonly sentAt: string;
  readonly reason: string;
  /** Why putting it back cannot help: nobody understands it. */
  readonly keep?: string;
  readonly receipt: string;
}

type Clients = { readonly sqs: () => Promise<SQSClient> };

/** While they are looked at, letters are hidden from others for so long (seconds). */
const hiddenSeconds = 300;

/** All letters in a dead-letter queue, the oldest first. They are hidden until `releaseLetter` or for five minutes. */
export async function readDeadLetters(clients: Clients, QueueUrl: string): Promise<readonly DeadLetter[]> {
  const { ReceiveMessageCommand } = await import('@aws-sdk/client-sqs');
  const sqs = await clients.sqs();
  const letters = new Map<string, DeadLetter>();
  // One empty answer may mean that a part of the queue was not asked.
  for (let empty = 0; empty < 2;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
        VisibilityTimeout: hiddenSeconds,
        MessageSystemAttributeNames: ['SentTimestamp'],
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) empty += 1;
    for (const message of Messages) letters.set(message.MessageId ?? '', toLetter(message));
  }
  return [...letters.values()].sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1));
}

/**
 * Puts a letter back on the queue. It is sent before it is deleted, so that none is lost; one that is put back twice
 * only costs a second look.
 */
export async function putBack(
  clients: Clients,
  urls: { readonly queue: string; readonly deadLetters: string },
  { body, receipt }: DeadLetter,
): Promise<void> {
  const { DeleteMessageCommand, SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const sqs = await clients.sqs();
  await sqs.send(new SendMessageCommand({ QueueUrl: urls.queue, MessageBody: body }));
  await sqs.send(new DeleteMessageCommand({ QueueUrl: urls.deadLetters, ReceiptHandle: receipt }));
}

/** Leaves a letter where it is, visible at once. */
export async function releaseLetter(
  clients: Clients,
  QueueUrl: string,
  { receipt }: DeadLetter,
): Promise<void> {
  const { ChangeMessageVisibilityCommand } = await import('@aws-sdk/client-sqs');
  await (
    await clients.sqs()
  ).send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
}

/** The URLs of a deployed Palisade's two queues, by the names that CloudFormation gives them. */
export async function queuesOfStack(
  clients: Clients,
  stack: string,
): Promise<{ readonly queue: string; readonly deadLetters: string }> {
  const { paginateListQueues } = await import('@aws-sdk/client-sqs');
  const urls: string[] = [];
  for await (const page of paginateListQueues(
    { client: await clients.sqs() },
    { QueueNamePrefix: `${stack}-` },
  ))
    urls.push(...(page.QueueUrls ?? []));
  const named = (resource: string): string | undefined =>
    urls.find((url) => url.split('/').at(-1)?.startsWith(`${stack}-${resource}-`) === true);
  const [queue, deadLetters] = [named('Changes'), named('DeadLetters')];
  if (queue !== undefined && deadLetters !== undefined) return { queue, deadLetters };
  throw new BadInputError(
    'stack',
    stack,
    'has no queues of Palisade in this account and Region; --stack names the stack, or give --queue-url and --dead-letters-url',
  );
}

function toLetter({
  MessageId = '',
  Body = '',
  ReceiptHandle = '',
  Attributes,
  MessageAttributes,
}: Message): DeadLetter {
  const keep = unintelligible(Body);
  return {
    id: MessageId,
    body: Body,
    receipt: ReceiptHandle,
    sentAt: new Date(Number(Attributes?.['SentTimestamp'] ?? 0)).toISOString(),
    reason: reasonOf(Body, MessageAttributes ?? {}, keep),
    ...(keep === undefined ? {} : { keep }),
  };
}

function unintelligible(body: string): string | undefined {
  try {
    parseMessage(body, []);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

/** What Lambda writes to the failure destination of an asynchronous invocation (Lambda developer guide). */
const destinationRecord = z.object({
  requestContext: z.object({ functionArn: z.string(), condition: z.string() }),
  responsePayload: z.object({ errorMessage: z.string() }).optional(),
});

/** Palisade's own word, or that of whoever else puts letters here: EventBridge, and Lambda's destinations. */
function reasonOf(
  body: string,
  attributes: Readonly<Record<string, MessageAttributeValue>>,
  keep: string | undefined,
): string {
  const said = (name: string): string | undefined => attributes[name]?.StringValue;
  const own = said(reasonAttribute);
  if (own !== undefined) return own;
  const code = said('ERROR_CODE');
  if (code !== undefined) return `EventBridge could not deliver it (${code}): ${said('ERROR_MESSAGE') ?? ''}`;
  const record = destinationRecord.safeParse(json(body));
  if (record.success) {
    const { requestContext, responsePayload } = record.data;
    const name = requestContext.functionArn.split(':')[6] ?? requestContext.functionArn;
    return `an invocation of ${name} failed (${requestContext.condition}): ${responsePayload?.errorMessage ?? 'without an error message'}`;
  }
  return (
    keep ?? 'it was received too often and never finished: a time-out or a crash; the log of on-change tells'
  );
}

/** `undefined` for what is not JSON. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
