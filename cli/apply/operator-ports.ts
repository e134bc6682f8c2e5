import { randomUUID } from 'node:crypto';
import { classify } from '../../adapters/aws/classify';
import { performer } from '../../adapters/aws/send';
import { asking } from '../../adapters/aws/gather/asking';
import { securityHub } from '../../adapters/channels/security-hub';
import { dynamoLedger } from '../../adapters/ledger/dynamodb';
import { ssmSwitch, switchParameter } from '../../adapters/switch/ssm';
import { opsCenter } from '../../adapters/tickets/opscenter';
import type { Ledger } from '../../core/ledger';
import type { Ports, TicketText } from '../../core/ports';
import type { Settings } from '../../core/settings';
import { rules } from '../../rules/registry';
import type { Memory } from '../account/memory';
import type { LiveSource } from '../account/source';
import type { Io } from '../io';
import { fileLedger } from '../ledger/file-ledger';
import { metaOf } from '../output/groups';
import { printedTickets, withoutPrinted } from './tickets';

export type OperatorPorts = Ports;

interface Parts {
  readonly source: LiveSource;
  readonly settings: Settings;
  readonly memory: Memory;
  /** Whether tickets are raised in OpsCenter also where there is no deployment. */
  readonly raisesTickets?: boolean;
  readonly io: Io;
  /** A ticket's text, where tickets are only shown. */
  readonly show?: (text: TicketText) => void;
  readonly tell?: OperatorPorts['tell'];
  readonly followUp?: OperatorPorts['followUp'];
}

const silent = (): void => undefined;

/**
 * The ports of the engine for a person at a terminal. With the table of a deployed Palisade everything is as in its
 * Lambdas, tickets and Security Hub included, because they share what is remembered. Without one, a local file
 * remembers, and tickets are shown unless asked for. A command that changes nothing leaves out the last three.
 */
export function operatorPorts({
  source,
  settings,
  memory,
  raisesTickets = false,
  io,
  show = silent,
  tell = silent,
  followUp = () => Promise.resolve(),
}: Parts): OperatorPorts {
  const { clients, place, gather } = source;
  const isShared = memory.table !== undefined;
  return {
    rules,
    settings,
    perform: performer(clients),
    gather,
    ledger: ledgerOf(memory, source, io),
    tickets: isShared || raisesTickets ? withoutPrinted(opsCenter(clients)) : printedTickets(show),
    channels: isShared ? [securityHub({ clients, place, metaOf })] : [],
    followUp,
    // The switch is the deployed Palisade's; who works without it is not stopped by it.
    stopped: isShared ? ssmSwitch(clients, switchParameter) : () => Promise.resolve(undefined),
    classify,
    now: io.now,
    pause: io.pause,
    holder: randomUUID(),
    tell,
  };
}

function ledgerOf({ table, ledger }: Memory, { clients }: LiveSource, { now }: Io): Ledger {
  return table === undefined ? fileLedger(ledger, now) : dynamoLedger({ clients, table, now });
}

/** Reads from the ledger once, so that a wrong table or file is told before anything is done. */
export async function checkLedger({ ledger }: OperatorPorts, { table }: Memory): Promise<void> {
  if (table === undefined) await ledger.load('none');
  else await asking(`dynamodb:GetItem on table ${table}`, () => ledger.load('none'));
}
