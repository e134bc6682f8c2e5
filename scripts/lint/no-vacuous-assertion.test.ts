import { describe } from '@jest/globals';
import { RuleTester } from 'eslint';
import tseslint from 'typescript-eslint';
import plugin from './index.cjs';

const loop = [{ messageId: 'loop' }];
const list = [{ messageId: 'list' }];
const register = [{ messageId: 'register' }];
const counted = [{ messageId: 'counted' }];
const tester = new RuleTester({ languageOptions: { parser: tseslint.parser } });

describe('an assertion in a loop', () => {
  tester.run('no-vacuous-assertion', plugin.rules['no-vacuous-assertion'], {
    valid: [
      'for (const x of [1, 2]) expect(x).toBe(1);',
      'const xs = [1] as const; for (const x of xs) expect(x).toBe(1);',
      'const xs = [1, ...more]; xs.toSorted().forEach((x) => expect(x).toBe(1));',
      'for (const x of [...[1], ...more]) expect(x).toBe(1);',
      'const of = { a: [1] }; for (const [k, v] of Object.entries(of)) expect(v).toBe(k);',
      'const of = { a: [1] }; for (const x of of.a) expect(x).toBe(1);',
      'for (const x of new Set(["a"])) expect(x).toBe(1);',
      'for (const x of Array.from({ length: 3 }, make)) expect(x).toBe(1);',
      'const runs = 3; for (let i = 0; i < runs; i += 1) expect(i).toBe(1);',
      'for (const x of text.split(",")) expect(x).toBe(1);',
      'for (const x of nonEmpty(await read())) expect(x).toBe(1);',
      'nonEmpty(xs).map((x) => x + 1).forEach((x) => expect(x).toBe(1));',
      'await Promise.all(nonEmpty(xs).map(async (x) => { expect(x).toBe(1); }));',
      'function all(xs: readonly [string, ...string[]]) { for (const x of xs) expect(x).toBe(1); }',
      'expect(xs).toHaveLength(3); for (const x of xs) expect(x).toBe(1);',
      'expect(xs.length).toBeGreaterThan(0); for (const x of xs) expect(x).toBe(1);',
      'expect(xs.size).toBe(2); for (const x of xs) { if (x) expect(x).toBe(1); }',
      'expect(xs).not.toEqual([]); xs.forEach((x) => { expect(x).toBe(1); });',
      'expect(Object.keys(of)).toEqual(["a"]); for (const x of Object.values(of)) expect(x).toBe(1);',
      'expect(total).toBeGreaterThan(0); for (let i = 0; i < total; i += 1) expect(i).toBe(1);',
      'it("counts", () => { expect.assertions(2); for (const x of xs) expect(x).toBe(1); });',
      'fc.assert(fc.property(lists, (xs) => { for (const x of xs) expect(x).toBe(1); }));',
      'const holds = (xs) => xs.forEach((x) => expect(x).toBe(1)); fc.assert(fc.property(lists, (xs) => holds(xs)));',
      'for (const x of xs) total += x;',
      'for (const x of xs) await test.aws.send(x);',
      'for (const x of xs) problems.add(describe(x));',
    ],
    invalid: [
      { code: 'for (const x of xs) expect(x).toBe(1);', errors: loop },
      { code: 'for (const k in of) expect(k).toBe(1);', errors: loop },
      { code: 'for (const x of []) expect(x).toBe(1);', errors: loop },
      { code: 'let xs = [1]; xs = []; for (const x of xs) expect(x).toBe(1);', errors: loop },
      { code: 'for (const x of [...xs]) expect(x).toBe(1);', errors: loop },
      { code: 'for (const x of [1].filter(odd)) expect(x).toBe(1);', errors: loop },
      { code: 'for (const x of row.says ?? []) expect(x).toBe(1);', errors: loop },
      { code: 'xs?.forEach((x) => { expect(x).toBe(1); });', errors: loop },
      { code: 'await Promise.all(xs.map(async (x) => { expect(x).toBe(1); }));', errors: loop },
      { code: 'for (const x of xs) check(x); function check(x) { expect(x).toBe(1); }', errors: loop },
      {
        code: 'const check = (x) => inner(x), inner = (x) => expect(x).toBe(1); xs.forEach(check);',
        errors: loop,
      },
      { code: 'function all(xs: string[]) { for (const x of xs) expectSame(x); }', errors: loop },
      { code: 'for (const x of xs) expect(x).toBe(1); expect(xs).toHaveLength(3);', errors: loop },
      { code: 'expect(xs).toHaveLength(0); for (const x of xs) expect(x).toBe(1);', errors: loop },
      { code: 'if (a) { expect(xs).toHaveLength(3); } for (const x of xs) expect(x).toBe(1);', errors: loop },
      {
        code: 'expect(xs).toHaveLength(3); it("x", () => { for (const x of xs) expect(x).toBe(1); });',
        errors: loop,
      },
      {
        code: 'const h = (xs) => { for (const x of xs) expect(x).toBe(1); }; fc.property(l, h); h(xs);',
        errors: loop,
      },
      { code: 'for (let i = 0; i < total; i += 1) expect(i).toBe(1);', errors: counted },
      { code: 'while (xs.next()) expect(i).toBe(1);', errors: counted },
      { code: 'for (const x of xs) it(x, () => { expect(x).toBe(1); });', errors: register },
      { code: 'for (const x of xs) describe.each(x)("y", () => {});', errors: register },
    ],
  });
});

describe('an assertion about a list', () => {
  tester.run('no-vacuous-assertion', plugin.rules['no-vacuous-assertion'], {
    valid: [
      'expect(nonEmpty(xs).every(isGood)).toBe(true);',
      'expect([1, 2].some(isBad)).toBe(false);',
      'expect(xs.some(isGood)).toBe(true);',
      'expect(xs.every(isGood)).toBe(false);',
      'expect(xs.filter(isGood)).toEqual([1]);',
      'expect(nonEmpty(xs).map(f).filter(isBad)).toEqual([]);',
      'expect(xs).toEqual([]);',
      'expect(xs).toHaveLength(2); expect(xs.filter(isBad)).toHaveLength(0);',
    ],
    invalid: [
      { code: 'expect(xs.every(isGood)).toBe(true);', errors: list },
      { code: 'const all = xs.every(isGood); expect(all).toEqual(true);', errors: list },
      { code: 'expect(xs.every(isGood)).toBeTruthy();', errors: list },
      { code: 'expect(xs.every(isGood)).not.toBe(false);', errors: list },
      { code: 'expect(xs.some(isBad)).toBe(false);', errors: list },
      { code: 'expect(xs.filter(isBad)).toEqual([]);', errors: list },
      { code: 'expect(xs.filter(isBad).map(f)).toStrictEqual([]);', errors: list },
      { code: 'expect(xs.flatMap(problemsOf)).toHaveLength(0);', errors: list },
      { code: 'const bad = xs.filter(isBad); expect(bad.length).toBe(0);', errors: list },
    ],
  });
});
