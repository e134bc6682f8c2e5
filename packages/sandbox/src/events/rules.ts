import type { Account, AccountEvent } from '../account/account';
import { internalCall } from '../account/internal-call';
import { sendMessage } from '../services/sqs/messages';
import { matchesEventPattern } from './pattern';

export interface QueueRule {
  /** An EventBridge event pattern. */
  readonly pattern: unknown;
  readonly queueName: string;
  /** Rules see the events of their own Region only. Default: the account's. */
  readonly region?: string;
}

interface EventSource {
  readonly account: Account;
  readonly onEvent: (listener: (event: AccountEvent) => void) => () => void;
}

/** Routes matching events to a queue of the same Region. Returns the way to remove the rule. */
export function routeToQueue({ account, onEvent }: EventSource, rule: QueueRule): () => void {
  const region = rule.region ?? account.region;
  // A malformed pattern is refused when the rule is made, not when the first event comes.
  matchesEventPattern(rule.pattern, {});
  return onEvent((event) => {
    if (event.region !== region || !matchesEventPattern(rule.pattern, event)) return;
    const queue = { QueueUrl: rule.queueName, MessageBody: JSON.stringify(event) };
    sendMessage(queue, internalCall(account, region, 'events.amazonaws.com'));
  });
}
