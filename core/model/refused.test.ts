import { expect, it } from '@jest/globals';
import { isRefused, refused } from './refused';

it.each<[object, boolean]>([
  [refused('it is gone'), true],
  [{ status: 'refused', because: 'it is gone', isBegun: true }, true],
  [{ status: 'done' }, false],
  [{ because: 'it is on' }, false],
  [['refused'], false],
])('isRefused(%j) is %s', (answer, isOne) => {
  expect(isRefused(answer)).toBe(isOne);
});
