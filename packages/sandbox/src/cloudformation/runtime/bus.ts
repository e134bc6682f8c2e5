import { splitArn } from '../../account/arn';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { AccountEvent } from '../../account/account';
import { internalCall } from '../../account/internal-call';
import { matchesEventPattern } from '../../events/pattern';
import type { Sandbox } from '../../sandbox';
import { sendMessage } from '../../services/sqs/messages';
import { findQueue } from '../../services/sqs/state';
import { policyAllows } from './allows';
import type { Functions } from './functions';

/** A target of a rule: a queue, a function, or the event bus of another Region. */
export interface RuleTarget {
  readonly id: string;
  readonly arn: string;
  readonly deadLetterArn: string | undefined;
  /** Sent instead of the event: JSON text. */
  readonly input: string | undefined;
}

/** An EventBridge rule: it fires for events that match, or on a schedule. */
export interface BusRule {
  readonly arn: string;
  readonly region: string;
  readonly pattern: unknown;
  readonly schedule: string | undefined;
  readonly isEnabled: boolean;
  readonly targets: readonly RuleTarget[];
}

/** The default event buses of the sandbox's Regions. */
export interface Bus {
  readonly rules: Map<string, BusRule>;
  /** The reasons of refused deliveries: a queue's policy, or a missing permission on a function. */
  readonly refused: string[];
  /** Fires a scheduled rule now. */
  fire(ruleArn: string): Promise<void>;
  /** Resolves when no delivery to a function is in progress. */
  idle(): Promise<void>;
  stop(): void;
}

export function createBus(sandbox: Sandbox, functions: Functions): Bus {
  const { account, accountId } = sandbox;
  const rules = new Map<string, BusRule>();
  const refused: string[] = [];
  const running = new Set<Promise<void>>();

  const follow = (work: Promise<void>): void => {
    const tracked: Promise<void> = work.finally(() => running.delete(tracked));
    running.add(tracked);
  };

  const publish = (event: AccountEvent, region: string): void => {
    for (const rule of rules.values()) {
      if (rule.region !== region || !rule.isEnabled || rule.pattern === undefined) continue;
      if (matchesEventPattern(rule.pattern, event))
        for (const target of rule.targets) deliver(rule, target, event);
    }
  };

  const deliver = (rule: BusRule, target: RuleTarget, event: unknown): void => {
    const { service, region } = splitArn(target.arn);
    const payload: unknown = target.input === undefined ? event : JSON.parse(target.input);
    switch (service) {
      case 'sqs':
        if (!send(rule, target.arn, payload)) bury(rule, target, payload);
        return;
      case 'lambda': {
        const refusal = functions.refusal(target.arn, 'events.amazonaws.com', rule.arn);
        if (refusal === undefined) {
          follow(functions.invokeAsync(target.arn, payload));
          return;
        }
        refused.push(refusal);
        bury(rule, target, payload);
        return;
      }
      case 'events':
        // The event keeps its original Region, but the rules of the other Region's bus receive it.
        publish(event as AccountEvent, region);
        return;
      default:
        refused.push(`${target.arn}: the embedded account cannot deliver to ${service}`);
    }
  };

  /** Sends an undeliverable event to the target's dead-letter queue, with the attributes that EventBridge adds. */
  const bury = (rule: BusRule, target: RuleTarget, payload: unknown): void => {
    if (target.deadLetterArn === undefined) return;
    const attributes = {
      ERROR_CODE: 'NO_PERMISSIONS',
      ERROR_MESSAGE: `events.amazonaws.com is not permitted to reach ${target.arn}`,
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
    };
    send(
      rule,
      target.deadLetterArn,
      payload,
      Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      ),
    );
  };

  /** Whether the queue's policy allowed the message. */
  const send = (
    rule: BusRule,
    queueArn: string,
    payload: unknown,
    MessageAttributes: Readonly<Record<string, MessageAttributeValue>> = {},
  ): boolean => {
    const { region, resource: name } = splitArn(queueArn);
    const call = internalCall(account, region, 'events.amazonaws.com');
    const policy: unknown = JSON.parse(findQueue(call, name).attributes.get('Policy') ?? 'null');
    const allowed = policyAllows(policy, {
      service: 'events.amazonaws.com',
      action: 'sqs:SendMessage',
      resource: queueArn,
      sourceArn: rule.arn,
      sourceAccount: accountId,
    });
    if (allowed)
      sendMessage({ QueueUrl: name, MessageBody: JSON.stringify(payload), MessageAttributes }, call);
    else refused.push(`events.amazonaws.com is not permitted to send to ${queueArn} for ${rule.arn}`);
    return allowed;
  };

  const unsubscribe = sandbox.onEvent((event) => {
    publish(event, event.region);
  });

  return {
    rules,
    refused,
    async fire(ruleArn) {
      const rule = rules.get(ruleArn);
      if (rule?.schedule === undefined) throw new Error(`There is no scheduled rule ${ruleArn}`);
      for (const target of rule.targets) deliver(rule, target, scheduled(sandbox, rule));
      await Promise.all(running);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    stop: unsubscribe,
  };
}

function scheduled({ account, accountId, clock }: Sandbox, rule: BusRule): AccountEvent {
  return {
    version: '0',
    id: account.ids.uuid(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: accountId,
    time: new Date(clock.now()).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: rule.region,
    resources: [rule.arn],
    detail: {},
  };
}
