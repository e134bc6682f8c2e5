import type { Account } from '../../account/account';
import { IAM_SLOT, type PrincipalRecord, type PrincipalKind } from './state';
import { awsPartitionOf } from '../../account/partition';

const ID_PREFIX: Readonly<Record<PrincipalKind, string>> = { user: 'AIDA', role: 'AROA', group: 'AGPA' };

interface NewPrincipal {
  readonly name: string;
  readonly path?: string | undefined;
  readonly trust?: string | undefined;
  readonly description?: string | undefined;
  readonly tags?: PrincipalRecord['tags'] | undefined;
  readonly boundary?: string | undefined;
  readonly maxSessionDuration?: number | undefined;
}

/** Adds a principal without the API's checks; the admin API creates service-linked roles with it. */
export function addPrincipal(account: Account, kind: PrincipalKind, given: NewPrincipal): PrincipalRecord {
  const path = given.path ?? '/';
  const principal: PrincipalRecord = {
    kind,
    name: given.name,
    path,
    id: ID_PREFIX[kind] + account.ids.upper(17),
    arn: `arn:${awsPartitionOf(account.region)}:iam::${account.accountId}:${kind}${path}${given.name}`,
    createdAt: account.clock.now(),
    inline: new Map(),
    attached: [],
    boundary: given.boundary,
    tags: [...(given.tags ?? [])],
    groups: [],
    trust: given.trust,
    description: given.description,
    maxSessionDuration: given.maxSessionDuration ?? 3600,
  };
  const state = account.store.current(IAM_SLOT, account.region);
  ({ user: state.users, role: state.roles, group: state.groups })[kind].set(given.name, principal);
  return principal;
}
