import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../members';
import { checkDocument, countedLength } from './documents';
import type { ManagedPolicy } from './managed-policy';
import { isAwsManaged } from './policy-shapes';
import { findPolicy, limitExceeded } from './state';

/** A customer managed policy. @throws AwsError for one of AWS's own, which cannot be changed */
export function ownPolicy(call: Call, arn: string | undefined): ManagedPolicy {
  const policy = findPolicy(call, arn);
  if (isAwsManaged(policy))
    throw new AwsError('AccessDenied', `Cannot change the AWS managed policy ${policy.arn}`, 403);
  return policy;
}

/** The document of a managed policy. @throws AwsError if its grammar or its size is not valid */
export function checkedDocument(document: string | undefined, call: Call): string {
  const text = given(document);
  checkDocument(text, 'identity');
  const limit = call.account.quotas.managedPolicySize;
  if (countedLength(text) > limit) throw limitExceeded(`Cannot exceed quota for PolicySize: ${limit}`);
  return text;
}

export function conflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message);
}
