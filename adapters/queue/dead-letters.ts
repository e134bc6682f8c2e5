import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Message, MessageAttributeValue, SQSClient } from '@aws-sdk/client-sqs';
import { BadInputError } from '../../core/model/bad-input';
import { messageOf } from '../errors';
import { reasonAttribute } from './dead-letter-writer';
import { type OwnDeployment, invocationIn, type RedriveTarget, redriveTarget } from './redrive-target';

/** A message that could not be processed. */
export interface DeadLetter {
  readonly id: string;
  readonly body: string;
  /** Since when it is in a queue, ISO 8601. */
  readonly sentAt: string;
  readonly reason: string;
  /** Where it goes when it is put back, or why putting it back cannot help. */
  readonly target: RedriveTarget | { readonly to: 'nowhere'; readonly because: string };
  readonly receipt: string;
}

type Clients = { readonly sqs: () => Promise<SQSClient> };

/** While they are looked at, letters are hidden from others for so long (seconds). */
const hiddenSeconds = 300;

/** All letters in a dead-letter queue, the oldest first. They are hidden until `releaseLetter` or for five minutes. */
export async function readDeadLetters(
  clients: Clients,
  QueueUrl: string,
  own: OwnDeployment,
): Promise<readonly DeadLetter[]> {
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
    for (const message of Messages) letters.set(message.MessageId ?? '', toLetter(message, own));
  }
  return [...letters.values()].sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1));
}

/**
 * Puts a letter back: on the queue, or to its function, which is invoked with the same event again. It is sent before it
 * is deleted, so that none is lost; one that is put back twice only costs a second look.
 * @throws TypeError for a letter that goes nowhere
 */
export async function redrive(
  clients: Clients & { readonly lambda: () => Promise<LambdaClient> },
  urls: { readonly queue: string; readonly deadLetters: string },
  { body, target, receipt }: DeadLetter,
): Promise<void> {
  const { DeleteMessageCommand, SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const sqs = await clients.sqs();
  if (target.to === 'nowhere') throw new TypeError(`a letter that goes nowhere: ${target.because}`);
  if (target.to === 'queue')
    await sqs.send(new SendMessageCommand({ QueueUrl: urls.queue, MessageBody: body }));
  else {
    const { InvokeCommand } = await import('@aws-sdk/client-lambda');
    const { functionArn: FunctionName, payload: Payload } = target;
    await (
      await clients.lambda()
    ).send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
  }
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

function toLetter(
  { MessageId = '', Body = '', ReceiptHandle = '', Attributes, MessageAttributes = {} }: Message,
  own: OwnDeployment,
): DeadLetter {
  const target = targetOf(Body, MessageAttributes['TARGET_ARN']?.StringValue, own);
  return {
    id: MessageId,
    body: Body,
    receipt: ReceiptHandle,
    sentAt: new Date(Number(Attributes?.['SentTimestamp'] ?? 0)).toISOString(),
    reason: reasonOf(Body, MessageAttributes, target),
    target,
  };
}

function targetOf(...letter: Parameters<typeof redriveTarget>): DeadLetter['target'] {
  try {
    return redriveTarget(...letter);
  } catch (error) {
    return { to: 'nowhere', because: messageOf(error) };
  }
}

/** Palisade's own word, or that of whoever else puts letters here: EventBridge, and Lambda's destinations. */
function reasonOf(
  body: string,
  attributes: Readonly<Record<string, MessageAttributeValue>>,
  target: DeadLetter['target'],
): string {
  const said = (name: string): string | undefined => attributes[name]?.StringValue;
  const own = said(reasonAttribute);
  if (own !== undefined) return own;
  const code = said('ERROR_CODE');
  if (code !== undefined) return `EventBridge could not deliver it (${code}): ${said('ERROR_MESSAGE') ?? ''}`;
  const failed = invocationIn(body);
  if (failed !== undefined) {
    const { requestContext, responsePayload } = failed;
    const name = requestContext.functionArn.split(':')[6] ?? requestContext.functionArn;
    return `an invocation of ${name} failed (${requestContext.condition}): ${responsePayload?.errorMessage ?? 'without an error message'}`;
  }
  return target.to === 'nowhere'
    ? target.because
    : 'it was received too often and never finished: a time-out or a crash; the log of on-change tells';
}
