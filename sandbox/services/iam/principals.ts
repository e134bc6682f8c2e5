import type {
  AttachedPermissionsBoundary,
  AddUserToGroupRequest,
  CreateGroupRequest,
  CreateGroupResponse,
  CreateRoleRequest,
  CreateRoleResponse,
  CreateUserRequest,
  CreateUserResponse,
  DeleteRoleRequest,
  DeleteUserRequest,
  GetRoleRequest,
  GetRoleResponse,
  GetUserRequest,
  GetUserResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListUsersRequest,
  ListUsersResponse,
  Role,
  TagRoleRequest,
  TagUserRequest,
  UpdateAssumeRolePolicyRequest,
  User,
} from '@aws-sdk/client-iam';
import type { Account, Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { defined, given, mergeTags } from '../support';
import { checkDocument } from './documents';
import { iamPage } from './paging';
import {
  findPrincipal,
  IAM_SLOT,
  noSuchEntity,
  principals,
  requireModifiable,
  urlEncoded,
  type Principal,
  type PrincipalKind,
} from './state';

const ID_PREFIX: Readonly<Record<PrincipalKind, string>> = { user: 'AIDA', role: 'AROA', group: 'AGPA' };

interface NewPrincipal {
  readonly name: string;
  readonly path?: string | undefined;
  readonly trust?: string | undefined;
  readonly description?: string | undefined;
  readonly tags?: Principal['tags'] | undefined;
  readonly boundary?: string | undefined;
  readonly maxSessionDuration?: number | undefined;
}

/** Adds a principal, without the checks of the API: the admin API makes service-linked roles with it. */
export function addPrincipal(account: Account, kind: PrincipalKind, given: NewPrincipal): Principal {
  const path = given.path ?? '/';
  const principal: Principal = {
    kind,
    name: given.name,
    path,
    id: ID_PREFIX[kind] + account.ids.upper(17),
    arn: `arn:aws:iam::${account.accountId}:${kind}${path}${given.name}`,
    createdAt: account.clock.now(),
    inline: new Map(),
    attached: [],
    boundary: given.boundary,
    tags: [...(given.tags ?? [])],
    groups: [],
    trust: given.trust,
    description: given.description,
    maxSessionDuration: given.maxSessionDuration ?? 3600,
  };
  const state = account.store.current(IAM_SLOT, 'us-east-1');
  ({ user: state.users, role: state.roles, group: state.groups })[kind].set(given.name, principal);
  return principal;
}

export function createUser(input: CreateUserRequest, call: Call): CreateUserResponse {
  const name = newName(call, 'user', input.UserName);
  checkBoundary(call, input.PermissionsBoundary);
  const user = addPrincipal(call.account, 'user', {
    name,
    path: input.Path,
    tags: input.Tags,
    boundary: input.PermissionsBoundary,
  });
  return { User: userShape(user) };
}

export function createRole(input: CreateRoleRequest, call: Call): CreateRoleResponse {
  const name = newName(call, 'role', input.RoleName);
  const trust = given(input.AssumeRolePolicyDocument);
  checkDocument(trust, 'trust');
  checkBoundary(call, input.PermissionsBoundary);
  if (
    input.Path?.startsWith('/aws-service-role/') === true ||
    input.Path?.startsWith('/aws-reserved/') === true
  ) {
    throw new AwsError('InvalidInput', `The path ${input.Path} is reserved`);
  }
  const role = addPrincipal(call.account, 'role', {
    name,
    trust,
    path: input.Path,
    description: input.Description,
    tags: input.Tags,
    boundary: input.PermissionsBoundary,
    maxSessionDuration: input.MaxSessionDuration,
  });
  return { Role: roleShape(role) };
}

export function createGroup(input: CreateGroupRequest, call: Call): CreateGroupResponse {
  const group = addPrincipal(call.account, 'group', {
    name: newName(call, 'group', input.GroupName),
    path: input.Path,
  });
  return {
    Group: {
      Path: group.path,
      GroupName: group.name,
      GroupId: group.id,
      Arn: group.arn,
      CreateDate: new Date(group.createdAt),
    },
  };
}

export function getUser(input: GetUserRequest, call: Call): GetUserResponse {
  return { User: userShape(findPrincipal(call, 'user', input.UserName ?? call.identity.userName)) };
}

export function getRole(input: GetRoleRequest, call: Call): GetRoleResponse {
  return { Role: roleShape(findPrincipal(call, 'role', input.RoleName)) };
}

/** List calls leave out tags and boundaries, as IAM does. */
export function listUsers(input: ListUsersRequest, call: Call): ListUsersResponse {
  const { items, rest } = iamPage(byPath(call, 'user', input.PathPrefix), input);
  return { Users: items.map((user) => userShape({ ...user, tags: [], boundary: undefined })), ...rest };
}

export function listRoles(input: ListRolesRequest, call: Call): ListRolesResponse {
  const { items, rest } = iamPage(byPath(call, 'role', input.PathPrefix), input);
  return { Roles: items.map((role) => roleShape({ ...role, tags: [], boundary: undefined })), ...rest };
}

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

function remove(call: Call, principal: Principal): void {
  if (principal.attached.length > 0) throw conflict('Cannot delete entity, must detach all policies first.');
  if (principal.inline.size > 0) throw conflict('Cannot delete entity, must delete policies first.');
  principals(call, principal.kind).delete(principal.name);
}

function conflict(message: string): AwsError {
  return new AwsError('DeleteConflict', message);
}

/** Names are unique without regard to case. */
function newName(call: Call, kind: PrincipalKind, name: string | undefined): string {
  const wanted = given(name);
  if (!/^[\w+=,.@-]{1,128}$/.test(wanted)) {
    throw new AwsError('ValidationError', `The specified value for ${kind}Name is invalid: ${wanted}`);
  }
  const taken = [...principals(call, kind).keys()].some(
    (other) => other.toLowerCase() === wanted.toLowerCase(),
  );
  if (taken) throw new AwsError('EntityAlreadyExists', `The ${kind} with name ${wanted} already exists.`);
  return wanted;
}

function checkBoundary(call: Call, arn: string | undefined): void {
  if (arn === undefined || call.state(IAM_SLOT).policies.has(arn)) return;
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}

function byPath(call: Call, kind: PrincipalKind, prefix = '/'): Principal[] {
  return [...principals(call, kind).values()].filter((principal) => principal.path.startsWith(prefix));
}

/** A permissions boundary as IAM shows it. */
export function boundaryShape(arn: string | undefined): {
  PermissionsBoundary?: AttachedPermissionsBoundary;
} {
  if (arn === undefined) return {};
  return {
    PermissionsBoundary: {
      PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
      PermissionsBoundaryArn: arn,
    },
  };
}

function userShape(user: Principal): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: new Date(user.createdAt),
    ...boundaryShape(user.boundary),
    ...(user.tags.length === 0 ? {} : { Tags: user.tags }),
  };
}

function roleShape(role: Principal): Role {
  return defined({
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: new Date(role.createdAt),
    AssumeRolePolicyDocument: role.trust === undefined ? undefined : urlEncoded(role.trust),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    ...boundaryShape(role.boundary),
    Tags: role.tags.length === 0 ? undefined : role.tags,
  });
}
