import type { PolicyStatement } from './deny-outside';
import { sparing } from './denies';

/**
 * Denies everybody except the administrators to change Palisade's settings and switch in an account: central settings
 * would be worth little if anybody in the account could override them. CloudFormation creates and deletes the switch
 * with the stack, under the role that StackSets keep in each account.
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
