/** Like mutants.ts, for what is about endpoint policies and trust policies. See stryker.policies.config.mjs. */
import './endpoint-policy.test';
import '../principals/behind.test';
