import { describe, expect, it, jest } from '@jest/globals';
import {
  allowNeverCloses,
  changesNothing,
  denyNeverOpens,
  memoryMeansNothing,
  neutral,
  nothingLostWithoutChange,
  orderAndFormMeanNothing,
} from './metamorphic';
import { checkProperty, decisionsHold, lockoutsHold, seeded, type Tally } from './properties';

jest.setTimeout(3_600_000);
const { seed, runs } = seeded('deep', 100_000);

function report(what: string, tally: Tally): void {
  process.stderr.write(`packages/iam deep: ${what} ${JSON.stringify(tally)}\n`);
}

describe('random problems in bulk', () => {
  it('decisions hold', () => {
    const tally: Tally = {};
    checkProperty(decisionsHold(tally), seed, runs);
    report('verdicts', tally);
    expect(tally['reachable']).toBeGreaterThan(0);
  });

  it('lockouts hold', () => {
    const tally: Tally = {};
    checkProperty(lockoutsHold(tally), seed, Math.ceil(runs / 4));
    report('lockouts', tally);
    expect(tally['some']).toBeGreaterThan(0);
  });

  it.each(neutral)('%s changes nothing', (what, change) => {
    checkProperty(changesNothing(what, change), seed, Math.ceil(runs / 20));
  });

  it('order, notation, memory and direction', () => {
    checkProperty(memoryMeansNothing(), seed, Math.ceil(runs / 20));
    checkProperty(orderAndFormMeanNothing(), seed, Math.ceil(runs / 20));
    checkProperty(denyNeverOpens(), seed, Math.ceil(runs / 20));
    checkProperty(allowNeverCloses(), seed, Math.ceil(runs / 20));
    checkProperty(nothingLostWithoutChange(), seed, Math.ceil(runs / 20));
  });
});
