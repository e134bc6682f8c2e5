import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import { nameInArn } from '@palisade/iam';
import { waysIn } from '../../core/model/ways-in';
import type { GivenAccount, RuleCase } from '../../test/rules/given';

const endpoint = (service: string): VpcEndpoint => ({
  VpcEndpointId: `vpce-0${service.split('.').at(-1) ?? ''}`,
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: service,
  State: 'Available',
  PrivateDnsEnabled: true,
});
const endpoints = [
  endpoint('com.amazonaws.us-east-1.sagemaker.api'),
  endpoint('aws.sagemaker.us-east-1.notebook'),
];

const presign = 'sagemaker:CreatePresignedNotebookInstanceUrl';
const describe = 'sagemaker:DescribeNotebookInstance';
const protectingDescribe = { perimeter: { protectedActions: [presign, describe] } };
type Condition = Record<string, Record<string, string | string[]>>;
const statement = (Effect: 'Allow' | 'Deny', Action: string | string[], Condition?: Condition) => ({
  Effect,
  Action,
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});
const doc = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
/** A policy document as the API returns it. */
const encoded = (...statements: object[]) => encodeURIComponent(doc(...statements));

const user = (change: Partial<UserDetail> = {}): UserDetail => ({
  Path: '/',
  UserName: 'ana',
  UserId: 'AIDA1',
  Arn: 'arn:aws:iam::111122223333:user/ana',
  GroupList: [],
  AttachedManagedPolicies: [],
  Tags: [],
  ...change,
});
const role = (change: Partial<RoleDetail> = {}): RoleDetail => ({
  Path: '/',
  RoleName: 'ds',
  RoleId: 'AROA1',
  Arn: 'arn:aws:iam::111122223333:role/ds',
  AssumeRolePolicyDocument: encoded({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:root' },
    Action: 'sts:AssumeRole',
  }),
  RolePolicyList: [],
  AttachedManagedPolicies: [],
  Tags: [],
  ...change,
});
const withInline = (...statements: object[]): Partial<UserDetail> => ({
  UserPolicyList: [{ PolicyName: 'p', PolicyDocument: encoded(...statements) }],
});
const managed = (
  Arn: string,
  versions: Record<string, string>,
  DefaultVersionId = 'v1',
): ManagedPolicyDetail => ({
  PolicyName: nameInArn(Arn),
  Arn,
  DefaultVersionId,
  PolicyVersionList: Object.entries(versions).map(([VersionId, Document]) => ({
    VersionId,
    Document,
    IsDefaultVersion: VersionId === DefaultVersionId,
  })),
});
const attach = (...arns: string[]) => ({
  AttachedManagedPolicies: arns.map((PolicyArn) => ({
    PolicyArn,
    PolicyName: nameInArn(PolicyArn),
  })),
});

const forUser = (
  detail: Partial<UserDetail>,
  more: Partial<Exclude<GivenAccount['principals'], string>> = {},
): GivenAccount => ({
  principals: { UserDetailList: [user(detail)], ...more },
  endpoints,
});
const forRole = (
  detail: Partial<RoleDetail>,
  more: Partial<Exclude<GivenAccount['principals'], string>> = {},
): GivenAccount => ({
  principals: { RoleDetailList: [role(detail)], ...more },
  endpoints,
});

const inVpc: Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-0ml' } };
const sparingForwarded = statement('Deny', 'sagemaker:StartSession', {
  StringNotEquals: { 'aws:SourceVpc': 'vpc-0ml' },
  Bool: { 'aws:ViaAWSService': 'false' },
});
const team = 'arn:aws:iam::111122223333:policy/team';
const guardrail = 'arn:aws:iam::111122223333:policy/palisade/PalisadeSageMakerGuardrail-us-east-1';
const group = (change: Partial<GroupDetail>): GroupDetail => ({
  Path: '/',
  GroupName: 'ml',
  GroupId: 'AGPA1',
  Arn: 'arn:aws:iam::111122223333:group/ml',
  GroupPolicyList: [],
  AttachedManagedPolicies: [],
  ...change,
});
const tenPolicies = Array.from({ length: 10 }, (_, index) => `arn:aws:iam::111122223333:policy/p${index}`);
const tenDocuments = tenPolicies.map((arn) =>
  managed(arn, { v1: encoded(statement('Allow', 's3:GetObject')) }),
);
const openPolicy = managed(team, { v1: encoded(statement('Allow', presign)) });
const filler = 'x'.repeat(1_900);

