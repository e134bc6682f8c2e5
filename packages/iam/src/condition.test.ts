import { describe, expect, it } from '@jest/globals';
import { admitsValue, bindCondition, holds, parseCondition, type Value } from './condition';
import { parseOperator } from './operators';
import { isRefused, refused } from './refused';
import { atomOf } from '../test/build';

function read(operatorName: string, values: readonly string[], variables = true) {
  const operator = parseOperator(operatorName);
  if (operator === null) throw new Error(operatorName);
  return parseCondition({ shown: 'K', operator, operatorName, path: 'here' }, values, variables);
}

/** The key's value in the request and the result; undefined is absent, `[]` a list without values. */
type Row = readonly [string, readonly string[], readonly (readonly [Value, boolean])[]];

const tables: readonly Row[] = [
  [
    'StringEquals',
    ['a'],
    [
      [undefined, false],
      [[], false],
      ['a', true],
      ['A', false],
      ['b', false],
      [['b', 'a'], true],
      [['b'], false],
    ],
  ],
  [
    'StringNotEquals',
    ['a'],
    [
      [undefined, true],
      [[], true],
      ['a', false],
      ['b', true],
      [['b', 'a'], false],
      [['b', 'c'], true],
    ],
  ],
  [
    'StringNotEquals',
    ['a', 'b'],
    [
      ['b', false],
      ['c', true],
    ],
  ],
  [
    'StringEqualsIfExists',
    ['a'],
    [
      [undefined, true],
      [[], true],
      ['a', true],
      ['b', false],
    ],
  ],
  [
    'StringNotEqualsIfExists',
    ['a'],
    [
      [undefined, true],
      ['a', false],
    ],
  ],
  [
    'ForAnyValue:StringEquals',
    ['a'],
    [
      [undefined, false],
      [[], false],
      [['b', 'a'], true],
      [['b'], false],
      ['a', true],
    ],
  ],
  [
    'ForAnyValue:StringNotEquals',
    ['a'],
    [
      [undefined, false],
      [[], false],
      [['b', 'a'], true],
      [['a'], false],
    ],
  ],
  [
    'ForAnyValue:StringEqualsIfExists',
    ['a'],
    [
      [undefined, false],
      [['a'], true],
    ],
  ],
  [
    'ForAllValues:StringEquals',
    ['a'],
    [
      [undefined, true],
      [[], true],
      [[''], true],
      [['a', ''], true],
      [['a', 'b'], false],
      ['a', true],
      ['b', false],
    ],
  ],
  [
    'ForAllValues:StringNotEquals',
    ['a'],
    [
      [undefined, true],
      [['b', 'c'], true],
      [['b', 'a'], false],
    ],
  ],
  [
    'Null',
    ['true'],
    [
      [undefined, true],
      [[], true],
      ['x', false],
      ['', false],
      [['x'], false],
    ],
  ],
  [
    'Null',
    ['FALSE'],
    [
      [undefined, false],
      [[], false],
      ['x', true],
      ['', true],
    ],
  ],
  [
    'Null',
    ['true', 'false'],
    [
      [undefined, true],
      ['x', true],
    ],
  ],
  [
    'NumericEquals',
    ['5'],
    [
      ['5.0', true],
      ['6', false],
      ['x', false],
    ],
  ],
  [
    'NumericNotEquals',
    ['5'],
    [
      ['5', false],
      ['6', true],
      ['x', true],
    ],
  ],
  [
    'NumericLessThan',
    ['1', '5'],
    [
      ['4', true],
      ['5', false],
      ['0', true],
      ['x', false],
    ],
  ],
  [
    'NumericLessThanEquals',
    ['5'],
    [
      ['4', true],
      ['5', true],
      ['6', false],
    ],
  ],
  [
    'NumericGreaterThan',
    ['5'],
    [
      ['5', false],
      ['6', true],
    ],
  ],
  [
    'NumericGreaterThanEquals',
    ['0'],
    [
      ['-1', false],
      ['0', true],
      ['1', true],
      ['x', false],
    ],
  ],
  [
    'DateLessThan',
    ['2026-01-01'],
    [
      ['2025-12-31T23:59:59Z', true],
      ['2026-01-01T00:00:00Z', false],
      ['1767225599', true],
      ['soon', false],
    ],
  ],
  [
    'DateGreaterThanEquals',
    ['1970-01-01'],
    [
      ['2026-01-01', true],
      ['x', false],
    ],
  ],
  [
    'IpAddress',
    ['0.0.0.0/0'],
    [
      ['10.1.2.3', true],
      ['::1', false],
      ['home', false],
    ],
  ],
  [
    'NotIpAddress',
    ['10.0.0.0/8', '192.168.0.0/16'],
    [
      ['192.168.1.1', false],
      ['11.0.0.0', true],
      ['home', true],
      [undefined, true],
    ],
  ],
  [
    'Bool',
    ['true'],
    [
      ['TRUE', true],
      ['false', false],
      [undefined, false],
    ],
  ],
  [
    'StringLike',
    ['a*', '?b'],
    [
      ['ax', true],
      ['xb', true],
      ['xxb', false],
    ],
  ],
  [
    'StringEqualsIgnoreCase',
    ['aB'],
    [
      ['Ab', true],
      ['ac', false],
    ],
  ],
  [
    'BinaryEquals',
    ['QQ=='],
    [
      ['QQ==', true],
      ['qq==', false],
    ],
  ],
  [
    'ArnLike',
    ['arn:aws:iam::*:role/*'],
    [
      ['arn:aws:iam::1:role/x/y', true],
      ['arn:aws:iam::1:2:role/x', false],
      ['x', false],
    ],
  ],
  ['ArnEquals', ['*'], [['x', true]]],
];

