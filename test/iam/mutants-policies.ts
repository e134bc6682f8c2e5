/** Like mutants.ts, for what is about endpoint policies and trust policies. See stryker.policies.config.mjs. */
import './endpoint-parts.test';
import './trust.test';
import './endpoint-policy.test';
import '../principals/behind.test';
