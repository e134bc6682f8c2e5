import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { Message, MessageAttributeValue, SQSClient } from '@aws-sdk/client-sqs';
import { splitArn } from '@palisade/iam';
import { BadInputError } from '../../core/model/bad-input';
import { messageOf } from '../errors';
import { reasonAttribute } from './dead-letter-writer';
import { type OwnDeployment, invocationIn, type RedriveTarget, redriveTarget } from './redrive-target';

/** A message that could not be processed. */
export interface DeadLetter {
  readonly id: string;
  readonly body: string;
  /** When it was sent to the queue, ISO 8601. */
  readonly sentAt: string;
  readonly reason: string;
  /** Where a redrive sends it, or why a redrive cannot help. */
  readonly target: RedriveTarget | { readonly to: 'nowhere'; readonly because: string };
  readonly receipt: string;
}

type Clients = { readonly sqs: () => Promise<SQSClient> };

/** For how many seconds messages that are being read are hidden from other readers. */
const hiddenSeconds = 300;

/**
 * All messages in a dead-letter queue, the oldest first. They are hidden from other readers for five minutes or until
 * `releaseDeadLetter`.
 */
export async function readDeadLetters(
  clients: Clients,
  QueueUrl: string,
  own: OwnDeployment,
): Promise<readonly DeadLetter[]> {
  const { ReceiveMessageCommand } = await import('@aws-sdk/client-sqs');
  const sqs = await clients.sqs();
  const found = new Map<string, DeadLetter>();
  // One empty reply may mean that only a part of the queue was polled.
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
    for (const message of Messages) found.set(message.MessageId ?? '', toDeadLetter(message, own));
  }
  return [...found.values()].sort((a, b) => (a.sentAt < b.sentAt ? -1 : 1));
}

/**
 * Redrives a dead letter: sends it to the queue, or invokes its function with the same event again. It is sent before
 * it is deleted, so that none is lost; one that is sent twice only costs a second read.
 * @throws TypeError for a dead letter without a target
 */
export async function redrive(
  clients: Clients & { readonly lambda: () => Promise<LambdaClient> },
  urls: { readonly queue: string; readonly deadLetters: string },
  { body, target, receipt }: DeadLetter,
): Promise<void> {
  const { DeleteMessageCommand, SendMessageCommand } = await import('@aws-sdk/client-sqs');
  const sqs = await clients.sqs();
  if (target.to === 'nowhere') throw new TypeError(`this dead letter has no target: ${target.because}`);
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

/** Leaves a dead letter in the queue and makes it visible again immediately. */
export async function releaseDeadLetter(
  clients: Clients,
  QueueUrl: string,
  { receipt }: DeadLetter,
): Promise<void> {
  const { ChangeMessageVisibilityCommand } = await import('@aws-sdk/client-sqs');
  await (
    await clients.sqs()
  ).send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receipt, VisibilityTimeout: 0 }));
}

/** The URLs of the two queues of a deployed Palisade, found by the names that CloudFormation gives them. */
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

function toDeadLetter(
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

function targetOf(...input: Parameters<typeof redriveTarget>): DeadLetter['target'] {
  try {
    return redriveTarget(...input);
  } catch (error) {
    return { to: 'nowhere', because: messageOf(error) };
  }
}

/** The reason from the attributes that Palisade, EventBridge or a Lambda destination adds. */
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
    const { functionArn } = requestContext;
    const name = splitArn(functionArn)?.resource.split(':')[1] ?? functionArn;
    return `an invocation of ${name} failed (${requestContext.condition}): ${responsePayload?.errorMessage ?? 'without an error message'}`;
  }
  return target.to === 'nowhere'
    ? target.because
    : 'it was received too often and never finished: a time-out or a crash; see the log of on-change';
}