const trusting = (...Principal: unknown[]) =>
  encoded(...Principal.map((one) => ({ Effect: 'Allow', Principal: one, Action: 'sts:*' })));
const [account, lambda, sagemaker] = [
  { AWS: 'arn:aws:iam::111122223333:root' },
  { Service: 'lambda.amazonaws.com' },
  { Service: 'sagemaker.amazonaws.com' },
];
const whoIsBehind = [
  ['its own account', trusting(account), 'high', 'medium', false, "this account's own users and roles"],
  ['another account', trusting({ AWS: '999988887777' }), 'high', 'medium', false, 'account 999988887777'],
  [
    'an identity provider',
    trusting({ Federated: 'arn:aws:iam::111122223333:saml-provider/okta' }),
    'high',
    'medium',
    false,
    'saml-provider/okta',
  ],
  ['anyone', trusting('*'), 'high', 'medium', false, 'anyone'],
  ['a service', trusting(lambda), 'medium', 'low', true, 'only AWS services can assume it (lambda'],
  ['a service and people', trusting(lambda, account), 'high', 'medium', false, 'lambda.amazonaws.com'],
  ['SageMaker', trusting(sagemaker), 'medium', 'low', true, 'breaks Studio'],
  ['SageMaker and people', trusting(sagemaker, account), 'high', 'medium', true, 'breaks Studio'],
  ['nobody', trusting(), 'medium', 'low', true, 'nobody can assume it'],
  ['not known', encoded({ Effect: 'Allow' }), 'high', 'medium', true, 'is not known'],
] as const;

const tagging = (Principal: unknown, ...Action: string[]) =>
  encoded({ Effect: 'Allow', Principal, Action: Action.length === 1 ? Action[0] : Action });
const forTeam: Condition = { StringEquals: { 'aws:PrincipalTag/team': 'ml' } };
/** A role that opens notebooks for a tag which it does not have itself. */
const ofTeam = (AssumeRolePolicyDocument: string, Tags: RoleDetail['Tags'] = []) =>
  forRole({
    AssumeRolePolicyDocument,
    Tags,
    RolePolicyList: [{ PolicyName: 'p', PolicyDocument: encoded(statement('Allow', presign, forTeam)) }],
  });
const samlProvider = { Federated: 'arn:aws:iam::111122223333:saml-provider/okta' };
const federating = (...actions: string[]) =>
  withInline(statement('Allow', presign, forTeam), statement('Allow', actions));

const rcp = (Effect: 'Allow' | 'Deny', Action: string, element = 'Action') => ({
  Version: '2012-10-17',
  Statement: [{ Effect, Principal: '*', [element]: Action, Resource: '*' }],
});

