import type {
  GetAccountAuthorizationDetailsRequest,
  GetAccountAuthorizationDetailsResponse,
  GetAccountSummaryResponse,
  GroupDetail,
  ManagedPolicyDetail,
  RoleDetail,
  UserDetail,
} from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { requireRate } from '../../account/rate';
import { iam } from '../../refusals/iam';
import { attachedShapes } from './attachments';
import type { ManagedPolicy } from './managed-policy';
import { iamPage } from './paging';
import { isAwsManaged, usage, versionShape } from './policy-shapes';
import { boundaryShape } from './principal-shapes';
import { IAM_SLOT, principalsOfKind, urlEncoded, type PrincipalRecord } from './state';

type Item =
  | { readonly filter: 'User'; readonly principal: PrincipalRecord }
  | { readonly filter: 'Role'; readonly principal: PrincipalRecord }
  | { readonly filter: 'Group'; readonly principal: PrincipalRecord }
  | { readonly filter: 'LocalManagedPolicy' | 'AWSManagedPolicy'; readonly policy: ManagedPolicy };

/** All users, groups, roles and policies, in this order, in pages. */
export function getAccountAuthorizationDetails(
  input: GetAccountAuthorizationDetailsRequest,
  call: Call,
): GetAccountAuthorizationDetailsResponse {
  requireRate(call, 'accountAuthorizationDetails', iam.rate);
  const all: Item[] = [
    ...[...principalsOfKind(call, 'user').values()].map((principal) => ({
      filter: 'User' as const,
      principal,
    })),
    ...[...principalsOfKind(call, 'group').values()].map((principal) => ({
      filter: 'Group' as const,
      principal,
    })),
    ...[...principalsOfKind(call, 'role').values()].map((principal) => ({
      filter: 'Role' as const,
      principal,
    })),
    ...[...call.state(IAM_SLOT).policies.values()].map((policy) => ({
      filter: isAwsManaged(policy) ? ('AWSManagedPolicy' as const) : ('LocalManagedPolicy' as const),
      policy,
    })),
  ];
  const wanted = all.filter(
    (item) => (input.Filter ?? []).length === 0 || input.Filter?.includes(item.filter),
  );
  const { items, rest } = iamPage(wanted, input);
  return {
    UserDetailList: items.flatMap((item) =>
      item.filter === 'User' ? [userDetail(item.principal, call)] : [],
    ),
    GroupDetailList: items.flatMap((item) =>
      item.filter === 'Group' ? [groupDetail(item.principal, call)] : [],
    ),
    RoleDetailList: items.flatMap((item) =>
      item.filter === 'Role' ? [roleDetail(item.principal, call)] : [],
    ),
    Policies: items.flatMap((item) => ('policy' in item ? [policyDetail(item.policy, call)] : [])),
    ...rest,
  };
}

function inlineShapes(principal: PrincipalRecord) {
  return [...principal.inline].map(([PolicyName, document]) => ({
    PolicyName,
    PolicyDocument: urlEncoded(document),
  }));
}

function userDetail(user: PrincipalRecord, call: Call): UserDetail {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
    ...(user.inline.size === 0 ? {} : { UserPolicyList: inlineShapes(user) }),
    GroupList: user.groups,
    AttachedManagedPolicies: attachedShapes(user, call),
    ...boundaryShape(user.boundary),
    Tags: user.tags,
  };
}

function groupDetail(group: PrincipalRecord, call: Call): GroupDetail {
  return {
    Path: group.path,
    GroupName: group.name,
    GroupId: group.id,
    Arn: group.arn,
    CreateDate: new Date(group.createdAt),
    GroupPolicyList: inlineShapes(group),
    AttachedManagedPolicies: attachedShapes(group, call),
  };
}

function roleDetail(role: PrincipalRecord, call: Call): RoleDetail {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    ...(role.trust === undefined ? {} : { AssumeRolePolicyDocument: urlEncoded(role.trust) }),
    InstanceProfileList: [],
    RolePolicyList: inlineShapes(role),
    AttachedManagedPolicies: attachedShapes(role, call),
    ...boundaryShape(role.boundary),
    Tags: role.tags,
    RoleLastUsed: {},
  };
}

function policyDetail(policy: ManagedPolicy, call: Call): ManagedPolicyDetail {
  const { attachments, boundaries } = usage(policy, call);
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachments,
    PermissionsBoundaryUsageCount: boundaries,
    IsAttachable: true,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    PolicyVersionList: policy.versions.toReversed().map((version) => versionShape(policy, version)),
  };
}

export function getAccountSummary(_input: object, call: Call): GetAccountSummaryResponse {
  const state = call.state(IAM_SLOT);
  const { quotas } = call.account;
  const local = [...state.policies.values()].filter((policy) => !isAwsManaged(policy));
  return {
    SummaryMap: {
      Users: state.users.size,
      Groups: state.groups.size,
      Roles: state.roles.size,
      Policies: local.length,
      AttachedPoliciesPerUserQuota: quotas.managedPoliciesPerPrincipal,
      AttachedPoliciesPerRoleQuota: quotas.managedPoliciesPerPrincipal,
      AttachedPoliciesPerGroupQuota: quotas.managedPoliciesPerGroup,
      VersionsPerPolicyQuota: quotas.versionsPerManagedPolicy,
      PolicySizeQuota: quotas.managedPolicySize,
      UserPolicySizeQuota: quotas.inlineTotal.user,
      RolePolicySizeQuota: quotas.inlineTotal.role,
      GroupPolicySizeQuota: quotas.inlineTotal.group,
    },
  };
}
