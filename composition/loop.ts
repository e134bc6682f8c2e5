import type { AwsClients } from '../adapters/aws/clients';
import { enqueue } from '../adapters/queue/enqueue';
import { sqsFollowUps } from '../adapters/queue/sqs';
import type { Ports } from '../core/model/ports';
import type { ResourceRef } from '../core/model/resource';

/** How a finding is checked again later. */
export type Loop = Pick<Ports, 'followUp'>;

/** The loop of a deployment: the queue of the function `on-change`. */
export interface DeployedLoop extends Loop {
  /**
   * Has `on-change` check these resources and handle their findings as soon as possible. Rejects if the queue does not
   * accept them.
   */
  readonly enqueue: (refs: readonly ResourceRef[], because: string) => Promise<void>;
}

export function deployedLoop(
  clients: Pick<AwsClients, 'sqs'>,
  queueUrl: string,
  now: () => string,
): DeployedLoop {
  return {
    followUp: sqsFollowUps(clients, queueUrl, now),
    enqueue: (refs, because) => enqueue(clients, queueUrl, refs, because),
  };
}

/** For a host that waits itself, or changes nothing. */
export const noLoop: Loop = { followUp: () => Promise.resolve() };
