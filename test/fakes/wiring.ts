import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** What the template states of the queue that feeds `on-change`, for tests that play Lambda's part themselves. */
interface Wiring {
  readonly visibilitySeconds: number;
  readonly delaySeconds: number;
  /** How often a message is received before it is redriven. */
  readonly maxReceiveCount: number;
  /** Messages a batch, and how long Lambda waits for a full one. */
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Batches at a time. */
  readonly concurrency: number;
  /** Functions that send what they fail at to the dead letters. */
  readonly withDestination: readonly string[];
  /** The event patterns that lead into the queue. */
  readonly patterns: readonly unknown[];
}

const infra = path.join(__dirname, '../../infra');

/** A part of the template. Its short intrinsic functions read as plain text. */
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
  // Other rules call a function, on a schedule too.
  patterns: eventRules
    .filter(({ Properties }) => JSON.stringify(Properties.Targets ?? '').includes('Changes.Arn'))
    .map(({ Properties }) => Properties.EventPattern),
};
