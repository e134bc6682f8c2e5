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

/** How often a message is received before it becomes a dead letter: the queue's maxReceiveCount in the template. */
export const maxReceives = 5;

/** The calls that rules wait for, other than those on the known kinds of resources. */
const declaredCalls = rules.flatMap(({ events }) => events);

/** Batches with fewer messages than this do not share their reads, because it would not pay. */
export const stormSize = 10;

/**
 * Makes one pass over everything that a batch of messages names. A message whose work could not be finished is
 * delivered again. One that cannot be parsed, or that failed for the last time, is sent to the dead-letter queue with
 * the reason.
 * @param ready creates the ports; if it rejects (for example because of invalid settings), all work has failed
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
    // If this fails too, the message is delivered again, and finally SQS moves it without the reason.
    if (isPoison || isLastTry({ attributes })) await bury(body, problem.message);
    else throw problem;
  };
  return processPartialResponse(event, finish, new BatchProcessor(EventType.SQS), {
    throwOnFullBatchFailure: false,
  });
}

/** The messages by id: parsed, or the error. */
type Messages = ReadonlyMap<string, ParsedEvent | Error>;

const nothingWrong: Problems = { named: new Map(), others: undefined };

/** Does the work of all messages, if there is any. */
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
 * Adds the findings of a message's tickets to its resources. A message that has come too early is put back into the
 * queue without reading anything.
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

/** Whether a message names resources to check. */
function isWork(message: ParsedEvent | Error): message is ParsedWork {
  return !(message instanceof Error) && 'refs' in message;
}

/**
 * Why a message has to be delivered again, if it has: something failed about a resource that it names, or about one
 * that no message names. A change can concern others too (a group's users), so any message may be the reason for the
 * latter.
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

/** Whether SQS would not deliver it again. */
function isLastTry({ attributes }: Pick<SQSRecord, 'attributes'>): boolean {
  return Number(attributes.ApproximateReceiveCount) >= maxReceives;
}

/** The message without its time, so that no earlier read covers it. */
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
