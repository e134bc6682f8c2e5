import { mayAllow, type PolicySet, type PolicySource, readTrust, type Witness } from '@palisade/iam';
import type { Principal } from './principal';
import { mayBeGiven } from './behind';

/** Whether a session of a principal may set any tag, or only has the tags of the role or user. */
export type SessionTags = 'free' | 'none';

/**
 * What a user needs to make a session with tags of its choice: the action of the call and the one that permits tags
 * (IAM user guide, "Pass session tags in AWS STS": permissions required; read 30 November 2026).
 */
const federating = ['sts:GetFederationToken', 'sts:TagSession'];
const byService = new Map([['sts', federating]]);

/** The policies of a principal, and which of them were not read. */
interface Applied {
  readonly policies: Pick<PolicySet, 'identity'>;
  readonly missing: readonly string[];
}

/**
 * Who may set session tags, which override tags of the same key of the role or user (the same page). For a role: when
 * its trust policy allows `sts:TagSession` to anybody, of whatever kind, or is not understood completely. For a user:
 * when its policies may let it federate itself with tags, or were not all read.
 *
 * Errs towards `free`. Conditions of a trust policy that admit only some tags (`aws:RequestTag/…`, `aws:TagKeys`,
 * `sts:TransitiveTagKeys`) are ignored; of a user, so are Denies, its boundary and organization policies. Documents are
 * read once for all principals.
 */
export function createSessionTags(): (principal: Principal, applied: Applied) => SessionTags {
  const known = new Map<unknown, ReadonlySet<string>>();
  const actionsOf = ({ document }: PolicySource): ReadonlySet<string> => {
    const actions = known.get(document) ?? mayAllow(document, byService);
    known.set(document, actions);
    return actions;
  };
  return ({ detail }, { policies, missing }) => {
    if (!('UserName' in detail))
      return mayBeGiven('sts:TagSession', readTrust(detail.AssumeRolePolicyDocument)) ? 'free' : 'none';
    if (missing.length > 0) return 'free';
    const documents = policies.identity.map(actionsOf);
    return federating.every((action) => documents.some((actions) => actions.has(action))) ? 'free' : 'none';
  };
}

/** The tags of a user or role; `undefined` if they were not read, or if one of them lacks its key or value. */
export function ownTags({ detail: { Tags } }: Principal): readonly (readonly [string, string])[] | undefined {
  const whole = Tags?.flatMap(({ Key, Value }) =>
    Key === undefined || Value === undefined ? [] : [[Key, Value] as const],
  );
  return whole?.length === Tags?.length ? whole : undefined;
}

/**
 * What the session of a witness has to bring, as words that follow it: `, with a session tag team=ml`. Empty where
 * the tags of the role or user are enough. Where those were not read, they may be what is needed.
 */
export function sessionTagsText(principal: Principal, { context }: Witness): string {
  const tags = ownTags(principal);
  const own = new Map((tags ?? []).map(([key, value]) => [key.toLowerCase(), value]));
  const prefix = 'aws:principaltag/';
  const needed = Object.entries(context).flatMap(([key, value]) => {
    if (!key.toLowerCase().startsWith(prefix)) return [];
    const name = key.slice(prefix.length);
    const text = typeof value === 'string' ? value : value.join(', ');
    return own.get(name.toLowerCase()) === text ? [] : [`${name}=${text}`];
  });
  if (needed.length === 0) return '';
  const what = tags === undefined ? 'tag' : 'session tag';
  return `, with ${needed.length === 1 ? `a ${what}` : `${what}s`} ${needed.join(' and ')}`;
}
