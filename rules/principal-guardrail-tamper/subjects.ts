import { type Subject as Assembled, principalSubjects as principals } from '../../core/principals/subjects';
import type { SubjectOf } from '../../core/model/rule';
import type { Snapshot } from '../../core/model/snapshot';
import { type AccountContext, accountContextOf } from './account-context';

/** A principal, with what there is in its account to tamper with. */
export interface TamperSubject extends Assembled {
  readonly account: AccountContext;
}

/** Every user and role, with the IAM engine that all rules about principals share. */
export function subjects(snapshot: Snapshot): readonly SubjectOf<TamperSubject>[] {
  const account = accountContextOf(snapshot);
  if (account === undefined) return [];
  return principals(snapshot).map((entry) =>
    'subject' in entry ? { ...entry, subject: { ...entry.subject, account } } : entry,
  );
}
