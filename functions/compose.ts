import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { classify } from '../adapters/aws/classify';
import { type AwsClients, createClients } from '../adapters/aws/clients';
import { createGather } from '../adapters/aws/gather';
import { performer } from '../adapters/aws/send';
import { securityHub } from '../adapters/channels/security-hub';
import { handOver } from '../adapters/follow-up/hand-over';
import { sqsFollowUps } from '../adapters/follow-up/sqs';
import { dynamoLedger } from '../adapters/ledger/dynamodb';
import { opsCenter } from '../adapters/tickets/opscenter';
import { BadInputError } from '../core/bad-input';
import type { EngineEvent, Ports } from '../core/ports';
import type { Place, ResourceRef } from '../core/resource';
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
  readonly stopped: Ports['stopped'];
  readonly clients?: AwsClients;
  /** Default: the machine's. */
  readonly clock?: Clock;
  readonly tell: (event: EngineEvent) => void;
}

/** The ports of the engine, and the queue of `on-change`, into which the others put what the loop is to handle. */
export interface FunctionPorts extends Ports {
  readonly handOver: (refs: readonly ResourceRef[], because: string) => Promise<void>;
}

/** The time, ISO 8601 with milliseconds, and short waits (ms). */
export type Clock = Pick<Ports, 'now' | 'pause'>;

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
}: Parts): FunctionPorts {
  return {
    rules,
    settings,
    perform: performer(clients),
    gather: createGather({ clients, place, now }),
    ledger: dynamoLedger({ clients, table: environment.PALISADE_TABLE, now }),
    tickets: opsCenter(clients),
    channels: [securityHub({ clients, place, metaOf, pause })],
    followUp: sqsFollowUps(clients, environment.PALISADE_QUEUE_URL, now),
    handOver: (refs, because) => handOver(clients, environment.PALISADE_QUEUE_URL, refs, because),
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
