import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAddress, parseAddress, parseCidr } from './address';
import { textCandidates } from './candidates';
import { type Atom, holds, type Value } from './condition';
import {
  anyAddressDomain,
  type Dimension,
  type KeyDomain,
  keyDimension,
  keyDomain,
  publicDomain,
} from './dimension';
import { unmetered } from './meter';
import { atomOf } from '../test/build';
import { checkProperty } from '../test/properties';
import { nonEmpty } from '../test/non-empty';

function cut(key: string, atoms: readonly Atom[], domain: KeyDomain = keyDomain(key)): Dimension {
  return keyDimension(key, atoms, domain, [], null, unmetered);
}

function vectorOf(atoms: readonly Atom[], value: Value): string {
  return atoms.map((atom) => (holds(atom, value) ? '1' : '0')).join('');
}

/** The masks are true of the cells, no combination has two cells, and every combination of `values` has one. */
function expectCut(dimension: Dimension, atoms: readonly Atom[], values: readonly Value[]): void {
  const { cells, complete, masks } = dimension;
  const vectors = cells.map((cell) => vectorOf(atoms, cell));
  const fromMasks = cells.map((_, cell) =>
    masks.map((mask) => (((mask >> BigInt(cell)) & 1n) === 1n ? '1' : '0')).join(''),
  );
  expect(complete).toBe(true);
  expect(fromMasks).toEqual(vectors);
  expect(new Set(vectors).size).toBe(vectors.length);
  expect(nonEmpty(values).filter((value) => !vectors.includes(vectorOf(atoms, value)))).toEqual([]);
}

function words(alphabet: string, length: number): string[] {
  if (length === 0) return [''];
  const shorter = words(alphabet, length - 1);
  return [...new Set([...shorter, ...shorter.flatMap((word) => Array.from(alphabet, (one) => word + one))])];
}

function conditions(
  key: string,
  operators: readonly string[],
  values: readonly string[],
): fc.Arbitrary<Atom[]> {
  return fc.array(
    fc
      .tuple(
        fc.constantFrom(...operators),
        fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }),
      )
      .map(([operator, chosen]) => atomOf(operator, key, chosen)),
    { maxLength: 4 },
  );
}

const negatable = (name: string) => [
  name,
  name.replace(/^(String|Numeric|Date)/, '$1Not'),
  `${name}IfExists`,
];
const ordered = (prefix: string) => [
  ...negatable(`${prefix}Equals`),
  ...['LessThan', 'LessThanEquals', 'GreaterThan', 'GreaterThanEquals'].map((name) => prefix + name),
];

/** One key, the operators and values it is tested with, and the values it may have in a request. */
const kinds: readonly [string, string, readonly string[], readonly string[], readonly Value[]][] = [
  [
    'literals',
    'k',
    [...negatable('StringEquals'), 'StringEqualsIgnoreCase', 'Null'],
    ['true', 'ab', 'AB', 'aB', ''],
    [undefined, ...words('abAB', 2), 'true', 'TRUE'],
  ],
  [
    'patterns',
    'k',
    [...negatable('StringLike'), 'StringEqualsIgnoreCase'],
    ['a*', '*b', 'ab', 'A?', 'a*b', '*'],
    [undefined, ...words('abA', 3)],
  ],
  [
    'numbers',
    'k',
    ordered('Numeric'),
    ['0', '1', '1.5', '7', '-3'],
    [undefined, ...Array.from({ length: 60 }, (_, step) => String((step - 20) / 4))],
  ],
  [
    'dates',
    'k',
    ordered('Date'),
    ['2026-01-01', '2026-01-01T00:00:01Z', '2025-12-31T23:59:59.999Z', '1767225600'],
    [
      undefined,
      '2020-01-01',
      '2026-01-01',
      '2026-01-01T00:00:00.500Z',
      '2025-12-31T23:59:59.999Z',
      '2030-01-01',
    ],
  ],
  [
    'booleans',
    'aws:multifactorauthpresent',
    ['Bool', 'BoolIfExists', 'Null'],
    ['true', 'false'],
    [undefined, 'true', 'false'],
  ],
  [
    'sets',
    'aws:tagkeys',
    ['ForAnyValue:StringEquals', 'ForAllValues:StringLike', 'ForAnyValue:StringNotLike', 'StringNotEquals'],
    ['a', 'b', 'a*'],
    [undefined, ['a'], ['b'], ['a', 'b'], ['ax'], ['c'], ['a', 'c'], ['ax', 'b', 'c'], ['a', 'b', 'ax', 'c']],
  ],
];

