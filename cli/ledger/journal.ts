import { z } from 'zod';
import { auditEntry } from '../../adapters/ledger/audit-entry';
import { badInput, BadInputError } from '../../core/model/bad-input';
import { withLockedFile } from './locked-file';

const entry = z.object({ fence: z.number(), leaseUntil: z.number(), record: z.unknown().optional() });
const schema = z.object({
  schema: z.literal('palisade/ledger/1', 'is not a ledger of this version of Palisade'),
  findings: z.record(z.string(), entry),
  trails: z.record(z.string(), z.array(auditEntry)),
  /** `RULE HOUR` → the findings counted. */
  budgets: z.record(z.string(), z.array(z.string())),
  populations: z.record(z.string(), z.number()),
});

/** What the file holds: findings with their leases, audit trails, and the counts of the limits. */
export type Journal = z.infer<typeof schema>;

/** Reads the journal. @throws BadInputError */
export async function readJournal<T>(path: string, read: (journal: Journal) => T): Promise<T> {
  return withLockedFile(path, (text) => ({ result: read(parsed(path, text)) }));
}

/** Reads the journal, lets `change` alter it, and writes it. @throws BadInputError */
export async function changeJournal<T>(path: string, change: (journal: Journal) => T): Promise<T> {
  return withLockedFile(path, (text) => {
    const journal = parsed(path, text);
    const result = change(journal);
    return { text: `${JSON.stringify(journal, null, 2)}\n`, result };
  });
}

function parsed(path: string, text: string | undefined): Journal {
  if (text === undefined)
    return { schema: 'palisade/ledger/1', findings: {}, trails: {}, budgets: {}, populations: {} };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadInputError(path, '', 'is not JSON; it should be a ledger that Palisade wrote');
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw badInput(path, result.error);
}
