import { findingDigest, stepsOf, type Finding } from '../finding';
import type { FindingRecord, TicketRef } from '../ledger';
import { ChannelOffError } from '../ports';
import { stepFingerprint } from '../plan';
import { ticketText } from '../ticket-text';
import { shownSince } from './choice';
import { hour, later, refreshMs, type Settlement, type Work } from './context';

/** A settled finding, and what its ticket system refused this time: the rest does not wait for it. */
export interface Settled {
  readonly record: FindingRecord;
  readonly error?: unknown;
}

/**
 * Writes down how a finding came to rest, which ends its lease, and keeps its ticket in step; the pass publishes it
 * afterwards. Everything here is an upsert, so that a pass that dies in the middle is completed by the next.
 */
export async function settle(
  work: Work,
  finding: Finding,
  before: FindingRecord,
  settlement: Settlement,
): Promise<Settled> {
  const { ports, lease, origin } = work;
  const now = ports.now();
  const settled = settledRecord(finding, before, settlement, now);
  if (settlement.ticket === true && before.ticket?.open !== true)
    await ports.ledger.save(lease, { ...settled, ticket: opening, retryAt: now });
  const { ticket: attempted, error } = await attempt(
    () => keepTicket(work, finding, settled, settlement),
    // It may have been opened although nobody answered.
    settlement.ticket === true && before.ticket?.open !== true ? opening : before.ticket,
  );
  // Delivering the message again would not help: what Security Hub shows has to do until the ticket system takes it.
  const off = error instanceof ChannelOffError ? error : undefined;
  const ticket = off === undefined ? attempted : before.ticket;
  const record: FindingRecord = {
    ...settled,
    ...(ticket === undefined ? {} : { ticket }),
    // Security Hub shows whether somebody was told.
    ...(isNewTicket(ticket, before.ticket)
      ? { updatedAt: newer(now, settled.updatedAt), unpublished: true }
      : {}),
    // Not at rest before it has its ticket.
    ...(error === undefined
      ? {}
      : off === undefined
        ? { retryAt: now, unpublished: true }
        : { retryAt: sooner(settled.retryAt, later(now, hour)) }),
  };
  const entry = {
    at: now,
    event: settlement.outcome,
    by: origin.description,
    detail: settlement.because,
    seen: `${finding.status}: ${finding.message}`,
    ...(work.decided === undefined || work.decided === settlement.because ? {} : { decided: work.decided }),
  };
  await ports.ledger.save(lease, record, entry, 'release');
  if (settlement.followUpMs !== undefined) {
    await ports.followUp(finding.resource, settlement.followUpMs, settlement.because);
    ports.tell({ type: 'waiting', finding, because: settlement.because, forMs: settlement.followUpMs });
  }
  if (settlement.limit !== undefined)
    ports.tell({ type: 'limited', finding, limit: settlement.limit, because: settlement.because });
  if (off !== undefined)
    ports.tell({
      type: 'channel-off',
      channel: off.channel,
      because: off.message,
      isAbsent: off.isAbsent,
      waiting: 1,
    });
  ports.tell({ type: 'settled', finding, record });
  return error === undefined || off !== undefined ? { record } : { record, error };
}

function isNewTicket(now: TicketRef | undefined, before: TicketRef | undefined): boolean {
  return now?.open === true && (before?.open !== true || before.id !== now.id);
}

/** Channels ignore an update that is not newer than the one before. */
function newer(now: string, before: string): string {
  return now > before ? now : later(before, 1);
}

function sooner(one: string | undefined, other: string): string {
  return one !== undefined && one < other ? one : other;
}

function settledRecord(
  finding: Finding,
  before: FindingRecord,
  settlement: Settlement,
  now: string,
): FindingRecord {
  const { outcome, because, changes, retryMs } = settlement;
  const { retryAt: _, approval, unknownSince, ...kept } = { ...before, ...changes };
  const digest = findingDigest(finding);
  const shown = stepsOf(finding).map((step) => ({
    fingerprint: stepFingerprint(step),
    approval: step.approval,
  }));
  const isNews =
    outcome !== before.outcome ||
    digest !== before.digest ||
    because !== before.because ||
    now >= later(before.updatedAt, refreshMs);
  return {
    ...kept,
    status: outcome === 'gone' ? 'not-applicable' : finding.status,
    outcome,
    severity: finding.severity,
    message: outcome === 'gone' ? because : finding.message,
    because,
    digest,
    shown,
    shownAt: shownSince(before, shown, now),
    ...(approval !== undefined && isUnderWay(outcome) ? { approval } : {}),
    ...(outcome === 'unknown' ? { unknownSince: unknownSince ?? now } : {}),
    ...(retryMs === undefined ? {} : { retryAt: later(now, retryMs) }),
    ...(['passing', 'fixed', 'gone'].includes(outcome) ? { passedAt: now } : {}),
    ...(isNews ? { updatedAt: newer(now, before.updatedAt) } : {}),
    ...(isNews || before.unpublished === true ? { unpublished: true } : {}),
  };
}

/** An approval is used up when what it allowed is over, has failed, or is not the plan any more. */
function isUnderWay(outcome: Settlement['outcome']): boolean {
  return outcome === 'acting' || outcome === 'unknown' || outcome === 'grace';
}

async function attempt(
  work: () => Promise<TicketRef | undefined>,
  known: TicketRef | undefined,
): Promise<{ readonly ticket: TicketRef | undefined; readonly error?: unknown }> {
  try {
    return { ticket: await work() };
  } catch (error) {
    return { ticket: known, error };
  }
}

/**
 * Stands for a ticket that is being opened, so that one that was opened right before a crash is still known of, and
 * closed when its finding is over.
 */
const opening: TicketRef = { channel: '', id: '', open: true, digest: '' };

/** One ticket a finding: raised when a person is needed, updated while open, closed when the finding is over. */
async function keepTicket(
  { ports, rule }: Work,
  finding: Finding,
  record: FindingRecord,
  settlement: Settlement,
): Promise<TicketRef | undefined> {
  const isLost = record.ticket?.open === true && record.ticket.id === opening.id;
  const known = isLost ? undefined : record.ticket;
  const text = ticketText(rule.meta, finding, record, settlement.because, ports.settings);
  if (settlement.ticket === true) {
    const ticket = await ports.tickets.raise(text, known);
    if (ticket.id !== known?.id || ticket.digest !== known.digest)
      ports.tell({ type: 'ticketed', finding, ticket });
    return ticket;
  }
  const finished = isOver(settlement.outcome) || settlement.outcome === 'exempt';
  // The ticket system knows whether there is one: raising it finds it.
  if (isLost && finished)
    return ports.tickets.close(
      await ports.tickets.raise(text, undefined),
      `${settlement.outcome}: ${settlement.because}`,
    );
  if (known?.open === true && finished)
    return ports.tickets.close(known, `${settlement.outcome}: ${settlement.because}`);
  return known;
}

function isOver(outcome: Settlement['outcome']): boolean {
  return outcome === 'fixed' || outcome === 'passing' || outcome === 'gone';
}