describe('texts split by conditions', () => {
  const like = (...values: string[]) => atomOf('StringLike', 'k', values);
  const values = (atoms: Atom[], separate: string[]) =>
    textCandidates(atoms, ['vpc-q'], separate, unmetered).values;

  it('with cells of their own for texts that must be kept apart', () => {
    const found = values([like('vpc-?x')], ['vpc-xx']);
    expect(found.filter((text) => /^vpc-.x$/.test(text) && text !== 'vpc-xx')).toHaveLength(1);
    expect(found).toContain('vpc-xx');
    expect(values([], ['vpc-1'])).toEqual(['vpc-q', 'vpc-1']);
    expect(values([], ['vpc-q'])).toEqual(['vpc-q0', 'vpc-q']);
  });
});

describe('the values of one key, split by conditions', () => {
  it.each(kinds)('%s', (_, key, operators, wanted, values) => {
    const usable = operators.flatMap((operator) =>
      wanted.map((value): [string, string] => [operator, operator === 'Null' ? 'true' : value]),
    );
    const atoms = fc.array(
      fc.constantFrom(...usable).map(([operator, value]) => atomOf(operator, key, [value])),
      { maxLength: 4 },
    );
    checkProperty(
      fc.property(
        atoms,
        conditions(
          key,
          operators.filter((one) => one !== 'Null'),
          wanted,
        ),
        (single, several) => {
          const all = [...single, ...several];
          expectCut(cut(key, all), all, values);
        },
      ),
      1,
      80,
    );
  });

  const ranges = [
    '203.0.113.0/24',
    '203.0.113.128/25',
    '10.0.0.0/8',
    '198.51.100.7',
    '2001:db8::/33',
    '0.0.0.0/0',
  ];
  const addresses = [
    '203.0.113.1',
    '203.0.113.200',
    '10.1.2.3',
    '198.51.100.7',
    '198.51.100.8',
    '9.255.255.255',
    '11.0.0.0',
    '2001:db8::1',
    '2001:db8:8000::1',
    '2600::1',
    '255.255.255.255',
    '::',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ];
  const addressAtoms = conditions('aws:sourceip', ['IpAddress', 'NotIpAddress', 'IpAddressIfExists'], ranges);

  it('addresses of any kind', () => {
    checkProperty(
      fc.property(addressAtoms, (atoms) => {
        const domain = anyAddressDomain(true, ['203.0.113.9']);
        expectCut(cut('aws:sourceip', atoms, domain), atoms, [undefined, ...addresses]);
      }),
      1,
      80,
    );
  });

  it('public addresses: present, and private only within the perimeter', () => {
    const corporate = ['10.1.0.0/16', '198.51.100.0/24'].flatMap((text) => parseCidr(text) ?? []);
    const known = addresses.filter(
      (text) => !['::', '255.255.255.255'].includes(text) && !/^ffff/.test(text),
    );
    checkProperty(
      fc.property(addressAtoms, (atoms) => {
        const dimension = cut('aws:sourceip', atoms, publicDomain(corporate));
        expectCut(dimension, atoms, known);
        expect(dimension.cells).not.toContain(undefined);
        const all = dimension.cells.map((cell) => parseAddress(String(cell)) ?? -1n);
        const isIn = (address: bigint, cidr: string) => {
          const range = parseCidr(cidr);
          return range !== null && range.low <= address && address <= range.high;
        };
        const odd = all.filter(
          (address) =>
            ['10.0.0.0/8', '192.168.0.0/16', '127.0.0.0/8', '224.0.0.0/3', 'fc00::/7'].some((cidr) =>
              isIn(address, cidr),
            ) && !isIn(address, '10.1.0.0/16'),
        );
        expect(odd.map(formatAddress)).toEqual([]);
      }),
      1,
      80,
    );
  });

  const is = (operator: string, ...values: string[]) => atomOf(operator, 'k', values);

  it.each<[string, string, Atom[], readonly Value[], boolean]>([
    ['nothing asked about a key', 'k', [], [undefined], true],
    ['nothing asked about a key that is always present', 'aws:principaltype', [], ['any-other-value'], true],
    ['a literal', 'k', [is('StringEquals', 'v')], [undefined, 'v'], true],
    ['a number', 'k', [is('NumericLessThan', '5')], [undefined, '4'], true],
    ['a number that is always present', 'aws:epochtime', [is('NumericLessThan', '5')], ['4', '5'], true],
    [
      'a date',
      'aws:currenttime',
      [is('DateLessThan', '2026-01-02')],
      ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'],
      true,
    ],
    ['a boolean', 'k', [is('Bool', 'true')], [undefined, 'true'], true],
    [
      'an address in a key that is not an address key',
      'k',
      [is('IpAddress', '10.0.0.0/8')],
      [undefined, '10.0.0.10'],
      true,
    ],
    [
      'text and a number',
      'k',
      [is('StringEquals', '7'), is('NumericLessThan', '5')],
      [undefined, '7', '4'],
      false,
    ],
    ['a number beyond', 'k', [is('NumericGreaterThan', '5')], [undefined, '6'], true],
    ['a date beyond', 'k', [is('DateGreaterThan', '2026-01-01')], [undefined, '2026-01-02T00:00:00Z'], true],
    [
      'no date between two that are next to each other',
      'k',
      [is('DateGreaterThan', '2026-01-01T00:00:00.001Z'), is('DateLessThan', '2026-01-01T00:00:00.002Z')],
      [undefined, '2025-12-31T00:00:00.001Z', '2026-01-01T00:00:00.002Z'],
      true,
    ],
    [
      'any address in a key that is not an address key',
      'k',
      [is('Null', 'true'), is('IpAddress', '0.0.0.0/0')],
      [undefined, '203.0.113.9', '2001:db8::9'],
      true,
    ],
    [
      'a text equal to the example for all others',
      'k',
      [is('StringEquals', 'any-other-value', 'any-other-value0')],
      [undefined, 'any-other-value'],
      true,
    ],
    [
      'that text in any letter case',
      'k',
      [is('StringNotEqualsIgnoreCase', 'ANY-OTHER-VALUE'), is('Null', 'true')],
      [undefined, 'any-other-value0', 'any-other-value'],
      true,
    ],
    [
      'a text in this letter case and in others',
      'k',
      [is('StringEqualsIgnoreCase', 'ab'), is('StringEquals', 'ab')],
      [undefined, 'ab', 'Ab'],
      true,
    ],
    [
      'a text with all its letter cases named',
      'k',
      [is('StringEqualsIgnoreCase', 'a'), is('StringEquals', 'a'), is('StringEquals', 'A')],
      [undefined, 'a', 'A'],
      true,
    ],
    [
      "several values of a service's key, when one condition tests a set",
      'sagemaker:k',
      [is('ForAnyValue:StringEquals', 'a'), is('StringEquals', 'b')],
      [undefined, ['a'], ['b'], ['a', 'b']],
      true,
    ],
    ['an empty tag', 'aws:requesttag/t', [is('StringEquals', '')], [undefined, ''], true],
    ['a tag as a boolean', 'aws:requesttag/t', [is('Bool', 'true')], [undefined, 'true'], true],
  ])('%s', (_, key, atoms, cells, complete) => {
    const found = cut(key, atoms);
    expect([found.cells, found.complete]).toEqual([cells, complete]);
  });

  it('are one cell when the key is fixed', () => {
    const atoms = [is('StringEquals', 'v')];
    const fixed = (value: Value) =>
      keyDimension(
        'k',
        atoms,
        keyDomain('k'),
        [(one) => holds(atoms[0] ?? is('Null', 'true'), one)],
        { value },
        unmetered,
      );
    expect(fixed('v')).toEqual({ cells: ['v'], masks: [1n], complete: true });
    expect(fixed(undefined)).toEqual({ cells: [undefined], masks: [0n], complete: true });
  });

  it('answer further questions after the conditions', () => {
    const question = (value: Value) => value === undefined;
    expect(keyDimension('k', [is('StringEquals', 'v')], keyDomain('k'), [question], null, unmetered)).toEqual(
      { cells: [undefined, 'any-other-value', 'v'], masks: [4n, 1n], complete: true },
    );
  });

  it('are not all known when texts and addresses, or too many sets, are mixed', () => {
    const like = atomOf('StringLike', 'aws:sourceip', ['203.*']);
    expect(cut('aws:sourceip', [like], publicDomain([])).complete).toBe(false);
    const literal = atomOf('StringEquals', 'aws:sourceip', ['203.0.113.77']);
    const exact = cut('aws:sourceip', [literal], publicDomain([]));
    expect([exact.complete, exact.cells.includes('203.0.113.77')]).toEqual([true, true]);
    const number = atomOf('NumericLessThan', 'aws:sourceip', ['5']);
    expect(cut('aws:sourceip', [number], publicDomain([])).complete).toBe(false);
    const any = atomOf('StringLike', 'aws:sourceip', ['*']);
    expect(cut('aws:sourceip', [any], publicDomain([])).complete).toBe(true);
    const date = atomOf('DateLessThan', 'aws:sourceip', ['2026-01-01']);
    expect(cut('aws:sourceip', [date], publicDomain([])).complete).toBe(false);
    const most = Array.from({ length: 11 }, (_, index) =>
      atomOf('ForAnyValue:StringEquals', 'aws:tagkeys', [`t${index}`]),
    );
    expect(cut('aws:tagkeys', most).complete).toBe(true);
    // Four conditions need sets of at most five; of 14 elements there are few enough.
    const lists = Array.from({ length: 4 }, (_, bit) =>
      atomOf(
        'ForAnyValue:StringEquals',
        'aws:tagkeys',
        Array.from({ length: 13 }, (__, index) => index + 1)
          .filter((code) => (code >> bit) % 2 === 1)
          .map((code) => `t${code}`),
      ),
    );
    expect(cut('aws:tagkeys', lists).complete).toBe(true);
    const many = Array.from({ length: 16 }, (_, index) =>
      atomOf('ForAnyValue:StringEquals', 'aws:tagkeys', [`t${index}`]),
    );
    const sets = cut('aws:tagkeys', many);
    expect(sets.complete).toBe(false);
    expect(sets.cells).toContainEqual(['t7']);
  });

  it('keep apart numbers that a double cannot', () => {
    const close = [is('NumericGreaterThan', '0.1'), is('NumericLessThan', '0.10000000000001')];
    expectCut(cut('k', close), close, ['0.1', '0.100000000000005', '0.2']);
    const apart = (low: string, high: string) =>
      cut('k', [is('NumericGreaterThan', low), is('NumericLessThan', high)]).complete;
    expect(apart('1.11111111111111', '1.11111111111112')).toBe(false);
    expect(apart('1.11111111111112', '1.11111111111113')).toBe(false);
    expect(cut('k', [is('NumericLessThan', '999999999999999')]).complete).toBe(false);
  });
});
