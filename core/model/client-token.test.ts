import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { clientToken } from './client-token';

describe('clientToken', () => {
  it('has 26 letters and digits and is equal exactly for equal texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        expect(clientToken(one)).toMatch(/^[0-9a-z]{26}$/);
        expect(clientToken(one) === clientToken(other)).toBe(one === other);
      }),
    );
  });

  it('depends on every character and on their order', () => {
    const texts = ['', 'a', 'b', 'ab', 'ba', 'aab', 'aba', 'baa', 'a'.repeat(1_000), 'a'.repeat(1_001)];
    expect(new Set(texts.map(clientToken)).size).toBe(texts.length);
  });
});
