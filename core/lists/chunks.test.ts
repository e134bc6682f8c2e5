import { describe, expect, it } from '@jest/globals';
import { chunks } from './chunks';

describe('chunks', () => {
  it.each<[readonly number[], number, readonly (readonly number[])[]]>([
    [[], 2, []],
    [[1], 2, [[1]]],
    [[1, 2], 2, [[1, 2]]],
    [[1, 2, 3], 2, [[1, 2], [3]]],
    [[1, 2, 3], 1, [[1], [2], [3]]],
  ])('%j in lists of %d', (items, size, lists) => {
    expect(chunks(items, size)).toEqual(lists);
  });

  it.each([0, -1, Number.NaN])('refuses a size of %d, which would never end', (size) => {
    expect(() => chunks([1], size)).toThrow(RangeError);
  });
});
