import type { FindingRecord } from '../model/ledger';
import type { Ports } from '../model/ports';
import { isRefused, type Refused, refused } from '../model/refused';
import { whyOtherPlan } from './stale-requests';
import { day, later } from './time';

/** The result of an operator's request. */
export type Operated =
  | { readonly status: 'done'; readonly record: FindingRecord }
  /**
   * `isBegun`: the request was carried out in part, and the obstacle goes away by itself: the same request again
   * continues it. `isLeased`: another worker has the finding at the moment.
   */
  | (Refused & { readonly isBegun?: true; readonly isLeased?: true });

/** How long an exemption that was chosen in Security Hub lasts. */
const exemptionMs = 30 * day;

/**
 * Approves the plan that was last shown for a finding: exactly those steps. If the plan changes before it is
 * performed, or had already changed when the person approved (`chosenAt`), approval is asked for again. Steps that
 * destroy data are approved only with `dataLoss`. The caller runs a pass over the resource afterwards.
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
      if (steps.length === 0) return refused(`there is no plan to approve for ${id}: ${record.because}`);
      const other = whyOtherPlan(record, options.chosenAt);
      if (other !== undefined) return refused(other);
      return { ...record, approval: { by, at: ports.now(), steps } };
    },
  );
}

/** When an exemption ends: 30 days after it was chosen, which may already be in the past. */
function exemptUntil(now: string, chosenAt = now): string {
  return later(Date.parse(chosenAt) < Date.parse(now) ? chosenAt : now, exemptionMs);
}

/**
 * Exempts a finding for 30 days from when the person chose it. It is reported as exempt, with that person's name, in
 * every channel.
 */
export async function exempt(
  ports: Ports,
  id: string,
  by: string,
  reason: string,
  chosenAt?: string,
): Promise<Operated> {
  const until = exemptUntil(ports.now(), chosenAt);
  if (until <= ports.now()) return refused(`the exemption was over at ${until}`);
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
 * Only a record is written under this lease, so a worker that crashes here blocks others for at most 30 seconds:
 * Lambda's next attempt, a minute later, gets the lease.
 */
const amendMs = 30_000;

/** Changes a finding's record under its lease, unless `change` refuses. */
async function amend(
  ports: Ports,
  id: string,
  by: string,
  event: string,
  describe: (record: FindingRecord) => string,
  change: (record: FindingRecord) => FindingRecord | Refused,
): Promise<Operated> {
  const opened = await ports.ledger.open(id, ports.holder, amendMs);
  if (opened === 'leased') return leasedByAnother(id);
  try {
    if (opened.record === undefined) return refused(`there is no finding ${id}`);
    const changed = change(opened.record);
    if (isRefused(changed)) return changed;
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
  return { ...refused(`${id} is being handled right now; try again in a minute`), isLeased: true };
}
