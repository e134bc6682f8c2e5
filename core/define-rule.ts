import { BadInputError } from './bad-input';
import { canonicalJson } from './plan';
import { type ResourceRef, sameRef } from './resource';
import type { Judgement, Rule, RuleParts, SubjectOf } from './rule';
import type { Settings } from './settings';
import type { Snapshot } from './snapshot';

/** Turns the parts of a rule into what the engine runs, erasing its own types in this one place. */
export function defineRule<Subject, Evidence extends object, Calls extends object, Clients>(
  parts: RuleParts<Subject, Evidence, Calls, Clients>,
): Rule<Clients> {
  function judgeOne(entry: SubjectOf<Subject>, snapshot: Snapshot, settings: Settings): Judgement {
    const { resource } = entry;
    if (!('subject' in entry))
      return {
        resource,
        verdict: { status: 'unknown', missing: [entry.unreadable] },
        plan: noPlan,
        image: () => '',
      };
    const { subject } = entry;
    const verdict = parts.evaluate(subject, snapshot, settings);
    const plan =
      verdict.status === 'fail' ? () => parts.plan(subject, verdict.evidence, snapshot, settings) : noPlan;
    const image = () => canonicalJson(parts.image?.(subject, snapshot) ?? subject);
    return { resource, verdict, plan, image };
  }

  const isConcerned = (
    entry: SubjectOf<Subject>,
    refs: readonly ResourceRef[],
    snapshot: Snapshot,
  ): boolean =>
    refs.some(
      (ref) =>
        sameRef(entry.resource, ref) ||
        ref.type === 'AWS::Account' ||
        ('subject' in entry && (parts.concerns?.(entry.subject, ref, snapshot) ?? false)),
    );

  return {
    meta: parts.meta,
    needs: parts.needs,
    subjectSlice: parts.subjectSlice,
    reads: (refs) => parts.reads(refs),
    judge: (snapshot, settings, refs) =>
      parts
        .subjects(snapshot)
        .filter((entry) => refs === undefined || isConcerned(entry, refs, snapshot))
        .map((entry) => judgeOne(entry, snapshot, settings)),
    perform: async (step, clients) => {
      const { call } = step;
      if (!isCall(parts.effect, call))
        throw new BadInputError(`rule ${parts.meta.id}`, call, 'this rule has no such call in its effect');
      // The input was built by this rule's plan for this very call, and stored as data in between.
      const performCall = parts.effect[call];
      return performCall(step.input as Calls[typeof call], clients);
    },
  };
}

const noPlan: Judgement['plan'] = () => ({ kind: 'person', because: 'there is nothing to remediate' });

function isCall<Effect extends object>(effect: Effect, call: string): call is keyof Effect & string {
  return Object.hasOwn(effect, call);
}
