import { expect, it } from '@jest/globals';
import { beyond, empty, scaled } from './intents';

it('10 statements: each pair of patterns is an intent, and there are no others', () => {
  const one = scaled(10);
  expect(one.intents).toHaveLength(100);
  expect([empty(one), beyond(one)]).toEqual([0, 'unreachable']);
}, 300_000);

// The question has 225 Denies of 25 KB in all, five times what AWS takes as a service control policy.
it('15 statements: each pair of patterns is an intent; whether there are others is past the bounds', () => {
  const one = scaled(15);
  expect(one.intents).toHaveLength(225);
  expect([empty(one), beyond(one)]).toEqual([0, 'unknown']);
}, 300_000);