/** Tags that a session brings: whoever may set them can have the tag that a policy demands. */
const sessionTagCases: readonly RuleCase[] = [
  ...(
    [
      ['people of this account', tagging(account, 'sts:AssumeRole', 'sts:TagSession'), ''],
      ['SAML', tagging(samlProvider, 'sts:AssumeRoleWithSAML', 'sts:TagSession'), ''],
      ['a service', tagging({ Service: 'pods.eks.amazonaws.com' }, 'sts:AssumeRole', 'sts:TagSession'), '!'],
      ['a wildcard', tagging(account, 'sts:*'), ''],
      ['a trust policy that is not understood', encoded({ Effect: 'Allow' }), '!'],
    ] as const
  ).map(([who, trust, approval]): RuleCase => ({
    name: `role: open with a session tag, which ${who} can set`,
    given: ofTeam(trust, [{ Key: 'team', Value: 'ops' }]),
    expect: 'fail',
    ...(who === 'a service' ? { severity: 'medium' } : {}),
    says: ['inline policy p, with a session tag team=ml'],
    plan: ['iam:CreatePolicy', 'iam:AttachRolePolicy'].map((call) => `${call}${approval}`),
  })),
  {
    name: 'role: a tag that it has itself needs no session tag',
    given: ofTeam(trusting(account), [{ Key: 'team', Value: 'ml' }]),
    expect: 'fail',
    says: ['inline policy p; policies of the organization'],
    plan: ['iam:CreatePolicy', 'iam:AttachRolePolicy'],
  },
  {
    name: 'role: a tag that nobody can set',
    given: ofTeam(tagging(account, 'sts:AssumeRole'), [{ Key: 'team', Value: 'ops' }]),
    expect: 'pass',
  },
  {
    name: 'role: a Deny for a tag that the role has, which a session overrides',
    given: forRole({
      AssumeRolePolicyDocument: tagging(account, 'sts:AssumeRole', 'sts:TagSession'),
      Tags: [{ Key: 'team', Value: 'guest' }],
      RolePolicyList: [
        {
          PolicyName: 'p',
          PolicyDocument: encoded(
            statement('Allow', presign),
            statement('Deny', presign, { StringEquals: { 'aws:PrincipalTag/team': 'guest' } }),
          ),
        },
      ],
    }),
    expect: 'fail',
    plan: ['iam:CreatePolicy', 'iam:AttachRolePolicy'],
  },
  {
    name: 'user: may federate itself with the tag',
    given: forUser(federating('sts:GetFederationToken', 'sts:TagSession')),
    expect: 'fail',
    says: ['with a session tag team=ml'],
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
  },
  {
    name: 'user: may federate itself, but without tags',
    given: forUser(federating('sts:GetFederationToken')),
    expect: 'pass',
  },
];

