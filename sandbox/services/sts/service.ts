import type { AssumeRoleRequest, AssumeRoleResponse, GetCallerIdentityResponse } from '@aws-sdk/client-sts';
import type { Call } from '../../account/account';
import { assumedRole } from '../../account/identity';
import type { Service } from '../service';
import { given } from '../support';

const SLOT = { name: 'sts', scope: 'global' as const, create: () => ({}) };

/** Sessions: AssumeRole accepts any role ARN, without checking its trust policy or that it exists. */
export const STS: Service = {
  name: 'sts',
  eventSource: 'sts',
  protocol: 'query',
  xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  sdk: () => import('@aws-sdk/client-sts'),
  throttled: { code: 'Throttling', status: 400 },
  denied: { code: 'AccessDenied', status: 403 },
  slot: SLOT,
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
