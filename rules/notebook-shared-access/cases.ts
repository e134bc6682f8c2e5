import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import type { DescribeNotebookInstanceOutput, NotebookInstanceStatus } from '@aws-sdk/client-sagemaker';
import type { GivenAccount, RuleCase } from '../../test/rules/given';

const account = '111122223333';
const churn = `arn:aws:sagemaker:us-east-1:${account}:notebook-instance/churn`;
const notebook: DescribeNotebookInstanceOutput = {
  NotebookInstanceArn: churn,
  NotebookInstanceName: 'churn',
  NotebookInstanceStatus: 'InService',
};
const api: VpcEndpoint = {
  VpcEndpointId: 'vpce-0api',
  VpcEndpointType: 'Interface',
  VpcId: 'vpc-0ml',
  ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
  State: 'Available',
};

const presign = 'sagemaker:CreatePresignedNotebookInstanceUrl';
type Condition = Record<string, Record<string, string | string[]>>;
type Statement = Record<string, unknown>;
const allow = (more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Action: presign,
  Resource: '*',
  ...more,
});
const deny = (more: Statement = {}): Statement => ({ ...allow(more), Effect: 'Deny' });
const when = (Condition: Condition): Statement => ({ Condition });
const doc = (...Statement: Statement[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const inline = (...statements: Statement[]) => [
  { PolicyName: 'p', PolicyDocument: encodeURIComponent(doc(...statements)) },
];

const user = (name: string, statements: Statement[] = [], more: Partial<UserDetail> = {}): UserDetail => ({
  Path: '/',
  UserName: name,
  UserId: `AIDA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${account}:user/${name}`,
  UserPolicyList: statements.length === 0 ? [] : inline(...statements),
  GroupList: [],
  AttachedManagedPolicies: [],
  Tags: [],
  ...more,
});
const users = (count: number, statements: Statement[]): UserDetail[] =>
  Array.from({ length: count }, (_, index) => user(`u${index}`, statements));

const trusts = (Principal: unknown, more: Statement = {}): Statement => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
});
const root = { AWS: `arn:aws:iam::${account}:root` };
const sageMaker = { Service: 'sagemaker.amazonaws.com' };
const saml = {
  Effect: 'Allow',
  Principal: { Federated: `arn:aws:iam::${account}:saml-provider/corp` },
  Action: 'sts:AssumeRoleWithSAML',
  Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
};
const role = (
  name: string,
  trust: Statement[],
  statements: Statement[] = [allow()],
  more: Partial<RoleDetail> = {},
): RoleDetail => ({
  Path: '/',
  RoleName: name,
  RoleId: `AROA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${account}:role/${name}`,
  AssumeRolePolicyDocument: encodeURIComponent(doc(...trust)),
  RolePolicyList: statements.length === 0 ? [] : inline(...statements),
  AttachedManagedPolicies: [],
  Tags: [],
  ...more,
});
const assume = (name: string): Statement => ({
  Effect: 'Allow',
  Action: 'sts:AssumeRole',
  Resource: `arn:aws:iam::${account}:role/${name}`,
});
const arnOf = (kind: 'user' | 'role', name: string) => ({ AWS: `arn:aws:iam::${account}:${kind}/${name}` });

const managed = (name: string, document: string | undefined): ManagedPolicyDetail => ({
  PolicyName: name,
  Arn: `arn:aws:iam::${account}:policy/${name}`,
  DefaultVersionId: 'v1',
  PolicyVersionList:
    document === undefined ? [] : [{ VersionId: 'v1', IsDefaultVersion: true, Document: document }],
});
const attach = (name: string) => ({
  AttachedManagedPolicies: [{ PolicyName: name, PolicyArn: `arn:aws:iam::${account}:policy/${name}` }],
});
const bounded = (name: string) => ({
  PermissionsBoundary: {
    PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
    PermissionsBoundaryArn: `arn:aws:iam::${account}:policy/${name}`,
  },
});
const group = (name: string, statements: Statement[]): GroupDetail => ({
  Path: '/',
  GroupName: name,
  GroupId: `AGPA${name.toUpperCase()}`,
  Arn: `arn:aws:iam::${account}:group/${name}`,
  GroupPolicyList: inline(...statements),
  AttachedManagedPolicies: [],
});