export const cases: readonly RuleCase[] = [
  ...sessionTagCases,
  { name: 'no policy at all', given: forUser({}), expect: 'pass' },
  ...(
    [
      [{}, 'pass'],
      [{ discover: true }, 'pass'],
      [{ vpcs: [], discover: true }, 'pass'],
      [{ vpcs: ['vpc-0ml'] }, 'pass'],
      [{ discover: false }, 'fail'],
      [{ vpcs: [] }, 'fail'],
      [{ vpcs: ['vpc-0other'] }, 'fail'],
    ] as const
  ).map(([perimeter, expect]): RuleCase => ({
    name: `limited to vpc-0ml under perimeter ${JSON.stringify(perimeter)}`,
    given: forUser(withInline(statement('Allow', presign, { StringEquals: { 'aws:SourceVpc': 'vpc-0ml' } }))),
    settings: { perimeter: { ...perimeter, cidrs: ['203.0.113.0/24'] } },
    expect,
    ...(expect === 'fail' ? { plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'] } : {}),
  })),
  {
    name: 'an endpoint that is being changed stays part of the perimeter',
    given: {
      ...forUser(withInline(statement('Allow', presign, { StringEquals: { 'aws:SourceVpc': 'vpc-0ml' } }))),
      endpoints: endpoints.map((one) => ({ ...one, State: 'Pending' })),
    },
    expect: 'pass',
  },
  {
    name: 'access in another Region is judged there',
    given: forUser({
      UserPolicyList: [
        {
          PolicyName: 'p',
          PolicyDocument: encoded({
            ...statement('Allow', presign),
            Resource: 'arn:aws:sagemaker:eu-west-1:111122223333:notebook-instance/*',
          }),
        },
      ],
    }),
    expect: 'pass',
  },
  {
    name: 'user: inline policy without a condition',
    given: forUser(withInline(statement('Allow', presign))),
    expect: 'fail',
    severity: 'high',
    says: ['inline policy p'],
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
    planSays: ['vpc-0ml', 'aws:RequestedRegion', 'iam:DetachUserPolicy'],
  },
  {
    name: 'user: the same, limited to the VPC',
    given: forUser(withInline(statement('Allow', presign, inVpc))),
    expect: 'pass',
  },
  {
    name: 'user: limited to a VPC that is not approved',
    given: forUser(
      withInline(statement('Allow', presign, { StringEquals: { 'aws:SourceVpc': 'vpc-0bad' } })),
    ),
    expect: 'fail',
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
  },
  {
    name: 'user: a Deny closes what an Allow opens',
    given: forUser(
      withInline(
        statement('Allow', 'sagemaker:*'),
        statement('Deny', 'sagemaker:*', { StringNotEquals: { 'aws:SourceVpc': 'vpc-0ml' } }),
      ),
    ),
    expect: 'pass',
  },
  {
    name: 'user: attached managed policy',
    given: forUser(attach(team), { Policies: [openPolicy] }),
    expect: 'fail',
    says: [team],
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
  },
  {
    name: 'user: the default version counts, not the others',
    given: forUser(attach(team), {
      Policies: [
        managed(
          team,
          { v1: encoded(statement('Allow', presign)), v2: encoded(statement('Allow', presign, inVpc)) },
          'v2',
        ),
      ],
    }),
    expect: 'pass',
  },
  {
    name: "user: group's inline policy",
    given: forUser(
      { GroupList: ['ml'] },
      {
        GroupDetailList: [
          group({
            GroupPolicyList: [{ PolicyName: 'g', PolicyDocument: encoded(statement('Allow', presign)) }],
          }),
        ],
      },
    ),
    expect: 'fail',
    says: ['group ml: inline policy g'],
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
  },
  {
    name: "user: group's managed policy",
    given: forUser({ GroupList: ['ml'] }, { GroupDetailList: [group(attach(team))], Policies: [openPolicy] }),
    expect: 'fail',
    says: [`group ml: managed policy ${team}`],
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
  },
  {
    name: 'user: a group of somebody else',
    given: forUser({}, { GroupDetailList: [group(attach(team))], Policies: [openPolicy] }),
    expect: 'pass',
  },
  {
    name: 'role: inline policy',
    given: forRole({
      RolePolicyList: [{ PolicyName: 'r', PolicyDocument: encoded(statement('Allow', 'sagemaker:*')) }],
    }),
    expect: 'fail',
    says: ['inline policy r'],
    plan: ['iam:CreatePolicy', 'iam:AttachRolePolicy'],
    planSays: ['iam:DetachRolePolicy'],
  },
  {
    name: 'role: a boundary without SageMaker closes it',
    given: forRole(
      {
        ...attach(team),
        PermissionsBoundary: {
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
          PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/b',
        },
      },
      {
        Policies: [
          openPolicy,
          managed('arn:aws:iam::111122223333:policy/b', { v1: encoded(statement('Allow', 's3:*')) }),
        ],
      },
    ),
    expect: 'pass',
  },
  {
    name: 'role: describing is not a way in by default',
    given: forRole({
      RolePolicyList: [
        { PolicyName: 'r', PolicyDocument: encoded(statement('Allow', 'sagemaker:Describe*')) },
      ],
    }),
    expect: 'pass',
  },
  {
    name: 'role: only Describe from outside, which the settings protect, is less severe',
    given: forRole({
      RolePolicyList: [
        { PolicyName: 'r', PolicyDocument: encoded(statement('Allow', 'sagemaker:Describe*')) },
      ],
    }),
    settings: protectingDescribe,
    expect: 'fail',
    severity: 'medium',
    plan: ['iam:CreatePolicy', 'iam:AttachRolePolicy'],
  },
  ...waysIn.map(({ action, checkedAgain }): RuleCase => {
    const isSpared = checkedAgain === 'every request';
    return {
      name: `${action}, open only to an AWS service that makes the call, is no request from outside${isSpared ? '' : ', and said'}`,
      given: forUser(
        withInline(
          statement('Allow', action),
          statement('Deny', action, {
            StringNotEquals: { 'aws:SourceVpc': 'vpc-0ml' },
            Bool: { 'aws:ViaAWSService': 'false' },
          }),
        ),
      ),
      expect: 'pass',
      says: isSpared ? ['any protected action"'] : [`with its credentials may call ${action}, which`],
    };
  }),
  ...waysIn.flatMap(({ action }): RuleCase[] => [
    {
      name: `${action} without a condition`,
      given: forUser(withInline(statement('Allow', action))),
      expect: 'fail',
      severity: 'high',
      says: [`"action":"${action}"`],
      plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
    },
    {
      name: `${action}, limited to the VPC`,
      given: forUser(withInline(statement('Allow', action, inVpc))),
      expect: 'pass',
    },
  ]),
  {
    name: 'the portal of another Region is judged there',
    given: forUser(
      withInline(
        statement('Allow', 'datazone:GetIamPortalLoginUrl', {
          StringEquals: { 'aws:RequestedRegion': 'eu-west-1' },
        }),
      ),
    ),
    expect: 'pass',
  },
  {
    name: 'what a service may do with an action that the settings add is said too',
    given: forUser(withInline(statement('Allow', describe, { Bool: { 'aws:ViaAWSService': 'true' } }))),
    settings: protectingDescribe,
    expect: 'pass',
    says: [`with its credentials may call ${describe}, which the guardrail would deny`],
  },
  {
    name: 'an organization policy closes it',
    given: {
      ...forUser(withInline(statement('Allow', presign))),
      organizationPolicies: { scps: [[JSON.parse(doc(statement('Allow', 's3:*'))) as unknown]], rcps: [] },
    },
    expect: 'pass',
  },
  {
    name: 'an organization policy does not bind a service-linked role',
    given: {
      ...forRole({
        Path: '/aws-service-role/x.amazonaws.com/',
        Arn: 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/ds',
        RolePolicyList: [{ PolicyName: 'r', PolicyDocument: encoded(statement('Allow', presign)) }],
      }),
      organizationPolicies: { scps: [[JSON.parse(doc(statement('Allow', 's3:*'))) as unknown]], rcps: [[]] },
    },
    expect: 'fail',
    plan: 'person',
    planSays: ['service-linked'],
  },
  ...(
    [
      ['a level that only denies, about another service', [[rcp('Deny', 's3:*')]]],
      ['an empty level', [[]]],
      ['a level without its full access', [[rcp('Allow', 's3:*')], [rcp('Allow', '*')]]],
      ['a Deny about SageMaker, which it does not reach', [[rcp('Deny', 'sagemaker:*')]]],
      ['a Deny of everything', [[rcp('Deny', '*')]]],
      ['a Deny of everything but S3', [[rcp('Deny', 's3:*', 'NotAction')]]],
      ['one that cannot be read, and reaches it no more', [['{']]],
    ] as const
  ).map(([name, rcps]): RuleCase => ({
    name: `a resource control policy: ${name}`,
    given: {
      ...forUser(withInline(statement('Allow', presign))),
      organizationPolicies: { scps: [], rcps: rcps.map((level) => [...level]) },
    },
    expect: 'fail',
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
  })),
  ...(
    [
      ['read lately', { readAt: '2026-11-20T00:00:00Z' }, 'pass', []],
      ['read long ago', { readAt: '2026-09-01T00:00:00Z' }, 'pass', ['as of 2026-09-01, 82 days before']],
      ['of this account', { account: '111122223333' }, 'pass', []],
      ['of another account', { account: '999988887777' }, 'fail', ['were not read and could still close it']],
    ] as const
  ).map(([name, more, expect, says]): RuleCase => ({
    name: `organization policies ${name}`,
    given: {
      ...forUser(withInline(statement('Allow', presign))),
      organizationPolicies: {
        ...more,
        scps: [[JSON.parse(doc(statement('Allow', 's3:*'))) as unknown]],
        rcps: [],
      },
    },
    expect,
    says,
    ...(expect === 'fail' ? { plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'] } : {}),
  })),
  {
    name: 'the management account is not bound by the policies of the organization',
    given: {
      ...forUser(withInline(statement('Allow', presign))),
      organizationPolicies: {
        managementAccount: '111122223333',
        scps: [[JSON.parse(doc(statement('Allow', 's3:*'))) as unknown]],
        rcps: [],
      },
    },
    expect: 'fail',
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
  },
  {
    name: 'a member account is',
    given: {
      ...forUser(withInline(statement('Allow', presign))),
      organizationPolicies: {
        managementAccount: '999988887777',
        scps: [[JSON.parse(doc(statement('Allow', 's3:*'))) as unknown]],
        rcps: [],
      },
    },
    expect: 'pass',
  },
  {
    name: 'organization policies that were not read are mentioned',
    given: { ...forUser(withInline(statement('Allow', presign))), organizationPolicies: 'unreadable' },
    expect: 'fail',
    says: ['organization'],
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
  },
  ...[undefined, true].map((endpointOwnerKeys) => ({
    name: `whose endpoint it was, which AWS ${endpointOwnerKeys === true ? 'tells' : 'does not tell'} SageMaker`,
    given: forUser(
      withInline(statement('Allow', presign, { StringEquals: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } })),
    ),
    settings: { perimeter: endpointOwnerKeys === undefined ? {} : { endpointOwnerKeys } },
    ...(endpointOwnerKeys === true
      ? { expect: 'fail' as const, plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'] }
      : { expect: 'pass' as const }),
  })),
  {
    name: 'whose endpoint it was, which AWS tells SageMaker, while the endpoints cannot be read',
    given: {
      ...forUser(
        withInline(statement('Allow', presign, { StringEquals: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } })),
      ),
      endpoints: 'unreadable',
    },
    settings: { perimeter: { endpointOwnerKeys: true } },
    expect: 'unknown',
    says: ['the perimeter, which decides here'],
  },
  {
    name: 'corporate addresses count as inside',
    given: forUser(
      withInline(statement('Allow', presign, { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })),
    ),
    settings: { perimeter: { cidrs: ['203.0.113.0/24'] } },
    expect: 'pass',
  },
  {
    name: 'a wider range than the corporate one does not',
    given: forUser(
      withInline(statement('Allow', presign, { IpAddress: { 'aws:SourceIp': '203.0.112.0/23' } })),
    ),
    settings: { perimeter: { cidrs: ['203.0.113.0/24'] } },
    expect: 'fail',
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
    planSays: ['203.0.113.0/24'],
  },
  {
    name: 'the document of an attached policy is missing',
    given: forUser(attach(team)),
    expect: 'unknown',
    says: [team],
  },
  {
    name: 'a group is missing',
    given: forUser({ GroupList: ['ml'] }),
    expect: 'unknown',
    says: ['group ml'],
  },
  {
    name: 'a malformed policy is unknown',
    given: forUser({
      UserPolicyList: [{ PolicyName: 'p', PolicyDocument: encodeURIComponent('{"Version":"2012-10-17",') }],
    }),
    expect: 'unknown',
    says: ['inline policy p'],
  },
  {
    name: 'perimeter unreadable: open from the internet is outside of every perimeter',
    given: { ...forUser(withInline(statement('Allow', presign))), endpoints: 'unreadable' },
    expect: 'fail',
    plan: 'person',
    planSays: ['perimeter'],
  },
  {
    name: 'perimeter unreadable: limited to some VPC, which may or may not be approved',
    given: { ...forUser(withInline(statement('Allow', presign, inVpc))), endpoints: 'unreadable' },
    expect: 'unknown',
    says: ['perimeter'],
  },
  {
    name: 'perimeter unreadable: no access at all is closed for every perimeter',
    given: { ...forUser(withInline(statement('Allow', 's3:*'))), endpoints: 'unreadable' },
    expect: 'pass',
  },
  {
    name: 'an empty perimeter is not enforced: it would lock everybody out',
    given: { ...forUser(withInline(statement('Allow', presign))), endpoints: [] },
    expect: 'fail',
    plan: 'person',
    planSays: ['lock everybody out'],
  },
  {
    name: 'the guardrail exists with the same text: attach only',
    given: forUser(withInline(statement('Allow', presign)), {
      Policies: [
        managed(guardrail, {
          v1: encoded({
            Sid: 'PalisadeDenyOutside',
            Effect: 'Deny',
            Action: [presign],
            Resource: '*',
            Condition: {
              StringEquals: { 'aws:RequestedRegion': 'us-east-1' },
              StringNotEquals: { 'aws:SourceVpc': ['vpc-0ml'] },
              Bool: { 'aws:ViaAWSService': 'false' },
            },
          }),
        }),
      ],
    }),
    settings: { perimeter: { protectedActions: [presign] } },
    expect: 'fail',
    plan: ['iam:AttachUserPolicy'],
  },
  {
    name: 'a guardrail of an earlier version, which spares every forwarded call, is tightened only after approval',
    given: forUser(
      { ...withInline(statement('Allow', 'sagemaker:*')), ...attach(guardrail) },
      {
        Policies: [
          managed(guardrail, {
            v1: encoded({ Sid: 'PalisadeDenyOutside', ...sparingForwarded }),
          }),
        ],
      },
    ),
    settings: { perimeter: { protectedActions: ['sagemaker:StartSession', 'sagemaker:CreateModel'] } },
    expect: 'fail',
    plan: ['iam:CreatePolicyVersion!'],
    planSays: ['everybody with it loses', 'sagemaker:StartSession through an AWS service'],
  },
  {
    name: 'a guardrail that somebody weakened is restored without asking',
    given: forUser(
      { ...withInline(statement('Allow', 'sagemaker:*')), ...attach(guardrail) },
      { Policies: [managed(guardrail, { v1: encoded(statement('Deny', 's3:*')) })] },
    ),
    settings: { perimeter: { protectedActions: ['sagemaker:StartSession'] } },
    expect: 'fail',
    plan: ['iam:CreatePolicyVersion'],
  },
  {
    name: 'the guardrail describes an old perimeter and has five versions: the oldest is deleted',
    given: forUser(
      { ...withInline(statement('Allow', presign)), ...attach(guardrail) },
      {
        Policies: [
          managed(
            guardrail,
            Object.fromEntries(
              ['v10', 'v11', 'v12', 'v9', 'v8'].map((id) => [
                id,
                encoded(statement('Deny', presign, { StringNotEquals: { 'aws:SourceVpc': `vpc-0${id}` } })),
              ]),
            ),
            'v12',
          ),
        ],
      },
    ),
    expect: 'fail',
    plan: ['iam:DeletePolicyVersion', 'iam:CreatePolicyVersion!'],
    planSays: ['"VersionId":"v8"', 'loses access through vpc-0v12'],
  },
  {
    name: 'no attachment left: inline',
    given: forUser(
      { ...withInline(statement('Allow', presign)), ...attach(...tenPolicies) },
      { Policies: tenDocuments },
    ),
    expect: 'fail',
    plan: ['iam:PutUserPolicy'],
    planSays: ['iam:DeleteUserPolicy'],
  },
  ...(
    [
      ['user', forUser, 'UserPolicyList', 'iam:PutUserPolicy'],
      ['role', forRole, 'RolePolicyList', 'iam:PutRolePolicy'],
    ] as const
  ).map(([kind, given, list, put]): RuleCase => ({
    name: `the inline guardrail of a ${kind} describes an old perimeter: an undo puts the old one back`,
    given: given(
      {
        [list]: [
          { PolicyName: 'p', PolicyDocument: encoded(statement('Allow', presign)) },
          {
            PolicyName: 'PalisadeSageMakerGuardrail-us-east-1',
            PolicyDocument: encoded(
              statement('Deny', presign, {
                StringNotEquals: { 'aws:SourceVpc': 'vpc-0old' },
                Bool: { 'aws:ViaAWSService': 'true' },
              }),
            ),
          },
        ],
        ...attach(...tenPolicies),
      },
      { Policies: tenDocuments },
    ),
    expect: 'fail',
    plan: [put],
    planSays: ['vpc-0old', 'that was the state before'],
  })),
  {
    name: 'no attachment left on a role: inline',
    given: forRole(
      {
        RolePolicyList: [{ PolicyName: 'r', PolicyDocument: encoded(statement('Allow', presign)) }],
        ...attach(...tenPolicies),
      },
      { Policies: tenDocuments },
    ),
    expect: 'fail',
    plan: ['iam:PutRolePolicy'],
    planSays: ['iam:DeleteRolePolicy'],
  },
  {
    name: 'the attachment quota was raised',
    given: forUser(
      { ...withInline(statement('Allow', presign)), ...attach(...tenPolicies) },
      { Policies: tenDocuments, Quotas: { AttachedPoliciesPerUserQuota: 20 } },
    ),
    expect: 'fail',
    plan: ['iam:CreatePolicy', 'iam:AttachUserPolicy'],
  },
  {
    name: 'neither attachment nor inline room left: a person, with the text',
    given: forUser(
      {
        UserPolicyList: [
          {
            PolicyName: 'p',
            PolicyDocument: encoded(statement('Allow', presign), {
              Sid: filler,
              ...statement('Deny', 's3:*'),
            }),
          },
        ],
        ...attach(...tenPolicies),
      },
      { Policies: tenDocuments },
    ),
    expect: 'fail',
    plan: 'person',
    planSays: ['PalisadeDenyOutside'],
  },
  ...(
    [
      [
        'service-linked',
        {
          Path: '/aws-service-role/x.amazonaws.com/',
          Arn: 'arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/ds',
        },
        'service-linked',
      ],
      [
        'Identity Center',
        {
          Path: '/aws-reserved/sso.amazonaws.com/',
          RoleName: 'AWSReservedSSO_Data_1',
          Arn: 'arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Data_1',
        },
        'permission set',
      ],
      [
        "one of Palisade's own roles",
        { Path: '/palisade/', Arn: 'arn:aws:iam::111122223333:role/palisade/ds' },
        "Palisade's own",
      ],
      [
        'break-glass',
        { RoleName: 'break-glass-1', Arn: 'arn:aws:iam::111122223333:role/break-glass-1' },
        'protectedPrincipals',
      ],
    ] as const
  ).map(([name, detail, says]): RuleCase => ({
    name: `${name}: a ticket with the policy text`,
    given: forRole({
      ...detail,
      RolePolicyList: [{ PolicyName: 'r', PolicyDocument: encoded(statement('Allow', presign)) }],
    }),
    settings: { protectedPrincipals: ['arn:aws:iam::*:role/break-glass-*'] },
    expect: 'fail',
    plan: 'person',
    planSays: [says, 'PalisadeDenyOutside', 'vpc-0ml'],
  })),
  // Who is behind a role: the severity for access from outside, the severity for Describe only, and whether a person
  // must approve.
  ...whoIsBehind.flatMap(([name, trust, severity, readOnlySeverity, approval, says]): RuleCase[] =>
    (
      [
        [presign, severity],
        [describe, readOnlySeverity],
      ] as const
    ).map(([action, weighs]) => ({
      name: `${action} of a role behind which is ${name}`,
      settings: protectingDescribe,
      given: forRole({
        AssumeRolePolicyDocument: trust,
        RolePolicyList: [{ PolicyName: 'r', PolicyDocument: encoded(statement('Allow', action)) }],
      }),
      expect: 'fail',
      severity: weighs,
      says: [says],
      plan: approval
        ? ['iam:CreatePolicy!', 'iam:AttachRolePolicy!']
        : ['iam:CreatePolicy', 'iam:AttachRolePolicy'],
      planSays: approval ? ['so a person decides', 'iam:DetachRolePolicy'] : ['iam:DetachRolePolicy'],
    })),
  ),
  {
    name: 'a service role without an attachment left: inline, after approval',
    given: forRole(
      {
        AssumeRolePolicyDocument: trusting({ Service: 'glue.amazonaws.com' }),
        RolePolicyList: [{ PolicyName: 'r', PolicyDocument: encoded(statement('Allow', presign)) }],
        ...attach(...tenPolicies),
      },
      { Policies: tenDocuments },
    ),
    expect: 'fail',
    severity: 'medium',
    plan: ['iam:PutRolePolicy!'],
  },
  {
    name: 'a service role that is closed',
    given: forRole({
      AssumeRolePolicyDocument: trusting({ Service: 'sagemaker.amazonaws.com' }),
      RolePolicyList: [{ PolicyName: 'r', PolicyDocument: encoded(statement('Allow', presign, inVpc)) }],
    }),
    expect: 'pass',
  },
];
