import type { Trigger } from '../ports';
import { type ResourceRef, sameRef } from '../resource';
import type { RuleMeta } from '../rule';

/** Who or what brought a pass to one finding. */
export interface Origin {
  readonly description: string;
  /** The identities whose calls did. */
  readonly by: readonly string[];
}

/**
 * Of a pass that many causes share, those that are about this resource; or else those about a kind of resource that
 * its rule depends on. Nobody is named for a change somewhere else.
 */
export function originOf(trigger: Trigger, meta: RuleMeta, resource: ResourceRef): Origin {
  const causes = trigger.causes ?? [];
  const own = causes.filter(({ refs }) => refs.some((ref) => sameRef(ref, resource)));
  const near = causes.filter(({ refs }) => refs.some(({ type }) => meta.triggeredBy.includes(type)));
  const concerned = own.length > 0 ? own : near;
  if (concerned.length === 0)
    return { description: trigger.description, by: trigger.by === undefined ? [] : [trigger.by] };
  return {
    description: joined(concerned.map(({ description }) => description)),
    by: [...new Set(concerned.flatMap(({ by }) => by ?? []))],
  };
}

/** The first three of what is different, and how many more. */
export function joined(descriptions: readonly string[]): string {
  const distinct = [...new Set(descriptions)];
  const shown = distinct.slice(0, 3).join('; ');
  return distinct.length > 3 ? `${shown}; and ${distinct.length - 3} more` : shown;
}
