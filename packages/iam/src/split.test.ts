import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { partwise } from './arn';
import { accepts, globPattern, literalPattern, type Pattern, SEGMENT_ONE, SEGMENT_STAR } from './glob';
import { createAllowance, usualBounds } from './meter';
import { splitArns } from './parts';
import { splitPrefixes } from './prefixes';
import { matchesSome, splitTexts, type TextCells } from './product';
import { checkProperty } from '../test/properties';

/** All texts up to a length. */
function words(alphabet: string, length: number): string[] {
  if (length === 0) return [''];
  const shorter = words(alphabet, length - 1);
  const longest = shorter.filter((word) => word.length === length - 1);
  return [...shorter, ...longest.flatMap((word) => Array.from(alphabet, (one) => word + one))];
}

function vectorOf(columns: readonly (readonly Pattern[])[], text: string): string {
  return columns.map((patterns) => (patterns.some((pattern) => accepts(pattern, text)) ? '1' : '0')).join('');
}

/** Every combination that a short text has is found once, with a text of the universe as its example. */
function expectSplit(
  found: TextCells,
  universe: readonly Pattern[],
  columns: readonly (readonly Pattern[])[],
  texts: readonly string[],
): void {
  const vectors = found.examples.map((text) => vectorOf(columns, text));
  const short = texts.filter((text) => universe.some((pattern) => accepts(pattern, text)));
  expect(found.complete).toBe(true);
  expect(found.examples.filter((text) => !universe.some((pattern) => accepts(pattern, text)))).toEqual([]);
  expect(
    new Set(short.map((text) => vectorOf(columns, text)).filter((one) => !vectors.includes(one))),
  ).toEqual(new Set());
}

const spelling = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?', 'A'), maxLength: 4 });
const pattern: fc.Arbitrary<Pattern> = fc
  .tuple(spelling, fc.constantFrom('plain', 'plain', 'folded', 'partwise'))
  .map(([text, how]) =>
    how === 'partwise' ? partwise(globPattern(text)) : globPattern(text, how === 'folded'),
  );

