import { expect, it } from '@jest/globals';
import { sliceNames, slices } from './index';

it('keeps each slice in a file of its own', () => {
  const files = sliceNames.map((name) => slices[name].file);
  expect(new Set([...files, 'account.json', 'unreadable.json']).size).toBe(files.length + 2);
});