interface People {
  readonly users?: readonly UserDetail[];
  readonly roles?: readonly RoleDetail[];
  readonly groups?: readonly GroupDetail[];
  readonly policies?: readonly ManagedPolicyDetail[];
}
const accountWith = (
  { users: list, roles, groups, policies }: People,
  more: GivenAccount = {},
): GivenAccount => ({
  notebooks: [notebook],
  endpoints: [api],
  principals: {
    UserDetailList: list ?? [],
    RoleDetailList: roles ?? [],
    GroupDetailList: groups ?? [],
    Policies: policies ?? [],
  },
  organizationPolicies: { scps: [], rcps: [] },
  ...more,
});
const limit = (maxPrincipals: number) => ({ rules: { 'notebook-shared-access': { maxPrincipals } } });

/** Exactly this many principals count: this limit passes, and the next lower one fails. */
const counts = (
  name: string,
  people: People,
  count: number,
  expected: {
    readonly says?: readonly string[];
    readonly planSays?: readonly string[];
    readonly more?: GivenAccount;
  } = {},
): readonly RuleCase[] => [
  {
    name: `${name}: ${count}`,
    given: accountWith(people, expected.more),
    settings: limit(count),
    expect: 'pass',
    says: [count === 1 ? '1 principal can open it' : `${count} principals can open it`],
  },
  ...(count === 0
    ? []
    : [
        {
          name: `${name}: more than ${count - 1}`,
          given: accountWith(people, expected.more),
          settings: limit(count - 1),
          expect: 'fail' as const,
          plan: 'person' as const,
          says: [`${count} principals can open it, at most ${count - 1} may`, ...(expected.says ?? [])],
          planSays: expected.planSays ?? [],
        },
      ]),
];

/** Between `sure` and `atMost` principals count: only a limit between them is not decided. */
const perhaps = (
  name: string,
  people: People,
  [sure, atMost]: readonly [number, number],
  says: readonly string[],
  more: GivenAccount = {},
): readonly RuleCase[] => [
  {
    name: `${name}: passes for ${atMost}`,
    given: accountWith(people, more),
    settings: limit(atMost),
    expect: 'pass',
  },
  {
    name: `${name}: not decided for ${atMost - 1}`,
    given: accountWith(people, more),
    settings: limit(atMost - 1),
    expect: 'unknown',
    says,
  },
  ...(sure === 0
    ? []
    : [
        {
          name: `${name}: fails for ${sure - 1}`,
          given: accountWith(people, more),
          settings: limit(sure - 1),
          expect: 'fail' as const,
          plan: 'person' as const,
          says: [`${atMost - sure} more perhaps can`],
          planSays: ['Perhaps'],
        },
      ]),
];

const inVpc: Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-0ml' } };
const tag = (operator: string, key: string, value: string) => when({ [operator]: { [key]: value } });
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const only = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

const statuses: readonly NotebookInstanceStatus[] = [
  'InService',
  'Pending',
  'Stopping',
  'Stopped',
  'Failed',
  'Updating',
];

