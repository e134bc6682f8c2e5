import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canMatch, formPattern, matches, ONE, STAR } from './text';

const pieces = ['a', 'b', '1', STAR, ONE, formPattern('{l}'), formPattern('{l*}'), formPattern('{d}')];
const pattern = fc.array(fc.constantFrom(...pieces), { maxLength: 4 }).map((list) => list.join(''));
const wanted = fc.array(fc.tuple(fc.array(pattern, { maxLength: 3 }), fc.boolean()), {
  minLength: 1,
  maxLength: 4,
});

/** Every text of one to four of these characters. */
const texts = [1, 2, 3, 4].flatMap((length) =>
  Array.from({ length: 4 ** length }, (_, at) =>
    Array.from({ length }, (__, index) => 'ab1-'.charAt(Math.floor(at / 4 ** index) % 4)).join(''),
  ),
);

describe('whether some text matches all that is wanted', () => {
  it('is never denied where there is such a text', () => {
    let found = 0;
    fc.assert(
      fc.property(wanted, (all) => {
        const isMet = (text: string) => all.every(([patterns, want]) => matches(patterns, text) === want);
        const some = texts.find(isMet);
        if (some === undefined) return;
        found += 1;
        expect([some, canMatch(all)]).toEqual([some, true]);
      }),
      { numRuns: 1_000 },
    );
    expect(found).toBeGreaterThan(100);
  });

  it.each<[string, readonly (readonly [readonly string[], boolean])[], boolean]>([
    [
      'an id that is not the one with a single letter',
      [
        [[formPattern('vpc-{l}{l*}')], true],
        [['vpc-1'], false],
      ],
      true,
    ],
    [
      'the same text and another',
      [
        [['a'], true],
        [['a'], false],
      ],
      false,
    ],
    ['no pattern at all', [[[], true]], false],
    ['none of no patterns', [[[], false]], true],
  ])('%s', (_, all, expected) => {
    expect(canMatch(all)).toBe(expected);
  });
});
