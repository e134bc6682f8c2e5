import { splitArn } from '../../account/arn';
import type { Call } from '../../account/account';
import type { AccountFunction } from '../../account/functions';
import { awsPartitionOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';

/** A name, or the end of an ARN from the account on; either with an optional version or alias. */
const form = /^(?:(?<account>\d{12}):function:)?(?<name>[\w-]+)(?::(?<qualifier>\$LATEST|[\w-]+))?$/;

/**
 * A function of the account by its name, its ARN, or the end of the ARN from the account on.
 * @param asked a version or alias that the caller gave separately
 * @throws AwsError if there is no such function
 */
export function findFunction(
  functionName: string,
  asked: string | undefined,
  { account, region }: Call,
): { readonly name: string; readonly fn: AccountFunction } {
  const arn = splitArn(functionName);
  const isArn = arn.service === 'lambda';
  const parts = form.exec(isArn ? `${arn.account}:${arn.resource}` : functionName)?.groups;
  if (parts === undefined)
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${functionName}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern`,
    );
  const { name = '', account: owner = account.accountId } = parts;
  if (isArn && arn.region !== region)
    throw new AwsError(
      'ResourceNotFoundException',
      `Functions from '${arn.region}' are not reachable in this region ('${region}')`,
    );
  const functionArn = `arn:${awsPartitionOf(region)}:lambda:${region}:${owner}:function:${name}`;
  const qualifier = asked ?? parts['qualifier'];
  const fn = account.functions.get(functionArn);
  if (fn === undefined || (qualifier ?? '$LATEST') !== '$LATEST')
    throw new AwsError(
      'ResourceNotFoundException',
      `Function not found: ${functionArn}${qualifier === undefined ? '' : `:${qualifier}`}`,
    );
  return { name, fn };
}
