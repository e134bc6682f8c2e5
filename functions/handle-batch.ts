import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { AwsClients } from '../adapters/aws/clients';
import { deadLetterWriter } from '../adapters/queue/dead-letter-writer';
import { dynamoReadClaims, type ReadClaims } from '../adapters/ledger/read-claims';
import type { ParsedEvent, ParsedWork } from '../adapters/triggers/parsed-event';
import { parseMessage } from '../adapters/triggers/message';
import type { Ports } from '../core/model/ports';
import { partsOfFindingId, refKey } from '../core/model/resource';
import { rules } from '../rules/registry';
import { asError, BegunElsewhereError, passOver, type Problems } from './batch-pass';
import type { Environment } from './environment';
import { logger } from './observe';

/** How often a message is received before it becomes a dead letter; the queue's maxReceiveCount in the template. */
export const maxReceives = 5;

/** What rules wait for beyond the kinds of resources that are known. */
const declaredCalls = rules.flatMap(({ events }) => events);

/** Only in batches of at least so many messages is a second look at the same worth avoiding. */
export const stormSize = 10;

/**
 * One batch of messages, one pass over all that they name. A message whose work could not be finished is delivered
 * again; one that cannot be understood, or failed for the last time, goes to the dead-letter queue with the reason.
 * @param ready the ports; where they cannot be made ready (settings that cannot be used), all work has failed
 */
export async function handleBatch(
  event: SQSEvent,
  ready: () => Promise<Ports>,
  clients: AwsClients,
  environment: Environment,
): Promise<SQSBatchResponse> {
  const bury = deadLetterWriter(clients, environment.PALISADE_DEAD_LETTERS_URL);
  const isStorm = event.Records.length >= stormSize;
  const reads = isStorm ? dynamoReadClaims(clients, environment.PALISADE_TABLE) : undefined;
  const read = new Map(
    event.Records.map((record) => [
      record.messageId,
      attempt(() => {
        const message = parseMessage(record.body, environment.PALISADE_OWN_ROLES, declaredCalls);
        return isLastTry(record) && isWork(message) ? timeless(message) : message;
      }),
    ]),
  );
  const { messages, problems } = await worked(read, ready, reads);

  const finish = async ({ messageId, body, attributes }: SQSRecord): Promise<void> => {
    const outcome = messages.get(messageId);
    const isPoison = read.get(messageId) instanceof Error;
    const problem = outcome instanceof Error ? outcome : problemOf(outcome, problems);
    if (problem === undefined) return;
    if (problem instanceof BegunElsewhereError) {
      logger.info('message comes again', { messageId, because: problem.message });
      throw problem;
    }
    logger.error('message failed', { messageId, problem: problem.message });
    // Where this fails too, the message comes again, and in the end SQS moves it, without the reason.
    if (isPoison || isLastTry({ attributes })) await bury(body, problem.message);
    else throw problem;
  };
  return processPartialResponse(event, finish, new BatchProcessor(EventType.SQS), {
    throwOnFullBatchFailure: false,
  });
}

/** The messages by their ids, as they were understood or failed. */
type Messages = ReadonlyMap<string, ParsedEvent | Error>;

const nothingWrong: Problems = { named: new Map(), others: undefined };

/** Does the work of all messages that name any. */
async function worked(
  read: Messages,
  ready: () => Promise<Ports>,
  reads: ReadClaims | undefined,
): Promise<{ readonly messages: Messages; readonly problems: Problems }> {
  if (![...read.values()].some(isWork)) return { messages: read, problems: nothingWrong };
  try {
    const ports = await ready();
    const messages = new Map(read);
    for (const [messageId, message] of read)
      if (isWork(message)) messages.set(messageId, await attempted(() => resolved(message, ports)));
    return { messages, problems: await passOver([...messages.values()].filter(isWork), ports, reads) };
  } catch (error) {
    return { messages: read, problems: { named: new Map(), others: asError(error) } };
  }
}

/**
 * A message with all that it is about: the findings of its tickets included. One that has come too early is put back
 * into the queue, which costs no look at anything.
 */
async function resolved(message: ParsedWork, { tickets, followUp, now }: Ports): Promise<ParsedEvent> {
  const { wait, refs } = message;
  if (wait !== undefined && wait.notBefore > now()) {
    const ms = Date.parse(wait.notBefore) - Date.parse(now());
    for (const ref of refs) await followUp(ref, ms, wait.because);
    return { ignored: `put back until ${wait.notBefore}` };
  }
  const about = await Promise.all((message.tickets ?? []).map((id) => tickets.about(id)));
  const more = about.flatMap((id) => (id === undefined ? [] : (partsOfFindingId(id)?.ref ?? [])));
  return more.length === 0 && refs.length === 0
    ? { ignored: 'the ticket is not ours' }
    : { ...message, refs: [...refs, ...more] };
}

/** A message that names resources to look at. */
function isWork(message: ParsedEvent | Error): message is ParsedWork {
  return !(message instanceof Error) && 'refs' in message;
}

/**
 * Whether a message has to come again: what failed is about a resource that it names; or about one that no message
 * names, because a change concerns others too (a group's users), and then any of them may have been the reason.
 */
function problemOf(message: ParsedEvent | undefined, { named, others }: Problems): Error | undefined {
  if (message === undefined || !isWork(message)) return undefined;
  return message.refs.map((ref) => named.get(refKey(ref))).find((error) => error !== undefined) ?? others;
}

async function attempted(work: () => Promise<ParsedEvent>): Promise<ParsedEvent | Error> {
  try {
    return await work();
  } catch (error) {
    return asError(error);
  }
}

/** Whether it is not delivered again. */
function isLastTry({ attributes }: Pick<SQSRecord, 'attributes'>): boolean {
  return Number(attributes.ApproximateReceiveCount) >= maxReceives;
}

/** A message that relies on no other look. */
function timeless({ at: _, ...message }: ParsedWork): ParsedWork {
  return message;
}

function attempt(work: () => ParsedEvent): ParsedEvent | Error {
  try {
    return work();
  } catch (error) {
    return asError(error);
  }
}