// Steps are counted, so that a walk that takes more than it needs is found here.
describe('texts split by patterns', () => {
  const short = words('abA:x', 4);

  it('into every combination that there is', () => {
    const question = fc.tuple(
      fc.array(pattern, { minLength: 1, maxLength: 2 }),
      fc.array(fc.array(pattern, { minLength: 1, maxLength: 2 }), { maxLength: 3 }),
    );
    checkProperty(
      fc.property(question, ([universe, columns]) => {
        const found = splitTexts(universe, columns);
        expectSplit(found, universe, columns, short);
        const vectors = found.examples.map((text) => vectorOf(columns, text));
        expect(new Set(vectors).size).toBe(vectors.length);
      }),
      1,
      250,
    );
  });

  it('by the shortest example of each', () => {
    const found = splitTexts([globPattern('*')], [[globPattern('*b*')], [globPattern('??')]]);
    expect(found.examples).toEqual(['', 'b', 'xx', expect.stringMatching(/^(?:xb|bx|bb)$/)]);
  });

  it('also where every readable character is taken', () => {
    const taken = 'xyzabcdefghijklmnopqrstuvw0123456789_~';
    const columns = Array.from(`${taken}\u4e00`, (letter) => [globPattern(letter)]);
    const found = splitTexts([globPattern('?')], columns);
    expect(found.examples).toHaveLength(columns.length + 1);
    expect(found.examples.filter((text) => !columns.some(([only]) => accepts(only ?? [], text)))).toEqual([
      '\u4e01',
    ]);
  });

  it('in few steps, because most of an ARN leaves no choice', () => {
    const read = (text: string) => [partwise(globPattern(text))];
    const universe = read('arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/*');
    const columns = ['a*', 'b*', '*c', 'ab'].map((name) =>
      read(`arn:aws:sagemaker:*:*:notebook-instance/${name}`),
    );
    const total = { steps: 0, nodes: 0 };
    const found = createAllowance(usualBounds, total).within((meter) => splitTexts(universe, columns, meter));
    expect(found.complete).toBe(true);
    expect(total.steps).toBe(259);
  });

  it.each<[string, Pattern[], Pattern[], number]>([
    ['when the universe ends', [globPattern('?')], [globPattern('a')], 10],
    ['when nothing is asked', [globPattern('*')], [], 4],
    ['when several prefixes are the same', [globPattern('abc*'), globPattern('abd*')], [], 20],
  ])('in few steps %s', (_, universe, patterns, expected) => {
    const total = { steps: 0, nodes: 0 };
    const columns = patterns.map((one) => [one]);
    createAllowance(usualBounds, total).within((meter) => splitTexts(universe, columns, meter));
    expect(total.steps).toBe(expected);
  });

  it('also by a colon and by the first of all characters', () => {
    const one = [globPattern('?')];
    const vectors = (...columns: Pattern[]) =>
      splitTexts(
        one,
        columns.map((column) => [column]),
      ).examples.length;
    expect(vectors([SEGMENT_ONE])).toBe(2);
    expect(vectors([SEGMENT_STAR])).toBe(2);
    expect(vectors(literalPattern('\0'))).toBe(2);
    expect(vectors(literalPattern('\0'), [SEGMENT_ONE], literalPattern('a'))).toBe(4);
  });

  it('in few steps when the rest may be anything', () => {
    const columns = ['*a*', '*b*', 'c*', '*a*b*'].map((text) => [
      globPattern(text),
      globPattern(`${text}c*`),
    ]);
    const total = { steps: 0, nodes: 0 };
    createAllowance(usualBounds, total).within((meter) =>
      splitTexts([globPattern('x*'), globPattern('a*')], columns, meter),
    );
    expect(total.steps).toBe(450);
  });

  it('with samples when it takes too long', () => {
    const hard = Array.from({ length: 80 }, (_, index) => [
      globPattern(`*${String.fromCharCode(97 + (index % 26))}*${index}*`),
    ]);
    const far = 'far away '.repeat(20);
    const columns = [[globPattern(''), globPattern(`*${far}*`)], ...hard, [globPattern('too late')]];
    const total = { steps: 0, nodes: 0 };
    const found = createAllowance(usualBounds, total).within((meter) =>
      splitTexts([globPattern('?*')], columns, meter),
    );
    expect(found.complete).toBe(false);
    expect(found.examples).toContain(far);
    expect(found.examples).not.toContain('');
    expect(found.examples).not.toContain('too late');
    expect(total.steps).toBeLessThan(450_000);
  });

  it('are in some of the patterns, or in none', () => {
    const patterns = [globPattern('a*'), globPattern('*b')];
    expect(['ax', 'xb', 'ab', 'ba'].map((text) => matchesSome(patterns, text))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(matchesSome([], 'a')).toBe(false);
  });
});

describe('texts split by plain prefixes', () => {
  const meter = { spend: () => undefined, visitNode: () => undefined };
  const beginning = fc
    .tuple(
      fc.string({ unit: fc.constantFrom('a', 'b', 'x', '\0'), maxLength: 3 }),
      fc.constantFrom('', '*', '?*'),
    )
    .map((parts) => parts.join(''));
  const open = fc
    .tuple(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 2 }), fc.constantFrom('*', '?*'))
    .map((parts) => parts.join(''));

  it.each([
    ['whole', false],
    ['within a part of an ARN', true],
  ])('into every combination that there is: %s', (_, inPart) => {
    const read = (text: string) => (inPart ? partwise(globPattern(text)) : globPattern(text));
    const texts = words('ab\0xy', 5);
    checkProperty(
      fc.property(open, fc.array(beginning, { maxLength: 4 }), (whole, names) => {
        const [universe, patterns] = [read(whole), names.map(read)];
        const found = splitPrefixes(universe, patterns, inPart, meter);
        if (found === null) throw new Error('not split');
        expectSplit(
          found,
          [universe],
          patterns.map((one) => [one]),
          texts,
        );
      }),
      1,
      150,
    );
  });

  it.each([
    ['a universe that ends', 'a', ['a*']],
    ['a universe with a star within', 'a*b', ['a*']],
    ['a universe of one character more', 'a?', ['a*']],
    ['a universe of two characters more', 'a??*', ['a*']],
    ['a pattern with a star within', 'a*', ['a*b']],
    ['a pattern that begins with a star', '*', ['*b']],
    ['a pattern of one character more', 'a*', ['ab', 'a?']],
    ['a pattern with two wildcards in other order', 'a*', ['a*?']],
    ['a pattern with a "?" and text', 'a*', ['a?b']],
    ['a pattern with two "?"', 'a*', ['a??']],
    ['a pattern of three wildcards', 'a*', ['a??*']],
    ['a pattern that goes on after its wildcards', 'a*', ['a?*b']],
  ])('only where that is exact: not %s', (_, universe, patterns) => {
    const read = patterns.map((text) => globPattern(text));
    expect(splitPrefixes(globPattern(universe), read, false, meter)).toBeNull();
  });

  it('only when letter case counts, and wildcards may match anything that is in the texts', () => {
    const whole = globPattern('*');
    expect(splitPrefixes(whole, [globPattern('a', true)], false, meter)).toBeNull();
    expect(splitPrefixes(whole, [globPattern('a*', true)], false, meter)).toBeNull();
    expect(splitPrefixes(whole, [partwise(globPattern('a*'))], false, meter)).toBeNull();
    expect(splitPrefixes(whole, [partwise(globPattern('a?*'))], false, meter)).toBeNull();
    expect(splitPrefixes(partwise(whole), [partwise(globPattern('a*'))], true, meter)).not.toBeNull();
  });

  it('by texts that begin as the universe does, and no others', () => {
    expect(splitPrefixes(globPattern('a*'), [globPattern('ba')], false, meter)?.examples).toEqual([
      'a',
      'ax',
    ]);
    expect(splitPrefixes(globPattern('a?*'), [], false, meter)?.examples).toEqual(['ax']);
  });

  it('also where every readable character is taken', () => {
    const taken = 'xyzabcdefghijklmnopqrstuvw0123456789_~\u4e00';
    const found = splitPrefixes(globPattern('*'), Array.from(taken, literalPattern), false, meter);
    expect(found?.examples).toContain('\u4e01');
  });

  it('at a cost that grows with the square of their number', () => {
    const total = { steps: 0, nodes: 0 };
    const names = ['a', 'b', 'c'].map((text) => globPattern(text));
    createAllowance(usualBounds, total).within((counted) =>
      splitPrefixes(globPattern('*'), names, false, counted),
    );
    expect(total.steps).toBe(16);
  });
});

