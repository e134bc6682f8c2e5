import fc from 'fast-check';
import { type Answer, createEngine, type Problem } from '../src';
import { type Case, cases, guardrail, policySets, toPolicySet } from './generator';
import type { NaivePolicies } from './naive';

type Document = Record<string, unknown>;

const zones = ['outside', 'inside', 'viaService'] as const;
const order = { unreachable: 0, unknown: 1, reachable: 2 } as const;

function verdicts(problem: Problem): readonly (0 | 1 | 2)[] {
  const answers: readonly Answer[] = createEngine().decide(problem);
  return answers.flatMap((answer) =>
    zones.map((zone) => {
      const verdict = answer[zone];
      // Which request is found first depends on the order, and so does whether it is one that can exist.
      const isOnlyHidden =
        verdict.status === 'unknown' &&
        verdict.missing.every((construct) => construct.startsWith('no request that can exist was found'));
      return isOnlyHidden ? order.reachable : order[verdict.status];
    }),
  );
}

function withPolicies(one: Case, change: (document: Document) => Document): Problem {
  const { identity, boundary, scps, rcps } = one.policies;
  const each = (levels: NaivePolicies['scps']) => levels.map((documents) => documents.map(change));
  const changed = {
    identity: identity.map(change),
    boundary: boundary === null ? null : change(boundary),
    scps: each(scps),
    rcps: each(rcps),
  };
  return { ...one.problem, policies: toPolicySet(changed) };
}

