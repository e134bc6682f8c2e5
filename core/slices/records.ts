import { z } from 'zod';
import { isRecord } from '../model/json';
import type { Unread } from './slice';

// AWS leaves out fields that it always used to give (an endpoint for VPC Lattice has no ServiceName), and people edit
// exports. A record that lacks a field makes unknown what rests on it, and nothing else. A field of another type means
// that the file is of another kind, which is refused.

/** The record, or why it cannot be used: which fields it lacks. */
export function whole<S extends z.ZodRawShape>(
  item: z.ZodObject<S>,
  record: unknown,
  idOf: (record: Readonly<Record<string, unknown>>) => string | undefined,
): { readonly item: z.output<z.ZodObject<S>> } | Unread {
  const parsed = item.safeParse(record);
  if (parsed.success) return { item: parsed.data };
  const lacking = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))];
  const id = isRecord(record) ? idOf(record) : undefined;
  return { id: id ?? unnamed, because: `its record lacks ${lacking.join(', ')}` };
}

/** Stands for the name of a record that has none. */
export const unnamed = '(without a name)';

/**
 * The records of a list that can be used. Nothing is found under the id of one that was left out, so what refers to it
 * is unknown: only for lists in which records are looked up by their ids.
 */
export function wholeRecords<S extends z.ZodRawShape>(
  item: z.ZodObject<S>,
): z.ZodType<readonly z.output<z.ZodObject<S>>[]> {
  return z.array(item.partial()).transform((records) =>
    records.flatMap((record) => {
      const parsed = item.safeParse(record);
      return parsed.success ? [parsed.data] : [];
    }),
  );
}
