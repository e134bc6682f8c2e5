import type { PolicyStatement } from './deny-outside';
import { sparing } from './denies';

/**
 * Denies everybody but the administrators to change what Palisade is told in an account: its settings and its switch.
 * Central settings are worth little where anybody in the account can put others over them. CloudFormation makes and
 * deletes the switch with the stack, under the role that StackSets keep in each account.
 * @param administrators ARN patterns
 */
export function keepSettings(administrators: readonly string[], partition: string): PolicyStatement {
  return sparing(
    {
      Sid: 'PalisadeKeepSettings',
      Effect: 'Deny',
      Action: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters'],
      Resource: `arn:${partition}:ssm:*:*:parameter/palisade/*`,
    },
    [...administrators, `arn:${partition}:iam::*:role/stacksets-exec-*`],
  );
}
