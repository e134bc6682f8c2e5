import type { Value } from './condition';
import type { Principal } from './types';

/** Keys with one known value in every request: a list or text, or undefined where the key is known to be absent. */
export type Fixed = (key: string) => { readonly value: Value } | null;

const absent = { value: undefined };

/** What the principal's ARN and tags say about its requests. Null where the ARN is not a user's or a role's. */
export function principalKeys(principal: Principal): Fixed | null {
  const match = /^arn:[a-z-]+:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/.exec(principal.arn);
  if (match === null) return null;
  const [, account = '', kind, name = ''] = match;
  const known = new Map<string, { readonly value: Value }>([
    ['aws:principalarn', { value: principal.arn }],
    ['aws:principalaccount', { value: account }],
    ['aws:principaltype', { value: kind === 'user' ? 'User' : 'AssumedRole' }],
    ['aws:username', kind === 'user' ? { value: name } : absent],
    ['aws:principalisawsservice', { value: 'false' }],
    ['aws:principalservicename', absent],
    ['aws:principalservicenameslist', absent],
  ]);
  const tags = principal.tags;
  if (tags === undefined) return (key) => known.get(key) ?? null;
  for (const [key, value] of Object.entries(tags))
    known.set(`aws:principaltag/${key.toLowerCase()}`, { value });
  return (key) => known.get(key) ?? (key.startsWith('aws:principaltag/') ? absent : null);
}

/** The problem's `context`, by lower-case key. An empty list means that the key is absent. */
export function contextKeys(context: Readonly<Record<string, string | readonly string[]>> = {}): Fixed {
  const known = new Map<string, { readonly value: Value }>();
  for (const [key, value] of Object.entries(context)) {
    known.set(key.toLowerCase(), typeof value !== 'string' && value.length === 0 ? absent : { value });
  }
  return (key) => known.get(key) ?? null;
}
