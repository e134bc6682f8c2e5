import type { Tag } from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { iam } from '../../refusals/iam';
import { refused } from '../../refusals/refusal';
import { awsManagedPolicies } from './aws-managed';
import type { ManagedPolicy } from './managed-policy';

export type PrincipalKind = 'user' | 'role' | 'group';

/** A user, role or group. Policy documents are stored as the given text. */
export interface PrincipalRecord {
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly inline: Map<string, string>;
  attached: string[];
  boundary: string | undefined;
  tags: Tag[];
  /** Of a user: the names of its groups. */
  groups: string[];
  /** Of a role: its trust policy. */
  trust: string | undefined;
  description: string | undefined;
  maxSessionDuration: number;
  /** The last change and its author; only recorded if `timings.iamBusy` is set. */
  changed?: { readonly by: string; readonly at: number };
}

interface IamState {
  readonly users: Map<string, PrincipalRecord>;
  readonly roles: Map<string, PrincipalRecord>;
  readonly groups: Map<string, PrincipalRecord>;
  /** By ARN. */
  readonly policies: Map<string, ManagedPolicy>;
}

export const IAM_SLOT = {
  name: 'iam',
  scope: 'global' as const,
  create: (region: string): IamState => ({
    users: new Map(),
    roles: new Map(),
    groups: new Map(),
    policies: new Map(awsManagedPolicies(region).map((policy) => [policy.arn, policy])),
  }),
};

/** All principals of a kind, by name. */
export function principalsOfKind(
  call: Pick<Call, 'state'>,
  kind: PrincipalKind,
): Map<string, PrincipalRecord> {
  const state = call.state(IAM_SLOT);
  return { user: state.users, role: state.roles, group: state.groups }[kind];
}

export function findPrincipal(call: Call, kind: PrincipalKind, name: string | undefined): PrincipalRecord {
  const found = principalsOfKind(call, kind).get(name ?? '');
  if (found !== undefined) return found;
  throw noSuchEntity(`The ${kind} with name ${String(name)} cannot be found.`);
}

export function findPolicy(call: Call, arn: string | undefined): ManagedPolicy {
  const found = call.state(IAM_SLOT).policies.get(arn ?? '');
  if (found !== undefined) return found;
  throw noSuchEntity(`Policy ${String(arn)} does not exist or is not attachable.`);
}

/** Refuses changes to roles that only AWS may change. */
export function requireModifiable(principal: PrincipalRecord): void {
  if (principal.kind !== 'role') return;
  if (!/^\/(aws-service-role|aws-reserved\/sso\.amazonaws\.com)\//.test(principal.path)) return;
  throw refused(iam.protectedRole, { role: principal.name });
}

/**
 * Must be called before every change of a principal. Refuses changes to AWS's own roles, and to a principal that
 * another caller has just changed (`timings.iamBusy`).
 */
export function requireChangeable(principal: PrincipalRecord, { account, identity, now }: Call): void {
  requireModifiable(principal);
  const { iamBusy } = account.timings;
  if (iamBusy <= 0) return;
  const { changed } = principal;
  if (changed !== undefined && changed.by !== identity.arn && now < changed.at + iamBusy)
    throw refused(iam.concurrentModification);
  principal.changed = { by: identity.arn, at: now };
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message);
}

export function limitExceeded(message: string): AwsError {
  return new AwsError('LimitExceeded', message);
}

/** URL-encoded according to RFC 3986, as IAM returns policy documents. */
export function urlEncoded(document: string): string {
  return encodeURIComponent(document).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
