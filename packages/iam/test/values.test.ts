import { describe, expect, it } from '@jest/globals';
import {
  anyAddress,
  formatAddress,
  normalized,
  parseAddress,
  parseCidr,
  privateRanges,
  within,
} from '../src/address';
import { partwise, resourceAtoms } from '../src/arn';
import { accepts, globPattern } from '../src/glob';
import { parseOperator } from '../src/operators';
import { splitArns } from '../src/parts';
import { splitTexts } from '../src/product';
import { formatDate, inInterval, parseDate, parseNumber } from '../src/scalar';
import { parsePolicyValue, plainTemplate, substitute } from '../src/template';
import { nonEmpty } from './non-empty';

const V6 = 2n ** 32n;

describe('addresses', () => {
  it.each([
    ['0.0.0.0', 0n],
    ['1.2.3.4', 16909060n],
    ['255.255.255.255', V6 - 1n],
    ['::', V6],
    ['::1', V6 + 1n],
    ['2001:db8::', V6 + (0x20010db8n << 96n)],
    ['1:2:3:4:5:6:7:8', V6 + 0x00010002000300040005000600070008n],
    ['::ffff:1.2.3.4', V6 + 0xffff01020304n],
    ['FE80::A', V6 + (0xfe80n << 112n) + 10n],
    ['1::', V6 + (1n << 112n)],
    ['0:0:0:0:0:ffff:1.2.3.4', V6 + 0xffff01020304n],
  ])('reads %s', (text, value) => {
    expect(parseAddress(text)).toBe(value);
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '256.1.1.1',
    '1.2.3.256',
    'a.b.c.d',
    ':',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::',
    ' 1.2.3.4',
    '1.2.3.4 ',
    '1.2.3.4::',
    'x1.2.3.4',
    '01.2.3.4567',
    '1:22222::',
    '::1.2.3.4:5',
    '1.2.3.4:1:2:3:4:5:6',
  ])('refuses %j', (text) => {
    expect(parseAddress(text)).toBeNull();
    expect(parseCidr(text)).toBeNull();
  });

  it.each([
    ['10.0.0.0/8', '10.0.0.0', '10.255.255.255'],
    ['10.1.2.3/8', '10.0.0.0', '10.255.255.255'],
    ['1.2.3.4', '1.2.3.4', '1.2.3.4'],
    ['1.2.3.4/32', '1.2.3.4', '1.2.3.4'],
    ['0.0.0.0/0', '0.0.0.0', '255.255.255.255'],
    ['2001:db8::/33', '2001:db8::', '2001:db8:7fff:ffff:ffff:ffff:ffff:ffff'],
    ['::/0', '::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::1/128', '::1', '::1'],
  ])('reads the block %s', (text, low, high) => {
    const range = parseCidr(text);
    expect([range && formatAddress(range.low), range && formatAddress(range.high)]).toEqual([low, high]);
  });

  it.each([
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/x',
    '10.0.0.0/-1',
    '::/129',
    '::/1000',
    '10.0.0.0/8/8',
    '/8',
    '10.0.0.0/ 8',
    '10.0.0.0/8 ',
  ])('refuses the block %j', (text) => {
    expect(parseCidr(text)).toBeNull();
  });

  it.each([
    '0.0.0.0',
    '203.0.113.9',
    '255.255.255.255',
    '::',
    '::1',
    '1::',
    '2001:db8::9',
    '1:0:2::3',
    '1:2:3:4:5:6:7:8',
    'fe80::1:0:0:1',
    '1::2:3:4:5:6:7',
  ])('writes %s as it reads it', (text) => {
    const address = parseAddress(text);
    expect(address).not.toBeNull();
    expect(parseAddress(formatAddress(address ?? 0n))).toBe(address);
  });

  it('writes IPv6 in its short form', () => {
    expect(formatAddress(parseAddress('2001:0db8:0:0:0:0:0:9') ?? 0n)).toBe('2001:db8::9');
    expect(formatAddress(V6)).toBe('::');
    expect(formatAddress(parseAddress('0:0:1:0:0:0:0:1') ?? 0n)).toBe('0:0:1::1');
    expect(formatAddress(parseAddress('1:0:0:2:0:0:3:4') ?? 0n)).toBe('1::2:0:0:3:4');
  });

  it('has the first and the last address of both kinds', () => {
    expect(anyAddress.map(({ low, high }) => [low, high].map(formatAddress))).toEqual([
      ['0.0.0.0', '255.255.255.255'],
      ['::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ]);
  });

  it('merges ranges that overlap or touch, and finds what is within', () => {
    const range = (low: bigint, high: bigint) => ({ low, high });
    const merged = normalized([
      range(20n, 30n),
      range(1n, 5n),
      range(6n, 7n),
      range(25n, 26n),
      range(29n, 40n),
      range(50n, 50n),
    ]);
    expect(merged).toEqual([range(1n, 7n), range(20n, 40n), range(50n, 50n)]);
    const inside = [0n, 1n, 7n, 8n, 19n, 20n, 40n, 41n, 49n, 50n, 51n].map((address) =>
      within(merged, address),
    );
    expect(inside).toEqual([false, true, true, false, false, true, true, false, false, true, false]);
    expect(within([], 1n)).toBe(false);
    expect(normalized([range(5n, 6n), range(8n, 9n)])).toHaveLength(2);
  });

  it.each([
    ['10.0.0.0', true],
    ['10.255.255.255', true],
    ['11.0.0.0', false],
    ['100.64.0.1', true],
    ['100.128.0.0', false],
    ['127.0.0.1', true],
    ['169.254.1.1', true],
    ['172.16.0.1', true],
    ['172.32.0.0', false],
    ['192.168.1.1', true],
    ['192.169.0.0', false],
    ['224.0.0.1', true],
    ['240.0.0.1', true],
    ['0.1.2.3', true],
    ['203.0.113.9', false],
    ['8.8.8.8', false],
    ['::', true],
    ['::1', true],
    ['fc00::1', true],
    ['fdff::1', true],
    ['fe80::1', true],
    ['ff02::1', true],
    ['2600::1', false],
    ['2001:db8::1', false],
  ])('%s is private: %s', (text, expected) => {
    expect(within(privateRanges, parseAddress(text) ?? -1n)).toBe(expected);
  });
});

describe('numbers and dates', () => {
  it.each([
    ['0', 0],
    ['-1.5', -1.5],
    ['1.25', 1.25],
    ['+3', 3],
    ['007', 7],
    ['123456789012345', 123456789012345],
    ['0.5', 0.5],
  ])('reads the number %s', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it.each(['', '1e3', '.5', '5.', '1,5', ' 1', '1 ', '0x1', 'NaN', '1234567890123456', 'x1', '1x'])(
    'refuses the number %j',
    (text) => {
      expect(parseNumber(text)).toBeNull();
    },
  );

  it.each([
    ['2020-04-01T00:00:01Z', '2020-04-01T00:00:01Z'],
    ['2020-04-01', '2020-04-01T00:00:00Z'],
    ['2020-04', '2020-04-01T00:00:00Z'],
    ['2020-04-01T10:30Z', '2020-04-01T10:30:00Z'],
    ['2020-04-01T10:30:15.250Z', '2020-04-01T10:30:15.250Z'],
    ['2020-04-01T10:30:00+02:30', '2020-04-01T08:00:00Z'],
    ['2020-04-01T10:30:00-0230', '2020-04-01T13:00:00Z'],
    ['1585699201', '2020-04-01T00:00:01Z'],
    ['1585699201.5', '2020-04-01T00:00:01.500Z'],
    ['1585699201.125', '2020-04-01T00:00:01.125Z'],
    ['2020-12-31T23:59:59Z', '2020-12-31T23:59:59Z'],
    ['10000', '1970-01-01T02:46:40Z'],
  ])('reads the date %s', (text, value) => {
    expect(formatDate(parseDate(text) ?? NaN)).toBe(value);
  });

  it.each([
    '',
    '2020',
    '2020-13-01',
    '2020-00-01',
    '2020-01-32',
    '2020-01-00',
    '2020-01-01T24:00Z',
    '2020-01-01T00:60Z',
    '2020-01-01T00:00:61Z',
    '2020-01-01T00:00',
    '2020-1-1',
    'x2020-01-01',
    '2020-01-01x',
    '1234567890123',
    '12345x',
    'x12345',
    '12345.1234',
  ])('refuses the date %j', (text) => {
    expect(parseDate(text)).toBeNull();
  });

  it('distinguishes open and closed ends', () => {
    const ends = (lowOpen: boolean, highOpen: boolean) =>
      [0, 1, 2, 3, 4].map((value) => inInterval({ low: 1, high: 3, lowOpen, highOpen }, value));
    expect(ends(false, false)).toEqual([false, true, true, true, false]);
    expect(ends(true, false)).toEqual([false, false, true, true, false]);
    expect(ends(false, true)).toEqual([false, true, true, false, false]);
  });
});

describe('patterns', () => {
  it.each([
    ['*', '', true],
    ['a*', 'a', true],
    ['a*', 'ba', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['*a*b*', 'xaxbx', true],
    ['*a*b*', 'xbxax', false],
    ['a**b', 'ab', true],
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['abc', 'ab', false],
    ['', '', true],
    ['', 'a', false],
    ['?', '', false],
    ['*?', '', false],
    ['*?', 'a', true],
    ['*.com', 'a.com.com', true],
    ['ABC', 'abc', false],
  ])('%j on %j: %s', (pattern, text, expected) => {
    expect(accepts(globPattern(pattern), text)).toBe(expected);
  });

  it('ignores the case of ASCII letters only when asked to', () => {
    expect(accepts(globPattern('aBz*', true), 'AbZ9')).toBe(true);
    expect(accepts(globPattern('@[`{', true), '`{@[')).toBe(false);
    expect(accepts(globPattern('ä', true), 'Ä')).toBe(false);
  });

  it('keeps wildcards within the first five parts of an ARN', () => {
    const pattern = partwise(globPattern('arn:aws:s?:*:*:a*b'));
    expect(accepts(pattern, 'arn:aws:s3:r:1:axb')).toBe(true);
    expect(accepts(pattern, 'arn:aws:s3:::a:b')).toBe(true);
    expect(accepts(pattern, 'arn:aws:s3:r:1:2:axb')).toBe(false);
    expect(accepts(pattern, 'arn:aws:s::r:1:axb')).toBe(false);
  });

  const arn = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/x';
  it.each([
    ['*', true, true],
    ['arn:aws:sagemaker:*:*:notebook-instance/*', true, true],
    ['arn:aws:sagemaker:*', true, true],
    ['arn:aws:sagemaker:us-*', true, true],
    ['arn:aws:sagemaker:*:notebook-instance/*', true, false],
    ['*notebook-instance/x', true, false],
    ['arn:aws:sagemaker', true, false],
    ['arn:aws:s3:*', false, false],
    ['arn:aws:sagemaker:eu-*', false, false],
    ['arn:aws:s3', false, false],
    ['arn:aws:sagemaker:us-east-1:111122223333:*', true, true],
  ])('resource %s: may match %s, surely matches %s', (text, over, under) => {
    const atoms = resourceAtoms([globPattern(text)], false);
    const matches = (patterns: typeof atoms.over.patterns) =>
      patterns.some((pattern) => accepts(pattern, arn));
    expect([matches(atoms.over.patterns), matches(atoms.under.patterns)]).toEqual([over, under]);
    const not = resourceAtoms([globPattern(text)], true);
    expect([matches(not.over.patterns), matches(not.under.patterns), not.over.except]).toEqual([
      under,
      over,
      true,
    ]);
  });

  /** All texts over a small alphabet, up to a length. */
  function texts(alphabet: string, length: number): string[] {
    if (length === 0) return [''];
    const shorter = texts(alphabet, length - 1);
    return [
      ...new Set([...shorter, ...shorter.flatMap((text) => Array.from(alphabet, (letter) => text + letter))]),
    ];
  }

  it.each([
    [['*'], ['*a*b*', '*b*a*', 'a?']],
    [['?*'], ['ab', 'ab*', '*ba', 'b']],
    [
      ['a*', '*b'],
      ['a', 'ab', '?', '*aa*'],
    ],
    [['*'], ['a*a', '*aba*', 'b*', '??']],
    [['ab*'], ['ab', 'aba*', '*b']],
  ])(
    'finds every combination of %j and %j that a search over all short texts finds, and no other',
    (universe, columns) => {
      const read = (list: readonly string[]) => list.map((text) => globPattern(text));
      const vector = (text: string) => columns.map((pattern) => accepts(globPattern(pattern), text)).join();
      const found = splitTexts(
        read(universe),
        columns.map((pattern) => [globPattern(pattern)]),
      );
      expect(found.complete).toBe(true);
      const brute = texts('abx', 6).filter((text) =>
        read(universe).some((pattern) => accepts(pattern, text)),
      );
      for (const text of nonEmpty(found.examples))
        expect(read(universe).some((pattern) => accepts(pattern, text))).toBe(true);
      expect(new Set(found.examples.map(vector))).toEqual(new Set(brute.map(vector)));
      expect(found.examples).toHaveLength(new Set(brute.map(vector)).size);
    },
  );

  it.each([
    [['arn:aws:s:*:*:n/a*', 'arn:aws:s:*:*:n/ab*', 'arn:*:s:r:1:n/*b']],
    [['arn:aws:s:r:1:n/x']],
    [['arn:aws:s:r?:*:n/*', 'arn:aws:s:*:1:n/a:b', '*:*:*:*:*:*']],
    [['arn:aws:t:*:*:n/*', 'arn:aws:s:*:*:m/*']],
  ])('splits ARNs by their parts as it splits them whole: %j', (columns) => {
    const universe = partwise(globPattern('arn:?*:s:?*:?*:n/?*:'))
      .slice(0, -1)
      .map((token) => (token === -1 ? -3 : token === -2 ? -4 : token));
    const read = columns.map((text) => [partwise(globPattern(text))]);
    const vectors = (texts: readonly string[]) =>
      new Set(
        texts.map((text) => columns.map((column) => accepts(partwise(globPattern(column)), text)).join()),
      );
    const byParts = splitArns(universe, read);
    const whole = splitTexts([universe], read);
    expect([byParts?.complete, whole.complete]).toEqual([true, true]);
    expect(vectors(byParts?.examples ?? [])).toEqual(vectors(whole.examples));
    for (const text of nonEmpty(byParts?.examples ?? [])) expect(accepts(universe, text)).toBe(true);
  });

  it('splits by parts only when that is exact', () => {
    expect(splitArns(globPattern('arn:aws:s:r:1:*'), [])).toBeNull();
    expect(splitArns(globPattern('arn:aws:s:r:1'), [])).toBeNull();
    expect(splitArns(globPattern('arn:aws:s:r:1:n/x'), [[globPattern('arn:aws:*')]])).toBeNull();
    expect(splitArns(globPattern('arn:aws:s:r:1:n/x'), [[globPattern('a:b:c:d:e:f:g')]])?.examples).toEqual([
      'arn:aws:s:r:1:n/x',
    ]);
  });

  it('splits by letter case and by colons', () => {
    const cases = splitTexts([globPattern('?')], [[globPattern('a')], [globPattern('a', true)]]);
    expect(cases.examples.map((text) => (text.toLowerCase() === 'a' ? text : 'other')).sort()).toEqual([
      'A',
      'a',
      'other',
    ]);
    const colons = splitTexts(
      [globPattern('a:b:c:d:e?f')],
      [[partwise(globPattern('a:b:c:d:e?f:*'))], [globPattern('*:f')]],
    );
    expect(colons.examples.toSorted()).toEqual(['a:b:c:d:e:f', 'a:b:c:d:exf']);
  });

  it('reports that it gave up, and still gives a text of each pattern', () => {
    const many = Array.from({ length: 12 }, (_, index) => [
      globPattern(`*${'abcdefghijkl'.charAt(index)}*${'lkjihgfedcba'.charAt(index)}*`),
    ]);
    const found = splitTexts([globPattern('*')], many);
    expect(found.complete).toBe(false);
    for (const [pattern] of many)
      expect(found.examples.some((text) => pattern !== undefined && accepts(pattern, text))).toBe(true);
  });
});

describe('templates', () => {
  const lookup = (key: string) => ({ name: 'eve*', gone: null })[key as 'name' | 'gone'];
  const shown = (text: string) => {
    const result = substitute(parsePolicyValue(text), lookup);
    return result.status === 'text'
      ? result.parts.map((part) => (part.wild ? part.text : `<${part.text}>`)).join('')
      : result;
  };

  it.each([
    ['plain*', 'plain*'],
    ['a${name}b', 'a<eve*>b'],
    ['${NAME}', '<eve*>'],
    ['${ name }', '<eve*>'],
    ['${*}${?}${$}', '<*><?><$>'],
    ["${gone, 'x y'}", '<x y>'],
    ["${name, 'x'}", '<eve*>'],
    ["${gone,''}", '<>'],
    ["${ gone , 'x' }", '<x>'],
    ['a${', 'a${'],
    ['$a}', '$a}'],
    ['', ''],
  ])('%s becomes %s', (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it('does not add empty parts', () => {
    const wild = (text: string) => ({ kind: 'text', text, wild: true });
    const plain = (text: string) => ({ kind: 'text', text, wild: false });
    expect(parsePolicyValue('${A}')).toEqual([{ kind: 'variable', key: 'a', fallback: null }]);
    expect(parsePolicyValue("a*${b, 'c'}${*}")).toEqual([
      wild('a*'),
      { kind: 'variable', key: 'b', fallback: 'c' },
      plain('*'),
    ]);
    expect(parsePolicyValue('${}')).toEqual([{ kind: 'variable', key: '', fallback: null }]);
    expect(parsePolicyValue('')).toEqual([wild('')]);
    expect(plainTemplate('${a}*')).toEqual([wild('${a}*')]);
    expect(substitute(parsePolicyValue("${name}${gone, 'x'}"), lookup)).toEqual({
      status: 'text',
      parts: [plain('eve*'), plain('x')],
    });
  });

  it('distinguishes unresolved from free', () => {
    expect(shown('x${gone}')).toEqual({ status: 'unresolved' });
    expect(shown('${gone}${other}')).toEqual({ status: 'unresolved' });
    expect(shown('${Other}${more}')).toEqual({ status: 'free', keys: ['other', 'more'] });
    expect(shown("${a'b}")).toEqual({ status: 'free', keys: [''] });
  });
});

describe('operators', () => {
  it.each([
    ['StringEquals', 'string equals'],
    ['StringNotEqualsIgnoreCaseIfExists', 'string equals not fold exists'],
    ['ForAnyValue:StringLike', 'string equals wild any'],
    ['ForAllValues:ArnNotLikeIfExists', 'arn equals not wild all exists'],
    ['ArnEquals', 'arn equals wild'],
    ['ArnNotEquals', 'arn equals not wild'],
    ['ArnLike', 'arn equals wild'],
    ['NumericLessThanEquals', 'number lessOrEqual'],
    ['NumericNotEquals', 'number equals not'],
    ['NumericEquals', 'number equals'],
    ['NumericLessThan', 'number less'],
    ['NumericGreaterThan', 'number greater'],
    ['NumericGreaterThanEquals', 'number greaterOrEqual'],
    ['DateGreaterThan', 'date greater'],
    ['DateNotEquals', 'date equals not'],
    ['DateEquals', 'date equals'],
    ['Bool', 'bool equals fold'],
    ['Null', 'null equals'],
    ['NotIpAddress', 'address equals not'],
    ['IpAddress', 'address equals'],
    ['BinaryEquals', 'binary equals'],
    ['StringLike', 'string equals wild'],
    ['StringNotLike', 'string equals not wild'],
    ['StringNotEquals', 'string equals not'],
    ['StringEqualsIgnoreCase', 'string equals fold'],
  ])('%s is %s', (name, expected) => {
    const found = parseOperator(name);
    const flags = found && [
      found.negated && 'not',
      found.ignoreCase && 'fold',
      found.wildcards && 'wild',
      found.quantifier !== 'none' && found.quantifier,
      found.ifExists && 'exists',
    ];
    expect([found?.family, found?.comparison, ...(flags ?? [])].filter(Boolean).join(' ')).toBe(expected);
  });

  it.each([
    'stringEquals',
    'StringEquals ',
    'Equals',
    '',
    'ForAnyValue:',
    'ForAnyValue:Null',
    'NullIfExists',
    'ForAllValues:NullIfExists',
    'ForSome:StringEquals',
    'IfExists',
    'constructor',
  ])('%j is no operator', (name) => {
    expect(parseOperator(name)).toBeNull();
  });
});
