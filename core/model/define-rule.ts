import type { AnyCallSpecs } from './call';
import { BadInputError } from './bad-input';
import { clientToken } from './client-token';
import { type AnyStep, canonicalJson, type Plan, stepFingerprint } from './plan';
import { type ResourceRef, sameRef, unknownOf } from './resource';
import type { Judgement, Rule, RuleParts, SubjectOf, Verdict } from './rule';
import { type OptionSchemas, optionsOf, type Settings } from '../settings';
import type { Snapshot } from './snapshot';

/** Turns the parts of a rule into a `Rule` for the engine. Only here are the rule's own types erased. */
export function defineRule<
  Subject,
  Evidence extends object,
  Calls extends object,
  Options extends OptionSchemas | undefined = undefined,
>(parts: RuleParts<Subject, Evidence, Calls, Options>): Rule {
  const calls: AnyCallSpecs = parts.calls;
  const schemas: OptionSchemas = parts.options ?? {};
  const optionsIn = optionsOf<Options>(parts.meta.id, parts.options);

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
    const verdict = guarded<Verdict<Evidence>>(
      () => unknownPlace(snapshot) ?? parts.evaluate(subject, snapshot, settings, optionsIn(settings)),
      (problem) => ({ status: 'unknown', missing: [`the rule itself failed: ${problem}`] }),
    );
    const plan: Judgement['plan'] =
      verdict.status === 'fail'
        ? (history = []) =>
            guarded<Plan<AnyStep>>(
              () => parts.plan(subject, verdict.evidence, snapshot, settings, history, optionsIn(settings)),
              (problem) => ({ kind: 'person', because: `no plan could be made: ${problem}` }),
            )
        : noPlan;
    const image = () => canonicalJson(parts.image?.(subject, snapshot) ?? subject);
    return { resource, verdict, plan, image, ...finishOf(subject, snapshot) };
  }

  function finishOf(subject: Subject, snapshot: Snapshot): Pick<Judgement, 'finish'> {
    if (parts.finish === undefined) return {};
    return {
      finish: (history) =>
        guarded<Plan<AnyStep> | undefined>(
          () => parts.finish?.(subject, history, snapshot),
          (problem) => ({ kind: 'person', because: `the rest of the work is not known: ${problem}` }),
        ),
    };
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
    options: schemas,
    needs: parts.needs,
    events: parts.events ?? [],
    subjectSlice: parts.subjectSlice,
    reads: (refs) => parts.reads(refs),
    marks: parts.marks ?? {},
    explain: (ref, snapshot, settings) => {
      const entry = parts.subjects(snapshot).find(({ resource }) => sameRef(resource, ref));
      return entry === undefined ? undefined : parts.explain?.(entry, snapshot, settings);
    },
    judge: (snapshot, settings, refs) =>
      parts
        .subjects(snapshot)
        .filter((entry) => refs === undefined || isConcerned(entry, refs, snapshot))
        .map((entry) => judgeOne(entry, snapshot, settings)),
    calls,
    perform: async ({ call, input, token }, send) => {
      // Own keys only, because the name of the call comes from stored data.
      const spec = Object.hasOwn(calls, call) ? calls[call] : undefined;
      if (spec === undefined)
        throw new BadInputError(`rule ${parts.meta.id}`, call, 'this rule declares no such call');
      // This rule's plan built the input for this call; it was stored as JSON in between.
      if (spec.perform === undefined) return send(call, input as object);
      return spec.perform(input as never, send, token ?? clientToken(stepFingerprint({ call, input })));
    },
  };
}

/** A bug in one rule must neither make a subject compliant nor keep other subjects from being judged. */
function guarded<T>(work: () => T, instead: (problem: string) => T): T {
  try {
    return work();
  } catch (error) {
    return instead(error instanceof Error ? error.message : String(error));
  }
}

function unknownPlace({ place }: Snapshot): Verdict<never> | undefined {
  const missing = unknownOf(place);
  return missing === undefined ? undefined : { status: 'unknown', missing: [missing] };
}

const noPlan: Judgement['plan'] = () => ({ kind: 'person', because: 'there is nothing to remediate' });
