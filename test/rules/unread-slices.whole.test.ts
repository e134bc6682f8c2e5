import { describe, expect, it } from '@jest/globals';
import type { Judgement } from '../../core/model/rule';
import { parseSettings } from '../../core/settings';
import type { SliceName } from '../../core/slices';
import { rules } from '../../rules/registry';
import { caseTables } from './case-tables';
import { snapshotOf } from './given';
import { nonEmpty } from '../non-empty';

/**
 * What a rule may do although a slice was not read, with the reason. Everything else must be `unknown`, or exactly what
 * it is when the slice is read.
 */
const catalogue =
  'AWS’s catalogue of endpoint services: without it a service counts as offered in every zone with every feature; AWS refuses what it does not offer';
const restricts = 'organization policies only restrict, and the verdict says that they were not read';
const fewer =
  'a plan for the consumers that are known; those of the other kind get a plan of their own once read';
const weaker = 'the subnet is chosen without knowing which ones are public; the endpoint works in either';
const manual =
  'the consequences that only the endpoints show are left out, and the plan only stops the notebook';
const accepted: Readonly<Record<string, Partial<Record<SliceName, string>>>> = {
  'endpoint-policy': { endpointServices: catalogue },
  'endpoint-private-dns': { endpointServices: catalogue },
  'endpoint-required': { endpointServices: catalogue, notebooks: fewer, domains: fewer, routeTables: weaker },
  'endpoint-security-group': { notebooks: fewer, domains: fewer },
  'endpoint-subnets': { endpointServices: catalogue, routeTables: weaker },
  'notebook-direct-internet': { endpoints: manual },
  'notebook-shared-access': { organizationPolicies: restricts },
  'principal-guardrail-tamper': { organizationPolicies: restricts },
  'principal-outside-access': { organizationPolicies: restricts },
};

const pairs = rules.flatMap((rule) => rule.needs.map((slice) => [rule.meta.id, slice, rule] as const));

/** What acts on AWS, or assures a person that all is well: the status, and the steps of the plan if there are any. */
interface Effect {
  readonly status: string;
  readonly calls: readonly string[];
  readonly approvals: readonly string[];
}

function effectOf({ verdict, plan }: Judgement): Effect {
  const planned = verdict.status === 'fail' ? plan() : undefined;
  const steps = planned?.kind === 'steps' ? planned.steps : [];
  return {
    status: verdict.status,
    calls: steps.map(({ call, input, inverse }) => JSON.stringify([call, input, inverse])),
    approvals: steps.map(({ approval }) => approval),
  };
}

describe('when a slice that a rule needs cannot be read', () => {
  it.each(pairs.filter(([, slice, rule]) => slice === rule.subjectSlice))(
    '%s has no subjects without %s, so that the engine reports the slice itself',
    (id, slice, rule) => {
      const judged = caseTables[id]?.map(({ given, settings }) =>
        rule.judge(snapshotOf({ ...given, [slice]: 'unreadable' }), parseSettings(settings ?? {}, rules)),
      );
      expect(new Set(judged?.map((judgements) => judgements.length))).toEqual(new Set([0]));
    },
  );

  it.each(pairs.filter(([, slice, rule]) => slice !== rule.subjectSlice))(
    '%s without %s is unknown, or the same as when the slice is read',
    (id, slice, rule) => {
      const deviations = new Set<string>();
      const unread = (caseTables[id] ?? []).flatMap(({ name, given, settings: text }) => {
        const settings = parseSettings(text ?? {}, rules);
        const known = rule.judge(snapshotOf(given), settings);
        return rule.judge(snapshotOf({ ...given, [slice]: 'unreadable' }), settings).map((judgement) => ({
          name,
          judgement,
          before: known.find((one) => one.resource.id === judgement.resource.id),
        }));
      });
      for (const { name, judgement, before } of nonEmpty(unread)) {
        const { verdict } = judgement;
        const isSame = before !== undefined && isNoMoreThan(effectOf(judgement), effectOf(before));
        if (verdict.status !== 'unknown' && !isSame) deviations.add(name);
        // Never a pass where it fails with the slice read, whatever is accepted above.
        expect([name, before?.verdict.status, verdict.status]).not.toEqual([name, 'fail', 'pass']);
      }
      const isAccepted = accepted[id]?.[slice] !== undefined;
      expect({ deviates: deviations.size > 0, ...(isAccepted ? {} : { rows: [...deviations] }) }).toEqual(
        isAccepted ? { deviates: true } : { deviates: false, rows: [] },
      );
    },
  );
});

/**
 * The same effect, or a plan that leaves to a person what a step would do if the slice were read, or asks before the
 * same steps.
 */
function isNoMoreThan(unread: Effect, known: Effect): boolean {
  if (unread.status !== known.status) return false;
  const asksAsMuch = unread.approvals.every((one, index) => one !== 'none' || known.approvals[index] === one);
  return unread.calls.length === 0 || (String(unread.calls) === String(known.calls) && asksAsMuch);
}
