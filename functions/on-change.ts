import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { AwsClients } from '../adapters/aws/clients';
import type { Parsed } from '../adapters/triggers/parsed';
import { parseMessage } from '../adapters/triggers/message';
import { pass } from '../core/engine';
import type { Ports, Trigger } from '../core/ports';
import { type ResourceRef, refKey } from '../core/resource';
import { logger, metrics } from './observe';
import { start } from './start';

/**
 * Runs the loop for what changed. All messages of a batch become one pass, so that many events about one resource
 * cost one look. A message that cannot be understood fails alone and ends in the dead-letter queue; a message whose
 * work could not be finished is delivered again.
 */
export const handler = async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
  const { ports, environment } = await start(context);
  const parsed = new Map(
    event.Records.map((record) => [
      record.messageId,
      attempt(() => parseMessage(record.body, environment.PALISADE_OWN_ROLES)),
    ]),
  );
  const failed = await passOver([...parsed.values()], ports);

  const finish = (record: SQSRecord): Promise<void> => {
    const outcome = parsed.get(record.messageId);
    const problem = outcome instanceof Error ? outcome : problemOf(outcome, failed);
    if (problem === undefined) return Promise.resolve();
    logger.error('message failed', { messageId: record.messageId, problem: problem.message });
    return Promise.reject(problem);
  };
  const response = await processPartialResponse(event, finish, new BatchProcessor(EventType.SQS), {
    context,
    throwOnFullBatchFailure: false,
  });
  metrics.publishStoredMetrics();
  return response;
};

/** One pass over all that the messages name. Returns the resources whose handling failed, with the error. */
async function passOver(
  messages: readonly (Parsed | Error)[],
  ports: Ports<AwsClients>,
): Promise<ReadonlyMap<string, Error>> {
  const work = messages.flatMap((message) =>
    message instanceof Error || 'ignored' in message ? [] : [message],
  );
  const refs = new Map(work.flatMap((message) => message.refs.map((ref) => [refKey(ref), ref] as const)));
  if (refs.size === 0) return new Map();
  const report = await pass(ports, coalesced(work.map(({ trigger }) => trigger)), [...refs.values()]);
  return new Map(report.errors.map(({ finding, error }) => [refKey(finding.resource), asError(error)]));
}

/** One trigger that stands for those of a batch. */
function coalesced(triggers: readonly Trigger[]): Trigger {
  const [first] = triggers;
  const descriptions = [...new Set(triggers.map(({ description }) => description))];
  const shown = descriptions.slice(0, 3).join('; ');
  return {
    kind: first?.kind ?? 'event',
    description: descriptions.length > 3 ? `${shown}; and ${descriptions.length - 3} more` : shown,
  };
}

/**
 * Whether a message has to come again: some finding failed about a resource that it names, or about one that it only
 * concerns (a group's users), which cannot be told apart here.
 */
function problemOf(message: Parsed | undefined, failed: ReadonlyMap<string, Error>): Error | undefined {
  if (message === undefined || !('refs' in message) || failed.size === 0) return undefined;
  const direct = message.refs
    .map((ref: ResourceRef) => failed.get(refKey(ref)))
    .find((error) => error !== undefined);
  return direct ?? (message.refs.some(isIndirect) ? [...failed.values()][0] : undefined);
}

function isIndirect({ type }: ResourceRef): boolean {
  return ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::EC2::VPC', 'AWS::Account'].includes(type);
}

function attempt(work: () => Parsed): Parsed | Error {
  try {
    return work();
  } catch (error) {
    return asError(error);
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
