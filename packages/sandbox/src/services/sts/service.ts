import { splitArn } from '../../account/arn';
import type { AssumeRoleRequest, AssumeRoleResponse, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Call } from '../../account/account';
import { assumedRole } from '../../account/identity';
import type { Service } from '../service';
import { refused } from '../../refusals/refusal';
import { sts as refusals } from '../../refusals/sts';
import { IAM_SLOT } from '../iam/state';
import { given } from '../members';
import { STS_SLOT } from './state';

/**
 * Sessions. AssumeRole ignores trust policies. Where STS is deactivated in a Region it creates no sessions there, but
 * GetCallerIdentity still answers (aws-sdk-go-v2#2846).
 */
export const STS: Service = {
  name: 'sts',
  eventSource: 'sts',
  protocol: 'query',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  sdk: () => import('@aws-sdk/client-sts'),
  throttled: { code: 'Throttling', status: 400 },
  denied: { code: 'AccessDenied', status: 403 },
  slot: STS_SLOT,
  operations: {
    GetCallerIdentity: (_input: object, call: Call): GetCallerIdentityResponse => ({
      UserId: call.identity.principalId,
      Account: call.identity.accountId,
      Arn: call.identity.arn,
    }),
    AssumeRole: assumeRole,
  },
};

function assumeRole(input: AssumeRoleRequest, call: Call): AssumeRoleResponse {
  if (call.state(STS_SLOT).deactivated.has(call.region))
    throw refused(refusals.notActivated, { account: call.account.accountId });
  const arn = given(input.RoleArn);
  const { roles } = call.state(IAM_SLOT);
  // A role of this account must exist; a role of another account is assumed to exist.
  if (
    splitArn(arn).account === call.account.accountId &&
    ![...roles.values()].some((role) => role.arn === arn)
  )
    throw refused(refusals.assumeDenied, { caller: call.identity.arn, role: arn });
  const { ids, identities } = call.account;
  const accessKeyId = `ASIA${ids.upper(16)}`;
  const identity = assumedRole(arn, given(input.RoleSessionName), accessKeyId, call.now);
  identities.set(accessKeyId, identity);
  return {
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: ids.lower(40),
      SessionToken: ids.lower(64),
      Expiration: new Date(call.now + (input.DurationSeconds ?? 3600) * 1000),
    },
    AssumedRoleUser: { AssumedRoleId: identity.principalId, Arn: identity.arn },
  };
}
