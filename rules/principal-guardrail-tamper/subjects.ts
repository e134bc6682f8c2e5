import { type Subject as Assembled, principalSubjects as principals } from '../../core/principals/subjects';
import type { SubjectOf } from '../../core/model/rule';
import type { Snapshot } from '../../core/model/snapshot';
import { type AccountContext, accountContextOf } from './account-context';

/** A principal, and what there is in its account to tamper with. */
export interface TamperSubject extends Assembled {
  readonly site: AccountContext;
}

/** Every user and role, with the engine that the other rules about principals use. */
export function subjects(snapshot: Snapshot): readonly SubjectOf<TamperSubject>[] {
  const site = accountContextOf(snapshot);
  if (site === undefined) return [];
  return principals(snapshot).map(({ resource, subject }) => ({ resource, subject: { ...subject, site } }));
}
