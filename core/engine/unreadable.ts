import { accountResource, type Resource, regionOf } from '../model/resource';
import type { Judgement, Rule } from '../model/rule';
import type { Snapshot } from '../model/snapshot';
import { judges, type Scope } from './scope';

/** The judgement of a resource that could not be read. */
export function unreadable(resource: Resource, missing: string): Judgement {
  return {
    resource,
    verdict: { status: 'unknown', missing: [missing] },
    plan: () => ({ kind: 'person', because: 'it could not be read' }),
    image: () => '',
  };
}

/**
 * The judgements when a rule's subjects could not be listed: unknown for each named subject, or for the account as a
 * whole.
 */
export function unreadableSubjects(
  rule: Rule,
  { place }: Snapshot,
  scope: Scope,
  missing: string,
): readonly Judgement[] {
  const named = scope === 'account' ? [] : scope.filter((ref) => judges(rule, ref));
  if (named.length === 0) return [unreadable(accountResource(place), missing)];
  return named.map((ref) => unreadable({ ...ref, arn: '', region: regionOf(ref.type, place) }, missing));
}
