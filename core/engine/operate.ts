import type { FindingRecord } from '../ledger';
import type { Ports } from '../ports';
import { day, later } from './context';

/** What an operator's request came to. */
export type Operated =
  | { readonly status: 'done'; readonly record: FindingRecord }
  /** `isBegun`: it has begun and what stood in the way ends by itself: the same again continues it. */
  | { readonly status: 'refused'; readonly because: string; readonly isBegun?: true };

/** How long an exemption granted by a click lasts. */
export const exemptionMs = 30 * day;

/**
 * Approves the plan that was last shown for a finding: exactly those steps. When the plan has changed by the time it
 * is performed, approval is asked again. Steps that destroy data are approved only with `dataLoss`. The caller runs a pass over the resource afterwards.
 */
export async function approve<Clients>(
  ports: Ports<Clients>,
  id: string,
  by: string,
  options: { readonly dataLoss: boolean } = { dataLoss: false },
): Promise<Operated> {
  return amend(
    ports,
    id,
    by,
    'approved',
    ({ approval }) => (approval?.steps ?? []).join('; '),
    (record) => {
      const steps = record.shown
        .filter(({ approval }) => approval !== 'data-loss' || options.dataLoss)
        .map(({ fingerprint }) => fingerprint);
      if (steps.length === 0) return `there is no plan to approve for ${id}: ${record.because}`;
      return { ...record, approval: { by, at: ports.now(), steps } };
    },
  );
}

/** Exempts a finding for 30 days. It shows as exempt, with who did it, in every channel. */
export async function exempt<Clients>(
  ports: Ports<Clients>,
  id: string,
  by: string,
  reason: string,
): Promise<Operated> {
  const until = later(ports.now(), exemptionMs);
  return amend(
    ports,
    id,
    by,
    'exempted',
    () => `until ${until}: ${reason}`,
    (record) => ({
      ...record,
      exemption: { rule: record.rule, resource: record.resource.id, until, owner: by, reason },
    }),
  );
}

/** Changes a finding's record under its lease. `change` returns the new record, or the reason to refuse. */
async function amend<Clients>(
  ports: Ports<Clients>,
  id: string,
  by: string,
  event: string,
  describe: (record: FindingRecord) => string,
  change: (record: FindingRecord) => FindingRecord | string,
): Promise<Operated> {
  const opened = await ports.ledger.open(id, ports.holder);
  if (opened === 'held')
    return { status: 'refused', because: `${id} is being handled right now; try again in a minute` };
  try {
    if (opened.record === undefined) return { status: 'refused', because: `there is no finding ${id}` };
    const changed = change(opened.record);
    if (typeof changed === 'string') return { status: 'refused', because: changed };
    await ports.ledger.save(opened.lease, changed, {
      at: ports.now(),
      event,
      by,
      detail: describe(changed),
    });
    return { status: 'done', record: changed };
  } finally {
    await ports.ledger.release(opened.lease);
  }
}