function statements(document: Document): Document[] {
  const statement = document['Statement'];
  return (Array.isArray(statement) ? statement : [statement]) as Document[];
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

function checkUnchanged(what: string, one: Case, changed: Problem): void {
  const [before, after] = [verdicts(one.problem), verdicts(changed)];
  if (before.join() === after.join()) return;
  throw new Error(
    `${what}: ${before.join()} became ${after.join()}\n${JSON.stringify({ before: one.problem, after: changed }, null, 1)}`,
  );
}

function swapCase(text: string): string {
  return text.replace(/[a-z]/gi, (character, at: number) =>
    at % 2 === 0 ? character.toUpperCase() : character.toLowerCase(),
  );
}

function respelledKeys(statement: Document): Document {
  const block = (statement['Condition'] ?? {}) as Record<string, Document>;
  const keys = (conditions: Document) => {
    const respelled = Object.fromEntries(
      Object.entries(conditions).map(([key, value]) => [swapCase(key), value]),
    );
    // Two spellings of one key in a block are two conditions; with the same spelling they would be one.
    return Object.keys(respelled).length === Object.keys(conditions).length ? respelled : conditions;
  };
  const Condition = Object.fromEntries(
    Object.entries(block).map(([operator, conditions]) => [operator, keys(conditions)]),
  );
  const actions =
    'Action' in statement ? { Action: list(statement['Action']).map((name) => swapCase(String(name))) } : {};
  return { ...statement, ...actions, Condition };
}

/** Changes without a meaning, each with its name. */
export const neutral: readonly (readonly [string, (document: Document) => Document])[] = [
  [
    'statements in reverse order',
    (document) => ({ ...document, Statement: statements(document).toReversed() }),
  ],
  [
    'every statement twice',
    (document) => ({ ...document, Statement: [...statements(document), ...statements(document)] }),
  ],
  [
    'one statement per action',
    (document) => ({
      ...document,
      Statement: statements(document).flatMap((one) =>
        'Action' in one ? list(one['Action']).map((Action) => ({ ...one, Action })) : [one],
      ),
    }),
  ],
  [
    'one statement per resource',
    (document) => ({
      ...document,
      Statement: statements(document).flatMap((one) =>
        'Resource' in one ? list(one['Resource']).map((Resource) => ({ ...one, Resource })) : [one],
      ),
    }),
  ],
  [
    'letter case of actions and keys',
    (document) => ({ ...document, Statement: statements(document).map(respelledKeys) }),
  ],
];

export function changesNothing(
  what: string,
  change: (document: Document) => Document,
): fc.IPropertyWithHooks<[Case]> {
  return fc.property(cases, (one) => {
    checkUnchanged(what, one, withPolicies(one, change));
  });
}

/** The order of the documents does not matter, and neither does their notation as text. */
export function orderAndFormMeanNothing(): fc.IPropertyWithHooks<[Case]> {
  return fc.property(cases, (one) => {
    const { identity } = one.problem.policies;
    const reversed = { ...one.problem.policies, identity: identity.toReversed() };
    checkUnchanged('documents in reverse order', one, { ...one.problem, policies: reversed });
    const asText = identity.map(({ label, document }, index) => {
      const text = JSON.stringify(document);
      return { label, document: index % 2 === 0 ? text : encodeURIComponent(text) };
    });
    checkUnchanged('documents as text', one, {
      ...one.problem,
      policies: { ...one.problem.policies, identity: asText },
    });
  });
}

/** A further Deny never opens a zone. */
export function denyNeverOpens(): fc.IPropertyWithHooks<[Case, Document]> {
  return fc.property(cases, guardrail, (one, more) => {
    const identity = [...one.problem.policies.identity, { label: 'more', document: more }];
    const after = verdicts({ ...one.problem, policies: { ...one.problem.policies, identity } });
    const worse = verdicts(one.problem).findIndex((before, index) => before === 0 && after[index] !== 0);
    if (worse >= 0)
      throw new Error(`a Deny opened ${String(zones[worse % 3])}\n${JSON.stringify({ one, more }, null, 1)}`);
  });
}

/** A further Allow never closes a zone. */
export function allowNeverCloses(): fc.IPropertyWithHooks<[Case, NaivePolicies]> {
  return fc.property(cases, policySets, (one, more) => {
    const allows = more.identity.map((document) => ({
      label: 'more',
      document: {
        ...document,
        Statement: statements(document).filter((statement) => statement['Effect'] === 'Allow'),
      },
    }));
    const identity = [...one.problem.policies.identity, ...allows];
    const after = verdicts({ ...one.problem, policies: { ...one.problem.policies, identity } });
    const worse = verdicts(one.problem).findIndex((before, index) => before === 2 && after[index] !== 2);
    if (worse >= 0)
      throw new Error(
        `an Allow closed ${String(zones[worse % 3])}\n${JSON.stringify({ one, more }, null, 1)}`,
      );
  });
}

/** Policies that did not change lock nobody out. */
export function nothingLostWithoutChange(): fc.IPropertyWithHooks<[Case]> {
  return fc.property(cases, (one) => {
    const verdict = createEngine().lockout(one.problem, one.problem.policies);
    if (verdict.status === 'some')
      throw new Error(`lost without a change\n${JSON.stringify({ one, verdict }, null, 1)}`);
  });
}

/** What an engine has seen before does not change its answers: neither the verdicts nor their texts. */
export function memoryMeansNothing(): fc.IPropertyWithHooks<[Case, Case]> {
  return fc.property(cases, cases, (one, other) => {
    const { policies } = one.problem;
    const reversed = { ...policies, identity: policies.identity.toReversed() };
    const problems: readonly Problem[] = [
      one.problem,
      { ...one.problem, principal: other.problem.principal },
      { ...one.problem, perimeter: other.problem.perimeter },
      { ...one.problem, context: other.problem.context ?? {} },
      { ...one.problem, policies: reversed },
      { ...one.problem, policies: { ...policies, scps: other.problem.policies.scps } },
      { ...one.problem, actions: one.problem.actions.toReversed(), resources: other.problem.resources },
      one.problem,
    ];
    const engines = [createEngine(), createEngine({ keepAnswers: false })];
    for (const problem of problems) {
      const fresh = JSON.stringify(createEngine().decide(problem));
      for (const engine of engines) {
        const used = JSON.stringify(engine.decide(problem));
        if (used !== fresh) throw new Error(`${fresh}\nbecame\n${used}\n${JSON.stringify(problem)}`);
      }
    }
  });
}
