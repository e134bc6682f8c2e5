import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { AwsClients } from '../adapters/aws/clients';
import type { Parsed, Work } from '../adapters/triggers/parsed';
import { parseMessage } from '../adapters/triggers/message';
import { joined, pass } from '../core/engine';
import type { Ports, Trigger } from '../core/ports';
import { partsOfFindingId, refKey } from '../core/resource';
import type { Environment } from './environment';
import { logger } from './observe';

/**
 * One batch of messages, one pass over all that they name. A message that cannot be understood fails alone and ends
 * in the dead-letter queue; a message whose work could not be finished is delivered again.
 */
export async function handleBatch(
  event: SQSEvent,
  ports: Ports<AwsClients>,
  environment: Pick<Environment, 'PALISADE_OWN_ROLES'>,
): Promise<SQSBatchResponse> {
  const parsed = new Map(
    event.Records.map((record) => [
      record.messageId,
      attempt(() => parseMessage(record.body, environment.PALISADE_OWN_ROLES)),
    ]),
  );
  for (const [messageId, message] of parsed)
    if (isWork(message)) parsed.set(messageId, await attempted(() => resolved(message, ports)));
  const work = [...parsed.values()].filter(isWork);
  const problems = await passOver(work, ports);

  const finish = (record: SQSRecord): Promise<void> => {
    const outcome = parsed.get(record.messageId);
    const problem = outcome instanceof Error ? outcome : problemOf(outcome, problems);
    if (problem === undefined) return Promise.resolve();
    logger.error('message failed', { messageId: record.messageId, problem: problem.message });
    return Promise.reject(problem);
  };
  return processPartialResponse(event, finish, new BatchProcessor(EventType.SQS), {
    throwOnFullBatchFailure: false,
  });
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

/** One pass over all that the messages name. */
async function passOver(work: readonly Work[], ports: Ports<AwsClients>): Promise<Problems> {
  const refs = new Map(work.flatMap((message) => message.refs.map((ref) => [refKey(ref), ref] as const)));
  if (refs.size === 0) return { named: new Map(), others: undefined };
  try {
    const { errors } = await pass(ports, coalesced(work), [...refs.values()]);
    const failed = errors.map(({ finding, error }) => [refKey(finding.resource), asError(error)] as const);
    return {
      named: new Map(failed.filter(([key]) => refs.has(key))),
      others: failed.find(([key]) => !refs.has(key))?.[1],
    };
  } catch (error) {
    return { named: new Map(), others: asError(error) };
  }
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
