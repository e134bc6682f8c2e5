import { attachCalls } from '../../core/guardrail/calls';
import { guardrailBaseName } from '../../core/guardrail/policy';

/** The calls of this rule, and the permissions that they need. */
export const calls = attachCalls(guardrailBaseName);
