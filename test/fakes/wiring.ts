import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** The template's settings of the queue that feeds `on-change`, for tests that act as Lambda. */
interface Wiring {
  readonly visibilitySeconds: number;
  readonly delaySeconds: number;
  /** How often a message is received before it becomes a dead letter. */
  readonly maxReceiveCount: number;
  /** Messages per batch, and how long Lambda waits for a full one. */
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Concurrent batches. */
  readonly concurrency: number;
  /** Functions whose failed events go to the dead-letter queue. */
  readonly withDestination: readonly string[];
  /** The event patterns whose target is the queue. */
  readonly patterns: readonly unknown[];
}

const infra = path.join(__dirname, '../../infra');

/** A part of the template. Short intrinsic functions are parsed as plain text. */
function fragment(name: string): unknown {
  return parse(readFileSync(path.join(infra, name), 'utf8'), { logLevel: 'error' });
}

const queues = fragment('cloudformation/queues.yml') as {
  Resources: {
    Changes: {
      Properties: {
        VisibilityTimeout: number;
        DelaySeconds: number;
        RedrivePolicy: { maxReceiveCount: number };
      };
    };
  };
};
const functions = fragment('functions.yml') as {
  'on-change': {
    events: readonly {
      sqs: { batchSize: number; maximumBatchingWindow: number; maximumConcurrency: number };
    }[];
  };
};
const eventRules = ['changes', 'events'].flatMap((name) => {
  const { Resources } = fragment(`cloudformation/${name}.yml`) as {
    Resources: Record<string, { Properties: { EventPattern?: unknown; Targets?: unknown } }>;
  };
  return Object.values(Resources);
});
const queue = queues.Resources.Changes.Properties;
const [source] = functions['on-change'].events;
if (source === undefined) throw new Error('infra/functions.yml gives on-change no queue');

export const testWiring: Wiring = {
  visibilitySeconds: queue.VisibilityTimeout,
  delaySeconds: queue.DelaySeconds,
  maxReceiveCount: queue.RedrivePolicy.maxReceiveCount,
  batchSize: source.sqs.batchSize,
  windowSeconds: source.sqs.maximumBatchingWindow,
  concurrency: source.sqs.maximumConcurrency,
  withDestination: Object.entries(functions).flatMap(([name, fn]) => ('destinations' in fn ? [name] : [])),
  // The other rules invoke a function, some on a schedule.
  patterns: eventRules
    .filter(({ Properties }) => JSON.stringify(Properties.Targets ?? '').includes('Changes.Arn'))
    .map(({ Properties }) => Properties.EventPattern),
};
