import { stepCalls } from '../../core/model/call';
import { expect, it } from '@jest/globals';
import { rules } from '../../rules/registry';
import { scenarios } from '.';

it('every rule that changes something has a scenario, and every scenario a rule', () => {
  const changing = rules.filter((rule) => stepCalls(rule).length > 0).map(({ meta }) => meta.id);
  const played = new Set(scenarios.map(({ rule }) => rule));
  const lacking = changing.filter((id) => !played.has(id));
  expect(lacking.map((id) => `add a scenario to rules/${id}/scenarios.ts`)).toEqual([]);
  expect([...played].sort()).toEqual([...changing].sort());
});

it('no two scenarios have the same name', () => {
  const names = scenarios.map(({ rule, name }) => `${rule}: ${name}`);
  expect(new Set(names).size).toBe(names.length);
});
