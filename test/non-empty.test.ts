import { describe, expect, it } from '@jest/globals';
import { nonEmpty } from './non-empty';

describe('nonEmpty', () => {
  it.each<[Iterable<unknown>, readonly unknown[]]>([
    [
      ['a', 'b'],
      ['a', 'b'],
    ],
    [[undefined], [undefined]],
    [new Set([1]), [1]],
    [new Map([['a', 1]]).values(), [1]],
  ])('gives the items of a list that has some', (list, items) => {
    expect(nonEmpty(list)).toEqual(items);
  });

  it.each([[[]], [new Set<string>()], ['']])('throws on an empty list, with its name', (list) => {
    expect(() => nonEmpty(list, 'findings')).toThrow('findings is empty');
    expect(() => nonEmpty(list)).toThrow('the list is empty');
  });
});
