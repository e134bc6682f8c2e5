import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { classify } from '../adapters/aws/classify';
import { type AwsClients, createClients } from '../adapters/aws/clients';
import { createGather } from '../adapters/aws/gather';
import { securityHub } from '../adapters/channels/security-hub';
import { sqsFollowUps } from '../adapters/follow-up/sqs';
import { dynamoLedger } from '../adapters/ledger/dynamodb';
import { opsCenter } from '../adapters/tickets/opscenter';
import { BadInputError } from '../core/bad-input';
import type { EngineEvent, Ports } from '../core/ports';
import type { Place } from '../core/resource';
import type { RuleMeta } from '../core/rule';
import type { Settings } from '../core/settings';
import { rules } from '../rules/registry';
import type { Environment } from './environment';

/** What the composition root needs to know; everything else it builds itself. */
export interface Parts {
  readonly environment: Environment;
  readonly place: Place;
  readonly settings: Settings;
  /** See Ports.stopped; kept by the caller, because it remembers between invocations. */
  readonly stopped: Ports<AwsClients>['stopped'];
  readonly clients?: AwsClients;
  /** Default: the machine's. */
  readonly clock?: Clock;
  readonly tell: (event: EngineEvent) => void;
}

/** The time, ISO 8601 with milliseconds, and short waits (ms). */
export type Clock = Pick<Ports<never>, 'now' | 'pause'>;

const machineClock: Clock = {
  now: () => new Date().toISOString(),
  pause: async (ms) => {
    await setTimeout(ms);
  },
};

/**
 * The one place where ports meet adapters. Building it makes no call: clients load at their first use.
 */
export function compose({
  environment,
  place,
  settings,
  stopped,
  tell,
  clients = createClients(),
  clock: { now, pause } = machineClock,
}: Parts): Ports<AwsClients> {
  return {
    rules,
    settings,
    clients,
    gather: createGather({ clients, place, now }),
    ledger: dynamoLedger({ clients, table: environment.PALISADE_TABLE, now }),
    tickets: opsCenter(clients),
    channels: [securityHub({ clients, place, metaOf, pause })],
    followUp: sqsFollowUps(clients, environment.PALISADE_QUEUE_URL, now),
    stopped,
    classify,
    now,
    pause,
    holder: randomUUID(),
    tell,
  };
}

function metaOf(ruleId: string): RuleMeta {
  const rule = rules.find(({ meta }) => meta.id === ruleId);
  if (rule === undefined) throw new BadInputError('finding', 'rule', `there is no rule ${ruleId}`);
  return rule.meta;
}
