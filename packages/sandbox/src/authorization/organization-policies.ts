import type { Account } from '../account/account';
import { isPlainObject } from '../protocol/shape';
import { ORGANIZATION_SLOT } from '../services/organizations/state';

type Document = Readonly<Record<string, unknown>>;

const everything: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/**
 * The account's service control policies, one list per level, root first. Those attached by name form a last level,
 * beside full access.
 */
export function organizationDocuments(account: Account): readonly (readonly Document[])[] {
  const named = [...account.store.current(ORGANIZATION_SLOT, account.region).scps.values()].map(parsed);
  const { scps } = account.organization;
  return named.length === 0 ? scps : [...scps, [everything, ...named]];
}

function parsed(document: string): Document {
  const value: unknown = JSON.parse(document);
  return isPlainObject(value) ? value : {};
}
