import { attachCalls } from '../../core/guardrail/calls';
import { tamperGuardBaseName } from './account-context';

/** The calls of this rule, and the permissions that they need. */
export const calls = attachCalls(tamperGuardBaseName);
