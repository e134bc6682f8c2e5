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
import { checkProperty, seeded } from './properties';

const { seed, runs } = seeded('metamorphic', 300);

describe('changes that must not matter', () => {
  it.each(neutral)('%s', (what, change) => {
    checkProperty(changesNothing(what, change), seed, runs);
  });

  it('the order of documents, and whether they are objects or text', () => {
    checkProperty(orderAndFormMeanNothing(), seed, runs);
  });
});

describe('what an engine keeps', () => {
  it('changes no answer', () => {
    checkProperty(memoryMeansNothing(), seed, runs);
  });
});

describe('changes that can only open or only close', () => {
  it('a Deny never opens', () => {
    checkProperty(denyNeverOpens(), seed, runs);
  });

  it('an Allow never closes', () => {
    checkProperty(allowNeverCloses(), seed, runs);
  });

  it('no change locks nobody out', () => {
    checkProperty(nothingLostWithoutChange(), seed, runs);
  });
});
