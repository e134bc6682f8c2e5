import type {
  AddUserToGroupRequest,
  DeleteRoleRequest,
  DeleteUserRequest,
  TagRoleRequest,
  TagUserRequest,
  UpdateAssumeRolePolicyRequest,
} from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../members';
import { mergeTags } from '../tags';
import { checkDocument } from './documents';
import {
  findPrincipal,
  noSuchEntity,
  principalsOfKind,
  requireModifiable,
  type PrincipalRecord,
} from './state';

export function addUserToGroup(input: AddUserToGroupRequest, call: Call): void {
  const group = findPrincipal(call, 'group', input.GroupName);
  const user = findPrincipal(call, 'user', input.UserName);
  if (!user.groups.includes(group.name)) user.groups.push(group.name);
}

export function removeUserFromGroup(input: AddUserToGroupRequest, call: Call): void {
  const group = findPrincipal(call, 'group', input.GroupName);
  const user = findPrincipal(call, 'user', input.UserName);
  if (!user.groups.includes(group.name)) throw noSuchEntity(`${user.name} is not a member of ${group.name}`);
  user.groups = user.groups.filter((name) => name !== group.name);
}

export function updateTrust(input: UpdateAssumeRolePolicyRequest, call: Call): void {
  const role = findPrincipal(call, 'role', input.RoleName);
  requireModifiable(role);
  const trust = given(input.PolicyDocument);
  checkDocument(trust, 'trust');
  role.trust = trust;
}

export function tagUser(input: TagUserRequest, call: Call): void {
  const user = findPrincipal(call, 'user', input.UserName);
  user.tags = mergeTags(user.tags, given(input.Tags));
}

export function tagRole(input: TagRoleRequest, call: Call): void {
  const role = findPrincipal(call, 'role', input.RoleName);
  requireModifiable(role);
  role.tags = mergeTags(role.tags, given(input.Tags));
}

export function deleteUser(input: DeleteUserRequest, call: Call): void {
  const user = findPrincipal(call, 'user', input.UserName);
  if (user.groups.length > 0) throw conflict('Cannot delete entity, must remove users from group first.');
  remove(call, user);
}

export function deleteRole(input: DeleteRoleRequest, call: Call): void {
  const role = findPrincipal(call, 'role', input.RoleName);
  requireModifiable(role);
  remove(call, role);
}

function remove(call: Call, principal: PrincipalRecord): void {
  if (principal.attached.length > 0) throw conflict('Cannot delete entity, must detach all policies first.');
  if (principal.inline.size > 0) throw conflict('Cannot delete entity, must delete policies first.');
  principalsOfKind(call, principal.kind).delete(principal.name);
}

function conflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message);
}
