/** A JSON object as parsed; own keys only. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One string or a list of strings, as a list; null for anything else, including an empty list. */
export function strings(value: unknown): readonly string[] | null {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || value.length === 0) return null;
  const list: string[] = [];
  for (const item of value as readonly unknown[]) {
    if (typeof item !== 'string') return null;
    list.push(item);
  }
  return list;
}

/** Condition values (strings, numbers and booleans, one or a list) as texts; null as in `strings`. */
export function scalars(value: unknown): readonly string[] | null {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const list: string[] = [];
  for (const item of items) {
    // A number too large for JSON (1e999) is read as infinite, and written again as null.
    const isScalar = typeof item === 'string' || typeof item === 'boolean' || Number.isFinite(item);
    if (!isScalar) return null;
    list.push(String(item));
  }
  return list.length === 0 ? null : list;
}

/** The text, shortened for a message. */
export function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`;
}
