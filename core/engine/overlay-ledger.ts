import type { AuditEntry, FindingRecord, Ledger } from '../model/ledger';

/**
 * A ledger that reads from another one but keeps writes in memory, so that a dry run continues from what it would
 * have written. It grants every lease: nothing is changed, so no other worker has to be kept out.
 */
export function overlayLedger(below: Ledger): Ledger {
  const written = new Map<string, FindingRecord>();
  const trails = new Map<string, readonly AuditEntry[]>();
  const counted = new Map<string, Set<string>>();
  const populations = new Map<string, number>();

  const load = async (id: string): Promise<FindingRecord | undefined> =>
    written.get(id) ?? (await below.load(id));
  const countedIn = (hour: string): Set<string> => counted.get(hour) ?? new Set();

  return {
    load,
    open: async (id, holder) => ({ lease: { id, holder, fence: 0 }, record: await load(id) }),
    save: ({ id }, record, audit) => {
      written.set(id, record);
      if (audit !== undefined) trails.set(id, [...(trails.get(id) ?? []), audit]);
      return Promise.resolve();
    },
    published: () => Promise.resolve(),
    release: () => Promise.resolve(),
    list: async () => {
      const records = new Map((await below.list()).map((record) => [record.id, record]));
      return [...new Map([...records, ...written]).values()].filter(
        ({ outcome, unpublished }) => unpublished === true || (outcome !== 'passing' && outcome !== 'gone'),
      );
    },
    audit: async (id) => [...(await below.audit(id)), ...(trails.get(id) ?? [])],
    reserve: async (rule, id, at, limit) => {
      const before = await below.reserved(rule, at);
      // There is no `await` from here on, so no other finding can be counted in between.
      const hour = hourOf(rule, at);
      const all = new Set([...before, ...countedIn(hour)]);
      if (limit < 1 || (all.size >= limit && !all.has(id))) return false;
      counted.set(hour, countedIn(hour).add(id));
      return true;
    },
    reserved: async (rule, at) =>
      new Set([...(await below.reserved(rule, at)), ...countedIn(hourOf(rule, at))]),
    population: async (rule) => populations.get(rule) ?? (await below.population(rule)),
    setPopulation: (rule, count) => {
      populations.set(rule, count);
      return Promise.resolve();
    },
  };
}

function hourOf(rule: string, at: string): string {
  return `${rule} ${at.slice(0, 13)}`;
}
