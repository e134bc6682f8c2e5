import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { AwsClients } from '../adapters/aws/clients';
import { deadLetters } from '../adapters/follow-up/dead-letter';
import { dynamoLooks, type Looks, noLooks } from '../adapters/ledger/looks';
import type { Parsed, Work } from '../adapters/triggers/parsed';
import { parseMessage } from '../adapters/triggers/message';
import { joined, pass } from '../core/engine';
import type { Ports, Trigger } from '../core/ports';
import { partsOfFindingId, refKey } from '../core/resource';
import { needingLook, rememberLooks, stormSize } from './coverage';
import type { Environment } from './environment';
import { logger } from './observe';

/** How often a message is received before it becomes a dead letter; the queue's maxReceiveCount in the template. */
export const maxReceives = 5;

/**
 * One batch of messages, one pass over all that they name. A message whose work could not be finished is delivered
 * again; one that cannot be understood, or failed for the last time, goes to the dead-letter queue with the reason.
 * @param ready the ports; where they cannot be made ready (settings that cannot be used), all work has failed
 */
export async function handleBatch(
  event: SQSEvent,
  ready: () => Promise<Ports<AwsClients>>,
  clients: AwsClients,
  environment: Environment,
): Promise<SQSBatchResponse> {
  const bury = deadLetters(clients, environment.PALISADE_DEAD_LETTERS_URL);
  const isStorm = event.Records.length >= stormSize;
  const looks = isStorm ? dynamoLooks(clients, environment.PALISADE_TABLE) : noLooks;
  const read = new Map(
    event.Records.map((record) => [
      record.messageId,
      attempt(() => parseMessage(record.body, environment.PALISADE_OWN_ROLES)),
    ]),
  );
  const { messages, problems } = await worked(read, ready, looks);

  const finish = async ({ messageId, body, attributes }: SQSRecord): Promise<void> => {
    const outcome = messages.get(messageId);
    const isPoison = read.get(messageId) instanceof Error;
    const problem = outcome instanceof Error ? outcome : problemOf(outcome, problems);
    if (problem === undefined) return;
    logger.error('message failed', { messageId, problem: problem.message });
    // Where this fails too, the message comes again, and in the end SQS moves it, without the reason.
    if (isPoison || Number(attributes.ApproximateReceiveCount) >= maxReceives)
      await bury(body, problem.message);
    else throw problem;
  };
  return processPartialResponse(event, finish, new BatchProcessor(EventType.SQS), {
    throwOnFullBatchFailure: false,
  });
}

/** The messages by their ids, as they were understood or failed. */
type Messages = ReadonlyMap<string, Parsed | Error>;

/** Does the work of all messages that name any. */
async function worked(
  read: Messages,
  ready: () => Promise<Ports<AwsClients>>,
  looks: Looks,
): Promise<{ readonly messages: Messages; readonly problems: Problems }> {
  if (![...read.values()].some(isWork)) return { messages: read, problems: nothingWrong };
  try {
    const ports = await ready();
    const messages = new Map(read);
    for (const [messageId, message] of read)
      if (isWork(message)) messages.set(messageId, await attempted(() => resolved(message, ports)));
    return { messages, problems: await passOver([...messages.values()].filter(isWork), ports, looks) };
  } catch (error) {
    return { messages: read, problems: { named: new Map(), others: asError(error) } };
  }
}

/**
 * A message with all that it is about: the findings of its tickets included. One that has come too early is put back
 * into the queue, which costs no look at anything.
 */
async function resolved(message: Work, { tickets, followUp, now }: Ports<AwsClients>): Promise<Parsed> {
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
function isWork(message: Parsed | Error): message is Work {
  return !(message instanceof Error) && 'refs' in message;
}

/** What could not be finished: by the resource that it is about, and what no message names by itself. */
interface Problems {
  readonly named: ReadonlyMap<string, Error>;
  readonly others: Error | undefined;
}

const nothingWrong: Problems = { named: new Map(), others: undefined };

/** One pass over all that the messages name and that no look has seen yet. */
async function passOver(work: readonly Work[], ports: Ports<AwsClients>, looks: Looks): Promise<Problems> {
  const named = work.flatMap(({ refs, at }) => refs.map((ref) => ({ ref, at })));
  const refs = await needingLook(named, looks);
  if (refs.length === 0) return nothingWrong;
  const startedAt = ports.now();
  const report = await pass(ports, coalesced(work), refs);
  const timed = new Set(named.filter(({ at }) => at !== undefined).map(({ ref }) => refKey(ref)));
  await rememberLooks(
    refs.filter((ref) => timed.has(refKey(ref))),
    startedAt,
    report,
    looks,
  );
  const keys = new Set(refs.map(refKey));
  const failed = report.errors.map(
    ({ finding, error }) => [refKey(finding.resource), asError(error)] as const,
  );
  return {
    named: new Map(failed.filter(([key]) => keys.has(key))),
    others: failed.find(([key]) => !keys.has(key))?.[1],
  };
}

/** One trigger that stands for those of a batch, and still knows them apart. */
function coalesced(work: readonly Work[]): Trigger {
  const [first] = work;
  return {
    kind: first?.trigger.kind ?? 'event',
    description: joined(work.map(({ trigger }) => trigger.description)),
    causes: work.map(({ trigger: { description, by }, refs }) => ({
      description,
      refs,
      ...(by === undefined ? {} : { by }),
    })),
  };
}

/**
 * Whether a message has to come again: what failed is about a resource that it names; or about one that no message
 * names, because a change concerns others too (a group's users), and then any of them may have been the reason.
 */
function problemOf(message: Parsed | undefined, { named, others }: Problems): Error | undefined {
  if (message === undefined || !isWork(message)) return undefined;
  return message.refs.map((ref) => named.get(refKey(ref))).find((error) => error !== undefined) ?? others;
}

function attempt(work: () => Parsed): Parsed | Error {
  try {
    return work();
  } catch (error) {
    return asError(error);
  }
}

async function attempted(work: () => Promise<Parsed>): Promise<Parsed | Error> {
  try {
    return await work();
  } catch (error) {
    return asError(error);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
