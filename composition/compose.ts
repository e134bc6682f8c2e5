import { randomUUID } from 'node:crypto';
import { classify } from '../adapters/aws/classify';
import type { AwsClients } from '../adapters/aws/clients';
import { performer } from '../adapters/aws/send';
import { channels } from '../adapters/channels';
import type { EngineEvent, Ports, Tickets } from '../core/model/ports';
import type { Place } from '../core/model/resource';
import type { Settings } from '../core/settings';
import { rules } from '../rules/registry';
import { type HostClock, machineClock } from './clock';
import { type LedgerPlace, ledgerAt } from './ledger';
import { metaOf } from './meta-of';
import type { Loop } from './loop';
import { ticketsIn } from './tickets';

/** What a host of the engine (a function, the command) says of itself; the rest is the same for all. */
export interface Host<L extends Loop> {
  readonly clients: AwsClients;
  readonly place: Place;
  readonly settings: Settings;
  readonly gather: Ports['gather'];
  readonly ledger: LedgerPlace;
  /** What a finding that has to be looked at again is left to; its members are among the ports. */
  readonly loop: L;
  /** See Ports.stopped. */
  readonly stopped: Ports['stopped'];
  /** Instead of the ticket system that the settings choose: for a host that raises no tickets. */
  readonly tickets?: Tickets;
  /** Whether findings are published, which is up to whoever shares the memory of a deployment. */
  readonly isPublishing: boolean;
  /** Default: the machine's. */
  readonly clock?: HostClock;
  readonly tell: (event: EngineEvent) => void;
}

/** The one place where ports meet adapters. Building them makes no call: clients load at their first use. */
export function compose<L extends Loop>(host: Host<L>): Ports & L {
  const { clients, place, settings, gather, loop, stopped, tell, clock = machineClock } = host;
  const { now, pause } = clock;
  return {
    rules,
    settings,
    perform: performer(clients),
    gather,
    ledger: ledgerAt(host.ledger, clients, now),
    tickets: host.tickets ?? ticketsIn(settings.tickets.channel, clients),
    channels: host.isPublishing ? channels.map(({ open }) => open({ clients, place, metaOf, pause })) : [],
    stopped,
    classify,
    now,
    pause,
    holder: randomUUID(),
    tell,
    ...loop,
  };
}
