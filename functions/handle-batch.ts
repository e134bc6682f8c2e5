import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { AwsClients } from '../adapters/aws/clients';
import { deadLetters } from '../adapters/follow-up/dead-letter';
import { dynamoLooks } from '../adapters/ledger/looks';
import type { Parsed, Work } from '../adapters/triggers/parsed';
import { parseMessage } from '../adapters/triggers/message';
import type { Ports } from '../core/ports';
import { rules } from '../rules/registry';
import { asError, BegunElsewhereError } from './batch-pass';
import { isWork, problemOf, worked } from './batch-work';
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
  const bury = deadLetters(clients, environment.PALISADE_DEAD_LETTERS_URL);
  const isStorm = event.Records.length >= stormSize;
  const looks = isStorm ? dynamoLooks(clients, environment.PALISADE_TABLE) : undefined;
  const read = new Map(
    event.Records.map((record) => [
      record.messageId,
      attempt(() => {
        const message = parseMessage(record.body, environment.PALISADE_OWN_ROLES, declaredCalls);
        return isLastTry(record) && isWork(message) ? timeless(message) : message;
      }),
    ]),
  );
  const { messages, problems } = await worked(read, ready, looks);

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

/** Whether it is not delivered again. */
function isLastTry({ attributes }: Pick<SQSRecord, 'attributes'>): boolean {
  return Number(attributes.ApproximateReceiveCount) >= maxReceives;
}

/** A message that relies on no other look. */
function timeless({ at: _, ...message }: Work): Work {
  return message;
}

function attempt(work: () => Parsed): Parsed | Error {
  try {
    return work();
  } catch (error) {
    return asError(error);
  }
}
