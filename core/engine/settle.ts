import { findingDigest, stepsOf, type Finding } from '../model/finding';
import type { FindingRecord } from '../model/ledger';
import { ChannelOffError } from '../model/ports';
import { canonicalJson, stepFingerprint } from '../model/plan';
import type { Settling, Settlement } from './stages';
import { isNewTicket, keepTicket, ticketBeingOpened, opensTicket } from './ticket';
import { hour, later } from './time';
import { refreshMs } from './unchanged';

/** A settled finding, and what its ticket system refused this time: the rest does not wait for it. */
export interface Settled {
  readonly record: FindingRecord;
  readonly error?: unknown;
}

/**
 * Writes down how a finding came to rest, which ends its lease, and keeps its ticket in step; the pass publishes it
 * afterwards. Everything here is an upsert, so that a pass that dies in the middle is completed by the next.
 */
export async function settle(settling: Settling): Promise<Settled> {
  const { ports, lease, attribution: origin, finding, record: before, settlement, decided } = settling;
  const now = ports.now();
  const settled = settledRecord(finding, before, settlement, now);
  if (opensTicket(settling))
    await ports.ledger.save(lease, { ...settled, ticket: ticketBeingOpened, retryAt: now });
  const { ticket: attempted, error } = await keepTicket(settling, settled);
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
    ...(decided === undefined || decided === settlement.because ? {} : { decided }),
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
    ...(approval !== undefined && isInProgress(outcome) ? { approval } : {}),
    ...(outcome === 'unknown' ? { unknownSince: unknownSince ?? now } : {}),
    ...(retryMs === undefined ? {} : { retryAt: later(now, retryMs) }),
    ...(['passing', 'fixed', 'gone'].includes(outcome) ? { passedAt: now } : {}),
    ...(isNews ? { updatedAt: newer(now, before.updatedAt) } : {}),
    ...(isNews || before.unpublished === true ? { unpublished: true } : {}),
  };
}

/** Since when the plan that is shown is shown. */
function shownSince(
  before: Pick<FindingRecord, 'shown' | 'shownAt' | 'updatedAt'>,
  shown: FindingRecord['shown'],
  now: string,
): string {
  return canonicalJson(shown) === canonicalJson(before.shown) ? (before.shownAt ?? before.updatedAt) : now;
}

/** An approval is used up when what it allowed is over, has failed, or is not the plan any more. */
function isInProgress(outcome: Settlement['outcome']): boolean {
  return outcome === 'acting' || outcome === 'unknown' || outcome === 'grace';
}
