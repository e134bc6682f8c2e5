import { describe, expect, it } from '@jest/globals';
import { givenKeysHold } from './given-keys';
import { checkProperty, seeded, type Tally } from './properties';

const { seed, runs } = seeded('given keys', 1000);

describe('random problems with a random key in their context', () => {
  it('are never closed by the key where a request with exactly that key gets through', () => {
    const tally: Tally = {};
    checkProperty(givenKeysHold(tally), seed, runs);
    expect(tally['reachable']).toBeGreaterThan(runs / 10);
    expect(tally['unreachable']).toBeGreaterThan(runs / 10);
    expect(tally['lockout some']).toBeGreaterThan(0);
    expect(tally['lockout none']).toBeGreaterThan(0);
  });
});
