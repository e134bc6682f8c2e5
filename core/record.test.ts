import { describe, expect, it } from '@jest/globals';
import { isRecord, valuesIn } from './record';

describe('a value', () => {
  it.each<[unknown, boolean, readonly unknown[]]>([
    [{}, true, []],
    [{ a: 1, b: null }, true, [1, null]],
    [[], false, []],
    [['a', 'b'], false, ['a', 'b']],
    [null, false, []],
    [undefined, false, []],
    ['text', false, []],
    [0, false, []],
  ])('%j: whether it is a record is %s, and it holds %j', (value, is, held) => {
    expect(isRecord(value)).toBe(is);
    expect(valuesIn(value)).toEqual(held);
  });
});
