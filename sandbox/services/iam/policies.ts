import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyRequest,
  DeletePolicyVersionRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
  Policy,
  SetDefaultPolicyVersionRequest,
  TagPolicyRequest,
} from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given, mergeTags } from '../support';
import { checkDocument, policySize } from './documents';
import type { ManagedPolicy, PolicyVersion } from './managed-policy';
import { iamPage } from './paging';
import { findPolicy, IAM_SLOT, limitExceeded, noSuchEntity, principals, urlEncoded } from './state';

export function createPolicy(input: CreatePolicyRequest, call: Call): CreatePolicyResponse {
  const { policies } = call.state(IAM_SLOT);
  const { accountId, ids } = call.account;
  const name = given(input.PolicyName);
  const path = input.Path ?? '/';
  const document = checked(input.PolicyDocument, call);
  const taken = [...policies.values()].some(
    (policy) => !isAwsManaged(policy) && policy.name.toLowerCase() === name.toLowerCase(),
  );
  if (taken)
    throw new AwsError(
      'EntityAlreadyExists',
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
    );
  const policy: ManagedPolicy = {
    name,
    path,
    id: `ANPA${ids.upper(17)}`,
    arn: `arn:aws:iam::${accountId}:policy${path}${name}`,
    description: input.Description,
    createdAt: call.now,
    updatedAt: call.now,
    tags: [...(input.Tags ?? [])],
    versions: [{ id: 'v1', document, createdAt: call.now }],
    defaultVersion: 'v1',
    nextVersion: 2,
  };
  policies.set(policy.arn, policy);
  return { Policy: policyShape(policy, call) };
}

export function getPolicy(input: GetPolicyRequest, call: Call): GetPolicyResponse {
  return { Policy: policyShape(findPolicy(call, input.PolicyArn), call) };
}

/** List calls leave out tags and the description, as IAM does. */
export function listPolicies(input: ListPoliciesRequest, call: Call): ListPoliciesResponse {
  const matching = [...call.state(IAM_SLOT).policies.values()].filter((policy) => {
    const scope = isAwsManaged(policy) ? 'AWS' : 'Local';
    const attached = usage(policy, call).attachments > 0;
    return (
      (input.Scope === undefined || input.Scope === 'All' || input.Scope === scope) &&
      (input.OnlyAttached !== true || attached) &&
      policy.path.startsWith(input.PathPrefix ?? '/')
    );
  });
  const { items, rest } = iamPage(matching, input);
  const shapes = items.map((policy) => policyShape({ ...policy, tags: [], description: undefined }, call));
  return { Policies: shapes, ...rest };
}

export function deletePolicy(input: DeletePolicyRequest, call: Call): void {
  const policy = ownPolicy(call, input.PolicyArn);
  const { attachments, boundaries } = usage(policy, call);
  if (attachments + boundaries > 0) throw conflict('Cannot delete a policy attached to entities.');
  if (policy.versions.length > 1) {
    throw conflict(
      'This policy has more than one version. Before you delete a policy, delete its other versions.',
    );
  }
  call.state(IAM_SLOT).policies.delete(policy.arn);
}

export function createPolicyVersion(
  input: CreatePolicyVersionRequest,
  call: Call,
): CreatePolicyVersionResponse {
  const policy = ownPolicy(call, input.PolicyArn);
  const document = checked(input.PolicyDocument, call);
  const limit = call.account.quotas.versionsPerManagedPolicy;
  if (policy.versions.length >= limit) {
    throw limitExceeded(`A managed policy can have up to ${limit} versions. Delete a version first.`);
  }
  const version = { id: `v${policy.nextVersion}`, document, createdAt: call.now };
  policy.nextVersion += 1;
  policy.versions.push(version);
  policy.updatedAt = call.now;
  if (input.SetAsDefault === true) policy.defaultVersion = version.id;
  const { Document: _, ...shape } = versionShape(policy, version);
  return { PolicyVersion: shape };
}

export function getPolicyVersion(input: GetPolicyVersionRequest, call: Call): GetPolicyVersionResponse {
  const policy = findPolicy(call, input.PolicyArn);
  return { PolicyVersion: versionShape(policy, findVersion(policy, input.VersionId)) };
}

export function listPolicyVersions(input: ListPolicyVersionsRequest, call: Call): ListPolicyVersionsResponse {
  const policy = findPolicy(call, input.PolicyArn);
  const { items, rest } = iamPage(policy.versions.toReversed(), input);
  return {
    Versions: items.map((version) => ({ ...versionShape(policy, version), Document: undefined })),
    ...rest,
  };
}

export function setDefaultPolicyVersion(input: SetDefaultPolicyVersionRequest, call: Call): void {
  const policy = ownPolicy(call, input.PolicyArn);
  policy.defaultVersion = findVersion(policy, input.VersionId).id;
  policy.updatedAt = call.now;
}

export function deletePolicyVersion(input: DeletePolicyVersionRequest, call: Call): void {
  const policy = ownPolicy(call, input.PolicyArn);
  const version = findVersion(policy, input.VersionId);
  if (version.id === policy.defaultVersion) throw conflict('Cannot delete the default version of a policy.');
  policy.versions = policy.versions.filter((other) => other.id !== version.id);
}

export function tagPolicy(input: TagPolicyRequest, call: Call): void {
  const policy = ownPolicy(call, input.PolicyArn);
  policy.tags = mergeTags(policy.tags, given(input.Tags));
}

/** A policy of this account: AWS's own cannot be changed. */
function ownPolicy(call: Call, arn: string | undefined): ManagedPolicy {
  const policy = findPolicy(call, arn);
  if (isAwsManaged(policy))
    throw new AwsError('AccessDenied', `Cannot change the AWS managed policy ${policy.arn}`, 403);
  return policy;
}

function checked(document: string | undefined, call: Call): string {
  const text = given(document);
  checkDocument(text, 'identity');
  const limit = call.account.quotas.managedPolicySize;
  if (policySize(text) > limit) throw limitExceeded(`Cannot exceed quota for PolicySize: ${limit}`);
  return text;
}

function findVersion(policy: ManagedPolicy, id: string | undefined): PolicyVersion {
  const version = policy.versions.find((candidate) => candidate.id === id);
  if (version !== undefined) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${String(id)} does not exist or is not attachable.`);
}

function conflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message);
}

export function isAwsManaged(policy: ManagedPolicy): boolean {
  return policy.arn.startsWith('arn:aws:iam::aws:');
}

/** How many principals have the policy attached, or as their boundary. */
export function usage(policy: ManagedPolicy, call: Call): { attachments: number; boundaries: number } {
  const all = (['user', 'role', 'group'] as const).flatMap((kind) => [...principals(call, kind).values()]);
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

function policyShape(policy: ManagedPolicy, call: Call): Policy {
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
