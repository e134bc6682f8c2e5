import { describe, expect, it } from '@jest/globals';
import { type AnyCallSpecs, operatorsOnly, type Permission } from '../../../core/model/call';
import type { Rule } from '../../../core/model/rule';
import { changing, planned } from './planned';
import { provePermissions } from './proof';

// The other side of permissions.test.ts: a rule fails here if its role could do without a permission.

describe.each(changing)('%s', (_, rule) => {
  it('declares only permissions that a row needs: without any one of them a call is denied', async () => {
    const { steps, answers } = planned(rule);
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
