import type { FindingRecord } from '../model/ledger';
import type { Ports } from '../model/ports';
import { whyOtherPlan } from './stale-requests';
import { day, later } from './time';

/** What an operator's request came to. */
export type Operated =
  | { readonly status: 'done'; readonly record: FindingRecord }
  /** `isBegun`: it has begun and what stood in the way ends by itself: the same again continues it.
   * `isHeld`: another worker has the finding at the moment. */
  | {
      readonly status: 'refused';
      readonly because: string;
      readonly isBegun?: true;
      readonly isLeased?: true;
    };

/** How long an exemption granted by a click lasts. */
const exemptionMs = 30 * day;

/**
 * Approves the plan that was last shown for a finding: exactly those steps. When the plan has changed by the time it
 * is performed, approval is asked again; so it is when it was shown only after `chosenAt`, when the person approved. Steps
 * that destroy data are approved only with `dataLoss`. The caller runs a pass over the resource afterwards.
 */
export async function approve(
  ports: Ports,
  id: string,
  by: string,
  options: { readonly dataLoss: boolean; readonly chosenAt?: string } = { dataLoss: false },
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
      const other = whyOtherPlan(record, options.chosenAt);
      if (other !== undefined) return other;
      return { ...record, approval: { by, at: ports.now(), steps } };
    },
  );
}

/** Until when somebody exempted who chose it then: 30 days from that, which may be over. */
function exemptUntil(now: string, chosenAt = now): string {
  return later(Date.parse(chosenAt) < Date.parse(now) ? chosenAt : now, exemptionMs);
}

/** Exempts a finding for 30 days from when it was chosen. It shows as exempt, with who did it, in every channel. */
export async function exempt(
  ports: Ports,
  id: string,
  by: string,
  reason: string,
  chosenAt?: string,
): Promise<Operated> {
  const until = exemptUntil(ports.now(), chosenAt);
  if (until <= ports.now()) return { status: 'refused', because: `the exemption was over at ${until}` };
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

/**
 * Only a record is written, so a worker that crashes here blocks others for 30 seconds at most: Lambda's next attempt,
 * after a minute, gets the lease.
 */
const amendMs = 30_000;

/** Changes a finding's record under its lease. `change` returns the new record, or the reason to refuse. */
async function amend(
  ports: Ports,
  id: string,
  by: string,
  event: string,
  describe: (record: FindingRecord) => string,
  change: (record: FindingRecord) => FindingRecord | string,
): Promise<Operated> {
  const opened = await ports.ledger.open(id, ports.holder, amendMs);
  if (opened === 'leased') return leasedByAnother(id);
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

/** The answer to a request about a finding whose lease another worker has. */
export function leasedByAnother(id: string): Operated {
  return {
    status: 'refused',
    because: `${id} is being handled right now; try again in a minute`,
    isLeased: true,
  };
}
