import type { AwsError } from '../protocol/aws-error';

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
