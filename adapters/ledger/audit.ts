import { z } from 'zod';
import { auditEntry } from './audit-entry';
import { badInput } from '../../core/model/bad-input';
import type { AuditEntry, Lease } from '../../core/model/ledger';
import type { Documents } from './documents';
import { expiry, keys } from './table';

/** Auditors ask about the last year. */
const auditDays = 400;

const entries = z.array(auditEntry);

/** The append-only audit trail: one item per entry, in chronological order. */
export function auditTrail({ add, query }: Documents) {
  // Together with the fence this makes the key unique: a retried request writes the same item, and a new entry never
  // does.
  let order = 0;
  return {
    append: async ({ id, fence }: Lease, entry: AuditEntry): Promise<void> => {
      order += 1;
      await add({
        ...keys.audit(id, entry.at, fence, order),
        ...entry,
        expiresAt: expiry(entry.at, auditDays),
      });
    },
    audit: async (id: string): Promise<readonly AuditEntry[]> => {
      const items = await query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :audit)',
        ExpressionAttributeValues: { ':pk': keys.finding(id).pk, ':audit': 'audit#' },
        ConsistentRead: true,
      });
      const parsed = entries.safeParse(items);
      if (parsed.success) return parsed.data;
      throw badInput(`audit trail of ${id}`, parsed.error);
    },
  };
}
