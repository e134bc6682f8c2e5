import { stanceOn } from '../decide';
import { type Finding, toFinding } from '../finding';
import { effective, type FindingRecord } from '../ledger';
import type { Ports } from '../ports';
import { type Place, type Resource, type ResourceRef, sameRef } from '../resource';
import type { Judgement, Rule } from '../rule';

/** One judged subject before anything is decided. */
export interface Judged {
  readonly rule: Rule;
  readonly judgement: Judgement;
  readonly finding: Finding;
  readonly place: Place;
  /** When the subject was read. */
  readonly at: string;
}

/** A fresh judgement of one subject. */
export interface Look {
  readonly judgement: Judgement;
  readonly finding: Finding;
}

/**
 * Reads what the rule needs for one subject and judges it anew. `undefined` when it does not exist any more; a slice
 * that cannot be read gives an `unknown` finding.
 */
export async function look(
  ports: Pick<Ports, 'gather' | 'settings' | 'now'>,
  rule: Rule,
  resource: Resource,
  record: Pick<FindingRecord, 'exemption' | 'performed' | 'failingSince'> | undefined,
): Promise<Look | undefined> {
  const snapshot = await ports.gather(rule.reads([resource]));
  const listing = snapshot.read(rule.subjectSlice);
  const judgement =
    listing.status === 'unreadable'
      ? unreadable(resource, `${rule.subjectSlice}: ${listing.because}`)
      : rule.judge(snapshot, ports.settings, [resource]).find((entry) => sameRef(entry.resource, resource));
  if (judgement === undefined) return undefined;
  const stance = stanceOn(rule.meta, resource, ports.settings, ports.now(), record?.exemption);
  const history = record === undefined ? [] : effective(record);
  return { judgement, finding: toFinding(rule.meta, judgement, snapshot.place, stance, history) };
}

/** The judgement of something that is not there any more. */
export function vanished(resource: Resource): Judgement {
  const because =
    resource.type === 'AWS::Account' ? 'its resources can be listed again' : 'the resource no longer exists';
  return {
    resource,
    verdict: { status: 'not-applicable', because },
    gone: true,
    plan: () => ({ kind: 'person', because }),
    image: () => '',
  };
}

/** The judgement of something that could not be read. */
export function unreadable(resource: Resource, missing: string): Judgement {
  return {
    resource,
    verdict: { status: 'unknown', missing: [missing] },
    plan: () => ({ kind: 'person', because: 'it could not be read' }),
    image: () => '',
  };
}

/** Whether a rule judges resources of this type. */
export function judges(rule: Rule, ref: ResourceRef): boolean {
  return rule.meta.resourceTypes.includes(ref.type);
}
