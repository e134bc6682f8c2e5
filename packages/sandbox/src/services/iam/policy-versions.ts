import type {
  CreatePolicyVersionRequest,
  CreatePolicyVersionResponse,
  DeletePolicyVersionRequest,
  GetPolicyVersionRequest,
  GetPolicyVersionResponse,
  ListPolicyVersionsRequest,
  ListPolicyVersionsResponse,
  SetDefaultPolicyVersionRequest,
} from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { iam } from '../../refusals/iam';
import { refused } from '../../refusals/refusal';
import type { ManagedPolicy, PolicyVersion } from './managed-policy';
import { checkedDocument, conflict, ownPolicy } from './own-policy';
import { iamPage } from './paging';
import { versionShape } from './policy-shapes';
import { findPolicy, noSuchEntity } from './state';

export function createPolicyVersion(
  input: CreatePolicyVersionRequest,
  call: Call,
): CreatePolicyVersionResponse {
  const policy = ownPolicy(call, input.PolicyArn);
  const document = checkedDocument(input.PolicyDocument, call);
  const limit = call.account.quotas.versionsPerManagedPolicy;
  if (policy.versions.length >= limit) {
    throw refused(iam.policyVersions, { limit: String(limit) });
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

function findVersion(policy: ManagedPolicy, id: string | undefined): PolicyVersion {
  const version = policy.versions.find((candidate) => candidate.id === id);
  if (version !== undefined) return version;
  throw noSuchEntity(`Policy ${policy.arn} version ${String(id)} does not exist or is not attachable.`);
}
