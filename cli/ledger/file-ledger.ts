import { parseRecord } from '../../adapters/ledger/record-schema';
import { type FindingRecord, type Lease, type Ledger, LeaseLostError } from '../../core/model/ledger';
import { changeJournal, type Journal, readJournal } from './journal';

/** How long a crashed process can keep others from a finding. */
const leaseMs = 5 * 60_000;

/** The ledger in one local file, for `apply` and `undo` without a deployed Palisade; same contract as DynamoDB's. */
export function fileLedger(path: string, now: () => string): Ledger {
  const recordOf = (journal: Journal, id: string): FindingRecord | undefined => {
    const record = journal.findings[id]?.record;
    return record === undefined ? undefined : parseRecord(id, JSON.stringify(record));
  };
  const owned = (journal: Journal, { id, fence }: Lease) => {
    const entry = journal.findings[id];
    return entry?.fence === fence ? entry : undefined;
  };

  return {
    load: (id) => readJournal(path, (journal) => recordOf(journal, id)),

    open: (id, holder, forMs = leaseMs) =>
      changeJournal(path, (journal) => {
        const at = Date.parse(now());
        const { fence, leaseUntil, record } = journal.findings[id] ?? { fence: 0, leaseUntil: 0 };
        if (leaseUntil > at) return 'leased';
        journal.findings[id] = { fence: fence + 1, leaseUntil: at + forMs, record };
        return { lease: { id, holder, fence: fence + 1 }, record: recordOf(journal, id) };
      }),

    save: async (lease, record, audit, then) => {
      const isOwned = await changeJournal(path, (journal) => {
        if (audit !== undefined) (journal.trails[lease.id] ??= []).push(audit);
        const entry = owned(journal, lease);
        if (entry === undefined) return false;
        entry.record = record;
        if (then === 'release') entry.leaseUntil = 0;
        return true;
      });
      if (!isOwned) throw new LeaseLostError(`another worker has taken over ${lease.id}`);
    },

    published: ({ id, updatedAt }) =>
      changeJournal(path, (journal) => {
        const entry = journal.findings[id];
        const record = recordOf(journal, id);
        if (entry === undefined || record === undefined) return;
        if (record.updatedAt !== updatedAt) {
          // A delayed worker has published an older state, so the newer one has to be published again.
          entry.record = { ...record, unpublished: true };
          return;
        }
        const { unpublished: _, ...kept } = record;
        entry.record = kept;
      }),

    release: (lease) =>
      changeJournal(path, (journal) => {
        const entry = owned(journal, lease);
        if (entry !== undefined) entry.leaseUntil = 0;
      }),

    list: () =>
      readJournal(path, (journal) =>
        Object.keys(journal.findings)
          .flatMap((id) => recordOf(journal, id) ?? [])
          .filter(
            ({ outcome, unpublished }) =>
              unpublished === true || (outcome !== 'passing' && outcome !== 'gone'),
          ),
      ),

    audit: (id) =>
      readJournal(path, (journal) =>
        (journal.trails[id] ?? []).toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)),
      ),

    reserve: (rule, id, at, limit) =>
      changeJournal(path, (journal) => {
        const hour = at.slice(0, 13);
        const key = `${rule} ${hour}`;
        const counted = journal.budgets[key] ?? [];
        const isCounted = counted.includes(id);
        if (limit < 1 || (counted.length >= limit && !isCounted)) return false;
        const current = Object.entries(journal.budgets).filter(([name]) => name.slice(-hour.length) >= hour);
        journal.budgets = { ...Object.fromEntries(current), [key]: isCounted ? counted : [...counted, id] };
        return true;
      }),

    reserved: (rule, at) =>
      readJournal(path, (journal) => new Set(journal.budgets[`${rule} ${at.slice(0, 13)}`])),

    population: (rule) => readJournal(path, (journal) => journal.populations[rule]),

    setPopulation: (rule, count) =>
      changeJournal(path, (journal) => {
        journal.populations[rule] = count;
      }),
  };
}