export const cases: readonly RuleCase[] = [
  { name: 'five is the default', given: accountWith({ users: users(5, [allow()]) }), expect: 'pass' },
  {
    name: 'six are too many',
    given: accountWith({ users: users(6, [allow()]) }),
    expect: 'fail',
    plan: 'person',
    severity: 'medium',
    says: ['6 principals can open it, at most 5 may: 6 users', 'statement 1 of inline policy p'],
    planSays: [
      'users u0, u1, u2, u3, u4, u5: from outside and inside, by statement 1 of inline policy p',
      churn,
    ],
  },
  {
    name: 'the limit may be raised',
    given: accountWith({ users: users(6, [allow()]) }),
    settings: limit(6),
    expect: 'pass',
  },

  // Principals with permissions of their own.
  ...counts('nobody', {}, 0),
  ...counts('a user without a policy', { users: [user('ana')] }, 0),
  ...counts('by its exact ARN', { users: [user('ana', [allow({ Resource: churn })])] }, 1),
  ...counts(
    'by a pattern',
    { users: [user('ana', [allow({ Resource: churn.replace('churn', 'ch*') })])] },
    1,
  ),
  ...counts(
    'another notebook only',
    { users: [user('ana', [allow({ Resource: churn.replace('churn', 'fraud') })])] },
    0,
  ),
  ...counts('a name that begins the same', { users: [user('ana', [allow({ Resource: `${churn}-2` })])] }, 0),
  ...counts(
    'all but this one',
    { users: [user('ana', [{ Effect: 'Allow', Action: presign, NotResource: churn }])] },
    0,
  ),
  ...counts(
    'another kind of resource',
    { users: [user('ana', [allow({ Resource: churn.replace('notebook-instance/churn', 'space/*') })])] },
    0,
  ),
  ...counts(
    'with the action in another letter case',
    { users: [user('ana', [allow({ Action: 'SageMaker:createpresigned*' })])] },
    1,
  ),
  ...counts(
    'everything except IAM',
    { users: [user('ana', [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }])] },
    1,
  ),
  ...counts('denied', { users: [user('ana', [allow(), deny()])] }, 0),
  ...counts(
    'denied for another notebook',
    { users: [user('ana', [allow(), deny({ Resource: `${churn}-2` })])] },
    1,
  ),
  ...counts(
    'by two statements and two policies, once',
    {
      users: [user('ana', [allow(), allow({ Resource: churn })], attach('open'))],
      policies: [managed('open', doc(allow()))],
    },
    1,
  ),
  ...counts(
    'by a group',
    {
      users: [user('ana', [], { GroupList: ['ml'] }), user('ben', [], { GroupList: ['ml'] })],
      groups: [group('ml', [allow()])],
    },
    2,
    { planSays: ['users ana, ben: from outside and inside, by statement 1 of group ml: inline policy p'] },
  ),
  ...counts(
    'by a managed policy',
    { users: [user('ana', [], attach('open'))], policies: [managed('open', doc(allow()))] },
    1,
  ),
  ...counts(
    'within a boundary that does not allow it',
    {
      users: [user('ana', [allow()], bounded('small'))],
      policies: [managed('small', JSON.stringify(only('s3:*')))],
    },
    0,
  ),
  ...counts(
    'within a boundary that does',
    {
      users: [user('ana', [allow()], bounded('small'))],
      policies: [managed('small', JSON.stringify(only('sagemaker:*')))],
    },
    1,
  ),
  ...counts(
    'for the members of one team',
    {
      users: [
        user('ana', [allow(tag('StringEquals', 'aws:PrincipalTag/team', 'ml'))], {
          Tags: [{ Key: 'team', Value: 'ml' }],
        }),
        user('ben', [allow(tag('StringEquals', 'aws:PrincipalTag/team', 'ml'))], {
          Tags: [{ Key: 'team', Value: 'ops' }],
        }),
      ],
    },
    1,
    { planSays: ['user ana'] },
  ),
  ...counts(
    'with a session tag that the role lets be set',
    {
      roles: [[saml], [saml, { ...saml, Action: 'sts:TagSession' }]].map((trust, index) =>
        role(`ds${index}`, trust, [allow(tag('StringEquals', 'aws:PrincipalTag/team', 'ml'))]),
      ),
    },
    1,
    { planSays: ['role ds1'] },
  ),
  ...counts(
    'under MFA, which the caller can have',
    {
      users: [user('ana', [allow(when({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }))])],
    },
    1,
  ),

  // From inside, from outside, or both.
  ...counts('only from inside', { users: [user('ana', [allow(when(inVpc))])] }, 1, {
    planSays: ['user ana: only from inside, by statement 1 of inline policy p'],
  }),
  ...counts('denied from inside', { users: [user('ana', [allow(), deny(when(inVpc))])] }, 1, {
    planSays: ['user ana: only from outside'],
  }),
  ...counts(
    'without the perimeter, it is not known from where',
    { users: [user('ana', [allow(when(inVpc))])] },
    1,
    {
      more: { endpoints: 'unreadable' },
      planSays: ['user ana: from anywhere'],
    },
  ),

  {
    name: 'by whose endpoint it is, while the endpoints cannot be read',
    given: accountWith(
      { users: [user('ana', [allow(when({ StringEquals: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } }))])] },
      { endpoints: 'unreadable' },
    ),
    settings: { ...limit(0), perimeter: { endpointOwnerKeys: true } },
    expect: 'fail',
    plan: 'person',
    says: ['1 principals can open it, at most 0 may'],
  },

  // Policies of the organization.
  ...counts('an SCP that does not allow it', { users: [user('ana', [allow()])] }, 0, {
    more: { organizationPolicies: { scps: [[only('s3:*')]], rcps: [] } },
  }),
  ...counts('the organization was not read', { users: [user('ana', [allow()])] }, 1, {
    more: { organizationPolicies: 'unreadable' },
    says: ['policies of the organization were not read and could still keep some out'],
  }),

  // Roles: who is behind them decides whether they count.
  ...counts('a role for AWS services', { roles: [role('notebook', [trusts(sageMaker)])] }, 0),
  ...counts(
    'it is still listed',
    {
      users: [user('ana', [allow()])],
      roles: [role('notebook', [trusts(sageMaker)])],
    },
    1,
    { planSays: ['Can, but are not counted (1)', 'role notebook: only AWS services can assume it'] },
  ),
  ...counts('a role for an identity provider', { roles: [role('sso', [saml])] }, 1, { says: ['1 role'] }),
  ...counts('a role for another account', { roles: [role('ds', [trusts({ AWS: '222233334444' })])] }, 1),
  ...counts(
    'a role for somebody of another account',
    {
      roles: [role('ds', [trusts({ AWS: 'arn:aws:iam::222233334444:user/eve' })])],
    },
    1,
  ),
  ...counts('a role for anyone', { roles: [role('ds', [trusts('*')])] }, 1),
  ...counts(
    'a role that nobody here can assume',
    { users: [user('ana')], roles: [role('ds', [trusts(root)])] },
    0,
  ),
  ...counts(
    'a role without a trusted party',
    { roles: [role('ds', [trusts(sageMaker, { Effect: 'Deny' })])] },
    0,
  ),
  ...perhaps(
    'a role with a trust policy that is not understood',
    {
      roles: [role('ds', [trusts(sageMaker), trusts({ Robot: 'r2d2' })])],
    },
    [0, 1],
    ['0 principals can open it, at most 0 may, and 1 perhaps can', 'Robot'],
  ),

  // Principals that can open it only through a role.
  ...counts(
    'by a permission to assume it',
    {
      users: [user('ana', [assume('ds')]), user('ben', [assume('ops')]), user('carl')],
      roles: [role('ds', [trusts(root)]), role('ops', [trusts(root)], [])],
    },
    1,
    {
      says: ['1 user only through another role'],
      planSays: [
        'Only through another role (1)',
        'user ana: through role ds, from outside and inside, by statement 1 of inline policy p',
      ],
    },
  ),
  ...counts(
    'the account by its number',
    { users: [user('ana', [assume('*')])], roles: [role('ds', [trusts({ AWS: account })])] },
    1,
  ),
  ...counts(
    'a role that is for another account too',
    {
      users: [user('ana', [assume('ds')])],
      roles: [role('ds', [trusts({ AWS: [account, '222233334444'] })])],
    },
    2,
  ),
  ...counts(
    'a user who can do both, once',
    {
      users: [user('ana', [allow(), assume('ds')])],
      roles: [role('ds', [trusts(root)])],
    },
    1,
    { planSays: ['With permissions of their own (1)'] },
  ),
  ...counts(
    'over two roles, once',
    {
      users: [user('ana', [assume('*')])],
      roles: [role('ds', [trusts(root)]), role('ml', [trusts(root)])],
    },
    1,
  ),
  ...counts(
    'a permission alone, which the role does not trust',
    {
      users: [user('ana', [assume('ds')])],
      roles: [role('ds', [trusts(arnOf('user', 'ben'))])],
    },
    0,
  ),
  ...counts(
    'named by the role, without a permission',
    {
      users: [user('ana'), user('ben')],
      roles: [role('ds', [trusts(arnOf('user', 'ana'))])],
    },
    1,
  ),
  ...counts(
    'named, and forbidden by its own policies',
    {
      users: [user('ana', [{ ...assume('ds'), Effect: 'Deny' }])],
      roles: [role('ds', [trusts(arnOf('user', 'ana'))])],
    },
    0,
  ),
  ...counts(
    'named, and denied by the role',
    {
      users: [user('ana')],
      roles: [role('ds', [trusts(arnOf('user', 'ana')), trusts(arnOf('user', 'ana'), { Effect: 'Deny' })])],
    },
    0,
  ),
  ...counts(
    'the account, except one principal',
    {
      users: [user('ana', [assume('ds')]), user('ben', [assume('ds')])],
      roles: [role('ds', [trusts(root), trusts(arnOf('user', 'ana'), { Effect: 'Deny' })])],
    },
    1,
    { planSays: ['user ben'] },
  ),
  ...counts(
    'named user within a boundary that does not allow it',
    {
      users: [user('ana', [], bounded('small'))],
      roles: [role('ds', [trusts(arnOf('user', 'ana'))])],
      policies: [managed('small', JSON.stringify(only('s3:*')))],
    },
    1,
  ),
  ...counts(
    'named user within a boundary that denies it',
    {
      users: [user('ana', [], bounded('small'))],
      roles: [role('ds', [trusts(arnOf('user', 'ana'))])],
      policies: [managed('small', doc({ Effect: 'Deny', Action: 'sts:*', Resource: '*' }))],
    },
    0,
  ),
  ...counts(
    'named role within a boundary that does not allow it',
    {
      roles: [role('ds', [trusts(arnOf('role', 'sso'))]), role('sso', [saml], [], bounded('small'))],
      policies: [managed('small', JSON.stringify(only('s3:*')))],
    },
    0,
  ),
  ...counts(
    'a role that is named',
    {
      roles: [role('ds', [trusts(arnOf('role', 'sso'))]), role('sso', [saml], [])],
    },
    1,
    { says: ['1 role only through another role'] },
  ),
  ...counts(
    'a session of a role that is named',
    {
      roles: [
        role('ds', [trusts({ AWS: `arn:aws:sts::${account}:assumed-role/sso/ana` })]),
        role('sso', [saml], []),
      ],
    },
    1,
  ),
  ...counts(
    'under a condition that the caller can meet',
    {
      users: [user('ana', [assume('ds')])],
      roles: [
        role('ds', [
          trusts(
            root,
            when({ Bool: { 'aws:MultiFactorAuthPresent': 'true' }, StringEquals: { 'sts:ExternalId': 'x' } }),
          ),
        ]),
      ],
    },
    1,
  ),
  ...counts(
    'under a condition that only one meets',
    {
      users: [
        user('ana', [assume('ds')], { Tags: [{ Key: 'team', Value: 'ml' }] }),
        user('ben', [assume('ds')], { Tags: [{ Key: 'team', Value: 'ops' }] }),
      ],
      roles: [role('ds', [trusts(root, tag('StringEquals', 'aws:PrincipalTag/team', 'ml'))])],
    },
    1,
    { planSays: ['user ana'] },
  ),
  ...counts(
    'an SCP that does not allow assuming roles',
    {
      users: [user('ana', [assume('ds')])],
      roles: [role('ds', [trusts(root)])],
    },
    0,
    { more: { organizationPolicies: { scps: [[only('sagemaker:*')]], rcps: [] } } },
  ),
  ...counts(
    'an SCP that allows everything',
    {
      users: [user('ana', [assume('ds')])],
      roles: [role('ds', [trusts(root)])],
    },
    1,
    { more: { organizationPolicies: { scps: [[everything]], rcps: [[everything]] } } },
  ),
  ...counts(
    'over a chain of roles',
    {
      users: [user('ana', [assume('first')])],
      roles: [role('first', [trusts(root)], [assume('ds')]), role('ds', [trusts(root)])],
    },
    1,
    { planSays: ['user ana: through role first, then ds'] },
  ),
  ...counts(
    'roles that assume each other',
    {
      users: [user('ana', [assume('a')])],
      roles: [
        role('a', [trusts(root)], [allow(), assume('b')]),
        role('b', [trusts(root)], [allow(), assume('a')]),
      ],
    },
    1,
  ),
  ...counts(
    'everybody but one, by NotPrincipal',
    {
      users: [user('ana'), user('ben')],
      roles: [
        role('ds', [{ Effect: 'Allow', NotPrincipal: arnOf('user', 'ben'), Action: 'sts:AssumeRole' }]),
      ],
    },
    2,
  ),

  // Tags of the notebook are not in its description.
  ...(['aws:ResourceTag/owner', 'sagemaker:ResourceTag/owner', 'AWS:resourcetag/Owner'] as const).flatMap(
    (key) =>
      perhaps(
        `an Allow for ${key}`,
        { users: [user('ana', [allow(tag('StringEquals', key, 'ana'))])] },
        [0, 1],
        ['tags', 'ana'],
      ),
  ),
  ...perhaps(
    'an Allow for the tag of its owner',
    {
      users: [user('ana', [allow(tag('StringEquals', 'aws:username', '${aws:ResourceTag/owner}'))])],
    },
    [0, 1],
    ['tags'],
  ),
  ...perhaps(
    'a Deny for a tag',
    { users: [user('ana', [allow(), deny(tag('StringEquals', 'aws:ResourceTag/secret', 'yes'))])] },
    [0, 1],
    ['tags'],
  ),
  ...perhaps(
    'a Deny without a tag',
    { users: [user('ana', [allow(), deny(tag('Null', 'aws:ResourceTag/owner', 'true'))])] },
    [0, 1],
    ['tags'],
  ),
  ...perhaps(
    'beside one who surely can',
    {
      users: [
        user('ana', [allow(tag('StringEquals', 'aws:ResourceTag/owner', 'ana'))]),
        user('ben', [allow()]),
      ],
    },
    [1, 2],
    ['1 principals can open it, at most 1 may, and 1 perhaps can', 'tags, which a policy checks'],
  ),
  ...counts(
    'a tag beside a statement that needs none',
    {
      users: [user('ana', [allow(tag('StringEquals', 'aws:ResourceTag/owner', 'ana')), allow()])],
    },
    1,
  ),
  ...counts(
    'a Deny for a tag that concerns somebody else',
    {
      users: [
        user('ana', [
          allow(),
          deny({ Condition: { StringEquals: { 'aws:ResourceTag/x': 'y', 'aws:username': 'ben' } } }),
        ]),
      ],
    },
    1,
  ),
  ...counts(
    'a tag where nothing is allowed',
    {
      users: [user('ana', [deny(tag('StringEquals', 'aws:ResourceTag/x', 'y'))])],
    },
    0,
  ),
  ...counts(
    'perhaps by tag, surely through a role',
    {
      users: [user('ana', [allow(tag('StringEquals', 'aws:ResourceTag/owner', 'ana')), assume('ds')])],
      roles: [role('ds', [trusts(root)])],
    },
    1,
    { planSays: ['Only through another role (1)'] },
  ),
  ...perhaps(
    'through a role that needs a tag',
    {
      users: [user('ana', [assume('ds')])],
      roles: [role('ds', [trusts(root)], [allow(tag('StringEquals', 'aws:ResourceTag/x', 'y'))])],
    },
    [0, 1],
    ['tags'],
  ),

  // Facts that were not read or cannot be decided.
  ...perhaps(
    'a policy whose document is missing',
    { users: [user('ana', [], attach('gone'))] },
    [0, 1],
    [`the document of managed policy arn:aws:iam::${account}:policy/gone`],
  ),
  ...perhaps(
    'a missing document beside an Allow, which it may deny',
    { users: [user('ana', [allow()], attach('gone'))] },
    [0, 1],
    ['gone'],
  ),
  ...perhaps(
    'a missing document of somebody who may assume the role',
    {
      users: [user('ana', [assume('ds')], attach('gone'))],
      roles: [role('ds', [trusts(root)])],
    },
    [0, 1],
    ['gone'],
  ),
  ...perhaps(
    'a policy that is malformed',
    { users: [user('ana', [allow({ Resource: 7 })])] },
    [0, 1],
    ['ana'],
  ),
  {
    name: 'the principals could not be read',
    given: accountWith({}, { principals: 'unreadable' }),
    expect: 'unknown',
    says: ['principals: access was denied'],
  },
  {
    name: 'a notebook that could not be described',
    given: { ...accountWith({}), notebooks: [], unreadableNotebooks: ['secret'] },
    expect: 'unknown',
    says: ['secret could not be described'],
  },

  ...statuses.map((NotebookInstanceStatus): RuleCase => ({
    name: `its status does not matter: ${NotebookInstanceStatus}`,
    given: {
      ...accountWith({ users: users(6, [allow()]) }),
      notebooks: [{ ...notebook, NotebookInstanceStatus }],
    },
    expect: 'fail',
    plan: 'person',
  })),
  {
    name: 'a notebook that is being deleted',
    given: {
      ...accountWith({ users: users(6, [allow()]) }),
      notebooks: [{ ...notebook, NotebookInstanceStatus: 'Deleting' }],
    },
    expect: 'not-applicable',
  },
  {
    name: 'a long list is cut in the evidence and complete in the text',
    given: accountWith({ users: users(40, [allow()]) }),
    expect: 'fail',
    plan: 'person',
    says: ['40 principals', 'u24'],
    planSays: ['u25', 'u39'],
  },
];
