import type { AssumeRoleRequest, AssumeRoleResponse, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Call } from '../../account/account';
import { assumedRole } from '../../account/identity';
import type { Service } from '../service';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../support';
import { STS_SLOT } from './state';

/**
 * Sessions. AssumeRole does not look at trust policies, and accepts the ARN of a role that was never made here. Where STS is
 * switched off in a Region it makes no sessions there; GetCallerIdentity answers all the same (aws-sdk-go-v2#2846).
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
    throw new AwsError(
      'RegionDisabledException',
      `STS is not activated in this region for account:${call.account.accountId}. Your account administrator can activate STS in this region using the IAM Console.`,
      403,
    );
  const { ids, identities } = call.account;
  const accessKeyId = `ASIA${ids.upper(16)}`;
  const identity = assumedRole(given(input.RoleArn), given(input.RoleSessionName), accessKeyId, call.now);
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
