import type { Service } from '../service';
import { getAccountAuthorizationDetails, getAccountSummary } from './account-details';
import { attachmentOperations, boundaryOperations, listEntitiesForPolicy } from './attachments';
import { inlineOperations } from './inline';
import { createPolicy, deletePolicy, getPolicy, listPolicies, tagPolicy } from './policies';
import {
  createPolicyVersion,
  deletePolicyVersion,
  getPolicyVersion,
  listPolicyVersions,
  setDefaultPolicyVersion,
} from './policy-versions';
import {
  addUserToGroup,
  deleteRole,
  deleteUser,
  removeUserFromGroup,
  tagRole,
  tagUser,
  updateTrust,
} from './change-principals';
import { createGroup, createRole, createUser, getRole, getUser, listRoles, listUsers } from './principals';
import { simulatePrincipalPolicy } from './simulate';
import { IAM_SLOT } from './state';

const inline = {
  user: inlineOperations('user'),
  role: inlineOperations('role'),
  group: inlineOperations('group'),
};
const attached = {
  user: attachmentOperations('user'),
  role: attachmentOperations('role'),
  group: attachmentOperations('group'),
};
const boundary = { user: boundaryOperations('user'), role: boundaryOperations('role') };

export const IAM: Service = {
  name: 'iam',
  eventSource: 'iam',
  protocol: 'query',
  xmlNamespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sdk: () => import('@aws-sdk/client-iam'),
  throttled: { code: 'Throttling', status: 400 },
  denied: { code: 'AccessDenied', status: 403 },
  slot: IAM_SLOT,
  operations: {
    CreateUser: createUser,
    CreateRole: createRole,
    CreateGroup: createGroup,
    GetUser: getUser,
    GetRole: getRole,
    ListUsers: listUsers,
    ListRoles: listRoles,
    AddUserToGroup: addUserToGroup,
    RemoveUserFromGroup: removeUserFromGroup,
    UpdateAssumeRolePolicy: updateTrust,
    TagUser: tagUser,
    TagRole: tagRole,
    DeleteUser: deleteUser,
    DeleteRole: deleteRole,
    PutUserPolicy: inline.user.put,
    PutRolePolicy: inline.role.put,
    PutGroupPolicy: inline.group.put,
    GetUserPolicy: inline.user.get,
    GetRolePolicy: inline.role.get,
    GetGroupPolicy: inline.group.get,
    DeleteUserPolicy: inline.user.remove,
    DeleteRolePolicy: inline.role.remove,
    DeleteGroupPolicy: inline.group.remove,
    ListUserPolicies: inline.user.list,
    ListRolePolicies: inline.role.list,
    ListGroupPolicies: inline.group.list,
    AttachUserPolicy: attached.user.attach,
    AttachRolePolicy: attached.role.attach,
    AttachGroupPolicy: attached.group.attach,
    DetachUserPolicy: attached.user.detach,
    DetachRolePolicy: attached.role.detach,
    DetachGroupPolicy: attached.group.detach,
    ListAttachedUserPolicies: attached.user.list,
    ListAttachedRolePolicies: attached.role.list,
    ListAttachedGroupPolicies: attached.group.list,
    PutUserPermissionsBoundary: boundary.user.put,
    PutRolePermissionsBoundary: boundary.role.put,
    DeleteUserPermissionsBoundary: boundary.user.remove,
    DeleteRolePermissionsBoundary: boundary.role.remove,
    CreatePolicy: createPolicy,
    GetPolicy: getPolicy,
    ListPolicies: listPolicies,
    DeletePolicy: deletePolicy,
    CreatePolicyVersion: createPolicyVersion,
    GetPolicyVersion: getPolicyVersion,
    ListPolicyVersions: listPolicyVersions,
    SetDefaultPolicyVersion: setDefaultPolicyVersion,
    DeletePolicyVersion: deletePolicyVersion,
    ListEntitiesForPolicy: listEntitiesForPolicy,
    TagPolicy: tagPolicy,
    GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
    GetAccountSummary: getAccountSummary,
    SimulatePrincipalPolicy: simulatePrincipalPolicy,
  },
  readOperations: new Set(['SimulatePrincipalPolicy']),
};
