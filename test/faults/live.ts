import type { FindingRecord } from '../../core/model/ledger';
import type { Left } from './state';
import { type FaultWork, type FaultWorld } from './world';
import { hour } from '../../core/engine/time';

/** A limit well above the invocations of any run, which include two days of sweeps. */
const maxInvocations = 400;

/** When to stop a world. */
interface Until {
  /** The state to reach; absent: until nothing is left to do. */
  readonly clean?: Left | undefined;
  /** The latest time, in the account's ms. */
  readonly at?: number;
}

/**
 * Advances time until the finding is settled: messages, follow-ups, redeliveries, hourly sweeps, and a person who
 * approves what is shown.
 * @param first the first invocation
 * @param isKnown called before each later invocation: whether the rest of the run is known already
 * @returns whether the rest is known
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
    // A later sweep has to see what happened during the first invocation.
    last = work === first ? undefined : { kind: work.kind, isDone };
  }
  throw new Error('the run does not end');
}

interface Last {
  readonly kind: FaultWork['kind'];
  readonly isDone: boolean;
}

/** The next invocation, after time was advanced to it; `undefined` at the end. */
async function next(
  world: FaultWorld,
  { clean, at = Infinity }: Until,
  last: Last | undefined,
): Promise<FaultWork | undefined> {
  const { clock } = world.sandbox;
  const work = await world.nextWork();
  if (work !== undefined) return work;
  const record = await world.record();
  // A person whose approval was refused tries again after an hour.
  if (world.isAsking(record) && last?.kind !== 'approval') return { kind: 'approval', at: world.now() };
  // Palisade tries a ticket system that refused again after an hour.
  const isNotified = clean?.record?.ticket?.open !== true || record?.ticket?.open === true;
  const isAtEnd = clean !== undefined && record?.outcome === clean.record?.outcome && isNotified;
  if (isAtEnd && record?.unpublished !== true) return undefined;
  const now = clock.now();
  if (now >= at) return undefined;
  let retryAt = dueAt(record);
  // The sweep had nothing to enqueue: what is left is due later, or belongs to the account and not to this finding.
  if (last?.kind === 'sweep' && last.isDone && retryAt <= now) {
    const due = (await world.ledger.list()).map(dueAt).filter((one) => one > now);
    if (due.length === 0) return undefined;
    retryAt = Math.min(...due);
  }
  await clock.advance(Math.max(hour, Math.min(retryAt - now, at - now)));
  await world.untilTick();
  return { kind: 'sweep' };
}

/** When a finding is due for another pass (ms); 0: at any time. */
function dueAt(record: Pick<FindingRecord, 'retryAt'> | undefined): number {
  return record?.retryAt === undefined ? 0 : Date.parse(record.retryAt);
}
