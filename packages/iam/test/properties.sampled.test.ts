import { describe, expect, it } from '@jest/globals';
import { noneFound } from './certificates';
import {
  anythingIsAnswered,
  checkProperty,
  decisionsHold,
  lockoutsHold,
  seeded,
  type Tally,
} from './properties';

const { seed, runs } = seeded('properties', 975);

/** At most one proof in five hundred has no certificate; they are counted. */
function expectFewWithout({ certificates = 0, ...others }: Tally): void {
  const without = others[noneFound] ?? 0;
  process.stderr.write(`packages/iam properties: ${certificates} certificates, ${without} proofs without\n`);
  expect(without).toBeLessThanOrEqual(Math.floor(1 + certificates / 500));
}

describe('random problems against the naive evaluator', () => {
  it('gives real witnesses, and proves unreachable only what no sample reaches', () => {
    const tally: Tally = {};
    checkProperty(decisionsHold(tally), seed, runs);
    expect(tally['reachable']).toBeGreaterThan(runs / 10);
    expect(tally['unreachable']).toBeGreaterThan(runs / 10);
    expect(tally['unknown'] ?? 0).toBeLessThan(runs / 10);
    expect(tally['certificates']).toBeGreaterThan(runs / 40);
    expectFewWithout(tally);
  });

  it('finds real lockouts, and finds none only when no sample is lost', () => {
    const tally: Tally = {};
    checkProperty(lockoutsHold(tally), seed, Math.ceil(runs / 2));
    expect(tally['some']).toBeGreaterThan(runs / 40);
    expect(tally['none']).toBeGreaterThan(runs / 40);
    expect(tally['certificates']).toBeGreaterThan(0);
    expectFewWithout(tally);
  });

  it('answers whatever a document contains', () => {
    checkProperty(anythingIsAnswered(), seed, Math.ceil(runs / 3));
  });
});
