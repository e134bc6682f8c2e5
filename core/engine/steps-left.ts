import type { AnyStep, Plan } from '../model/plan';
import { findingId } from '../model/resource';
import type { Judgement, Rule } from '../model/rule';

/**
 * A rule as it would judge after the steps that a dry run has recorded: its plan is the rest of the plan that they
 * came from, and a subject with no step left passes, as the plan intended.
 * @param takenOf the number of steps taken for a finding
 */
export function withoutTaken(rule: Rule, takenOf: (findingId: string) => number): Rule {
  const plans = new Map<string, readonly AnyStep[]>();
  return {
    ...rule,
    judge: (snapshot, settings, refs) =>
      rule.judge(snapshot, settings, refs).map((judgement) => {
        const id = findingId(rule.meta.id, judgement.resource, snapshot.place);
        const taken = takenOf(id);
        if (taken > 0) return withLeft(judgement, plans.get(id)?.slice(taken) ?? []);
        return remembering(judgement, (plan) => {
          if (plan?.kind === 'steps') plans.set(id, plan.steps);
        });
      }),
  };
}

function remembering(judgement: Judgement, remember: (plan: Plan<AnyStep> | undefined) => void): Judgement {
  const { plan, finish } = judgement;
  const remembered = <P extends Plan<AnyStep> | undefined>(made: P): P => {
    remember(made);
    return made;
  };
  return {
    ...judgement,
    plan: (history) => remembered(plan(history)),
    ...(finish === undefined ? {} : { finish: (history) => remembered(finish(history)) }),
  };
}

function withLeft(judgement: Judgement, steps: readonly AnyStep[]): Judgement {
  const left = (): Plan<AnyStep> => ({ kind: 'steps', steps });
  if (steps.length === 0) return { ...judgement, verdict: { status: 'pass' }, finish: () => undefined };
  return judgement.verdict.status === 'pass' ? { ...judgement, finish: left } : { ...judgement, plan: left };
}
