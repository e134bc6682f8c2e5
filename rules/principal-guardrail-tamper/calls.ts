import { attachCalls } from '../../core/guardrail/calls';
import { tamperGuardBaseName } from './account-context';

/** The calls of this rule, and what they need. */
export const calls = attachCalls(tamperGuardBaseName);
