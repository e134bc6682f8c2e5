import type { AwsClients } from '../adapters/aws/clients';
import { createGather } from '../adapters/aws/gather';
import { type HostClock, machineClock } from '../composition/clock';
import { compose } from '../composition/compose';
import { type DeployedLoop, deployedLoop } from '../composition/loop';
import type { EngineEvent, Ports } from '../core/model/ports';
import type { Place } from '../core/model/resource';
import type { Settings } from '../core/settings';
import type { Environment } from './environment';

/** What the ports of the functions are made from. */
interface Parts {
  readonly environment: Pick<Environment, 'PALISADE_TABLE' | 'PALISADE_QUEUE_URL'>;
  readonly place: Place;
  readonly settings: Settings;
  /** See Ports.stopped. The caller provides it because it keeps state between invocations. */
  readonly stopped: Ports['stopped'];
  readonly clients: AwsClients;
  readonly clock?: HostClock;
  readonly tell: (event: EngineEvent) => void;
}

/** The ports of the engine and the loop, to which other functions send what has to be handled. */
export type FunctionPorts = Ports & DeployedLoop;

/** The ports of the engine in a deployed function. */
export function functionPorts({ environment, clock = machineClock, ...host }: Parts): FunctionPorts {
  const { clients, place } = host;
  const { now } = clock;
  return compose({
    ...host,
    clock,
    gather: createGather({ clients, place, now }),
    ledger: { table: environment.PALISADE_TABLE },
    loop: deployedLoop(clients, environment.PALISADE_QUEUE_URL, now),
    isPublishing: true,
  });
}
