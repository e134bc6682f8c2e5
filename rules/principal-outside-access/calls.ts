import { attachCalls } from '../../core/guardrail/calls';
import { guardrailBaseName } from '../../core/guardrail/policy';

/** The calls of this rule, and what they need. */
export const calls = attachCalls(guardrailBaseName);
