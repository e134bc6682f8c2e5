import type { FindingRecord } from '../../core/model/ledger';
import type { Left } from './state';
import { type FaultWork, type FaultWorld } from './world';
import { hour } from '../../core/engine/time';

/** Far more than any way to the end has invocations: two days of sweeps among them. */
const maxInvocations = 400;

/** How far to let a world live. */
interface Until {
  /** What it has to come to; absent: until nothing is left to do. */
  readonly clean?: Left | undefined;
  /** Not longer than until then, in the account's ms. */
  readonly at?: number;
}

/**
 * Lets time go by until the finding has come to its end: messages, follow-ups, redeliveries, sweeps every hour, and a
 * person who approves what is asked.
 * @param first what to begin with
 * @param isKnown asked before each invocation but the first, whether what follows is known already
 * @returns whether it is
 */
export async function live(
  world: FaultWorld,
  until: Until,
  first: FaultWork | undefined,
  isKnown: (work: FaultWork) => Promise<boolean>,
): Promise<boolean> {
  let last: Last | undefined;
  for (let count = 0; count < maxInvocations; count += 1) {
    const work = count === 0 && first !== undefined ? first : await next(world, until, last);
    if (work === undefined) return false;
    if (work !== first && (await isKnown(work))) return true;
    const isDone = await world.perform(work);
    // What happened during the first one is for a later sweep to see.
    last = work === first ? undefined : { kind: work.kind, isDone };
  }
  throw new Error('it does not come to its end');
}

interface Last {
  readonly kind: FaultWork['kind'];
  readonly isDone: boolean;
}

/** What happens next, and lets the time go by until then; `undefined` at the end. */
async function next(
  world: FaultWorld,
  { clean, at = Infinity }: Until,
  last: Last | undefined,
): Promise<FaultWork | undefined> {
  const { clock } = world.sandbox;
  const work = await world.nextWork();
  if (work !== undefined) return work;
  const record = await world.record();
  // One who was refused tries again when an hour has gone by.
  if (world.isAsking(record) && last?.kind !== 'approval') return { kind: 'approval', at: world.now() };
  // A ticket system that refused is asked again after an hour.
  const isNotified = clean?.record?.ticket?.open !== true || record?.ticket?.open === true;
  const isAtEnd = clean !== undefined && record?.outcome === clean.record?.outcome && isNotified;
  if (isAtEnd && record?.unpublished !== true) return undefined;
  const now = clock.now();
  if (now >= at) return undefined;
  let retryAt = dueAt(record);
  // A sweep that had nothing to hand over: what is left is due later, if it is not this finding but the account's.
  if (last?.kind === 'sweep' && last.isDone && retryAt <= now) {
    const due = (await world.ledger.list()).map(dueAt).filter((one) => one > now);
    if (due.length === 0) return undefined;
    retryAt = Math.min(...due);
  }
  await clock.advance(Math.max(hour, Math.min(retryAt - now, at - now)));
  await world.untilTick();
  return { kind: 'sweep' };
}

/** When a finding is to be looked at anew (ms); 0: at any time. */
function dueAt(record: Pick<FindingRecord, 'retryAt'> | undefined): number {
  return record?.retryAt === undefined ? 0 : Date.parse(record.retryAt);
}
