import type { Ports, Trigger } from '../model/ports';
import { type ResourceRef, sameRef } from '../model/resource';
import type { RuleMeta } from '../model/rule';
import type { Claimed, JudgedFinding, Attribution } from './stages';
import { minute } from './time';

/** Takes a finding's lease; `undefined` where another worker has it, and then it is looked at again later. */
export async function claim(
  ports: Ports,
  trigger: Trigger,
  found: JudgedFinding,
): Promise<Claimed | undefined> {
  const { finding, rule } = found;
  const origin = attributionOf(trigger, rule.meta, finding.resource);
  const opened = await ports.ledger.open(finding.id, ports.holder);
  if (opened === 'leased') {
    ports.tell({ type: 'busy', finding });
    await ports.followUp(finding.resource, minute, 'another worker has this finding');
    return undefined;
  }
  return { ...found, ...opened, ports, attribution: origin };
}

/**
 * Of a pass that many causes share, those that are about this resource; or else those about a kind of resource that
 * its rule depends on. Nobody is named for a change somewhere else.
 */
function attributionOf(trigger: Trigger, meta: RuleMeta, resource: ResourceRef): Attribution {
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
