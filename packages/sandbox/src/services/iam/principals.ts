import type {
  CreateGroupRequest,
  CreateGroupResponse,
  CreateRoleRequest,
  CreateRoleResponse,
  CreateUserRequest,
  CreateUserResponse,
  GetRoleRequest,
  GetRoleResponse,
  GetUserRequest,
  GetUserResponse,
  ListRolesRequest,
  ListRolesResponse,
  ListUsersRequest,
  ListUsersResponse,
} from '@aws-sdk/client-iam';
import type { Call } from '../../account/account';
import { AwsError } from '../../protocol/aws-error';
import { given } from '../members';
import { addPrincipal } from './add-principal';
import { checkDocument } from './documents';
import { iamPage } from './paging';
import { roleShape, userShape } from './principal-shapes';
import {
  findPrincipal,
  IAM_SLOT,
  noSuchEntity,
  principalsOfKind,
  type PrincipalRecord,
  type PrincipalKind,
} from './state';

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

/** List calls omit tags and boundaries, as in IAM. */
export function listUsers(input: ListUsersRequest, call: Call): ListUsersResponse {
  const { items, rest } = iamPage(byPath(call, 'user', input.PathPrefix), input);
  return { Users: items.map((user) => userShape({ ...user, tags: [], boundary: undefined })), ...rest };
}

export function listRoles(input: ListRolesRequest, call: Call): ListRolesResponse {
  const { items, rest } = iamPage(byPath(call, 'role', input.PathPrefix), input);
  return { Roles: items.map((role) => roleShape({ ...role, tags: [], boundary: undefined })), ...rest };
}

/** A valid new name. @throws AwsError if it is taken: names are unique regardless of case */
function newName(call: Call, kind: PrincipalKind, name: string | undefined): string {
  const wanted = given(name);
  if (!/^[\w+=,.@-]{1,128}$/.test(wanted)) {
    throw new AwsError('ValidationError', `The specified value for ${kind}Name is invalid: ${wanted}`);
  }
  const taken = [...principalsOfKind(call, kind).keys()].some(
    (other) => other.toLowerCase() === wanted.toLowerCase(),
  );
  if (taken) throw new AwsError('EntityAlreadyExists', `The ${kind} with name ${wanted} already exists.`);
  return wanted;
}

function checkBoundary(call: Call, arn: string | undefined): void {
  if (arn === undefined || call.state(IAM_SLOT).policies.has(arn)) return;
  throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
}

function byPath(call: Call, kind: PrincipalKind, prefix = '/'): PrincipalRecord[] {
  return [...principalsOfKind(call, kind).values()].filter((principal) => principal.path.startsWith(prefix));
}
