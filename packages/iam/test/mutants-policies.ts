/** Like mutants.ts, for the files about endpoint policies and trust policies. See stryker.policies.config.mjs. */
import './endpoint-parts.test';
import '../src/trust.test';
import '../src/endpoint-policy.test';
