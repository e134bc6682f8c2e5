/**
 * All tables in one place, for mutation testing only, the cheapest first, and after them some random problems,
 * always the same ones. See mutation-runner.mjs and docs/mutation.md.
 */
import { describe, it } from '@jest/globals';
import fc from 'fast-check';
import './actions.test';
import './keys.test';
import './patterns.test';
import './values.test';
import './conditions.test';
import './documents.test';
import './library.test';
import './words.test';
import './slice.test';
import './splits.test';
import './dimensions.test';
import './search.test';
import './traps.test';
import './guides.test';
import './decide.test';
import './memory.test';
import './variables.test';
import './bindings.test';
import './spaces.test';
import './resources.test';
import './origins.test';
import './free-keys.test';
import './malformed.test';
import { memoryMeansNothing } from './metamorphic';
import { check, decisionsHold, lockoutsHold } from './properties';

fc.configureGlobal({ endOnFailure: true });

describe('random problems', () => {
  it('decided as the naive evaluator says', () => {
    check(decisionsHold({}), 1, 30);
  });

  it('answered alike by an engine that has seen others', () => {
    check(memoryMeansNothing(), 1, 5);
  });

  it('locked out as the naive evaluator says', () => {
    check(lockoutsHold({}), 1, 20);
  });
});
