import { type Subject as Assembled, subjects as principals } from '../../core/principals/subjects';
import type { SubjectOf } from '../../core/rule';
import type { Snapshot } from '../../core/snapshot';
import { type Site, siteOf } from './site';

/** A principal, and what there is in its account to tamper with. */
export interface Subject extends Assembled {
  readonly site: Site;
}

/** Every user and role, with the engine that the other rules about principals use. */
export function subjects(snapshot: Snapshot): readonly SubjectOf<Subject>[] {
  const site = siteOf(snapshot);
  if (site === undefined) return [];
  return principals(snapshot).map(({ resource, subject }) => ({ resource, subject: { ...subject, site } }));
}
