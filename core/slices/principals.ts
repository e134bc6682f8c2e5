import { z } from 'zod';
import { nameInArn } from '@palisade/iam';
import { whole, wholeRecords } from './records';
import { document } from './shapes';

// Policy documents stay `unknown`: objects or (URL-encoded) text. The IAM engine checks them and reports the path.
const inlinePolicy = z.object({ PolicyName: z.string().default(''), PolicyDocument: z.unknown().optional() });
// An empty ARN is that of no policy, so what is attached is missing.
const attachment = z.object({ PolicyName: z.string().optional(), PolicyArn: z.string().default('') });
const boundary = z.object({ PermissionsBoundaryArn: z.string().default('') });
const tags = z.array(z.object({ Key: z.string().optional(), Value: z.string().optional() })).optional();

// IAM leaves UserPolicyList out for a user without inline policies (a real export, cloudsplaining's example, has both
// forms), and Tags and PermissionsBoundary where there are none (example in the AWS CLI reference). It gives the other
// lists even when they are empty; an absent one counts as empty too, as exports written by hand have it: that is a
// convention of ours, not AWS's. `Path` is part of the ARN.

const userDetail = z.object({
  Path: z.string().optional(),
  UserName: z.string(),
  UserId: z.string().optional(),
  Arn: z.string(),
  UserPolicyList: z.array(inlinePolicy).optional(),
  GroupList: z.array(z.string()).optional(),
  AttachedManagedPolicies: z.array(attachment).optional(),
  PermissionsBoundary: boundary.optional(),
  Tags: tags,
});

const roleDetail = z.object({
  Path: z.string().optional(),
  RoleName: z.string(),
  RoleId: z.string().optional(),
  Arn: z.string(),
  AssumeRolePolicyDocument: z.unknown().optional(),
  RolePolicyList: z.array(inlinePolicy).optional(),
  AttachedManagedPolicies: z.array(attachment).optional(),
  PermissionsBoundary: boundary.optional(),
  Tags: tags,
});

const groupDetail = z.object({
  GroupName: z.string(),
  Arn: z.string(),
  GroupPolicyList: z.array(inlinePolicy).optional(),
  AttachedManagedPolicies: z.array(attachment).optional(),
});

const managedPolicyDetail = z.object({
  PolicyName: z.string().default(''),
  Arn: z.string(),
  DefaultVersionId: z.string().optional(),
  PolicyVersionList: z
    .array(
      z.object({
        VersionId: z.string().default(''),
        IsDefaultVersion: z.boolean().optional(),
        Document: z.unknown().optional(),
      }),
    )
    .optional(),
});

const oddPrincipal = z.object({ kind: z.enum(['user', 'role']), id: z.string(), because: z.string() });

/**
 * The account's identities and policies, shaped and named as in GetAccountAuthorizationDetails. A user or role whose
 * record cannot be used is among `Odd`; a group or policy is left out, which makes unknown those that have it.
 */
export const authorizationDetails = z
  .object({
    UserDetailList: z.array(userDetail.partial()),
    GroupDetailList: wholeRecords(groupDetail),
    RoleDetailList: z.array(roleDetail.partial()),
    Policies: wholeRecords(managedPolicyDetail),
    /** From GetAccountSummary if it was read, otherwise AWS's defaults. */
    Quotas: z
      .object({
        AttachedPoliciesPerUserQuota: z.number().optional(),
        AttachedPoliciesPerRoleQuota: z.number().optional(),
      })
      .optional(),
    Odd: z.array(oddPrincipal).optional(),
  })
  .transform(({ UserDetailList, RoleDetailList, Odd = [], ...others }) => {
    const users = UserDetailList.map((record) => whole(userDetail, record, nameOf));
    const roles = RoleDetailList.map((record) => whole(roleDetail, record, nameOf));
    const odd = [
      ...Odd,
      ...users.flatMap((one) => ('item' in one ? [] : [{ ...one, kind: 'user' as const }])),
      ...roles.flatMap((one) => ('item' in one ? [] : [{ ...one, kind: 'role' as const }])),
    ];
    return {
      UserDetailList: users.flatMap((one) => ('item' in one ? [one.item] : [])),
      RoleDetailList: roles.flatMap((one) => ('item' in one ? [one.item] : [])),
      ...others,
      ...(odd.length === 0 ? {} : { Odd: odd }),
    };
  });

/** What a record is called by its name, ARN or unique id, whichever is there. */
function nameOf(record: Readonly<Record<string, unknown>>): string | undefined {
  const { UserName, RoleName, Arn, UserId, RoleId } = record;
  const [name, arn, id] = [UserName ?? RoleName, Arn, UserId ?? RoleId];
  if (typeof name === 'string') return name;
  if (typeof arn === 'string') return nameInArn(arn);
  return typeof id === 'string' ? id : undefined;
}

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
