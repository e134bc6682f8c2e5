import type { ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse } from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { iam } from '../../refusals/iam';
import { refused } from '../../refusals/refusal';
import { given } from '../members';
import { namedPrincipal, type PrincipalName } from './inline';
import type { ManagedPolicy } from './managed-policy';
import { iamPage } from './paging';
import {
  findPolicy,
  IAM_SLOT,
  limitExceeded,
  noSuchEntity,
  principalsOfKind,
  requireChangeable,
  type PrincipalRecord,
  type PrincipalKind,
} from './state';

interface AttachInput extends PrincipalName {
  readonly PolicyArn?: string | undefined;
  readonly PathPrefix?: string | undefined;
  readonly MaxItems?: number | undefined;
  readonly Marker?: string | undefined;
}

/** Attach/Detach/List of managed policies for one kind of principal. Attaching a policy twice is no error. */
export function attachmentOperations(kind: PrincipalKind) {
  return {
    attach: (input: AttachInput, call: Call): void => {
      const principal = namedPrincipal(call, kind, input);
      requireChangeable(principal, call);
      const policy = findPolicy(call, input.PolicyArn);
      requireAttachable(policy.path);
      requireKnown(policy, call);
      if (principal.attached.includes(policy.arn)) return;
      const { quotas } = call.account;
      const limit = kind === 'group' ? quotas.managedPoliciesPerGroup : quotas.managedPoliciesPerPrincipal;
      if (principal.attached.length >= limit) {
        if (kind === 'role') throw refused(iam.policiesPerRole, { limit: String(limit) });
        const label = kind.charAt(0).toUpperCase() + kind.slice(1);
        throw limitExceeded(`Cannot exceed quota for PoliciesPer${label}: ${limit}`);
      }
      principal.attached.push(policy.arn);
    },
    detach: (input: AttachInput, call: Call): void => {
      const principal = namedPrincipal(call, kind, input);
      requireChangeable(principal, call);
      const arn = given(input.PolicyArn);
      if (!principal.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
      principal.attached = principal.attached.filter((attached) => attached !== arn);
    },
    list: (input: AttachInput, call: Call) => {
      const principal = namedPrincipal(call, kind, input);
      const { items, rest } = iamPage(attachedShapes(principal, call), input);
      return { AttachedPolicies: items, ...rest };
    },
  };
}

interface BoundaryInput extends PrincipalName {
  readonly PermissionsBoundary?: string | undefined;
}

/** Put/Delete of the permissions boundary of a user or role. */
export function boundaryOperations(kind: 'user' | 'role') {
  return {
    put: (input: BoundaryInput, call: Call): void => {
      const principal = namedPrincipal(call, kind, input);
      requireChangeable(principal, call);
      const policy = findPolicy(call, input.PermissionsBoundary);
      requireAttachable(policy.path);
      principal.boundary = policy.arn;
    },
    remove: (input: BoundaryInput, call: Call): void => {
      const principal = namedPrincipal(call, kind, input);
      requireChangeable(principal, call);
      if (principal.boundary === undefined) {
        throw noSuchEntity(`The ${kind} ${principal.name} has no permissions boundary.`);
      }
      principal.boundary = undefined;
    },
  };
}

export function attachedShapes(principal: PrincipalRecord, call: Call) {
  const { policies } = call.state(IAM_SLOT);
  return principal.attached.map((arn) => ({ PolicyName: policies.get(arn)?.name ?? '', PolicyArn: arn }));
}

export function listEntitiesForPolicy(
  input: ListEntitiesForPolicyRequest,
  call: Call,
): ListEntitiesForPolicyResponse {
  const { arn } = findPolicy(call, input.PolicyArn);
  const kinds: PrincipalKind[] = ['group', 'user', 'role'];
  const users = kinds
    .filter((kind) => wants(input.EntityFilter, kind))
    .flatMap((kind) => [...principalsOfKind(call, kind).values()])
    .filter(
      (principal) =>
        principal.path.startsWith(input.PathPrefix ?? '/') &&
        ((input.PolicyUsageFilter !== 'PermissionsBoundary' && principal.attached.includes(arn)) ||
          (input.PolicyUsageFilter !== 'PermissionsPolicy' && principal.boundary === arn)),
    );
  const { items, rest } = iamPage(users, input);
  const of = (kind: PrincipalKind) => items.filter((principal) => principal.kind === kind);
  return {
    PolicyGroups: of('group').map((group) => ({ GroupName: group.name, GroupId: group.id })),
    PolicyUsers: of('user').map((user) => ({ UserName: user.name, UserId: user.id })),
    PolicyRoles: of('role').map((role) => ({ RoleName: role.name, RoleId: role.id })),
    ...rest,
  };
}

function wants(filter: string | undefined, kind: PrincipalKind): boolean {
  return filter === undefined || filter.toLowerCase() === kind;
}

function requireAttachable(path: string): void {
  if (!path.startsWith('/aws-service-role/')) return;
  throw new AwsError('PolicyNotAttachable', 'Cannot attach a Service Role Policy to a Customer Role.');
}

/** IAM is eventually consistent: a new policy may not be known yet when it is attached. */
function requireKnown({ arn, createdAt }: ManagedPolicy, { account, now }: Call): void {
  if (now >= createdAt + account.timings.iamPropagation) return;
  throw refused(iam.policyNotYetKnown, { arn });
}
