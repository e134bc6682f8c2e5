import { splitArn } from '@palisade/iam';
import { noPartition } from '../model/partitions';

/** The ARN of a user or role as it would be without a path. The ARNs of a role's sessions are built from it. */
export function arnWithoutPath({
  kind,
  name,
  arn,
}: {
  readonly kind: 'user' | 'role';
  readonly name: string;
  readonly arn: string;
}): string {
  const parts = splitArn(arn);
  return `arn:${parts?.partition ?? noPartition}:iam::${parts?.account ?? ''}:${kind}/${name}`;
}

/** The account that an AWS principal of a trust policy stands for (its number or root ARN); else `undefined`. */
export function accountNamed(principal: string): string | undefined {
  const arn = splitArn(principal);
  const account = arn?.service === 'iam' && arn.resource === 'root' ? arn.account : principal;
  return /^\d{12}$/.test(account) ? account : undefined;
}
