import type { Policy } from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { defined } from '../members';
import type { ManagedPolicy, PolicyVersion } from './managed-policy';
import { principalsOfKind, urlEncoded } from './state';

export function isAwsManaged(policy: ManagedPolicy): boolean {
  return /^arn:aws[a-z-]*:iam::aws:/.test(policy.arn);
}

/** The number of principals that have the policy attached, or as their boundary. */
export function usage(policy: ManagedPolicy, call: Call): { attachments: number; boundaries: number } {
  const all = (['user', 'role', 'group'] as const).flatMap((kind) => [
    ...principalsOfKind(call, kind).values(),
  ]);
  return {
    attachments: all.filter((principal) => principal.attached.includes(policy.arn)).length,
    boundaries: all.filter((principal) => principal.boundary === policy.arn).length,
  };
}

export function versionShape(policy: ManagedPolicy, version: PolicyVersion) {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: new Date(version.createdAt),
    Document: urlEncoded(version.document),
  };
}

export function policyShape(policy: ManagedPolicy, call: Call): Policy {
  const { attachments, boundaries } = usage(policy, call);
  return defined({
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: attachments,
    PermissionsBoundaryUsageCount: boundaries,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.createdAt),
    UpdateDate: new Date(policy.updatedAt),
    Tags: policy.tags.length === 0 ? undefined : policy.tags,
  });
}
