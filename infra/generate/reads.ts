import { gatherers } from '../../adapters/aws/gather/gatherers';
import type { Calling } from '../../core/model/call';
import type { SliceName } from '../../core/slices';
import type { RoleStatement } from './arns';

/** The part of a rule that permissions depend on. */
export interface DeclaringRule extends Calling {
  readonly needs: readonly SliceName[];
}

/**
 * Allows reading what the rules need, and nothing else. Lists, and the descriptions of EC2 and IAM, have no
 * resource-level permissions (service authorization reference), and resources that are read by name may have any name.
 */
export function readStatement(rules: readonly DeclaringRule[]): RoleStatement {
  const slices = rules.flatMap(({ needs }) => needs.map((slice) => gatherers[slice]));
  const calls = slices.flatMap(({ calls, alsoNeeds = [] }) => [...calls, ...alsoNeeds]);
  return { Sid: 'ReadState', Effect: 'Allow', Action: [...new Set(calls)].sort(), Resource: '*' };
}
