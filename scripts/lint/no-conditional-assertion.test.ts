import { RuleTester } from 'eslint';
import plugin from './index.cjs';

const branch = [{ messageId: 'branch' }];
const leaves = [{ messageId: 'leaves' }];
const inTest = (body: string) => `it("does", async () => { ${body} });`;
const bad = (body: string, errors = branch) => ({ code: inTest(body), errors });

new RuleTester().run('no-conditional-assertion', plugin.rules['no-conditional-assertion'], {
  valid: [
    inTest('expect(a).toBe(1);'),
    inTest('expect(a).toBe(1); if (b) expect(c).toBe(1);'),
    inTest('if (b) expect(c).toBe(1); expect(a).toBe(1);'),
    inTest('if (b) expect(c).toBe(1); else expect(a).toBe(1);'),
    inTest('if (b) { expect(c).toBe(1); return; } expect(a).toBe(1);'),
    inTest('b ? expect(c).toBe(1) : expect(a).toBe(1);'),
    inTest('expect.hasAssertions(); if (b) expect(c).toBe(1);'),
    inTest('expect.assertions(1); try { await f(); } catch (error) { expect(error).toBe(1); }'),
    inTest('try { expect(await f()).toBe(1); } finally { await stop(); }'),
    inTest('await within(async () => { expect(a).toBe(1); });'),
    inTest('for (const x of [1, 2]) { if (x === a) expect(x).toBe(1); else expect(x).toBe(2); }'),
    inTest('fc.assert(fc.property(some, (x) => { if (x) expect(x).toBe(1); }));'),
    inTest('if (a === undefined) throw new Error("none"); expect(a).toBe(1);'),
    'const check = (x) => { expect(x).toBe(1); }; it("does", () => { check(a); if (b) expect(b).toBe(1); });',
    // Not a test: its callers may assert.
    'function check(x) { if (x) expect(x).toBe(1); }',
    inTest('await runs();'),
  ],
  invalid: [
    bad('if (a) expect(a).toBe(1);'),
    bad('if (a) { expect(a).toBe(1); } else if (b) { expect(b).toBe(1); }'),
    bad('a && expect(a).toBe(1);'),
    bad('a ? expect(a).toBe(1) : undefined;'),
    bad('try { await f(); } catch (error) { expect(error).toBe(1); }'),
    bad('await f().catch((error) => { expect(error).toBe(1); });'),
    bad('switch (a) { case 1: expect(a).toBe(1); }'),
    bad('for (const x of [1, 2]) { if (x === a) expect(x).toBe(1); }'),
    bad('if (a === undefined) return; expect(a).toBe(1);', leaves),
    bad('if (a) { if (b) return; expect(a).toBe(1); } else { expect(b).toBe(1); }'),
    { code: 'it.each([1])("%s", (x) => { if (x) expect(x).toBe(1); });', errors: branch },
    {
      code: 'const check = () => expect(a).toBe(1); test("does", () => { if (a) check(); });',
      errors: branch,
    },
  ],
});
