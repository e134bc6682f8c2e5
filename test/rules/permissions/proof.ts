import { inverseCalls, operatorsOnly, type Permission } from '../../../core/model/call';
import type { AnyStep } from '../../../core/model/plan';
import type { Rule } from '../../../core/model/rule';
import type { Need } from '@palisade/sandbox/authorization/need';
import { type Answers, casePlace } from '../given';
import { decision } from './decide';
import { needsOf, requestsOf, tagsMadeBy, whyMalformed } from './requests';
import { roleOf } from './role';

/** The requests that were decided for the roles of one rule, and the wrong decisions in words. */
export interface PermissionProof {
  readonly problems: readonly string[];
  readonly allowed: number;
  readonly denied: number;
}

/**
 * Proves that the roles generated for one rule alone allow every request that these steps and their inverses make, and
 * deny its neighbours: the same about another kind of resource, and where a condition is not met.
 */
export async function provePermissions(
  rule: Rule,
  steps: readonly AnyStep[],
  answers: Answers,
): Promise<PermissionProof> {
  const roles = { step: roleOf('on-change', [rule]), inverse: roleOf('on-action', [rule]) };
  const problems = new Set<string>();
  const seen = new Set<string>();
  const count = { allowed: 0, denied: 0 };

  const check = (side: 'step' | 'inverse', call: string, need: Need): void => {
    const key = JSON.stringify([side, call, need]);
    if (seen.has(key)) return;
    seen.add(key);
    const expected = isKept(rule, side, call) ? 'denied' : 'allowed';
    const found = decision(roles[side], need);
    if (found !== expected)
      problems.add(
        `${side} ${call}: ${describe(need)} is ${found}, not ${expected}, for the role of its function`,
      );
    count[expected] += 1;
    if (expected === 'denied') return;
    for (const [because, neighbour] of neighbours(permissionsOf(rule, side, call), need)) {
      const answer = decision(roles[side], neighbour);
      if (answer !== 'denied')
        problems.add(`${side} ${call}: ${describe(neighbour)} is ${answer}, although ${because}`);
      count.denied += 1;
    }
  };

  for (const step of steps) {
    for (const request of await requestsOf(rule, step, answers)) {
      const malformed = await whyMalformed(request);
      if (malformed !== undefined) problems.add(`step ${step.call}: ${malformed}`);
      else for (const need of needsOf(request)) check('step', step.call, need);
    }
    const tags = tagsMadeBy(step.input);
    for (const inverse of step.inverse ?? [])
      for (const request of await requestsOf(rule, inverse, answers)) {
        const malformed = await whyMalformed(request);
        if (malformed !== undefined) problems.add(`inverse ${inverse.call}: ${malformed}`);
        // The inverse of a step concerns the resource that the step created.
        else
          for (const need of needsOf(request))
            check('inverse', inverse.call, { ...need, context: { ...tags, ...need.context } });
      }
  }
  return { problems: [...problems], ...count };
}

/** Calls that the rule declares but that none of these steps makes: nothing is proved about them. */
export function unproved(rule: Rule, steps: readonly AnyStep[]): readonly string[] {
  const made = new Set(steps.map(({ call }) => `step ${call}`));
  const taken = new Set(steps.flatMap(({ inverse = [] }) => inverse.map(({ call }) => `inverse ${call}`)));
  const declared = Object.entries(rule.calls).flatMap(([call, { step }]) =>
    step === undefined ? [] : [`step ${call}`],
  );
  const inverses = inverseCalls(rule).map((call) => `inverse ${call}`);
  return [...declared.filter((call) => !made.has(call)), ...inverses.filter((call) => !taken.has(call))];
}

function isKept(rule: Rule, side: 'step' | 'inverse', call: string): boolean {
  return side === 'step' && rule.calls[call]?.step === operatorsOnly;
}

function permissionsOf(rule: Rule, side: 'step' | 'inverse', call: string): readonly Permission[] {
  const declared = rule.calls[call]?.[side] ?? [];
  return declared === operatorsOnly
    ? []
    : declared.map((permission) => ({ ...permission, action: permission.action ?? call }));
}

/** Requests that differ slightly from what is needed and must not be allowed, with the reason. */
function neighbours(declared: readonly Permission[], need: Need): readonly (readonly [string, Need])[] {
  if (need.resource === '*') return [];
  const parts = need.resource.split(':');
  const kind = [...parts.slice(0, 5), (parts[5] ?? '').replace(/^[^/]*/, 'another-kind')].join(':');
  const keys = declared
    .filter(({ action, on }) => action === need.action && on.some((arn) => covers(arn, need.resource)))
    .flatMap(({ when = {} }) => Object.values(when).flatMap((by) => Object.keys(by)));
  return [
    ['it is about another kind of resource', { ...need, resource: kind }],
    ...keys.flatMap((key) => [
      [`${key} is another`, { ...need, context: { ...need.context, [key]: 'something-else' } }] as const,
      [`${key} is absent`, { ...need, context: { ...need.context, [key]: [] } }] as const,
    ]),
  ];
}

/** Whether a declared ARN is one of this resource. */
function covers(declared: string, resource: string): boolean {
  const arn = declared
    .replaceAll('${AWS::Partition}', 'aws')
    .replaceAll('${AWS::Region}', casePlace.region)
    .replaceAll('${AWS::AccountId}', casePlace.account);
  return arn.endsWith('*') ? resource.startsWith(arn.slice(0, -1)) : resource === arn;
}

function describe({ action, resource, context = {} }: Need): string {
  return `${action} on ${resource} ${JSON.stringify(context)}`;
}
