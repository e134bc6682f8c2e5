import { describe, expect, it } from '@jest/globals';
import { IAMServiceException } from '@aws-sdk/client-iam';
import { fails, gather, unreadableReason, valueOf } from '../fixtures/gathering';
import type { Stubs } from '../fixtures/stub-clients';

describe('principals', () => {
  const document = '%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D';
  const arn = 'arn:aws:iam::111122223333:';
  const pages: Stubs['iam:GetAccountAuthorizationDetails'] = ({ Marker, Filter, MaxItems }) => {
    expect(Filter).toEqual(['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy']);
    expect(MaxItems).toBe(1_000);
    return Marker === undefined
      ? {
          UserDetailList: [
            {
              UserName: 'u',
              Arn: `${arn}user/u`,
              UserPolicyList: [{ PolicyName: 'p', PolicyDocument: document }],
            },
          ],
          IsTruncated: true,
          Marker: 'page-2',
        }
      : {
          RoleDetailList: [{ RoleName: 'r', Arn: `${arn}role/r`, AssumeRolePolicyDocument: document }],
          GroupDetailList: [{ GroupName: 'g', Arn: `${arn}group/g` }],
          Policies: [{ PolicyName: 'p', Arn: `${arn}policy/p`, DefaultVersionId: 'v1' }],
          // IsTruncated marks this as the last page, so its Marker must be ignored.
          IsTruncated: false,
          Marker: 'page-3',
        };
  };

  it('joins the pages, keeps the documents as they came, and adds the quotas', async () => {
    const { snapshot, calls } = await gather(
      {
        'iam:GetAccountAuthorizationDetails': pages,
        'iam:GetAccountSummary': () => ({
          SummaryMap: { Users: 1, AttachedPoliciesPerUserQuota: 10, AttachedPoliciesPerRoleQuota: 20 },
        }),
      },
      { principals: 'all' },
    );
    expect(valueOf(snapshot, 'principals')).toEqual({
      UserDetailList: [
        {
          UserName: 'u',
          Arn: `${arn}user/u`,
          UserPolicyList: [{ PolicyName: 'p', PolicyDocument: document }],
        },
      ],
      RoleDetailList: [{ RoleName: 'r', Arn: `${arn}role/r`, AssumeRolePolicyDocument: document }],
      GroupDetailList: [{ GroupName: 'g', Arn: `${arn}group/g` }],
      Policies: [{ PolicyName: 'p', Arn: `${arn}policy/p`, DefaultVersionId: 'v1' }],
      Quotas: { AttachedPoliciesPerUserQuota: 10, AttachedPoliciesPerRoleQuota: 20 },
    });
    expect(calls).toEqual({ 'iam:GetAccountAuthorizationDetails': 2, 'iam:GetAccountSummary': 1 });
  });

  const refused = new IAMServiceException({
    name: 'AccessDenied',
    message: 'no',
    $fault: 'client',
    $metadata: { httpStatusCode: 403 },
  });

  it('is read without quotas if only those are denied', async () => {
    const { snapshot } = await gather(
      { 'iam:GetAccountAuthorizationDetails': pages, 'iam:GetAccountSummary': fails(refused) },
      { principals: 'all' },
    );
    expect(valueOf(snapshot, 'principals')).not.toHaveProperty('Quotas');
    expect(valueOf(snapshot, 'principals').RoleDetailList).toHaveLength(1);
  });

  it('is unreadable if the second page is denied', async () => {
    const { snapshot } = await gather(
      {
        'iam:GetAccountAuthorizationDetails': (input) => {
          if (input.Marker !== undefined) throw refused;
          return pages(input);
        },
        'iam:GetAccountSummary': () => ({ SummaryMap: {} }),
      },
      { principals: 'all' },
    );
    expect(unreadableReason(snapshot, 'principals')).toBe(
      'iam:GetAccountAuthorizationDetails was denied (AccessDenied): no',
    );
  });
});

it("explains how to supply the organization's policies, which a member account cannot read", async () => {
  const { snapshot, calls } = await gather({}, { organizationPolicies: 'all' });
  expect(unreadableReason(snapshot, 'organizationPolicies')).toMatch(
    /--organization-policies, in the settings/,
  );
  expect(calls).toEqual({});
});