describe('conditions', () => {
  it.each(tables)('%s %j', (operator, values, rows) => {
    const atom = atomOf(operator, 'K', values);
    expect(rows.map(([value]) => [value, holds(atom, value)])).toEqual(rows);
  });

  it.each([
    ['NumericEquals', { low: 5, high: 5, lowOpen: false, highOpen: false }],
    ['NumericLessThan', { low: -Infinity, high: 5, lowOpen: false, highOpen: true }],
    ['NumericLessThanEquals', { low: -Infinity, high: 5, lowOpen: false, highOpen: false }],
    ['NumericGreaterThan', { low: 5, high: Infinity, lowOpen: true, highOpen: false }],
    ['NumericGreaterThanEquals', { low: 5, high: Infinity, lowOpen: false, highOpen: false }],
  ])('%s 5 is an interval', (operator, interval) => {
    expect(atomOf(operator, 'K', ['5']).matcher).toEqual({ kind: 'numbers', intervals: [interval] });
  });

  it('say whether Null matches one value', () => {
    expect(admitsValue(atomOf('Null', 'K', ['false']).matcher, 'x')).toBe(true);
    expect(admitsValue(atomOf('Null', 'K', ['true']).matcher, 'x')).toBe(false);
  });

  it.each([
    ['Null', 'xtrue', "'xtrue' is not true or false"],
    ['Null', 'truex', "'truex' is not true or false"],
    ['NumericEquals', 'x', "'x' is not a number"],
    ['DateEquals', 'x', "'x' is not a date"],
    ['IpAddress', 'x', "'x' is not an IP address or CIDR block"],
    ['ArnLike', 'arn:${*}${?}x', "'arn:*?x' is not an ARN of six parts"],
  ])('%s %s is refused', (operator, value, problem) => {
    expect(read(operator, [value])).toEqual(refused(problem));
  });

  it.each([
    ['a variable', '${aws:userid}', true, false],
    ['a variable under an old version', '${aws:userid}', false, true],
    ['a character that is written as a variable', 'a${*}', true, true],
    ['plain text', 'a', true, true],
  ])('are compiled immediately when they have no variables: %s', (_, value, variables, expected) => {
    const condition = read('StringEquals', [value], variables);
    expect(!isRefused(condition) && condition.atom !== null).toBe(expected);
  });

  it('name all variables that are not fixed, and none when something else is wrong', () => {
    const condition = read('ArnLike', ['${a:b}', '${c:d}x']);
    if (isRefused(condition)) throw new Error(condition.because);
    expect(bindCondition(condition, () => undefined)).toEqual({
      problem: 'variable ${a:b}, ${c:d} is not fixed',
      free: ['a:b', 'c:d'],
    });
    expect(bindCondition(condition, () => 'x')).toEqual({
      problem: "'x' is not an ARN of six parts",
      free: [],
    });
  });

  it.each([[['${a:b}']], [['v', '${a:b}']], [['v-${a:b}']]])('%j is left to be bound', (values) => {
    expect(read('StringEquals', values)).toMatchObject({ atom: null });
  });

  it('match nothing for a variable without a value, but still match the other values', () => {
    const condition = read('StringEquals', ['${a:b}', 'v']);
    if (isRefused(condition)) throw new Error(condition.because);
    const bound = bindCondition(condition, () => null);
    if ('problem' in bound) throw new Error(bound.problem);
    expect(['v', '', '${a:b}', 'sixteen letters.'].map((value) => holds(bound.atom, value))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});
