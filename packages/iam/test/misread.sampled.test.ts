import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEngine, type PolicySet, type PolicySource } from '../src';
import { isRecord } from '../src/shape';
import { type Case, cases } from './generator';
import { checkProperty, seeded, type Tally } from './properties';

const { seed, runs } = seeded('misread', 1500);
const zones = ['outside', 'inside', 'viaService'] as const;

type Json = Record<string, unknown>;
type Misreading = (statement: Json, pick: number) => Json;

/** Changes one condition of the statement, if it has any. */
function inCondition(change: (operator: string, key: string, value: unknown) => Json): Misreading {
  return (statement, pick) => {
    const block = isRecord(statement['Condition']) ? statement['Condition'] : {};
    const all = Object.entries(block).flatMap(([operator, keys]) =>
      isRecord(keys) ? Object.entries(keys).map(([key, value]) => ({ operator, key, value })) : [],
    );
    const chosen = all[pick % Math.max(all.length, 1)];
    if (chosen === undefined) return { ...statement, Condition: 'x' };
    const { operator, key, value } = chosen;
    const others = Object.entries(block).map(([name, keys]): [string, unknown] => {
      if (name !== operator || !isRecord(keys)) return [name, keys];
      return [name, Object.fromEntries(Object.entries(keys).filter(([one]) => one !== key))];
    });
    return { ...statement, Condition: { ...Object.fromEntries(others), ...change(operator, key, value) } };
  };
}

function replaced(element: string, ...values: readonly unknown[]): Misreading {
  return (statement, pick) => {
    const name = element in statement ? element : `Not${element}`;
    return { ...statement, [name]: values[pick % values.length] };
  };
}

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}

/** Changes that spoil a statement, each of which leaves open what it means. */
const statements: Readonly<Record<string, Misreading>> = {
  effect: replaced('Effect', 'allow', 'DENY', 7, null, ['Allow'], {}),
  action: replaced('Action', 7, [], null, {}, [['*']], 'CreateX', nested(5000)),
  resource: replaced('Resource', 7, [], null, {}, [7], nested(5000)),
  both: (statement) => ({ ...statement, Action: '*', NotAction: 's3:*' }),
  element: (statement) => ({ ...statement, Foo: 1 }),
  proto: (statement) => ({ ...statement, ...(JSON.parse('{"__proto__":{"Effect":"Deny"}}') as Json) }),
  sid: (statement) => ({ ...statement, Sid: 3 }),
  principal: (statement) => ({ ...statement, Principal: { AWS: 'arn:aws:iam::1:root' } }),
  condition: replaced('Condition', 7, 'x', [], null),
  operator: inCondition((operator, key, value) => ({ [`${operator}z`]: { [key]: value } })),
  values: inCondition((operator, key) => ({ [operator]: { [key]: nested(3000) } })),
  noValues: inCondition((operator, key) => ({ [operator]: { [key]: [] } })),
  address: inCondition((_, key) => ({ IpAddress: { [key]: ['10.0.0.0/33', '1.2.3'] } })),
  number: inCondition((_, key) => ({ NumericLessThan: { [key]: '1e999' } })),
  date: inCondition((_, key) => ({ DateLessThan: { [key]: '2026-13-45' } })),
  arn: inCondition((_, key) => ({ ArnLike: { [key]: '\ud800:*' } })),
};

/** Changes that spoil a whole document. */
const documents: Readonly<Record<string, (document: Json) => unknown>> = {
  version: (document) => ({ ...document, Version: '2020-01-01' }),
  versionNumber: (document) => ({ ...document, Version: 20_121_017 }),
  element: (document) => ({ ...document, Extra: [] }),
  noStatement: ({ Version }) => ({ Version }),
  text: (document) => `${JSON.stringify(document)}}`,
  encoded: (document) => `%7B${JSON.stringify(document)}`,
  nothing: () => null,
  list: (document) => [document],
  deep: () => `{"Version":"2012-10-17","Statement":${'['.repeat(20_000)}`,
};

function spoil(document: unknown, how: string, pick: number): unknown {
  if (!isRecord(document)) return null;
  const whole = documents[how.replace('document ', '')];
  if (how.startsWith('document ') && whole !== undefined) return whole(document);
  const list: readonly unknown[] = Array.isArray(document['Statement'])
    ? document['Statement']
    : [document['Statement']];
  const at = pick % Math.max(list.length, 1);
  const change = statements[how];
  const Statement = list.map((one, index) =>
    index === at && change !== undefined && isRecord(one) ? change(one, pick) : one,
  );
  return { ...document, Statement };
}

/** Spoils one document of the set. */
function spoilOne(policies: PolicySet, how: string, pick: number): PolicySet {
  const all = [...policies.identity, policies.boundary, ...policies.scps.flat(), ...policies.rcps.flat()];
  const present = all.filter((source) => source !== null);
  const chosen = present[pick % Math.max(present.length, 1)];
  const swap = (source: PolicySource): PolicySource =>
    source === chosen ? { ...source, document: spoil(source.document, how, pick) } : source;
  return {
    identity: policies.identity.map(swap),
    boundary: policies.boundary === null ? null : swap(policies.boundary),
    scps: policies.scps.map((level) => level.map(swap)),
    rcps: policies.rcps.map((level) => level.map(swap)),
  };
}

/**
 * What is spoiled may still mean what it meant before. So the verdict stays as it was or becomes `unknown`: what is not
 * understood never opens or closes anything by itself, and is never an exception.
 */
function misreadingIsNeverAnAnswer(how: string, tally: Tally): fc.IPropertyWithHooks<[Case, number]> {
  return fc.property(cases, fc.nat(), ({ problem }, pick) => {
    const spoiled = { ...problem, policies: spoilOne(problem.policies, how, pick) };
    const before = createEngine().decide(problem);
    const after = createEngine().decide(spoiled);
    for (const [index, answer] of after.entries()) {
      for (const zone of zones) {
        const [was, is] = [before[index]?.[zone].status, answer[zone].status];
        tally[is] = (tally[is] ?? 0) + 1;
        if (is !== was && is !== 'unknown' && was !== 'unknown')
          throw new Error(
            `${how}: ${zone} was ${was} and is ${is}\n${JSON.stringify(spoiled).slice(0, 4000)}`,
          );
      }
    }
    const lockout = createEngine().lockout(spoiled, problem.policies);
    if (createEngine().lockout(problem, problem.policies).status === 'none' && lockout.status === 'some')
      throw new Error(`${how}: a lockout without a cause\n${JSON.stringify(spoiled).slice(0, 4000)}`);
  });
}

const spoilings = [...Object.keys(statements), ...Object.keys(documents).map((name) => `document ${name}`)];

describe('a spoiled document', () => {
  it.each(spoilings)('%s: the verdict stays or becomes unknown', (how) => {
    const tally: Tally = {};
    checkProperty(misreadingIsNeverAnAnswer(how, tally), seed, Math.ceil(runs / spoilings.length));
    expect(tally['unknown']).toBeGreaterThan(0);
  });
});
