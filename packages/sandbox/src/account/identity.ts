import { nameInArn, splitArn } from './arn';
import { awsPartitionOf } from './partition';
/** CloudTrail's `userIdentity` element (the parts that matter here). */
export interface UserIdentity {
  readonly type: 'IAMUser' | 'AssumedRole' | 'Root' | 'AWSService';
  readonly principalId: string;
  readonly arn: string;
  readonly accountId: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly sessionContext?: {
    readonly sessionIssuer: {
      readonly type: 'Role';
      readonly principalId: string;
      readonly arn: string;
      readonly accountId: string;
      readonly userName: string;
    };
    readonly attributes: { readonly creationDate: string; readonly mfaAuthenticated: string };
  };
}

/** The identity of a role's session, as CloudTrail shows it. `roleArn` may include a path. */
export function assumedRole(
  roleArn: string,
  sessionName: string,
  accessKeyId: string,
  createdAt: number,
  roleId = 'AROASANDBOXROLE000000',
): UserIdentity {
  const { partition, account: accountId, resource } = splitArn(roleArn);
  const userName = nameInArn(resource);
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${sessionName}`,
    arn: `arn:${partition}:sts::${accountId}:assumed-role/${userName}/${sessionName}`,
    accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: { type: 'Role', principalId: roleId, arn: roleArn, accountId, userName },
      attributes: { creationDate: new Date(createdAt).toISOString(), mfaAuthenticated: 'false' },
    },
  };
}

/** The caller when `account.identities` does not have the access key. */
export function defaultIdentity(
  region: string,
  accountId: string,
  accessKeyId: string | undefined,
): UserIdentity {
  return {
    type: 'IAMUser',
    principalId: 'AIDASANDBOXADMIN00000',
    arn: `arn:${awsPartitionOf(region)}:iam::${accountId}:user/sandbox-admin`,
    accountId,
    ...(accessKeyId === undefined ? {} : { accessKeyId }),
    userName: 'sandbox-admin',
  };
}
