import type { Value } from './condition';
import type { Principal } from './types';

/** Keys with one known value in every request: a list or text, or undefined where the key is known to be absent. */
export type Fixed = (key: string) => { readonly value: Value } | null;

export interface PrincipalKeys {
  readonly account: string;
  readonly keys: Fixed;
}

const absent = { value: undefined };
const form = /^arn:[a-z-]+:iam::(\d{12}):(user|role)\/(?:.*\/)?([^/]+)$/;

function tagOf(tags: Readonly<Record<string, string>>, key: string): { readonly value: Value } {
  const wanted = key.slice('aws:principaltag/'.length);
  const found = Object.entries(tags).find(([name]) => name.toLowerCase() === wanted);
  return found === undefined ? absent : { value: found[1] };
}

/** What the principal's ARN and tags say about its requests. Null where the ARN is not a user's or a role's. */
export function readPrincipal(principal: Principal): PrincipalKeys | null {
  const match = form.exec(principal.arn);
  if (match === null) return null;
  const [, account = '', kind, name = ''] = match;
  const { arn, tags } = principal;
  const keys: Fixed = (key) => {
    if (!key.startsWith('aws:')) return null;
    switch (key) {
      case 'aws:principalarn':
        return { value: arn };
      case 'aws:principalaccount':
        return { value: account };
      case 'aws:principaltype':
        return { value: kind === 'user' ? 'User' : 'AssumedRole' };
      case 'aws:username':
        return kind === 'user' ? { value: name } : absent;
      case 'aws:principalisawsservice':
        return { value: 'false' };
      case 'aws:principalservicename':
      case 'aws:principalservicenameslist':
        return absent;
      default:
        return tags !== undefined && key.startsWith('aws:principaltag/') ? tagOf(tags, key) : null;
    }
  };
  return { account, keys };
}

/** No key at all. */
export const nothingFixed: Fixed = () => null;

/** The problem's `context`, by lower-case key. An empty list means that the key is absent. */
export function contextKeys(
  context: Readonly<Record<string, string | readonly string[]>> | undefined,
): Fixed {
  if (context === undefined) return nothingFixed;
  const known = new Map<string, { readonly value: Value }>();
  for (const [key, value] of Object.entries(context)) {
    known.set(key.toLowerCase(), typeof value !== 'string' && value.length === 0 ? absent : { value });
  }
  return (key) => known.get(key) ?? null;
}
