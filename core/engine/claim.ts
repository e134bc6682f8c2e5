import type { Ports, Trigger } from '../model/ports';
import { type ResourceRef, sameRef } from '../model/resource';
import type { RuleMeta } from '../model/rule';
import type { Claimed, JudgedFinding, Attribution } from './stages';
import { minute } from './time';

/**
 * Takes a finding's lease.
 * @returns `undefined` when another worker has it; a follow-up is then queued
 */
export async function claim(
  ports: Ports,
  trigger: Trigger,
  found: JudgedFinding,
): Promise<Claimed | undefined> {
  const { finding, rule } = found;
  const attribution = attributionOf(trigger, rule.meta, finding.resource);
  const opened = await ports.ledger.open(finding.id, ports.holder);
  if (opened === 'leased') {
    ports.tell({ type: 'busy', finding });
    await ports.followUp(finding.resource, minute, 'another worker has this finding');
    return undefined;
  }
  return { ...found, ...opened, ports, attribution };
}

/**
 * The causes of a pass that concern this resource; without any, the causes that concern a type of resource that its
 * rule depends on. Nobody is named for a change to something unrelated.
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

/** The first three different descriptions, and how many more there are. */
export function joined(descriptions: readonly string[]): string {
  const distinct = [...new Set(descriptions)];
  const shown = distinct.slice(0, 3).join('; ');
  return distinct.length > 3 ? `${shown}; and ${distinct.length - 3} more` : shown;
}
