import { randomUUID } from 'node:crypto';
import { classify } from '../adapters/aws/classify';
import type { AwsClients } from '../adapters/aws/clients';
import { performer } from '../adapters/aws/send';
import { channels } from '../adapters/channels';
import type { EngineEvent, Ports, Tickets } from '../core/model/ports';
import type { Place } from '../core/model/resource';
import { withOrganization } from '../core/principals/known-organization';
import type { Settings } from '../core/settings';
import { rules } from '../rules/registry';
import { type HostClock, machineClock } from './clock';
import { type LedgerPlace, ledgerAt } from './ledger';
import { metaOf } from './meta-of';
import type { Loop } from './loop';
import { ticketsIn } from './tickets';

/** What is specific to a host of the engine (a function or the command). The rest is the same for all hosts. */
export interface Host<L extends Loop> {
  readonly clients: AwsClients;
  readonly place: Place;
  readonly settings: Settings;
  readonly gather: Ports['gather'];
  readonly ledger: LedgerPlace;
  /** How a finding is checked again later. The members of this object are added to the ports. */
  readonly loop: L;
  /** See Ports.stopped. */
  readonly stopped: Ports['stopped'];
  /** Replaces the ticket system that the settings choose, for a host that raises no tickets. */
  readonly tickets?: Tickets;
  /** Whether to publish findings. Only a host that uses a deployment's ledger does. */
  readonly isPublishing: boolean;
  /** Default: the clock of the machine. */
  readonly clock?: HostClock;
  readonly tell: (event: EngineEvent) => void;
}

/** Connects the ports to the adapters; nothing else does. Makes no call, because clients load on first use. */
export function compose<L extends Loop>(host: Host<L>): Ports & L {
  const { clients, place, settings, gather, loop, stopped, tell, clock = machineClock } = host;
  const { now, pause } = clock;
  return {
    rules,
    settings,
    perform: performer(clients),
    gather: async (request) => withOrganization(await gather(request), settings.organizationPolicies),
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
