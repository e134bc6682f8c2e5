import { asking } from '../../adapters/aws/gather/asking';
import { switchParameter } from '../../adapters/switch/ssm';
import { compose } from '../../composition/compose';
import { noLoop } from '../../composition/loop';
import { stoppedBy } from '../../composition/stopped';
import type { Ports, TicketText } from '../../core/model/ports';
import type { Settings } from '../../core/settings';
import type { Memory } from '../account/memory';
import type { LiveSource } from '../account/source';
import type { Io } from '../io';
import { fileLedger } from '../ledger/file-ledger';
import { printedTickets } from './tickets';

export type OperatorPorts = Ports;

interface Parts {
  readonly source: LiveSource;
  readonly settings: Settings;
  readonly memory: Memory;
  /** Whether tickets are opened even without a deployment. */
  readonly raisesTickets?: boolean;
  readonly io: Io;
  /** Called with the text of each ticket when tickets are only shown. */
  readonly show?: (text: TicketText) => void;
  readonly tell?: OperatorPorts['tell'];
  readonly followUp?: OperatorPorts['followUp'];
}

const silent = (): void => undefined;

/**
 * The ports of the engine for a person at a terminal. With the table of a deployed Palisade everything works as in its
 * Lambdas, tickets and Security Hub included, because they share the ledger. Without one, the ledger is a local file,
 * and tickets are only shown unless asked for. A command that changes nothing leaves out `show`, `tell` and `followUp`.
 */
export function operatorPorts({
  source,
  settings,
  memory,
  raisesTickets = false,
  io,
  show = silent,
  tell = silent,
  followUp = noLoop.followUp,
}: Parts): OperatorPorts {
  const { clients, place, gather } = source;
  const { table } = memory;
  const isShared = table !== undefined;
  return compose({
    clients,
    place,
    settings,
    gather,
    ledger: isShared ? { table } : fileLedger(memory.ledger, io.now),
    loop: { followUp },
    // The switch belongs to the deployed Palisade, so it does not stop work without a deployment.
    stopped: stoppedBy(clients, isShared ? switchParameter : undefined),
    ...(isShared || raisesTickets ? {} : { tickets: printedTickets(show) }),
    isPublishing: isShared,
    clock: io,
    tell,
  });
}

/** Reads from the ledger once, so that a wrong table or file is reported before anything is done. */
export async function checkLedger({ ledger }: OperatorPorts, { table }: Memory): Promise<void> {
  if (table === undefined) await ledger.load('none');
  else await asking(`dynamodb:GetItem on table ${table}`, () => ledger.load('none'));
}
