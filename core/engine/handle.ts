import { toFinding, type Finding } from '../finding';
import type { FindingRecord } from '../ledger';
import type { Ports, Trigger } from '../ports';
import type { Judgement } from '../rule';
import { approvalInTicket } from './consent';
import { minute, type Work } from './context';
import { whatToDo } from './intent';
import { type Judged, look, type Look, vanished } from './look';
import { type Origin, originOf } from './origin';
import { isUndoing, pendingUndo } from './pending-undo';
import { inLightOf, isQuiet } from './quiet';
import { inEpisode, newRecord, repaired } from './record';
import { remediate } from './remediate';
import { settle } from './settle';

/** How one finding was handled: its record, or why there is none. */
export type Handled =
  | {
      readonly kind: 'settled';
      readonly finding: Finding;
      readonly record: FindingRecord;
      /** The ticket system's refusal: the finding is settled, and its ticket is tried again. */
      readonly error?: unknown;
    }
  /** Nothing to remember, or nothing new since the last time. */
  | {
      readonly kind: 'unchanged';
      readonly finding: Finding;
      readonly record: FindingRecord | undefined;
      readonly error?: unknown;
    }
  /** Another worker has it; it will be looked at again. */
  | { readonly kind: 'busy'; readonly finding: Finding };

/**
 * Handles one judged subject: nothing when there is nothing new, otherwise decide and act under the finding's lease.
 * `known` is what the ledger held a moment ago; what counts is read again with the lease.
 */
export async function handle(
  ports: Ports,
  trigger: Trigger,
  judged: Judged,
  known: FindingRecord | undefined,
): Promise<Handled> {
  const { rule } = judged;
  const first = inLightOf(judged, known, ports);
  ports.tell({ type: 'judged', finding: first });
  const { consent, ...failed } = await approvalInTicket(ports, known);
  if (consent === undefined && isSettled(judged.judgement, first, known, ports.now()))
    return { kind: 'unchanged', finding: first, record: known, ...failed };

  const opened = await ports.ledger.open(first.id, ports.holder);
  if (opened === 'held') {
    ports.tell({ type: 'busy', finding: first });
    await ports.followUp(first.resource, minute, 'another worker has this finding');
    return { kind: 'busy', finding: first };
  }
  const { lease } = opened;
  try {
    const origin = originOf(trigger, rule.meta, first.resource);
    let stored = await mended(ports, lease, first, opened.record, origin);
    const { finding, judgement } = await upToDate(ports, judged, first, stored);
    // What is approved is what the ticket showed when it was approved.
    const isApproved = consent !== undefined && stored?.updatedAt === known?.updatedAt;
    if (!isApproved && isSettled(judgement, finding, stored, ports.now())) {
      await ports.ledger.release(lease);
      return { kind: 'unchanged', finding, record: stored, ...failed };
    }
    if (
      !isApproved &&
      stored !== undefined &&
      isUndoing(stored, ports) &&
      judgement.gone !== true &&
      finding.status !== 'exempt'
    ) {
      const pending = await pendingUndo(ports, lease, stored);
      stored = pending.record;
      if (!pending.isGivenUp || finding.status === 'fail') {
        const work: Work = { ports, rule, origin, lease, record: stored, finding, judgement };
        const settled = await settle(work, finding, stored, pending.settlement);
        return { kind: 'settled', finding, ...failed, ...settled };
      }
    }
    let record = inEpisode(stored ?? newRecord(finding, ports.now()), finding, ports.now(), origin.by);
    if (isApproved) {
      record = { ...record, approval: consent };
      const detail = `the plan that ${record.ticket?.id ?? 'the ticket'} showed`;
      await ports.ledger.save(lease, record, { at: ports.now(), event: 'approved', by: consent.by, detail });
    }
    const work: Work = { ports, rule, origin, lease, record, finding, judgement };
    const { intent, decided } = whatToDo(work);
    if (intent !== 'act')
      return {
        kind: 'settled',
        finding,
        ...failed,
        ...(await settle({ ...work, decided }, finding, record, intent)),
      };
    const result = await remediate({ ...work, decided });
    const settled = await settle(work, result.finding, result.record, result.settlement);
    return { kind: 'settled', finding: result.finding, ...failed, ...settled };
  } catch (error) {
    await ports.ledger.release(lease);
    throw error;
  }
}

/** What the ledger holds, or, where that could not be read, a new beginning that is left alone for a while. */
async function mended(
  ports: Ports,
  lease: Work['lease'],
  finding: Finding,
  stored: FindingRecord | undefined,
  origin: Origin,
): Promise<FindingRecord | undefined> {
  if (stored?.damaged === undefined) return stored;
  const because = stored.damaged;
  const record = repaired(finding, ports.now(), ports.settings.undo.hold);
  await ports.ledger.save(lease, record, {
    at: ports.now(),
    event: 'repaired',
    by: origin.description,
    detail: because,
  });
  ports.tell({ type: 'damaged', finding, because });
  return record;
}

/** Whether there is nothing to do. What is gone is over only when that is remembered, also after it was fixed. */
function isSettled(
  { gone }: Judgement,
  finding: Finding,
  record: FindingRecord | undefined,
  now: string,
): boolean {
  if (gone !== true || record === undefined) return isQuiet(finding, record, now);
  return ['gone', 'passing'].includes(record.outcome) && record.unpublished !== true;
}

/** What was judged, or judged anew when another pass has settled the finding since it was read. */
async function upToDate(
  ports: Ports,
  { rule, judgement, place, at }: Judged,
  finding: Finding,
  record: FindingRecord | undefined,
): Promise<Look> {
  if (record === undefined || record.updatedAt < at) return { finding, judgement };
  const seen = await look(ports, rule, finding.resource, record);
  if (seen !== undefined) return seen;
  const gone = vanished(finding.resource);
  return { judgement: gone, finding: toFinding(rule.meta, gone, place, finding.decision) };
}
