import type { GetAccountAuthorizationDetailsResponse } from '@aws-sdk/client-iam';
import { type AuthorizationDetails, authorizationDetails } from '../../../core/slices/principals';
import type { AwsClients } from '../clients';
import { allPages, asking, fitting } from './asking';

const call = 'iam:GetAccountAuthorizationDetails';

/**
 * All users, groups, roles and policies in a few calls, whatever part was asked for: IAM has no narrower read that
 * also brings the policies. Documents stay as they came.
 */
export async function readPrincipals(clients: Pick<AwsClients, 'iam'>): Promise<AuthorizationDetails> {
  // One after the other: nothing is left in flight when the first is refused.
  const pages = await readPages(clients);
  const quotas = await readQuotas(clients);
  return fitting(call, authorizationDetails, {
    UserDetailList: pages.flatMap(({ UserDetailList }) => UserDetailList ?? []),
    GroupDetailList: pages.flatMap(({ GroupDetailList }) => GroupDetailList ?? []),
    RoleDetailList: pages.flatMap(({ RoleDetailList }) => RoleDetailList ?? []),
    Policies: pages.flatMap(({ Policies }) => Policies ?? []),
    ...(quotas === undefined ? {} : { Quotas: quotas }),
  });
}

async function readPages(
  clients: Pick<AwsClients, 'iam'>,
): Promise<readonly GetAccountAuthorizationDetailsResponse[]> {
  const { GetAccountAuthorizationDetailsCommand } = await import('@aws-sdk/client-iam');
  const client = await clients.iam();
  return allPages(call, async (Marker) => {
    const reply = await client.send(
      new GetAccountAuthorizationDetailsCommand({
        Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'],
        MaxItems: 1_000,
        ...(Marker === undefined ? {} : { Marker }),
      }),
    );
    return { items: [reply], next: reply.IsTruncated === true ? reply.Marker : undefined };
  });
}

/** The attachment quotas; `undefined` where only they cannot be read, which leaves AWS's defaults. */
async function readQuotas(
  clients: Pick<AwsClients, 'iam'>,
): Promise<AuthorizationDetails['Quotas'] | undefined> {
  const { GetAccountSummaryCommand } = await import('@aws-sdk/client-iam');
  const client = await clients.iam();
  try {
    const { SummaryMap } = await asking('iam:GetAccountSummary', () =>
      client.send(new GetAccountSummaryCommand({})),
    );
    return {
      AttachedPoliciesPerUserQuota: SummaryMap?.['AttachedPoliciesPerUserQuota'],
      AttachedPoliciesPerRoleQuota: SummaryMap?.['AttachedPoliciesPerRoleQuota'],
    };
  } catch {
    return undefined;
  }
}
