import type { Approval, FindingRecord } from '../model/ledger';
import type { Ports } from '../model/ports';
import type { Episode } from './stages';

/**
 * Whether a ticket shows a plan that somebody may approve in the ticket itself. Steps that destroy data are never
 * approved there.
 */
export function asksInTicket(
  record: FindingRecord | undefined,
  { settings }: Pick<Ports, 'settings'>,
): record is FindingRecord & { readonly ticket: NonNullable<FindingRecord['ticket']> } {
  return (
    settings.tickets.approvedBy !== 'none' &&
    record?.ticket?.open === true &&
    record.ticket.id !== '' &&
    record.approval === undefined &&
    (record.outcome === 'awaiting-approval' || record.outcome === 'contained') &&
    approvable(record).length > 0
  );
}

/**
 * The approval found in the ticket, if any, or the error of reading it. After an error handling goes on, and the
 * ticket is read again later.
 */
export interface TicketAnswer {
  readonly consent?: Approval;
  readonly error?: unknown;
}

/** The approval of exactly the plan that the ticket shows, if somebody approved it there. */
export async function approvalInTicket(
  ports: Pick<Ports, 'settings' | 'tickets' | 'now'>,
  record: FindingRecord | undefined,
): Promise<TicketAnswer> {
  if (!asksInTicket(record, ports)) return {};
  try {
    const given = await ports.tickets.approval(record.ticket);
    if (given === undefined) return {};
    return { consent: { by: given.by, at: ports.now(), steps: approvable(record) } };
  } catch (error) {
    return { error };
  }
}

/** Records that the plan was approved in the ticket. */
export async function approved(work: Episode, approval: Approval): Promise<Episode> {
  const { ports, lease } = work;
  const record = { ...work.record, approval };
  const detail = `the plan that ${record.ticket?.id ?? 'the ticket'} showed`;
  await ports.ledger.save(lease, record, { at: ports.now(), event: 'approved', by: approval.by, detail });
  return { ...work, record };
}

function approvable({ shown }: FindingRecord): readonly string[] {
  return shown.filter(({ approval }) => approval !== 'data-loss').map(({ fingerprint }) => fingerprint);
}
