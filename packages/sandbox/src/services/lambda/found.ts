import type { Call } from '../../account/account';
import type { AccountFunction } from '../../account/functions';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';

/** A name, or an ARN, or the end of one from the account on; each with a version or alias, if that is wanted. */
const named =
  /^(?:(?:arn:[\w-]+:lambda:(?<region>[\w-]+):)?(?<account>\d{12}):function:)?(?<name>[\w-]+)(?::(?<qualifier>\$LATEST|[\w-]+))?$/;

/** A function of the account, by any of the forms of its name. @throws AwsError where there is none */
export function found(
  functionName: string,
  asked: string | undefined,
  { account, region }: Call,
): { readonly name: string; readonly fn: AccountFunction } {
  const parts = named.exec(functionName)?.groups;
  if (parts === undefined)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${functionName}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern`,
    );
  const { name = '', region: where = region, account: owner = account.accountId } = parts;
  if (where !== region)
    throw new AwsError(
      'ResourceNotFoundException',
      `Functions from '${where}' are not reachable in this region ('${region}')`,
    );
  const arn = `arn:${awsPartitionOf(region)}:lambda:${region}:${owner}:function:${name}`;
  const qualifier = asked ?? parts['qualifier'];
  const fn = account.functions.get(arn);
  if (fn === undefined || (qualifier ?? '$LATEST') !== '$LATEST')
    throw new AwsError(
      'ResourceNotFoundException',
      `Function not found: ${arn}${qualifier === undefined ? '' : `:${qualifier}`}`,
    );
  return { name, fn };
}
