import { describe, it } from '@jest/globals';
import {
  allowNeverCloses,
  changesNothing,
  denyNeverOpens,
  memoryMeansNothing,
  neutral,
  nothingLostWithoutChange,
  orderAndFormMeanNothing,
} from './metamorphic';
import { check, seeded } from './properties';

const { seed, runs } = seeded('metamorphic', 300);

describe('what must not matter', () => {
  it.each(neutral)('%s', (what, change) => {
    check(changesNothing(what, change), seed, runs);
  });

  it('the order of documents, and whether they are objects or text', () => {
    check(orderAndFormMeanNothing(), seed, runs);
  });
});

describe('what an engine keeps', () => {
  it('changes no answer', () => {
    check(memoryMeansNothing(), seed, runs);
  });
});

describe('what can only go one way', () => {
  it('a Deny never opens', () => {
    check(denyNeverOpens(), seed, runs);
  });

  it('an Allow never closes', () => {
    check(allowNeverCloses(), seed, runs);
  });

  it('no change locks nobody out', () => {
    check(nothingLostWithoutChange(), seed, runs);
  });
});
