import type { GetAccountAuthorizationDetailsResponse } from '@aws-sdk/client-iam';
import { type AuthorizationDetails, authorizationDetails } from '../../../core/slices/principals';
import { askingPages, asking, fitting } from './asking';
import type { GatherContext, Gatherer } from './gatherer';

type Clients = Pick<GatherContext['clients'], 'iam'>;

const call = 'iam:GetAccountAuthorizationDetails';
const quotaCall = 'iam:GetAccountSummary';

/**
 * All users, groups, roles and policies, in a few calls: IAM has no narrower read that includes the policies. Policy
 * documents are kept as they came.
 */
export const principals: Gatherer<'principals'> = {
  calls: [call, quotaCall],
  read: async (_, { clients }) => {
    // In sequence, so that no call is in flight when the first one is denied.
    const pages = await readPages(clients);
    const quotas = await readQuotas(clients);
    return fitting(call, authorizationDetails, {
      UserDetailList: pages.flatMap(({ UserDetailList }) => UserDetailList ?? []),
      GroupDetailList: pages.flatMap(({ GroupDetailList }) => GroupDetailList ?? []),
      RoleDetailList: pages.flatMap(({ RoleDetailList }) => RoleDetailList ?? []),
      Policies: pages.flatMap(({ Policies }) => Policies ?? []),
      ...(quotas === undefined ? {} : { Quotas: quotas }),
    });
  },
};

async function readPages(clients: Clients): Promise<readonly GetAccountAuthorizationDetailsResponse[]> {
  const { GetAccountAuthorizationDetailsCommand } = await import('@aws-sdk/client-iam');
  const client = await clients.iam();
  return askingPages(
    call,
    async (Marker) => {
      const reply = await client.send(
        new GetAccountAuthorizationDetailsCommand({
          Filter: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'],
          MaxItems: 1_000,
          Marker,
        }),
      );
      // A Marker on the last page means nothing.
      return { reply, NextToken: reply.IsTruncated === true ? reply.Marker : undefined };
    },
    ({ reply }) => [reply],
  );
}

/** The attachment quotas. `undefined` if they cannot be read; AWS's defaults apply then. */
async function readQuotas(clients: Clients): Promise<AuthorizationDetails['Quotas'] | undefined> {
  const { GetAccountSummaryCommand } = await import('@aws-sdk/client-iam');
  const client = await clients.iam();
  try {
    const { SummaryMap } = await asking(quotaCall, () => client.send(new GetAccountSummaryCommand({})));
    return {
      AttachedPoliciesPerUserQuota: SummaryMap?.['AttachedPoliciesPerUserQuota'],
      AttachedPoliciesPerRoleQuota: SummaryMap?.['AttachedPoliciesPerRoleQuota'],
    };
  } catch {
    return undefined;
  }
}
