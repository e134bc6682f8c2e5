import { z } from 'zod';
import { document } from './shapes';

// Policy documents stay `unknown`: objects or (URL-encoded) text. The IAM engine checks them and reports the path.
const inlinePolicy = z.object({ PolicyName: z.string(), PolicyDocument: z.unknown() });
const attachment = z.object({ PolicyName: z.string().optional(), PolicyArn: z.string() });
const tag = z.object({ Key: z.string(), Value: z.string() });
const boundary = z.object({ PermissionsBoundaryArn: z.string().optional() });

const userDetail = z.object({
  Path: z.string().optional(),
  UserName: z.string(),
  UserId: z.string().optional(),
  Arn: z.string(),
  UserPolicyList: z.array(inlinePolicy).optional(),
  GroupList: z.array(z.string()).optional(),
  AttachedManagedPolicies: z.array(attachment).optional(),
  PermissionsBoundary: boundary.optional(),
  Tags: z.array(tag).optional(),
});

const roleDetail = z.object({
  Path: z.string().optional(),
  RoleName: z.string(),
  RoleId: z.string().optional(),
  Arn: z.string(),
  AssumeRolePolicyDocument: z.unknown(),
  RolePolicyList: z.array(inlinePolicy).optional(),
  AttachedManagedPolicies: z.array(attachment).optional(),
  PermissionsBoundary: boundary.optional(),
  Tags: z.array(tag).optional(),
});

const groupDetail = z.object({
  GroupName: z.string(),
  Arn: z.string(),
  GroupPolicyList: z.array(inlinePolicy).optional(),
  AttachedManagedPolicies: z.array(attachment).optional(),
});

const managedPolicyDetail = z.object({
  PolicyName: z.string(),
  Arn: z.string(),
  DefaultVersionId: z.string().optional(),
  PolicyVersionList: z
    .array(
      z.object({ VersionId: z.string(), IsDefaultVersion: z.boolean().optional(), Document: z.unknown() }),
    )
    .optional(),
});

/** The account's identities and policies, shaped and named as in GetAccountAuthorizationDetails. */
export const authorizationDetails = z.object({
  UserDetailList: z.array(userDetail),
  GroupDetailList: z.array(groupDetail),
  RoleDetailList: z.array(roleDetail),
  Policies: z.array(managedPolicyDetail),
  /** From GetAccountSummary if it was read, otherwise AWS's defaults. */
  Quotas: z
    .object({
      AttachedPoliciesPerUserQuota: z.number().optional(),
      AttachedPoliciesPerRoleQuota: z.number().optional(),
    })
    .optional(),
});

export type AuthorizationDetails = z.infer<typeof authorizationDetails>;
export type UserDetail = z.infer<typeof userDetail>;
export type RoleDetail = z.infer<typeof roleDetail>;
export type ManagedPolicyDetail = z.infer<typeof managedPolicyDetail>;

export const principals = document(
  {
    file: 'authorization-details.json',
    parts: 'none',
    isGlobal: true,
    holds: 'the output of get-account-authorization-details',
    page: '`aws iam get-account-authorization-details`; documents as objects or URL-encoded text',
  },
  authorizationDetails,
  ['UserDetailList', 'GroupDetailList', 'RoleDetailList'],
);
