import type { Preferred } from './candidates';
import type { Value } from './condition';
import type { KeyDomain } from './dimension';
import { userIdForm } from './forms';
import { isMultivalued } from './keys';
import type { PrincipalIdentity } from './types';

/**
 * A key's value, the same in every request: a text, a list, or undefined for a key known to be absent. Null: not fixed.
 */
export type Fixed = (key: string) => { readonly value: Value } | null;

const absent = { value: undefined };

/** Whether the ARN is that of a user or role. */
export function isPrincipal({ arn }: PrincipalIdentity): boolean {
  return (
    /^arn:[a-z0-9-]+:iam::\d{12}:(?:user|role)\/./.test(arn) && !arn.endsWith('/') && !arn.includes('\n')
  );
}

/** Where a principal belongs. Its own policies allow nothing elsewhere, except on resources of other accounts. */
export interface Home {
  /** `aws`, `aws-cn` or the like. */
  readonly partition: string;
  readonly account: string;
}

export function homeOf({ arn }: PrincipalIdentity): Home {
  // For each partition, the account begins at a fixed position: `arn:PARTITION:iam::ACCOUNT:`.
  const partition = arn.slice(4, arn.indexOf(':', 4));
  const from = 4 + partition.length + ':iam::'.length;
  return { partition, account: arn.slice(from, from + 12) };
}

function tagOf(tags: Readonly<Record<string, string>>, key: string): { readonly value: Value } {
  const wanted = key.slice('aws:principaltag/'.length);
  const found = Object.entries(tags).find(([name]) => name.toLowerCase() === wanted);
  return found === undefined ? absent : { value: found[1] };
}

function isUserArn(arn: string): boolean {
  return arn.includes(':user/');
}

/**
 * The keys that follow from the ARN, id and tags of a user or role, and that nobody but IAM can set. A session chooses
 * its name, its source identity and, where its tags are free, its tags.
 */
export function principalKeys({ arn, id, sessionTags, tags }: PrincipalIdentity): Fixed {
  const isUser = isUserArn(arn);
  const known = sessionTags === 'free' ? undefined : tags;
  return (key) => {
    switch (key) {
      case 'aws:principalarn':
        return { value: arn };
      case 'aws:principalaccount':
        return { value: homeOf({ arn }).account };
      case 'aws:principaltype':
        return { value: isUser ? 'User' : 'AssumedRole' };
      case 'aws:username':
        return isUser ? { value: arn.slice(arn.lastIndexOf('/') + 1) } : absent;
      case 'aws:userid':
        return isUser && id !== undefined ? { value: id } : null;
      case 'aws:principalisawsservice':
        return { value: 'false' };
      // A service calls in its own name then, and not a user or role.
      case 'aws:sourceaccount':
      case 'aws:sourcearn':
      case 'aws:sourceorgid':
      case 'aws:sourceorgpaths':
      case 'aws:principalservicename':
      case 'aws:principalservicenameslist':
        return absent;
      default:
        return known !== undefined && key.startsWith('aws:principaltag/') ? tagOf(known, key) : null;
    }
  };
}

/** What is known about keys of the principal that have no fixed value; null: nothing in particular. */
export function principalDomain(principal: PrincipalIdentity): (key: string) => KeyDomain | null {
  const { arn, id, sessionTags, tags } = principal;
  const isUser = isUserArn(arn);
  return (key) => {
    if (key === 'aws:userid') {
      const own = id ?? (isUser ? 'AIDA1A2B3C4D5E6F7G8H9' : 'AROA1A2B3C4D5E6F7G8H9');
      const prefer: Preferred = [isUser ? own : `${own}:session`];
      return { absent: false, prefer, form: userIdForm(isUser, id), addresses: null };
    }
    if (sessionTags !== 'free' || tags === undefined || !key.startsWith('aws:principaltag/')) return null;
    const own = tagOf(tags, key).value;
    if (typeof own !== 'string') return null;
    return { absent: false, own, prefer: [own, 'any-other-value'], addresses: null };
  };
}

/** A list of one is its value, unless the key always has a list; an empty list means that the key is absent. */
function given(key: string, value: string | readonly string[]): Value {
  if (isMultivalued(key, false))
    return value.length === 0 && typeof value !== 'string' ? undefined : [value].flat();
  return typeof value !== 'string' && value.length < 2 ? value[0] : value;
}

/** The problem's `context`, by lower-case key. */
export function contextKeys(context: Readonly<Record<string, string | readonly string[]>> = {}): Fixed {
  const known = new Map<string, { readonly value: Value }>();
  for (const [name, value] of Object.entries(context)) {
    const key = name.toLowerCase();
    known.set(key, { value: given(key, value) });
  }
  return (key) => known.get(key) ?? null;
}
