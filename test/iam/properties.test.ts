import { describe, expect, it } from '@jest/globals';
import { check, decisionsHold, lockoutsHold, type Tally } from './properties';

const seed = Number(process.env['IAM_SEED'] ?? Date.now() % 2 ** 31);
const runs = Number(process.env['IAM_RUNS'] ?? 1500);
process.stderr.write(
  `test/iam: fast-check seed ${seed} (IAM_SEED), ${runs} problems a property (IAM_RUNS)\n`,
);

describe('random problems against the naive evaluator', () => {
  it('gives real witnesses, and calls unreachable only what no sample reaches', () => {
    const tally: Tally = {};
    check(decisionsHold(tally), seed, runs);
    expect(tally['reachable']).toBeGreaterThan(runs / 10);
    expect(tally['unreachable']).toBeGreaterThan(runs / 10);
    expect(tally['unknown'] ?? 0).toBeLessThan(runs / 10);
  });

  it('finds lockouts that are real, and none only where no sample is lost', () => {
    const tally: Tally = {};
    check(lockoutsHold(tally), seed, Math.ceil(runs / 2));
    expect(tally['some']).toBeGreaterThan(runs / 40);
    expect(tally['none']).toBeGreaterThan(runs / 40);
  });
});
