import type { Reading } from '../model/snapshot';
import type { App } from './apps';
import type { Domain } from './domains';
import type { Listing } from './slice';

/**
 * The domains, with those that apps name and that are not among them: their records are missing, for a domain has to be
 * emptied of apps before it can be deleted (DeleteDomain). Apps that were deleted are listed for a while (ListApps).
 */
export function withUnlisted(
  domains: Reading<Listing<Domain>>,
  apps: Reading<readonly App[]>,
): Reading<Listing<Domain>> {
  if (domains.status === 'unreadable' || apps.status === 'unreadable') return domains;
  const { items, unreadable } = domains.value;
  const listed = new Set([...items.map(({ DomainId }) => DomainId), ...unreadable.map(({ id }) => id)]);
  const named = new Set(
    apps.value.flatMap(({ DomainId, Status }) => (DomainId === '' || Status === 'Deleted' ? [] : [DomainId])),
  );
  const because = 'an app names it, and its record is not among the domains';
  const unlisted = [...named].filter((id) => !listed.has(id)).map((id) => ({ id, because }));
  return { ...domains, value: { items, unreadable: [...unreadable, ...unlisted] } };
}
