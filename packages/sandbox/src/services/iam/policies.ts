import type {
  CreatePolicyRequest,
  CreatePolicyResponse,
  DeletePolicyRequest,
  GetPolicyRequest,
  GetPolicyResponse,
  ListPoliciesRequest,
  ListPoliciesResponse,
  TagPolicyRequest,
} from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { iam } from '../../refusals/iam';
import { refused } from '../../refusals/refusal';
import { given } from '../members';
import { mergeTags } from '../tags';
import type { ManagedPolicy } from './managed-policy';
import { checkedDocument, ownPolicy } from './own-policy';
import { iamPage } from './paging';
import { isAwsManaged, policyShape, usage } from './policy-shapes';
import { findPolicy, IAM_SLOT, limitExceeded } from './state';
import { awsPartitionOf } from '../../account/partition';

export function createPolicy(input: CreatePolicyRequest, call: Call): CreatePolicyResponse {
  const { policies } = call.state(IAM_SLOT);
  const { accountId, ids } = call.account;
  const name = given(input.PolicyName);
  const path = input.Path ?? '/';
  const document = checkedDocument(input.PolicyDocument, call);
  const taken = [...policies.values()].some(
    (policy) => !isAwsManaged(policy) && policy.name.toLowerCase() === name.toLowerCase(),
  );
  if (taken) throw refused(iam.policyNameTaken, { name });
  const { customerPolicies } = call.account.quotas;
  if ([...policies.values()].filter((policy) => !isAwsManaged(policy)).length >= customerPolicies)
    throw limitExceeded(`Cannot exceed quota for PoliciesPerAccount: ${customerPolicies}`);
  const policy: ManagedPolicy = {
    name,
    path,
    id: `ANPA${ids.upper(17)}`,
    arn: `arn:${awsPartitionOf(call.region)}:iam::${accountId}:policy${path}${name}`,
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

/** List calls omit tags and the description, as in IAM. */
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
  if (attachments + boundaries > 0) throw refused(iam.policyAttached);
  if (policy.versions.length > 1) throw refused(iam.policyHasVersions);
  call.state(IAM_SLOT).policies.delete(policy.arn);
}

export function tagPolicy(input: TagPolicyRequest, call: Call): void {
  const policy = ownPolicy(call, input.PolicyArn);
  policy.tags = mergeTags(policy.tags, given(input.Tags));
}
