import type { Message } from '@aws-sdk/client-sqs';
import type { Account } from '../account/account';
import { internalCall } from '../account/internal-call';
import { isArray, isPlainObject } from '../protocol/shape';
import { deleteMessage } from '../services/sqs/messages';
import { receiveMessage } from '../services/sqs/receive';
import { findQueue } from '../services/sqs/state';
import type { Invocation, LambdaFunction } from './function';
import { sqsEvent } from './sqs-event';

export interface EventSourceOptions {
  readonly queueName: string;
  readonly fn: Pick<LambdaFunction, 'invoke'>;
  /** 1 to 10,000; default 10. */
  readonly batchSize?: number;
  /** Seconds of the account's clock to wait for a full batch; default 0. */
  readonly windowSeconds?: number;
  /** FunctionResponseTypes: ReportBatchItemFailures. Default true. */
  readonly reportBatchItemFailures?: boolean;
  /** Batches processed at a time; default 2, the minimum in Lambda. */
  readonly maximumConcurrency?: number;
  readonly region?: string;
  readonly onInvocation?: (invocation: Invocation, messages: readonly Message[]) => void;
}

export interface EventSourceMapping {
  /** Resolves when no message is visible or being processed. Messages that are hidden after a failure do not count. */
  idle(): Promise<void>;
  stop(): Promise<void>;
}

const POLL_MS = 10;

/** Polls a queue of the account and invokes the function with batches, as Lambda's SQS event source mapping does. */
export function startEventSource(account: Account, options: EventSourceOptions): EventSourceMapping {
  const region = options.region ?? account.region;
  const batchSize = options.batchSize ?? 10;
  const windowMs = (options.windowSeconds ?? 0) * account.timings.queueSecond;
  const limit = options.maximumConcurrency ?? 2;
  const call = () => internalCall(account, region, 'lambda.amazonaws.com');
  const queueArn = findQueue(call(), options.queueName).arn;
  const running = new Set<Promise<void>>();
  let gathered: Message[] = [];
  let gatheringSince = 0;
  let polling = false;

  const gather = async () => {
    let more = true;
    while (more && gathered.length < batchSize) {
      const size = Math.min(10, batchSize - gathered.length);
      const { Messages: received = [] } = await receiveMessage(
        { QueueUrl: options.queueName, MaxNumberOfMessages: size, WaitTimeSeconds: 0, ...ALL },
        call(),
      );
      if (gathered.length === 0) gatheringSince = account.clock.now();
      gathered.push(...received);
      more = received.length > 0;
    }
  };

  const flush = () => {
    const due = gathered.length >= batchSize || account.clock.now() >= gatheringSince + windowMs;
    if (gathered.length === 0 || !due) return;
    const batch = gathered;
    gathered = [];
    const work = deliver(batch).finally(() => running.delete(work));
    running.add(work);
  };

  const deliver = async (batch: readonly Message[]) => {
    const invocation = await options.fn.invoke(sqsEvent(batch, queueArn, region));
    const failed = failedIds(invocation, batch, options.reportBatchItemFailures ?? true);
    for (const message of batch) {
      // A failed message stays hidden until its visibility timeout ends; then it is received again or redriven.
      if (!failed.has(message.MessageId)) {
        deleteMessage({ QueueUrl: options.queueName, ReceiptHandle: message.ReceiptHandle }, call());
      }
    }
    options.onInvocation?.(invocation, batch);
  };

  const poll = async () => {
    if (polling || running.size >= limit) return;
    polling = true;
    try {
      await gather();
      flush();
    } finally {
      polling = false;
    }
  };

  const timer = setInterval(() => void poll(), POLL_MS);
  return {
    async idle() {
      for (;;) {
        await poll();
        if (running.size > 0) await Promise.race(running);
        else if (!polling && gathered.length === 0) return;
        else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    async stop() {
      clearInterval(timer);
      await Promise.all(running);
    },
  };
}

const ALL = { MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'] } as const;

/** Interprets the response as Lambda does: if any part cannot be interpreted, the whole batch has failed. */
function failedIds(
  invocation: Invocation,
  batch: readonly Message[],
  partial: boolean,
): ReadonlySet<string | undefined> {
  const everything = new Set(batch.map((message) => message.MessageId));
  if (invocation.error !== undefined) return everything;
  const { payload } = invocation;
  if (!partial || payload === null || payload === undefined) return new Set();
  const failures = isPlainObject(payload) ? payload['batchItemFailures'] : undefined;
  if (failures === undefined || failures === null) return new Set();
  if (!isArray(failures)) return everything;
  const ids = failures.map((failure) => (isPlainObject(failure) ? failure['itemIdentifier'] : undefined));
  const known = ids.filter((id): id is string => typeof id === 'string' && everything.has(id));
  return known.length === ids.length ? new Set(known) : everything;
}