describe('ARNs split by their parts', () => {
  const arn = (region: string, account: string, name: string) => `arn:aws:s:${region}:${account}:${name}`;
  const read = (text: string) => partwise(globPattern(text));
  /** Names have no colon. */
  const universe = [...read(arn('?*', '?*', '')), ...read('n/?*')];
  const piece = fc.constantFrom('*', 'a*', 'a', '?', 'ab', '*b');
  const name = fc.constantFrom('*', 'n/*', 'n/a', 'n/a*', 'n/?', '*b', 'n/a:b', 'm/a');

  it('as they are split when taken whole', () => {
    const column = fc.tuple(piece, piece, name).map((parts) => [read(arn(...parts))]);
    checkProperty(
      fc.property(fc.array(column, { maxLength: 3 }), (columns) => {
        const byParts = splitArns(universe, columns);
        if (byParts === null) throw new Error('not split');
        const whole = splitTexts([universe], columns);
        expect([byParts.complete, whole.complete]).toEqual([true, true]);
        expect(byParts.examples.filter((text) => !accepts(universe, text))).toEqual([]);
        const vectors = (texts: readonly string[]) =>
          [...new Set(texts.map((text) => vectorOf(columns, text)))].sort();
        expect(vectors(byParts.examples)).toEqual(vectors(whole.examples));
      }),
      1,
      120,
    );
  });

  it.each([
    ['a name that may have a colon', globPattern('arn:aws:s:r:1:?'), [read(arn('r', '1', 'n'))]],
    ['a name of any length', globPattern('arn:aws:s:r:1:*'), [read(arn('r', '1', 'n'))]],
    ['five parts', read('arn:aws:s:r:1'), []],
    ['one pattern of several that is short', universe, [read(arn('r', '1', 'n')), globPattern('arn:aws:*')]],
  ])('only where that is exact: not %s', (_, whole, patterns) => {
    expect(splitArns(whole, [patterns])).toBeNull();
  });

  it('only when there are not too many combinations', () => {
    const columns = (count: number) =>
      Array.from({ length: count }, (_, index) => [read(arn(`r${index}`, `${index}`, 'n/a'))]);
    expect(splitArns(universe, columns(4))?.complete).toBe(true);
    expect(splitArns(universe, columns(20))).toBeNull();
  });

  it('completely only when each part is', () => {
    const hard = Array.from({ length: 60 }, (_, index) => [
      read(arn('*', '*', `n/*${String.fromCharCode(97 + (index % 26))}*${index}*`)),
    ]);
    expect(splitArns(universe, hard)?.complete ?? false).toBe(false);
  });

  it('at the cost of the parts that tell them apart', () => {
    const total = { steps: 0, nodes: 0 };
    const columns = ['n/*a*', 'n/a*b', '*', 'n/a:b'].map((one) => [read(arn('r*', '*', one))]);
    createAllowance(usualBounds, total).within((meter) => splitArns(universe, columns, null, meter));
    expect(total.steps).toBe(86);
  });

  it('with one example when nothing tells them apart', () => {
    expect(splitArns(universe, [[read(arn('*', '*', '*'))]])?.examples).toEqual([arn('x', 'x', 'n/x')]);
  });
});
