import { type PolicySet, type PolicySource, type Problem, splitArn } from '@palisade/iam';
import type { AuthorizationDetails, ManagedPolicyDetail } from '../slices/principals';
import type { OrganizationPolicies } from '../slices/organization-policies';
import { unnamed } from '../slices/records';
import type { Principal } from './principal';
import { organizationLevels } from './organization';
import { createSessionTags, type SessionTags, ownTags } from './session-tags';

export type { Principal } from './principal';

/**
 * The principal of a question to the IAM engine. Tags that were not read stay free, and so do those that a session may
 * set.
 */
export function identityOf({ principal, applied }: Asked): Problem['principal'] {
  const { arn, detail } = principal;
  const id = 'UserName' in detail ? detail.UserId : detail.RoleId;
  const own = ownTags(principal);
  return {
    arn,
    ...(own === undefined ? {} : { tags: Object.fromEntries(own) }),
    sessionTags: applied.sessionTags,
    ...(id === undefined ? {} : { id }),
  };
}

/** Who asks, and when: the parts of a question to the IAM engine that are the same for all questions about it. */
export function askedAs(subject: Asked & { readonly readAt: string }): Pick<Problem, 'principal' | 'now'> {
  return { principal: identityOf(subject), now: subject.readAt };
}

interface Asked {
  readonly principal: Principal;
  readonly applied: Pick<AppliedPolicies, 'sessionTags'>;
}

/**
 * Whether AWS created the role for one of its services. Organization policies do not apply to it (Organizations user
 * guide).
 */
export function isServiceLinked({ path }: Pick<Principal, 'path'>): boolean {
  return path.startsWith('/aws-service-role/');
}

/** All policies that apply to a principal, and which of them were missing from the data. */
export interface AppliedPolicies {
  readonly policies: PolicySet;
  readonly missing: readonly string[];
  /** Whether its sessions may have tags that the principal itself does not have. */
  readonly sessionTags: SessionTags;
}

/** The account's users and roles. */
export function principalsOf(details: AuthorizationDetails): readonly Principal[] {
  return [
    ...details.UserDetailList.map((detail): Principal => ({
      kind: 'user',
      name: detail.UserName,
      arn: detail.Arn,
      path: detail.Path ?? pathOf(detail.Arn),
      detail,
    })),
    ...details.RoleDetailList.map((detail): Principal => ({
      kind: 'role',
      name: detail.RoleName,
      arn: detail.Arn,
      path: detail.Path ?? pathOf(detail.Arn),
      detail,
    })),
  ];
}

/**
 * Collects what IAM evaluates for a principal: inline and attached policies, those of a user's groups, the boundary,
 * and the organization's policies. Of a managed policy, the default version counts. The index is built once per
 * account, which keeps the work linear.
 */
export function policyAssembler(
  details: AuthorizationDetails,
  organization: OrganizationPolicies | undefined,
): (principal: Principal) => AppliedPolicies {
  const managed = new Map(details.Policies.map((policy) => [policy.Arn, managedSource(policy)]));
  const groups = new Map(details.GroupDetailList.map((group) => [group.GroupName, group]));
  const levelsFor = remembered((account: string) => organizationLevels(organization, account));
  const sessionTagsOf = createSessionTags();

  return (principal) => {
    const missing: string[] = [];
    const resolve = (arn: string, prefix: string): PolicySource[] => {
      const source = managed.get(arn);
      if (source === undefined)
        missing.push(
          `${prefix}the document of ${arn === '' ? 'an attached policy without an ARN' : `managed policy ${arn}`}`,
        );
      return source === undefined
        ? []
        : [prefix === '' ? source : { ...source, label: `${prefix}${source.label}` }];
    };
    const attached = (list: readonly { PolicyArn: string }[] | undefined, prefix = ''): PolicySource[] =>
      (list ?? []).flatMap(({ PolicyArn }) => resolve(PolicyArn, prefix));

    const { detail } = principal;
    const own = 'UserName' in detail ? detail.UserPolicyList : detail.RolePolicyList;
    const identity = [...inline(own), ...attached(detail.AttachedManagedPolicies)];
    for (const name of 'UserName' in detail ? (detail.GroupList ?? []) : []) {
      const group = groups.get(name);
      if (group === undefined) missing.push(`the policies of group ${name}`);
      else
        identity.push(
          ...inline(group.GroupPolicyList, `group ${name}: `),
          ...attached(group.AttachedManagedPolicies, `group ${name}: `),
        );
    }
    if (detail.Tags !== undefined && ownTags(principal) === undefined)
      missing.push('a tag, which lacks its key or value');
    const boundaryArn = detail.PermissionsBoundary?.PermissionsBoundaryArn;
    const boundary = boundaryArn === undefined ? undefined : resolve(boundaryArn, 'permissions boundary ')[0];
    const levels = isServiceLinked(principal)
      ? { scps: [], rcps: [] }
      : levelsFor(splitArn(principal.arn)?.account ?? '');
    const applied = { policies: { identity, boundary: boundary ?? null, ...levels }, missing };
    return {
      ...applied,
      // Read only where a question is asked: it reads every document of a user.
      get sessionTags() {
        return sessionTagsOf(principal, applied);
      },
    };
  };
}

function managedSource(policy: ManagedPolicyDetail): PolicySource | undefined {
  const version = policy.PolicyVersionList?.find(
    ({ VersionId, IsDefaultVersion }) => IsDefaultVersion === true || VersionId === policy.DefaultVersionId,
  );
  return version === undefined
    ? undefined
    : { label: `managed policy ${policy.Arn}`, document: version.Document };
}

function inline(
  list: readonly { PolicyName: string; PolicyDocument?: unknown }[] | undefined,
  prefix = '',
): PolicySource[] {
  return (list ?? []).map(({ PolicyName, PolicyDocument }) => ({
    label: `${prefix}inline policy ${PolicyName === '' ? unnamed : PolicyName}`,
    document: PolicyDocument,
  }));
}

function pathOf(arn: string): string {
  const name = arn.slice(arn.indexOf('/'));
  return name.slice(0, name.lastIndexOf('/') + 1);
}

/** The function with its results kept, so that principals of an account share the same policies. */
function remembered<T>(make: (account: string) => T): (account: string) => T {
  const known = new Map<string, T>();
  return (account) => {
    const result = known.get(account) ?? make(account);
    known.set(account, result);
    return result;
  };
}
