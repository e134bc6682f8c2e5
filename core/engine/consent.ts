import type { Approval, FindingRecord } from '../ledger';
import type { Ports } from '../ports';

/** Whether a ticket shows a plan that somebody may approve in it. Destroying data is never approved that way. */
export function asksInTicket(
  record: FindingRecord | undefined,
  { settings }: Pick<Ports<unknown>, 'settings'>,
): record is FindingRecord & { readonly ticket: NonNullable<FindingRecord['ticket']> } {
  return (
    settings.tickets.approvedBy !== 'none' &&
    record?.ticket?.open === true &&
    record.approval === undefined &&
    (record.outcome === 'awaiting-approval' || record.outcome === 'contained') &&
    approvable(record).length > 0
  );
}

/** The approval of exactly the plan that the ticket shows, where somebody gave it there. */
export async function approvalInTicket<Clients>(
  ports: Ports<Clients>,
  record: FindingRecord | undefined,
): Promise<Approval | undefined> {
  if (!asksInTicket(record, ports)) return undefined;
  const given = await ports.tickets.approval(record.ticket);
  return given === undefined ? undefined : { by: given.by, at: ports.now(), steps: approvable(record) };
}

function approvable({ shown }: FindingRecord): readonly string[] {
  return shown.filter(({ approval }) => approval !== 'data-loss').map(({ fingerprint }) => fingerprint);
}
