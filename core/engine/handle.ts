import type { Approval, FindingRecord } from '../model/ledger';
import type { Ports, Trigger } from '../model/ports';
import { act } from './act';
import { claim } from './claim';
import { whatToDo } from './decide';
import { inLightOf } from './judge';
import { pendingUndo } from './pending-undo';
import { inEpisode } from './record';
import { refresh } from './refresh';
import { settle } from './settle';
import type { Claimed, Handled, Judged, Settling } from './stages';
import { approvalInTicket, approved } from './ticket-approval';
import { isUnchanged } from './unchanged';

/**
 * Handles one judged subject. If nothing has changed, nothing is done; otherwise claim, refresh, decide, act if
 * decided, and settle.
 * @param known the ledger record as it was read before the lease was taken; under the lease it is read again
 */
export async function handle(
  ports: Ports,
  trigger: Trigger,
  judged: Judged,
  known: FindingRecord | undefined,
): Promise<Handled> {
  const found = inLightOf(judged, known, ports);
  const { finding } = found;
  ports.tell({ type: 'judged', finding });
  const { consent, ...failed } = await approvalInTicket(ports, known);
  if (consent === undefined && isUnchanged(found, known, ports.now()))
    return { kind: 'unchanged', finding, record: known, ...failed };

  const claimed = await claim(ports, trigger, found);
  if (claimed === undefined) return { kind: 'busy', finding };
  const { lease } = claimed;
  try {
    const fresh = await refresh(claimed);
    // The approval is for the plan that the ticket showed, so it counts only while the record is the same.
    const approval = fresh.record?.updatedAt === known?.updatedAt ? consent : undefined;
    if (approval === undefined && isUnchanged(fresh, fresh.record, ports.now())) {
      await ports.ledger.release(lease);
      return { kind: 'unchanged', finding: fresh.finding, record: fresh.record, ...failed };
    }
    const settling = await runStages(fresh, approval);
    return { kind: 'settled', finding: settling.finding, ...failed, ...(await settle(settling)) };
  } catch (error) {
    await ports.ledger.release(lease);
    throw error;
  }
}

/** Decides, and acts if that was the decision. */
async function runStages(claimed: Claimed, approval: Approval | undefined): Promise<Settling> {
  // A new approval overrules an unfinished undo.
  const pending = approval === undefined ? await pendingUndo(claimed) : { open: claimed };
  if ('settlement' in pending) return pending;
  const work = inEpisode(pending.open);
  const next = whatToDo(approval === undefined ? work : await approved(work, approval));
  return 'settlement' in next ? next : act(next);
}
