import type { AwsClients } from '../adapters/aws/clients';
import { enqueue } from '../adapters/queue/enqueue';
import { sqsFollowUps } from '../adapters/queue/sqs';
import type { Ports } from '../core/model/ports';
import type { ResourceRef } from '../core/model/resource';

/** Who looks at a finding again later. */
export type Loop = Pick<Ports, 'followUp'>;

/** The loop of a deployment: the function `on-change`, by the queue that feeds it. */
export interface DeployedLoop extends Loop {
  /** Has resources looked at, and what is found handled, as soon as possible. Rejects where the queue does not take it. */
  readonly handOver: (refs: readonly ResourceRef[], because: string) => Promise<void>;
}

export function deployedLoop(
  clients: Pick<AwsClients, 'sqs'>,
  queueUrl: string,
  now: () => string,
): DeployedLoop {
  return {
    followUp: sqsFollowUps(clients, queueUrl, now),
    handOver: (refs, because) => enqueue(clients, queueUrl, refs, because),
  };
}

/** For a host that itself waits, or changes nothing. */
export const noLoop: Loop = { followUp: () => Promise.resolve() };
