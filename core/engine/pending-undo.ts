import { quotedCommand } from '../command';
import type { FindingRecord, Lease } from '../ledger';
import type { Ports } from '../ports';
import { hour, isDry, later, minute, msUntil, type Settlement } from './context';
import { isHeld } from './past';
import { undoCalls } from './take-back';
import { whyNot } from './undo';

const halfAnHour = 30 * minute;

/** Whether an undo has begun, is not over, and has not been overruled by an approval or forgotten since. */
export function isUndoing(record: FindingRecord, { now }: Pick<Ports, 'now'>): boolean {
  return record.undoing !== undefined && record.approval === undefined && isHeld(record, now());
}

/** How a finding rests whose undo is not over. */
interface Pending {
  readonly record: FindingRecord;
  readonly settlement: Settlement;
  /** It is given up, because somebody has changed the resource: where the resource passes, that is all. */
  readonly isGivenUp: boolean;
}

/**
 * An undo that was interrupted waits for the person who asked for it: a pass may change what it remediates, and has no
 * permission to take it back. What is left stays known, and the ticket says it, unless it is a dry run,
 * which opens none.
 * @throws LeaseLostError when another worker took over.
 */
export async function pendingUndo(ports: Ports, lease: Lease, record: FindingRecord): Promise<Pending> {
  const by = record.undoing?.by ?? '';
  const refusal = await whyNot(ports, record);
  const calls = undoCalls(record);
  const left = `run ${quotedCommand('undo', record.id)} (or choose its action in Security Hub) again to do what is left: ${calls.map(({ call }) => call).join(', then ')}`;
  const because = `the undo that ${by} asked for is not over: ${refusal?.because ?? left}`;
  const quiet: Settlement | undefined = isDry(record.rule, ports.settings)
    ? { outcome: 'observed', because: `dry run: ${because}`, retryMs: hour }
    : undefined;
  const settlement = quiet ?? asPending(because, record.undoing?.since ?? ports.now(), ports.now());
  if (refusal?.isChanged !== true) return { record, settlement, isGivenUp: false };
  const { undoing: _, ...givenUp } = record;
  await ports.ledger.save(lease, givenUp, { at: ports.now(), event: 'undo given up', by, detail: because });
  return {
    record: givenUp,
    settlement: quiet ?? { outcome: 'ticketed', because, ticket: true },
    isGivenUp: true,
  };
}

/** Whoever asked goes on with it as soon as AWS lets them: a notebook takes minutes to stop. */
function asPending(because: string, since: string, now: string): Settlement {
  const told = later(since, halfAnHour);
  return now < told
    ? { outcome: 'acting', because, followUpMs: msUntil(told, now) }
    : { outcome: 'ticketed', because, ticket: true, retryMs: hour };
}
