import { describe, expect, it } from '@jest/globals';
import { partwise, resourceAtoms } from './arn';
import {
  accepts,
  begin,
  globPattern,
  isEverything,
  literalPattern,
  onlyText,
  sampleOf,
  step,
  toPattern,
} from './glob';
import { unmetered } from './meter';
import { nonEmpty } from '../test/non-empty';

describe('one pattern', () => {
  it.each([
    ['*', true],
    ['**', true],
    ['a*', false],
    ['*a', false],
    ['?', false],
    ['', false],
  ])('%j matches everything: %s', (text, expected) => {
    expect(isEverything(globPattern(text))).toBe(expected);
  });

  it.each([
    ['vpc-1', false, 'vpc-1'],
    ['\0x', false, '\0x'],
    ['', false, ''],
    ['vpc-*', false, null],
    ['vpc-?', false, null],
    ['a', true, null],
    ['Z', true, null],
    ['z', true, null],
    ['10.0-[@`{/', true, '10.0-[@`{/'],
  ])('%j, letter case ignored %s, matches only %j', (text, ignoreCase, expected) => {
    expect(onlyText(globPattern(text, ignoreCase))).toBe(expected);
  });

  it.each([
    ['a*b', false, 'ab'],
    ['a?*b', false, 'axb'],
    ['\0*', false, '\0'],
    ['aB', true, 'ab'],
  ])('a sample of %j, letter case ignored %s, is the shortest: %j', (text, ignoreCase, expected) => {
    expect(sampleOf(globPattern(text, ignoreCase))).toBe(expected);
  });

  it('has wildcards as plain characters in a literal', () => {
    const pattern = literalPattern('aB*?');
    expect(['aB*?', 'aBx?', 'aB*x', 'aB', 'ab*?'].map((text) => accepts(pattern, text))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it.each([
    ['of text under an operator without wildcards', true, false],
    ['of a value under an operator with wildcards', false, true],
    ['of a value under an operator without', false, false],
  ])('takes wildcards for plain characters: %s', (_, wild, wildcards) => {
    const pattern = toPattern([{ text: 'a*?', wild }], { wildcards, ignoreCase: false });
    expect(['a*?', 'ax?', 'a*x', 'a'].map((text) => accepts(pattern, text))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it('reads stars in a row as one', () => {
    expect(globPattern('ab**c')).toEqual(globPattern('ab*c'));
    expect(globPattern('*a*')).toHaveLength(3);
  });

  it('treats a NUL like any other character', () => {
    expect(accepts(globPattern('?\0'), 'ab')).toBe(false);
    expect(accepts(globPattern('?\0'), 'a\0')).toBe(true);
  });

  it('steps to the positions that a character leads to, and through stars', () => {
    const pattern = globPattern('a*b');
    expect(begin(pattern)).toEqual([0]);
    expect(begin(globPattern('*b'))).toEqual([0, 1]);
    expect(step(pattern, [0], 97)).toEqual([1, 2]);
    expect(step(pattern, [1, 2], 98)).toEqual([1, 2, 3]);
    expect(step(pattern, [3], 98)).toEqual([]);
  });
});

describe('the work of matching', () => {
  it('steps to each position once', () => {
    const pattern = globPattern('*?*');
    const x = 'x'.charCodeAt(0);
    expect([begin(pattern), step(pattern, begin(pattern), x), step(pattern, [0, 1, 2, 3], x)]).toEqual([
      [0, 1],
      [0, 1, 2, 3],
      [0, 1, 2, 3],
    ]);
  });

  it('is counted by the characters compared', () => {
    let spent = 0;
    const meter = { ...unmetered, spend: (steps: number) => void (spent += steps) };
    accepts(globPattern('*a*b'), 'a'.repeat(1600), meter);
    expect(spent).toBeGreaterThanOrEqual(100);
    spent = 0;
    accepts(globPattern('a'), 'b', meter);
    expect(spent).toBe(1);
  });
});

describe('ARNs', () => {
  it('keeps a "?" to one character', () => {
    const pattern = partwise(globPattern('arn:aws:s?:*:*:*'));
    expect(accepts(pattern, 'arn:aws:s3:::b')).toBe(true);
    expect(accepts(pattern, 'arn:aws:s:::b')).toBe(false);
    expect(accepts(pattern, 'arn:aws:sqs:::b')).toBe(false);
  });

  const readings = (text: string) => resourceAtoms([globPattern(text)], false);
  const matches = (text: string, arn: string) => {
    const { over, under } = readings(text);
    return [over, under].map(({ patterns }) => patterns.some((pattern) => accepts(pattern, arn)));
  };

  it.each([
    ['"*" surely matches what is no ARN', '*', 'x', [true, true]],
    ['six parts without a wildcard at the end', 'arn:aws:s:*:1:n/x', 'arn:aws:s:r:1:n/x', [true, true]],
    ['a name with colons, completed', 'arn:aws:s:*', 'arn:aws:s:r:1:n:x', [true, true]],
    ['a name with colons, whole', 'arn:aws:s:*:*:n:*', 'arn:aws:s:r:1:n:x', [true, true]],
    ['a star that would cross a colon', 'arn:aws:s:*:n/x', 'arn:aws:s:r:1:n/x', [true, false]],
    ['an ARN cut short', 'arn:aws:s', 'arn:aws:s:r:1:n/x', [true, false]],
    ['no text at all', '', 'arn:aws:s:r:1:n/x', [false, false]],
  ])('%s', (_, text, arn, expected) => {
    expect(matches(text, arn)).toEqual(expected);
  });

  it('does not rely on an ARN cut short', () => {
    expect(readings('arn:aws:s').under.patterns).toEqual([]);
  });
});

describe('every short pattern on every short text', () => {
  function words(alphabet: string, length: number): string[] {
    if (length === 0) return [''];
    const shorter = words(alphabet, length - 1);
    return [
      ...shorter,
      ...shorter
        .filter((word) => word.length === length - 1)
        .flatMap((word) => Array.from(alphabet, (one) => word + one)),
    ];
  }
  const patterns = nonEmpty(words('a:*?', 4));
  const texts = words('ab:', 4);
  const regex = (pattern: string, star: string, one: string) =>
    new RegExp(`^${pattern.replaceAll('?', one).replaceAll('*', star)}$`);

  it.each([
    ['wildcards that cross colons', (text: string) => globPattern(text), '.*', '.'],
    ['wildcards that do not', (text: string) => partwise(globPattern(text)), '[^:]*', '[^:]'],
  ] as const)('%s match as a regular expression does', (_, read, star, one) => {
    const wrong = patterns.filter((pattern) => {
      const [compiled, expected] = [read(pattern), regex(pattern, star, one)];
      return texts.some((text) => accepts(compiled, text) !== expected.test(text));
    });
    expect(wrong).toEqual([]);
  });
});
