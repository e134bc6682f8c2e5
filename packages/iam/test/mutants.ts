/**
 * All tables together, for mutation testing only: the cheapest first, then some random problems,
 * always the same ones. See mutation-runner.mjs and docs/mutation.md.
 */
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import '../src/action.test';
import '../src/keys.test';
import '../src/glob.test';
import './values.test';
import '../src/condition.test';
import '../src/document.test';
import '../src/library.test';
import '../src/explain.test';
import '../src/slice.test';
import '../src/split.test';
import '../src/dimension.test';
import '../src/search.test';
import './traps.test';
import './guides.test';
import '../src/decide.test';
import './memory.test';
import './variables.test';
import '../src/bind.test';
import './spaces.test';
import '../src/resource.test';
import '../src/origin.test';
import './free-keys.test';
import './malformed.test';
import { memoryMeansNothing } from './metamorphic';
import { checkProperty, decisionsHold, lockoutsHold } from './properties';

fc.configureGlobal({ endOnFailure: true });

describe('random problems', () => {
  it('decided as by the naive evaluator', () => {
    checkProperty(decisionsHold({}), 1, 30);
  });

  it('answered the same by an engine that has seen others', () => {
    checkProperty(memoryMeansNothing(), 1, 5);
  });

  it('locked out as by the naive evaluator', () => {
    checkProperty(lockoutsHold({}), 1, 20);
  });
});
