import { z } from 'zod';
import type { AuditEntry } from '../../core/model/ledger';

const text = z.string();

/** One line of the audit trail as it is stored, in the table and in the file of the command. */
export const auditEntry = z.object({
  at: text,
  event: text,
  by: text,
  detail: text,
  seen: text.exactOptional(),
  decided: text.exactOptional(),
  step: text.exactOptional(),
} satisfies Record<keyof AuditEntry, z.ZodType>);
