import type { Account, AccountEvent } from '../account/account';
import { internalCall } from '../account/internal-call';
import { sendMessage } from '../services/sqs/messages';
import { matchesEventPattern } from './pattern';

export interface QueueRule {
  /** An EventBridge event pattern. */
  readonly pattern: unknown;
  readonly queueName: string;
  /** Rules only receive the events of their own Region. Default: the account's. */
  readonly region?: string;
}

interface EventSource {
  readonly account: Account;
  readonly onEvent: (listener: (event: AccountEvent) => void) => () => void;
}

/**
 * Routes matching events to a queue of the same Region. Returns a function that removes the rule.
 * @throws PatternError for a malformed pattern
 */
export function routeToQueue({ account, onEvent }: EventSource, rule: QueueRule): () => void {
  const region = rule.region ?? account.region;
  // A malformed pattern is refused when the rule is created, not when the first event arrives.
  matchesEventPattern(rule.pattern, {});
  return onEvent((event) => {
    if (event.region !== region || !matchesEventPattern(rule.pattern, event)) return;
    const queue = { QueueUrl: rule.queueName, MessageBody: JSON.stringify(event) };
    sendMessage(queue, internalCall(account, region, 'events.amazonaws.com'));
  });
}
