import type { PolicySet, PolicySource, Problem } from '../src';

interface Attached {
  readonly PolicyArn: string;
}
interface Inline {
  readonly PolicyName: string;
  readonly PolicyDocument: unknown;
}
interface Detail {
  readonly Arn: string;
  readonly UserName?: string;
  readonly RoleName?: string;
  readonly GroupName?: string;
  readonly UserPolicyList?: readonly Inline[];
  readonly RolePolicyList?: readonly Inline[];
  readonly GroupPolicyList?: readonly Inline[];
  readonly AttachedManagedPolicies?: readonly Attached[];
  readonly GroupList?: readonly string[];
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string };
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[];
}
export interface Details {
  readonly UserDetailList: readonly Detail[];
  readonly GroupDetailList: readonly Detail[];
  readonly RoleDetailList: readonly Detail[];
  readonly Policies: readonly {
    readonly Arn: string;
    readonly PolicyVersionList: readonly { readonly IsDefaultVersion: boolean; readonly Document: unknown }[];
  }[];
}

/** Every principal with the policies that bind it, for the bench only; documents are shared, never copied. */
export function* principalsWithPolicies(
  details: Details,
): Generator<{ readonly principal: Problem['principal']; readonly policies: PolicySet }> {
  const managed = new Map<string, PolicySource>();
  for (const policy of details.Policies) {
    const version = policy.PolicyVersionList.find((one) => one.IsDefaultVersion);
    managed.set(policy.Arn, { label: `managed policy ${policy.Arn}`, document: version?.Document });
  }
  const own = (detail: Detail): PolicySource[] => {
    const sources: PolicySource[] = [];
    const inline = detail.UserPolicyList ?? detail.RolePolicyList ?? detail.GroupPolicyList ?? [];
    for (const { PolicyName, PolicyDocument } of inline)
      sources.push({ label: `inline policy ${PolicyName}`, document: PolicyDocument });
    for (const { PolicyArn } of detail.AttachedManagedPolicies ?? [])
      sources.push(managed.get(PolicyArn) ?? { label: PolicyArn, document: null });
    return sources;
  };
  const groups = new Map<string, PolicySource[]>();
  for (const group of details.GroupDetailList) {
    const name = group.GroupName ?? '';
    groups.set(
      name,
      own(group).map((one) => ({ ...one, label: `group ${name}: ${one.label}` })),
    );
  }
  for (const detail of [...details.UserDetailList, ...details.RoleDetailList]) {
    const identity = own(detail);
    for (const group of detail.GroupList ?? []) identity.push(...(groups.get(group) ?? []));
    const arn = detail.PermissionsBoundary?.PermissionsBoundaryArn;
    const boundary = arn === undefined ? null : (managed.get(arn) ?? null);
    const tags: Record<string, string> = {};
    for (const { Key, Value } of detail.Tags ?? []) tags[Key] = Value;
    yield { principal: { arn: detail.Arn, tags }, policies: { identity, boundary, scps: [], rcps: [] } };
  }
}
