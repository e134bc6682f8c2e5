import { describe, expect, it } from '@jest/globals';
import { isRecord, valuesIn } from './json';

describe('isRecord and valuesIn', () => {
  it.each<[unknown, boolean, readonly unknown[]]>([
    [{}, true, []],
    [{ a: 1, b: null }, true, [1, null]],
    [[], false, []],
    [['a', 'b'], false, ['a', 'b']],
    [null, false, []],
    [undefined, false, []],
    ['text', false, []],
    [0, false, []],
  ])('%j: record: %s, values: %j', (value, isOne, values) => {
    expect(isRecord(value)).toBe(isOne);
    expect(valuesIn(value)).toEqual(values);
  });
});
