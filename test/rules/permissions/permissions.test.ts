import { describe, expect, it } from '@jest/globals';
import { type AnyCallSpecs, operatorsOnly, type Permission, stepCalls } from '../../../core/model/call';
import type { AnyStep } from '../../../core/model/plan';
import type { Rule } from '../../../core/model/rule';
import { parseSettings } from '../../../core/settings';
import { rules } from '../../../rules/registry';
import { answersTo, caseTables } from '../case-tables';
import { type Answers, type RuleCase, snapshotOf } from '../given';
import { provePermissions, unproved } from './proof';
import { roleOf } from './role';

// A rule fails here if one of its calls would be denied when it is deployed. For every input in its case table, of
// steps and of inverses, the IAM engine decides about the role that the template gives to the function. The permissions
// that a request needs come from the sandbox's table of the service authorization reference, and not from the rules.
// They have not been confirmed on AWS.

const changing = rules.filter((rule) => stepCalls(rule).length > 0);

function table({ meta }: Rule): { readonly cases: readonly RuleCase[]; readonly answers: Answers } {
  return { cases: caseTables[meta.id] ?? [], answers: answersTo[meta.id] ?? {} };
}

function planned(rule: Rule, cases: readonly RuleCase[]): readonly AnyStep[] {
  return cases.flatMap(({ given, settings = {} }) =>
    rule.judge(snapshotOf(given), parseSettings(settings, rules)).flatMap(({ verdict, plan }) => {
      const made = verdict.status === 'fail' ? plan() : undefined;
      return made?.kind === 'steps' ? made.steps : [];
    }),
  );
}

describe.each(changing.map((rule) => [rule.meta.id, rule] as const))('%s', (_, rule) => {
  it('may make every call of its table when it is deployed, and no others', async () => {
    const { cases, answers } = table(rule);
    const steps = planned(rule, cases);
    const { problems, allowed, denied } = await provePermissions(rule, steps, answers);
    expect(problems).toEqual([]);
    expect(allowed).toBeGreaterThan(0);
    expect(denied).toBeGreaterThanOrEqual(allowed);
    expect(unproved(rule, steps)).toEqual([]);
  });

  it('declares only permissions that a row needs: without any one of them a call is denied', async () => {
    const { cases, answers } = table(rule);
    const steps = planned(rule, cases);
    const weaker = withoutOne(rule);
    expect(weaker.length).toBeGreaterThan(0);
    for (const { without, rule: one, calls } of weaker) {
      const making = steps.filter(({ call, inverse = [] }) =>
        [call, ...inverse.map((two) => two.call)].some((made) => calls.includes(made)),
      );
      let problems: readonly string[] = [];
      for (const step of making)
        if (problems.length === 0) ({ problems } = await provePermissions(one, [step], answers));
      expect({ without, problems }).not.toEqual({ without, problems: [] });
    }
  });
});

it.each(['on-change', 'on-action'] as const)(
  'the role of %s stays well below the limit of inline policies',
  (name) => {
    const size = roleOf(name, rules).reduce((sum, { document }) => sum + JSON.stringify(document).length, 0);
    // Of IAM's 10,240 characters, a deployment's options (a key, tracing, central settings) take about 720, and the
    // longer names of GovCloud about 480 (both measured in November 2026).
    expect(size).toBeLessThan(9_000);
  },
);

/** The rule without one permission on one kind of resource, in all calls that declare it. */
function withoutOne(rule: Rule): readonly { without: string; rule: Rule; calls: readonly string[] }[] {
  return (['step', 'inverse'] as const).flatMap((side) => {
    const declared = Object.entries(rule.calls).flatMap(([call, spec]) =>
      needed(spec[side]).flatMap(({ action = call, on }) => on.map((arn) => ({ call, action, arn }))),
    );
    const distinct = new Map(declared.map((one) => [`${one.action} on ${one.arn}`, one]));
    return [...distinct].map(([name, { action, arn }]) => ({
      without: `${side}: ${name}`,
      calls: declared.filter((one) => one.action === action && one.arn === arn).map(({ call }) => call),
      rule: { ...rule, calls: narrowed(rule.calls, side, action, arn) },
    }));
  });
}

function needed(
  permissions: readonly Permission[] | typeof operatorsOnly | undefined,
): readonly Permission[] {
  return permissions === undefined || permissions === operatorsOnly ? [] : permissions;
}

function narrowed(calls: AnyCallSpecs, side: 'step' | 'inverse', action: string, arn: string): AnyCallSpecs {
  return Object.fromEntries(
    Object.entries(calls).map(([call, spec]) => {
      if (spec[side] === undefined || spec[side] === operatorsOnly) return [call, spec];
      const rest = needed(spec[side]).flatMap((permission) => {
        if ((permission.action ?? call) !== action) return [permission];
        const on = permission.on.filter((other) => other !== arn);
        return on.length === 0 ? [] : [{ ...permission, on }];
      });
      return [call, { ...spec, [side]: rest }];
    }),
  );
}
