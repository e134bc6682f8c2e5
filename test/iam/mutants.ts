/**
 * All fast tables in one file, for mutation testing only: every mutant starts one test file, so that one is much faster
 * than eight. See stryker.config.mjs.
 */
import './decide.test';
import './guides.test';
import './malformed.test';
import './traps.test';
import './values.test';
import './variables.test';
