import { stepCalls } from '../../../core/model/call';
import type { AnyStep } from '../../../core/model/plan';
import type { Rule } from '../../../core/model/rule';
import { parseSettings } from '../../../core/settings';
import { rules } from '../../../rules/registry';
import { answersTo, caseTables } from '../case-tables';
import { type Answers, snapshotOf } from '../given';

/** The rules that change something, by id. */
export const changing: readonly (readonly [string, Rule])[] = rules
  .filter((rule) => stepCalls(rule).length > 0)
  .map((rule) => [rule.meta.id, rule]);

/** The steps of every plan in a rule's case table, and the answers that the table gives to their reads. */
export function planned({ meta, judge }: Rule): {
  readonly steps: readonly AnyStep[];
  readonly answers: Answers;
} {
  // cases.test.ts fails where a row's plan is not the one that the row names, so rows that name no steps have none.
  const rows = (caseTables[meta.id] ?? []).filter(
    ({ plan, subject }) => Array.isArray(plan) || subject !== undefined,
  );
  const steps = rows.flatMap(({ given, settings = {} }) =>
    judge(snapshotOf(given), parseSettings(settings, rules)).flatMap(({ verdict, plan }) => {
      const made = verdict.status === 'fail' ? plan() : undefined;
      return made?.kind === 'steps' ? made.steps : [];
    }),
  );
  return { steps, answers: answersTo[meta.id] ?? {} };
}
