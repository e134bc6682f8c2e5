import {
  type AuditEntry,
  type FindingRecord,
  type Lease,
  type Ledger,
  LeaseLostError,
} from '../../core/model/ledger';

interface Entry {
  fence: number;
  leaseUntil: number;
  record?: FindingRecord;
}

/** The ledger in memory, under the same contract as the real one (`test/contracts/ledger.ts`). */
export function memoryLedger(now: () => string, leaseMs = 5 * 60_000): Ledger {
  const findings = new Map<string, Entry>();
  const trails = new Map<string, AuditEntry[]>();
  const budgets = new Map<string, Set<string>>();
  const populations = new Map<string, number>();

  const owned = ({ id, fence }: Lease): Entry | undefined => {
    const entry = findings.get(id);
    return entry?.fence === fence ? entry : undefined;
  };
  /** A copy, because a database returns a new object too. */
  const recordOf = (entry: Entry | undefined): FindingRecord | undefined => structuredClone(entry?.record);

  return {
    load: (id) => Promise.resolve(recordOf(findings.get(id))),
    open: (id, holder, forMs = leaseMs) => {
      const at = Date.parse(now());
      const entry = findings.get(id) ?? { fence: 0, leaseUntil: 0 };
      if (entry.leaseUntil > at) return Promise.resolve('leased');
      entry.fence += 1;
      entry.leaseUntil = at + forMs;
      findings.set(id, entry);
      return Promise.resolve({ lease: { id, holder, fence: entry.fence }, record: recordOf(entry) });
    },
    save: (lease, record, audit, then) => {
      if (audit !== undefined) trails.set(lease.id, [...(trails.get(lease.id) ?? []), audit]);
      const entry = owned(lease);
      if (entry === undefined)
        return Promise.reject(new LeaseLostError(`another worker has taken over ${lease.id}`));
      entry.record = structuredClone(record);
      if (then === 'release') entry.leaseUntil = 0;
      return Promise.resolve();
    },
    published: ({ id, updatedAt }) => {
      const entry = findings.get(id);
      if (entry?.record === undefined) return Promise.resolve();
      const { unpublished: _, ...record } = entry.record;
      entry.record = record.updatedAt === updatedAt ? record : { ...record, unpublished: true };
      return Promise.resolve();
    },
    release: (lease) => {
      const entry = owned(lease);
      if (entry !== undefined) entry.leaseUntil = 0;
      return Promise.resolve();
    },
    list: () =>
      Promise.resolve(
        [...findings.values()]
          .flatMap((entry) => recordOf(entry) ?? [])
          .filter(
            ({ outcome, unpublished }) =>
              unpublished === true || (outcome !== 'passing' && outcome !== 'gone'),
          ),
      ),
    audit: (id) =>
      Promise.resolve([...(trails.get(id) ?? [])].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))),
    reserve: (rule, id, at, limit) => {
      const key = `${rule} ${at.slice(0, 13)}`;
      const counted = budgets.get(key) ?? new Set();
      if (limit < 1 || (counted.size >= limit && !counted.has(id))) return Promise.resolve(false);
      budgets.set(key, counted.add(id));
      return Promise.resolve(true);
    },
    reserved: (rule, at) => Promise.resolve(new Set(budgets.get(`${rule} ${at.slice(0, 13)}`))),
    population: (rule) => Promise.resolve(populations.get(rule)),
    setPopulation: (rule, count) => {
      populations.set(rule, count);
      return Promise.resolve();
    },
  };
}
