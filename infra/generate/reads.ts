import { gatherers } from '../../adapters/aws/gather/gatherers';
import type { Calling } from '../../core/model/call';
import type { SliceName } from '../../core/slices';
import type { RoleStatement } from './arns';

/** What a rule says of itself, as far as permissions need it. */
export interface DeclaringRule extends Calling {
  readonly needs: readonly SliceName[];
}

/**
 * Reading what the rules need, and nothing else. Lists and EC2's and IAM's descriptions have no resource-level
 * permissions (service authorization reference), and what is asked for by name must be seen wherever it is.
 */
export function readStatement(rules: readonly DeclaringRule[]): RoleStatement {
  const slices = rules.flatMap(({ needs }) => needs.map((slice) => gatherers[slice]));
  const calls = slices.flatMap(({ calls, alsoNeeds = [] }) => [...calls, ...alsoNeeds]);
  return { Sid: 'ReadState', Effect: 'Allow', Action: [...new Set(calls)].sort(), Resource: '*' };
}
