import { findingDigest, stepsOf, type Finding } from '../model/finding';
import type { FindingRecord } from '../model/ledger';
import { ChannelOffError } from '../model/ports';
import { canonicalJson, stepFingerprint } from '../model/plan';
import type { Settling, Settlement } from './stages';
import { isNewTicket, keepTicket, ticketBeingOpened, opensTicket } from './ticket';
import { hour, later } from './time';
import { refreshMs } from './unchanged';

/** A settled finding, and the error of the ticket system if its ticket could not be updated. */
export interface Settled {
  readonly record: FindingRecord;
  readonly error?: unknown;
}

/**
 * Stores how handling a finding ended, which also ends its lease, and updates its ticket; the pass publishes it
 * afterwards. Every write is an upsert, so that the next pass completes one that crashed here.
 */
export async function settle(settling: Settling): Promise<Settled> {
  const { ports, lease, attribution, finding, record: before, settlement, decided } = settling;
  const now = ports.now();
  const settled = settledRecord(finding, before, settlement, now);
  if (opensTicket(settling))
    await ports.ledger.save(lease, { ...settled, ticket: ticketBeingOpened, retryAt: now });
  const { ticket: attempted, error } = await keepTicket(settling, settled);
  // Delivering the message again would not help: until the ticket system accepts tickets, Security Hub alone shows
  // the finding.
  const off = error instanceof ChannelOffError ? error : undefined;
  const ticket = off === undefined ? attempted : before.ticket;
  const record: FindingRecord = {
    ...settled,
    ...(ticket === undefined ? {} : { ticket }),
    // Security Hub shows whether there is a ticket.
    ...(isNewTicket(ticket, before.ticket)
      ? { updatedAt: newer(now, settled.updatedAt), unpublished: true }
      : {}),
    // The finding is not settled before it has its ticket.
    ...(error === undefined
      ? {}
      : off === undefined
        ? { retryAt: now, unpublished: true }
        : { retryAt: sooner(settled.retryAt, later(now, hour)) }),
  };
  const entry = {
    at: now,
    event: settlement.outcome,
    by: attribution.description,
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

/** Channels ignore an update whose time is not later than that of the previous one. */
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
  const hasChanged =
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
    ...(hasChanged ? { updatedAt: newer(now, before.updatedAt) } : {}),
    ...(hasChanged || before.unpublished === true ? { unpublished: true } : {}),
  };
}

/** When the plan that is shown now was first shown. */
function shownSince(
  before: Pick<FindingRecord, 'shown' | 'shownAt' | 'updatedAt'>,
  shown: FindingRecord['shown'],
  now: string,
): string {
  return canonicalJson(shown) === canonicalJson(before.shown) ? (before.shownAt ?? before.updatedAt) : now;
}

/** An approval is used up when the steps that it allowed are done or have failed, or when the plan has changed. */
function isInProgress(outcome: Settlement['outcome']): boolean {
  return outcome === 'acting' || outcome === 'unknown' || outcome === 'grace';
}
