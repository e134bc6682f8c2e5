import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { jsonErrorPlace } from './json-position';

describe('jsonErrorPlace', () => {
  it.each([
    ['{"a":1,}', 1, 8, false],
    ['{"a": tru}', 1, 7, false],
    ['[1 2]', 1, 4, false],
    ['{"a" 1}', 1, 6, false],
    ['[[1],{"b":[}]', 1, 12, false],
    ['{}x', 1, 3, false],
    ['[1]\n]', 2, 1, false],
    ['{\n "a": 1,\n "b": \'x\'\n}', 3, 7, false],
    ['{a:1}', 1, 2, false],
    ['[01]', 1, 3, false],
    ['["a\tb"]', 1, 2, false],
    ['{"a":1', 1, 7, true],
    ['{"a":\n"b', 2, 1, true],
    ['[1,2,', 1, 6, true],
    ['{"a": {"b": [{}', 1, 16, true],
  ])('%j', (text, line, column, isCut) => {
    expect(jsonErrorPlace(text)).toEqual({ line, column, isCut });
  });

  it('detects a cut wherever it is, and a wrong character exactly at its position', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (json, at) => {
        fc.pre(/^[[{"]/.test(json));
        const cut = json.slice(0, 1 + (at % json.length));
        fc.pre(cut !== json);
        // A cut inside a number or a word cannot be distinguished from a wrong one.
        fc.pre(!/[\w.+-]$/.test(cut) || isInString(cut));
        expect(jsonErrorPlace(cut).isCut).toBe(true);
        expect(jsonErrorPlace(`${json}§`)).toEqual({ line: 1, column: json.length + 1, isCut: false });
      }),
    );
  });
});

function isInString(text: string): boolean {
  return (text.replace(/\\./g, '').match(/"/g) ?? []).length % 2 === 1;
}
