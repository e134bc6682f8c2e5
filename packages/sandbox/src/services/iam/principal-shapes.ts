import type { AttachedPermissionsBoundary, Role, User } from '@aws-sdk/client-iam';
import { defined } from '../members';
import { urlEncoded, type PrincipalRecord } from './state';

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

export function userShape(user: PrincipalRecord): User {
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

export function roleShape(role: PrincipalRecord): Role {
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
