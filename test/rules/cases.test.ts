import { inverseCalls, stepCalls } from '../../core/model/call';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Judgement, Rule } from '../../core/model/rule';
import { parseSettings } from '../../core/settings';
import { rules } from '../../rules/registry';
import { caseTables } from './case-tables';
import { planSummary, type RuleCase, snapshotOf } from './given';

describe.each(rules.map((rule) => [rule.meta.id, rule] as const))('%s', (id, rule) => {
  const table = caseTables[id] ?? [];
  const judged = judgeOnce(rule);

  it('has a test table with unique names that covers every status its verdicts can have', () => {
    expect(new Set(table.map(({ name }) => name)).size).toBe(table.length);
    const expected: ReadonlySet<string> = new Set(table.map((row) => row.expect));
    // Rules that apply to every subject have no case for not-applicable.
    expect(['pass', 'fail', 'unknown'].filter((status) => !expected.has(status))).toEqual([]);
  });

  it.each(table.map((row) => [row.name, row] as const))('%s', (_, row) => {
    const judgements = judged(row);
    const judgement =
      row.subject === undefined ? judgements[0] : judgements.find((j) => j.resource.id === row.subject);
    if (judgement === undefined) throw new Error('the case has no such subject');
    if (row.subject === undefined) expect(judgements).toHaveLength(1);
    const { verdict } = judgement;
    const shown = JSON.stringify(verdict);
    expect({ status: verdict.status, shown }).toEqual({ status: row.expect, shown });
    expect((row.says ?? []).filter((fragment) => shown.includes(fragment))).toEqual(row.says ?? []);
    const found = verdict.status === 'fail' ? verdict : undefined;
    const { contained = found?.contained !== undefined, severity = found?.severity } = row;
    expect(found?.contained !== undefined).toBe(contained);
    expect(found?.severity ?? rule.meta.severity).toBe(severity ?? rule.meta.severity);
    const { plan } = judgement;
    expect(plan === undefined ? undefined : planSummary(plan)).toEqual(row.plan);
    const planned = JSON.stringify(plan ?? {});
    expect((row.planSays ?? []).filter((fragment) => planned.includes(fragment))).toEqual(row.planSays ?? []);
  });

  it('declares the calls of its plans and, apart from them, those of their inverses', () => {
    const planned = table.flatMap((row) =>
      judged(row).flatMap(({ plan }) => (plan?.kind === 'steps' ? plan.steps : [])),
    );
    // The permissions of on-change and on-action are generated from what `calls.ts` declares.
    const calls = stepCalls(rule);
    const undoCalls = inverseCalls(rule);
    expect(calls).toEqual(expect.arrayContaining(planned.map(({ call }) => call)));
    const inverses = planned.flatMap(({ inverse = [] }) => inverse.map(({ call }) => call));
    expect(undoCalls).toEqual(expect.arrayContaining(inverses));
  });

  it('has a page in its folder, whose header comes from meta', () => {
    const folder = path.join(__dirname, '../../rules', id);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['README.md', 'cases.ts', 'index.ts']));
    expect(readFileSync(path.join(folder, 'README.md'), 'utf8')).toContain(`# ${rule.meta.title}`);
  });
});

/** The judgements of a row with their plans. They are made once, because the IAM engine takes most of the time. */
function judgeOnce(rule: Rule): (row: RuleCase) => readonly Judged[] {
  const known = new Map<RuleCase, readonly Judged[]>();
  return (row) => {
    const before = known.get(row);
    if (before !== undefined) return before;
    const judged = rule
      .judge(snapshotOf(row.given), parseSettings(row.settings ?? {}, rules))
      .map(({ resource, verdict, plan }) => ({
        resource,
        verdict,
        plan: verdict.status === 'fail' ? plan() : undefined,
      }));
    known.set(row, judged);
    return judged;
  };
}

interface Judged extends Pick<Judgement, 'resource' | 'verdict'> {
  readonly plan: ReturnType<Judgement['plan']> | undefined;
}
