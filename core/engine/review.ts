import type { Finding } from '../model/finding';
import type { GivenApproval, Ports, Tickets } from '../model/ports';
import type { ResourceRef } from '../model/resource';
import { deletedResources } from './deleted-resources';
import { inLightOf, judgeScope } from './judge';
import { countPopulations } from './limits';
import { knownRecords } from './record';
import { type Scope, widened } from './scope';
import { asksInTicket } from './ticket-approval';
import { hour, minute, msUntil } from './time';
import { isUnchanged } from './unchanged';

/** The result of a review: every finding, and the resources that the engine should handle. */
export interface Review {
  readonly findings: readonly Finding[];
  readonly toHandle: readonly ResourceRef[];
  /** Settled findings that are due within the next hour, to be handled then and not only at the next sweep. */
  readonly due: readonly { readonly ref: ResourceRef; readonly afterMs: number; readonly because: string }[];
  /** Findings in the ledger about resources that no longer exist. */
  readonly gone: readonly Finding[];
  /** The error, if approvals in tickets could not be read. */
  readonly ticketError?: unknown;
}

/** The time from one sweep to the next, with a margin. */
const sweepMs = hour + 5 * minute;

/**
 * Evaluates a scope and reports what has changed, without acting: for triggers that only watch (AWS Config, the
 * sweep) and leave failures to a later pass.
 */
export async function review(
  ports: Pick<Ports, 'rules' | 'gather' | 'settings' | 'now' | 'ledger' | 'tickets'>,
  over: Scope,
): Promise<Review> {
  const scope = widened(over);
  const seen = await judgeScope(ports, scope);
  const known = await knownRecords(ports, seen.judged, scope);
  if (scope === 'account') await countPopulations(ports, seen);
  const findings: Finding[] = [];
  const toHandle: ResourceRef[] = [];
  const due: Review['due'][number][] = [];
  // Only a sweep asks the ticket system; between sweeps its events report approvals.
  let ticketError: unknown;
  const approved = scope === 'account' ? approvedTickets(ports, (error) => (ticketError = error)) : undefined;
  for (const judged of seen.judged) {
    const record = await known(judged.id);
    const found = inLightOf(judged, record, ports);
    const { finding } = found;
    findings.push(finding);
    const now = ports.now();
    const isApproved = asksInTicket(record, ports) && (await approved?.())?.has(record.ticket.id) === true;
    if (isApproved || record?.unpublished === true || !isUnchanged(found, record, now))
      toHandle.push(finding.resource);
    else if (record?.retryAt !== undefined && msUntil(record.retryAt, now) <= sweepMs)
      due.push({
        ref: refOf(finding.resource),
        afterMs: msUntil(record.retryAt, now),
        because: record.because,
      });
  }
  const deleted = await deletedResources(ports, seen);
  const gone = deleted.map((judged) => inLightOf(judged, undefined, ports).finding);
  toHandle.push(...gone.map(({ resource }) => resource));
  const failed = ticketError === undefined ? {} : { ticketError };
  return { findings, gone, toHandle: toHandle.map(refOf), due, ...failed };
}

/**
 * The tickets that somebody approved. They are read once, and only if some finding waits for an approval. Empty when
 * the ticket system does not answer: the rest of a sweep does not depend on it, and the next sweep asks again.
 */
function approvedTickets(
  { tickets }: Pick<Ports, 'tickets'>,
  failed: (error: unknown) => void,
): () => ReturnType<Tickets['approved']> {
  let answer: ReturnType<Tickets['approved']> | undefined;
  return () =>
    (answer ??= tickets.approved().catch((error: unknown) => {
      failed(error);
      return new Map<string, GivenApproval>();
    }));
}

function refOf({ type, id }: ResourceRef): ResourceRef {
  return { type, id };
}
