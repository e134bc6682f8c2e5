import { findingDigest, stepsOf, type Finding } from '../finding';
import type { FindingRecord, TicketRef } from '../ledger';
import { stepFingerprint } from '../plan';
import { ticketText } from '../ticket-text';
import { later, type Settlement, type Work } from './context';

/**
 * Writes down how a finding came to rest, which ends its lease, and keeps its ticket in step; the pass publishes it
 * afterwards. Everything
 * here is an upsert, so that a pass that dies in the middle is completed by the next.
 */
export async function settle<Clients>(
  work: Work<Clients>,
  finding: Finding,
  before: FindingRecord,
  settlement: Settlement,
): Promise<FindingRecord> {
  const { ports, lease, trigger } = work;
  const now = ports.now();
  const { retryAt: _, ...kept } = before;
  const settled: FindingRecord = {
    ...kept,
    ...settlement.changes,
    status: settlement.outcome === 'gone' ? 'not-applicable' : finding.status,
    outcome: settlement.outcome,
    severity: finding.severity,
    message: settlement.outcome === 'gone' ? settlement.because : finding.message,
    because: settlement.because,
    digest: findingDigest(finding),
    shown: stepsOf(finding).map((step) => ({ fingerprint: stepFingerprint(step), approval: step.approval })),
    updatedAt: now > before.updatedAt ? now : later(before.updatedAt, 1),
    ...(settlement.retryMs === undefined ? {} : { retryAt: later(now, settlement.retryMs) }),
  };

  const ticket = await keepTicket(work, finding, settled, settlement);
  const ended = isOver(settlement.outcome) ? withoutApproval(settled) : settled;
  const changed =
    settled.outcome !== before.outcome ||
    settled.digest !== before.digest ||
    settled.because !== before.because;
  const record: FindingRecord = {
    ...ended,
    ...(ticket === undefined ? {} : { ticket }),
    ...(changed || before.unpublished === true ? { unpublished: true } : {}),
  };

  const entry = {
    at: now,
    event: settlement.outcome,
    by: trigger.description,
    detail: settlement.because,
  };
  await ports.ledger.save(lease, record, entry, 'release');
  if (settlement.followUpMs !== undefined) {
    await ports.followUp(finding.resource, settlement.followUpMs, settlement.because);
    ports.tell({ type: 'waiting', finding, because: settlement.because, forMs: settlement.followUpMs });
  }
  ports.tell({ type: 'settled', finding, record });
  return record;
}

/** One ticket a finding: raised when a person is needed, updated while open, closed when the finding is over. */
async function keepTicket<Clients>(
  { ports, rule }: Work<Clients>,
  finding: Finding,
  record: FindingRecord,
  settlement: Settlement,
): Promise<TicketRef | undefined> {
  const known = record.ticket;
  if (settlement.ticket === true) {
    const text = ticketText(rule.meta, finding, record, settlement.because);
    if (known?.open === true && known.digest === text.digest) return known;
    const ticket = await ports.tickets.raise(text, known);
    ports.tell({ type: 'ticketed', finding, ticket });
    return ticket;
  }
  const finished = isOver(settlement.outcome) || settlement.outcome === 'exempt';
  if (known?.open === true && finished)
    return ports.tickets.close(known, `${settlement.outcome}: ${settlement.because}`);
  return known;
}

function isOver(outcome: Settlement['outcome']): boolean {
  return outcome === 'fixed' || outcome === 'passing' || outcome === 'gone';
}

function withoutApproval({ approval: _, ...record }: FindingRecord): FindingRecord {
  return record;
}
