import { AwsError } from '../protocol/aws-error';

/** The value of a required member. Requests without it have already been refused. */
export function given<T>(value: T | null | undefined): T {
  if (value === undefined || value === null)
    throw new AwsError('MissingParameter', 'A required parameter is missing');
  return value;
}

/** One page of a list and the token of the next. */
export interface Page<T> {
  readonly items: T[];
  readonly next: string | undefined;
}

/**
 * Returns one page of a list. Tokens are opaque to callers and contain the offset. `refuse` creates the service's error
 * for an invalid token.
 */
export function page<T>(
  items: readonly T[],
  size: number,
  token: string | undefined,
  refuse: () => AwsError,
): Page<T> {
  const text = token === undefined ? '0' : Buffer.from(token, 'base64url').toString('utf8');
  const offset = Number(text);
  // The list may have become shorter between two pages; then the next page is empty.
  if (!/^\d+$/.test(text)) throw refuse();
  const end = offset + size;
  return {
    items: items.slice(offset, end),
    next: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  };
}

/** A copy without undefined members, as `exactOptionalPropertyTypes` requires. */
export function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  // Only undefined members were dropped.
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

interface Tag {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** Merges tags by key; later tags win. */
export function mergeTags<T extends Tag>(existing: readonly T[], added: readonly T[]): T[] {
  const byKey = new Map([...existing, ...added].map((tag) => [tag.Key, tag]));
  return [...byKey.values()];
}
