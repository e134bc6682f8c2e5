import type { GroupDetail, ManagedPolicyDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import { nameInArn } from '@palisade/iam';
import type { GivenAccount, RuleCase } from '../../test/rules/given';

const account = '111122223333';
const iam = (name: string) => `arn:aws:iam::${account}:${name}`;
const here = (service: string, name: string) => `arn:aws:${service}:us-east-1:${account}:${name}`;

const endpoints: VpcEndpoint[] = [
  {
    VpcEndpointId: 'vpce-0api',
    VpcEndpointType: 'Interface',
    VpcId: 'vpc-0ml',
    ServiceName: 'com.amazonaws.us-east-1.sagemaker.api',
    State: 'Available',
    PrivateDnsEnabled: true,
  },
];

type Condition = Record<string, Record<string, string | string[]>>;
const allow = (Action: string | string[], Resource: string | string[] = '*', Condition?: Condition) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const deny = (...rest: Parameters<typeof allow>) => ({ ...allow(...rest), Effect: 'Deny' });
/** A policy document as the API returns it. */
const encoded = (...Statement: object[]) =>
  encodeURIComponent(JSON.stringify({ Version: '2012-10-17', Statement }));
const trusting = (Principal: object) => encoded({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });

const ana: UserDetail = { Path: '/', UserName: 'ana', UserId: 'AIDA1', Arn: iam('user/ana'), GroupList: [] };
const ds: RoleDetail = {
  Path: '/',
  RoleName: 'ds',
  RoleId: 'AROA1',
  Arn: iam('role/ds'),
  AssumeRolePolicyDocument: trusting({ AWS: iam('root') }),
};
/** Palisade's own role names its table and queue, as CloudFormation called them. */
const palisade: RoleDetail = {
  Path: '/palisade/',
  RoleName: 'palisade-us-east-1-on-change',
  RoleId: 'AROA9',
  Arn: iam('role/palisade/palisade-us-east-1-on-change'),
  AssumeRolePolicyDocument: trusting({ Service: 'lambda.amazonaws.com' }),
  RolePolicyList: [
    {
      PolicyName: 'work',
      PolicyDocument: encoded(
        allow(
          ['dynamodb:GetItem', 'dynamodb:PutItem'],
          [
            here('dynamodb', 'table/palisade-prod-Ledger-1ABCDEF'),
            here('dynamodb', 'table/palisade-prod-Ledger-1ABCDEF/index/*'),
          ],
        ),
        allow('sqs:SendMessage', [here('sqs', 'palisade-prod-Changes-2GHIJKL')]),
        allow('ssm:GetParameter', here('ssm', 'parameter/palisade/settings')),
      ),
    },
  ],
};

const guardrailName = 'PalisadeSageMakerGuardrail-us-east-1';
const guardrail = iam(`policy/palisade/${guardrailName}`);
const guardName = 'PalisadeTamperGuard-us-east-1';
const guard = iam(`policy/palisade/${guardName}`);
const team = iam('policy/team');
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

const managed = (Arn: string, ...statements: object[]): ManagedPolicyDetail => ({
  PolicyName: nameInArn(Arn),
  Arn,
  DefaultVersionId: 'v1',
  PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: encoded(...statements) }],
});
const presign = 'sagemaker:CreatePresignedNotebookInstanceUrl';
const inVpc: Condition = { StringEquals: { 'aws:SourceVpc': 'vpc-0ml' } };
const theGuardrail = managed(
  guardrail,
  deny(presign, '*', { StringNotEquals: { 'aws:SourceVpc': 'vpc-0ml' } }),
);
const attached = (...arns: string[]) => ({
  AttachedManagedPolicies: arns.map((PolicyArn) => ({
    PolicyArn,
    PolicyName: nameInArn(PolicyArn),
  })),
});
const inline = (...statements: object[]) => [{ PolicyName: 'p', PolicyDocument: encoded(...statements) }];

type Details = Exclude<GivenAccount['principals'], string | undefined>;
const group = (change: Partial<GroupDetail>): GroupDetail => ({
  Path: '/',
  GroupName: 'ml',
  GroupId: 'AGPA1',
  Arn: iam('group/ml'),
  ...change,
});

/** A user where Palisade is deployed. */
const user = (change: Partial<UserDetail>, more: Partial<Details> = {}, rest: GivenAccount = {}) => ({
  subject: 'ana',
  given: {
    principals: { UserDetailList: [{ ...ana, ...change }], RoleDetailList: [palisade], ...more },
    endpoints,
    ...rest,
  },
});
const may = (...statements: object[]) => user({ UserPolicyList: inline(...statements) });
const role = (change: Partial<RoleDetail>, more: Partial<Details> = {}, rest: GivenAccount = {}) => ({
  subject: change.RoleName ?? 'ds',
  given: {
    principals: { RoleDetailList: [palisade, { ...ds, ...change }], ...more },
    endpoints,
    ...rest,
  },
});
/** A user with the guardrail, where Palisade is not deployed, so that only the guardrail counts. */
const kept = (change: Partial<UserDetail>, more: Partial<Details> = {}) => ({
  subject: 'ana',
  given: {
    principals: {
      UserDetailList: [{ ...ana, ...attached(guardrail), ...change }],
      Policies: [theGuardrail],
      ...more,
    },
    endpoints,
  },
});
const keptAnd = (...statements: object[]) => kept({ UserPolicyList: inline(...statements) });
const keptRole = (change: Partial<RoleDetail>, more: Partial<Details> = {}) => ({
  subject: 'ds',
  given: {
    principals: {
      RoleDetailList: [{ ...ds, ...attached(guardrail), ...change }],
      Policies: [theGuardrail],
      ...more,
    },
    endpoints,
  },
});

const toUser = ['iam:CreatePolicy!', 'iam:AttachUserPolicy!'];
const toRole = ['iam:CreatePolicy!', 'iam:AttachRolePolicy!'];
const ledger = here('dynamodb', 'table/palisade-prod-Ledger-1ABCDEF');
const settings = here('ssm', 'parameter/palisade/settings');
const functionArn = here('lambda', 'function:palisade-prod-sweep');
const ownRole = palisade.Arn ?? '';
const queue = here('sqs', 'palisade-prod-Changes-2GHIJKL');
const eventRule = here('events', 'rule/palisade-prod-SageMakerChanges-3M');
const stack = here('cloudformation', 'stack/palisade-prod/0f0f0f0f-0000-4000-8000-000000000000');

/** Calls that are each enough by themselves, with the resource and what the message says. */
const oneCall: readonly (readonly [string, string, string])[] = [
  ['lambda:UpdateFunctionCode', functionArn, 'functions'],
  ['lambda:UpdateFunctionConfiguration', functionArn, 'functions'],
  ['lambda:DeleteFunction', functionArn, 'functions'],
  ['lambda:PutFunctionConcurrency', functionArn, 'functions'],
  ['lambda:AddPermission', functionArn, 'functions'],
  ['lambda:RemovePermission', functionArn, 'functions'],
  ['lambda:InvokeFunction', here('lambda', 'function:palisade-prod-on-action:$LATEST'), 'functions'],
  ['iam:PutRolePolicy', ownRole, 'roles'],
  ['iam:DeleteRolePolicy', ownRole, 'roles'],
  ['iam:AttachRolePolicy', ownRole, 'roles'],
  ['iam:DetachRolePolicy', ownRole, 'roles'],
  ['iam:DeleteRole', ownRole, 'roles'],
  ['iam:UpdateAssumeRolePolicy', ownRole, 'roles'],
  ['iam:PutRolePermissionsBoundary', ownRole, 'roles'],
  ['ssm:PutParameter', settings, 'settings'],
  ['ssm:DeleteParameter', settings, 'settings'],
  ['ssm:DeleteParameters', settings, 'settings'],
  ['dynamodb:PutItem', ledger, 'ledger'],
  ['dynamodb:UpdateItem', ledger, 'ledger'],
  ['dynamodb:DeleteItem', ledger, 'ledger'],
  ['dynamodb:BatchWriteItem', ledger, 'ledger'],
  ['dynamodb:PartiQLInsert', ledger, 'ledger'],
  ['dynamodb:PartiQLUpdate', ledger, 'ledger'],
  ['dynamodb:PartiQLDelete', ledger, 'ledger'],
  ['dynamodb:DeleteTable', ledger, 'ledger'],
  ['dynamodb:UpdateTable', ledger, 'ledger'],
  ['dynamodb:PutResourcePolicy', ledger, 'ledger'],
  ['events:DisableRule', eventRule, 'events'],
  ['events:DeleteRule', eventRule, 'events'],
  ['events:PutRule', eventRule, 'events'],
  ['events:RemoveTargets', eventRule, 'events'],
  ['events:PutTargets', eventRule, 'events'],
  ['sqs:DeleteQueue', queue, 'events'],
  ['sqs:PurgeQueue', queue, 'events'],
  ['sqs:SetQueueAttributes', queue, 'events'],
  ['sqs:ReceiveMessage', queue, 'events'],
  ['lambda:UpdateEventSourceMapping', '*', 'events'],
  ['lambda:DeleteEventSourceMapping', '*', 'events'],
  ['cloudformation:DeleteStack', stack, 'stack'],
  ['cloudformation:UpdateStack', stack, 'stack'],
  ['cloudformation:ExecuteChangeSet', stack, 'stack'],
  ['securityhub:SendFindingEvents', here('securityhub', 'hub/default'), 'through Security Hub'],
];

/** Policies with which nothing of Palisade can be changed. */
const harmless: readonly (readonly [string, object[]])[] = [
  ['no policy that matters', [allow('s3:*')]],
  ['reads', [allow(['lambda:Get*', 'dynamodb:Get*', 'dynamodb:Query', 'ssm:Get*', 'iam:Get*', 'iam:List*'])]],
  ['another function', [allow('lambda:*', here('lambda', 'function:webshop-*'))]],
  [
    'functions with SageMaker in their name, as AmazonSageMakerFullAccess',
    [allow('lambda:InvokeFunction', 'arn:aws:lambda:*:*:function:*SageMaker*')],
  ],
  ['functions of another Region', [allow('lambda:*', `arn:aws:lambda:eu-west-1:${account}:function:*`)]],
  ['another table', [allow('dynamodb:*', here('dynamodb', 'table/orders'))]],
  ['the index of the ledger, which is read only', [allow('dynamodb:*', `${ledger}/index/open`)]],
  ['another parameter', [allow('ssm:*', here('ssm', 'parameter/webshop/*'))]],
  ['another queue', [allow('sqs:*', here('sqs', 'orders'))]],
  ['another role', [allow('iam:*', iam('role/app/*'))]],
  [
    'mappings of another function',
    [
      allow('lambda:DeleteEventSourceMapping', '*', {
        ArnLike: { 'lambda:FunctionArn': here('lambda', 'function:webshop-*') },
      }),
    ],
  ],
  ['to pass a role of Palisade, but not to create functions', [allow('iam:PassRole')]],
  ['to create functions, but not to pass roles', [allow('lambda:CreateFunction')]],
  [
    'to pass roles to SageMaker only, and to create functions',
    [
      allow('iam:PassRole', '*', { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } }),
      allow('lambda:CreateFunction'),
    ],
  ],
  [
    'everything, except for an explicit Deny',
    [
      allow('*'),
      deny([
        'iam:*',
        'lambda:*',
        'ssm:*',
        'dynamodb:*',
        'events:*',
        'sqs:*',
        'cloudformation:*',
        'securityhub:*',
      ]),
    ],
  ],
  [
    'an Allow that no request fulfils',
    [allow('lambda:*', '*', { StringEquals: { 'aws:PrincipalArn': iam('user/ben') } })],
  ],
];

const forOperators = allow('lambda:DeleteFunction', '*', {
  StringEquals: { 'aws:PrincipalTag/team': 'operators' },
});

export const cases: readonly RuleCase[] = [
  {
    name: 'nothing to tamper with',
    given: { principals: { UserDetailList: [{ ...ana, UserPolicyList: inline(allow('*')) }] }, endpoints },
    expect: 'not-applicable',
    says: ['nothing to tamper with'],
  },
  {
    name: 'Palisade is deployed in another Region only',
    subject: 'ana',
    given: {
      principals: {
        UserDetailList: [{ ...ana, UserPolicyList: inline(allow('*')) }],
        RoleDetailList: [
          {
            ...palisade,
            RoleName: 'palisade-eu-west-1-on-change',
            Arn: iam('role/palisade/palisade-eu-west-1-on-change'),
          },
        ],
      },
      endpoints,
    },
    expect: 'not-applicable',
  },
  { name: 'no policy at all', ...may(), expect: 'pass' },
  {
    name: 'a tag that the role does not have, and that nobody can set',
    ...role({ Tags: [], RolePolicyList: inline(forOperators) }),
    expect: 'pass',
  },
  {
    name: 'a tag that a session of the role can have',
    ...role({
      Tags: [],
      RolePolicyList: inline(forOperators),
      AssumeRolePolicyDocument: encoded({
        Effect: 'Allow',
        Principal: { AWS: iam('root') },
        Action: 'sts:*',
      }),
    }),
    expect: 'fail',
    says: ['with a session tag team=operators (1 attack in all)'],
    plan: toRole,
  },
  ...oneCall.map(([action, resource, says]): RuleCase => ({
    name: `${action} on ${resource}`,
    ...may(allow(action, resource)),
    expect: 'fail',
    severity: 'medium',
    says: [action, says, 'statement 1 of inline policy p', '1 attack in all'],
    plan: toUser,
    planSays: [action, 'protectedPrincipals', 'iam:DetachUserPolicy'],
  })),
  ...harmless.map(([name, statements]): RuleCase => ({
    name: `allowed: ${name}`,
    ...may(...statements),
    expect: 'pass',
  })),
  {
    name: 'to pass a role of Palisade to a function of its own',
    ...may(allow(['iam:PassRole', 'lambda:CreateFunction'])),
    expect: 'fail',
    says: ['iam:PassRole', 'borrow'],
    plan: toUser,
  },
  {
    name: 'only from the approved VPC: it can tamper nevertheless',
    ...may(allow('ssm:PutParameter', '*', inVpc)),
    expect: 'fail',
    says: ['"aws:SourceVpc":"vpc-0ml"'],
    plan: toUser,
  },
  {
    name: 'only through an AWS service',
    ...may(allow('ssm:PutParameter', '*', { Bool: { 'aws:ViaAWSService': 'true' } })),
    expect: 'fail',
    says: ['"aws:ViaAWSService":"true"'],
    plan: toUser,
  },
  {
    name: 'an administrator: one finding that names all targets',
    ...user(attached(administrator), { Policies: [managed(administrator, allow('*'))] }),
    expect: 'fail',
    severity: 'medium',
    says: [
      'functions',
      'roles',
      'settings',
      'ledger',
      'events',
      'stack',
      'Security Hub',
      'AdministratorAccess',
      '43 attacks in all',
    ],
    plan: toUser,
  },
  {
    name: 'the policies of the roles could not be read: the names in the template count',
    subject: 'ana',
    given: {
      principals: {
        UserDetailList: [
          {
            ...ana,
            UserPolicyList: inline(
              allow('dynamodb:PutItem', here('dynamodb', 'table/palisade-dev-Ledger-X1')),
            ),
          },
        ],
        RoleDetailList: [{ ...palisade, RolePolicyList: [] }],
      },
      endpoints,
    },
    expect: 'fail',
    says: ['ledger'],
    plan: toUser,
  },

  // The guardrail that keeps the principal inside.
  {
    name: 'guardrail attached, and nothing that could detach it',
    ...keptAnd(allow(presign)),
    expect: 'pass',
  },
  {
    name: 'it can detach its own guardrail',
    ...keptAnd(allow('iam:DetachUserPolicy', iam('user/ana'))),
    expect: 'fail',
    severity: 'high',
    says: [
      'user ana can take the guardrail off itself',
      'iam:DetachUserPolicy on user/ana',
      `"iam:PolicyARN":"${guardrail}"`,
      '1 attack in all',
    ],
    plan: toUser,
    planSays: ['PalisadeKeepAttached'],
  },
  {
    name: 'its own name given by a variable',
    ...keptAnd(allow('iam:DetachUserPolicy', iam('user/${aws:username}'))),
    expect: 'fail',
    severity: 'high',
    plan: toUser,
  },
  {
    name: 'it can detach other policies only',
    ...keptAnd(allow('iam:DetachUserPolicy', '*', { ArnLike: { 'iam:PolicyARN': iam('policy/team*') } })),
    expect: 'pass',
  },
  {
    name: 'it can detach the guardrail of others only',
    ...keptAnd(allow('iam:DetachUserPolicy', iam('user/ben'))),
    expect: 'fail',
    severity: 'medium',
    says: ['user ana can detach or rewrite guardrails'],
    plan: toUser,
  },
  {
    name: 'it has no guardrail itself and can detach those of groups',
    ...user({ UserPolicyList: inline(allow('iam:DetachGroupPolicy')) }, { Policies: [theGuardrail] }),
    expect: 'fail',
    severity: 'medium',
    says: ['iam:DetachGroupPolicy on group/'],
    plan: toUser,
  },
  {
    name: 'it can detach policies, and there is no guardrail',
    ...may(allow(['iam:DetachUserPolicy', 'iam:CreatePolicyVersion'])),
    expect: 'pass',
  },
  ...['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'].map((action): RuleCase => ({
    name: `it can rewrite the guardrail: ${action}`,
    ...keptAnd(allow(action, iam('policy/palisade/*'))),
    expect: 'fail',
    severity: 'high',
    says: [action],
    plan: toUser,
    planSays: ['PalisadeKeepPolicies'],
  })),
  {
    name: 'it can delete unused versions and policies, which detaches nothing',
    ...keptAnd(allow(['iam:DeletePolicy', 'iam:DeletePolicyVersion'])),
    expect: 'pass',
  },
  {
    name: 'a role can detach its own',
    ...keptRole({ RolePolicyList: inline(allow('iam:Detach*', iam('role/ds'))) }),
    expect: 'fail',
    severity: 'high',
    says: ['role ds can take the guardrail off itself', "this account's own users and roles"],
    plan: toRole,
    planSays: ['iam:DetachRolePolicy'],
  },
  {
    name: 'a role can detach its own, and the guard has five versions, none of them the present one',
    ...keptRole(
      { RolePolicyList: inline(allow('iam:Detach*', iam('role/ds'))) },
      {
        Policies: [
          theGuardrail,
          {
            PolicyName: guardName,
            Arn: guard,
            DefaultVersionId: 'v5',
            PolicyVersionList: [1, 2, 3, 4, 5].map((number) => ({
              VersionId: `v${number}`,
              IsDefaultVersion: number === 5,
              Document: encoded(deny(`s3:Get${number}`)),
            })),
          },
        ],
      },
    ),
    expect: 'fail',
    plan: ['iam:DeletePolicyVersion!', 'iam:CreatePolicyVersion!', 'iam:AttachRolePolicy!'],
    planSays: ['"VersionId":"v1"'],
  },
  ...(['iam:PutUserPolicy', 'iam:DeleteUserPolicy'] as const).map((action): RuleCase => ({
    name: `an inline guardrail can be removed with ${action}`,
    ...kept(
      {
        AttachedManagedPolicies: [],
        UserPolicyList: [
          ...inline(allow(action, iam('user/ana'))),
          { PolicyName: guardrailName, PolicyDocument: encoded(deny(presign)) },
        ],
      },
      { Policies: [] },
    ),
    expect: 'fail',
    severity: 'high',
    says: [action, 'take the guardrail off itself'],
    plan: toUser,
    planSays: ['PalisadeKeepInline'],
  })),
  ...(
    [
      ['iam:DetachGroupPolicy', [...toUser, 'iam:PutUserPolicy!']],
      ['iam:RemoveUserFromGroup', [...toUser, 'iam:PutUserPolicy!']],
    ] as const
  ).map(([action, plan]): RuleCase => ({
    name: `a guardrail of its group can be removed with ${action}`,
    ...kept(
      {
        AttachedManagedPolicies: [],
        GroupList: ['ml'],
        UserPolicyList: inline(allow(action, iam('group/ml'))),
      },
      { GroupDetailList: [group(attached(guardrail))] },
    ),
    expect: 'fail',
    severity: 'high',
    says: [action],
    plan,
    planSays: ['PalisadeKeepMembership'],
  })),

  // The boundary that keeps it inside.
  ...(
    [
      ['it can remove the boundary', allow('iam:DeleteUserPermissionsBoundary', iam('user/ana')), 'fail'],
      ['it can put another', allow('iam:PutUserPermissionsBoundary', iam('user/ana')), 'fail'],
      [
        'it can put the same only',
        allow('iam:PutUserPermissionsBoundary', '*', { ArnEquals: { 'iam:PermissionsBoundary': team } }),
        'pass',
      ],
      ['it can rewrite it', allow('iam:CreatePolicyVersion', team), 'fail'],
      ['it can change that of others', allow('iam:DeleteUserPermissionsBoundary', iam('user/ben')), 'pass'],
    ] as const
  ).map(([name, statement, expect]): RuleCase => ({
    name: `boundary: ${name}`,
    subject: 'ana',
    given: {
      principals: {
        UserDetailList: [
          {
            ...ana,
            UserPolicyList: inline(allow('sagemaker:*'), statement),
            PermissionsBoundary: {
              PermissionsBoundaryArn: team,
              PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
            },
          },
        ],
        Policies: [managed(team, allow('sagemaker:*', '*', inVpc), allow('iam:*'))],
      },
      endpoints,
    },
    expect,
    ...(expect === 'fail'
      ? {
          severity: 'high' as const,
          says: ['lift the permissions boundary that keeps it inside'],
          plan: [...toUser, 'iam:PutUserPolicy!'],
          planSays: ['PalisadeKeepBoundary', 'PalisadeKeepThis'],
        }
      : {}),
  })),
  ...(
    [
      ['user', 'iam:PutUserPolicy', 'iam:DeleteUserPermissionsBoundary', 'user/ana'],
      ['role', 'iam:PutRolePolicy', 'iam:DeleteRolePermissionsBoundary', 'role/ds'],
    ] as const
  ).map(([kind, put, lift, on]): RuleCase => {
    const policies = [
      ...inline(allow('sagemaker:*'), allow(lift, iam(on))),
      { PolicyName: guardName, PolicyDocument: encoded(deny('s3:GetOld')) },
    ];
    const bound = {
      PermissionsBoundary: {
        PermissionsBoundaryArn: team,
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
      },
    };
    return {
      name: `boundary of a ${kind} that has an older guard inline: an undo puts the old one back`,
      subject: kind === 'user' ? 'ana' : 'ds',
      given: {
        principals: {
          ...(kind === 'user'
            ? { UserDetailList: [{ ...ana, UserPolicyList: policies, ...bound }] }
            : { RoleDetailList: [{ ...ds, RolePolicyList: policies, ...bound }] }),
          Policies: [managed(team, allow('sagemaker:*', '*', inVpc), allow('iam:*'))],
        },
        endpoints,
      },
      expect: 'fail',
      plan: [...(kind === 'user' ? toUser : toRole), `${put}!`],
      planSays: ['s3:GetOld', 'that was the state before'],
    };
  }),
  ...(
    [
      ['that does not keep it inside', [allow('*')], endpoints, 'not-applicable', 'nothing to tamper with'],
      [
        'that keeps it inside, the perimeter unreadable',
        [allow('sagemaker:*', '*', inVpc), allow('iam:*')],
        'unreadable',
        'unknown',
        'whether the boundary keeps it inside',
      ],
    ] as const
  ).map(([name, statements, seen, expect, says]): RuleCase => ({
    name: `a boundary ${name}`,
    given: {
      principals: {
        UserDetailList: [
          {
            ...ana,
            UserPolicyList: inline(allow('sagemaker:*'), allow('iam:DeleteUserPermissionsBoundary')),
            PermissionsBoundary: {
              PermissionsBoundaryArn: team,
              PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
            },
          },
        ],
        Policies: [managed(team, ...statements)],
      },
      endpoints: seen === 'unreadable' ? 'unreadable' : [...seen],
    },
    expect,
    says: [says],
  })),
  {
    name: 'a boundary that allows no protected action, the perimeter unreadable: it does not matter',
    given: {
      principals: {
        UserDetailList: [
          {
            ...ana,
            UserPolicyList: inline(allow('iam:*')),
            PermissionsBoundary: {
              PermissionsBoundaryArn: team,
              PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
            },
          },
        ],
        Policies: [managed(team, allow('iam:*'))],
      },
      endpoints: 'unreadable',
    },
    expect: 'not-applicable',
  },

  // Without the setting, AWS is taken to give no owner of an endpoint, and these requests would not exist.
  ...([true, undefined] as const).map((endpointOwnerKeys): RuleCase => ({
    name: `what a boundary narrows is open by the owner of an endpoint, the perimeter unreadable: ${endpointOwnerKeys === true ? 'given' : 'not given'}`,
    given: {
      principals: {
        UserDetailList: [
          {
            ...ana,
            UserPolicyList: inline(
              allow('sagemaker:*', '*', { StringEquals: { 'aws:VpceOrgID': 'o-a1b2c3d4e5' } }),
              allow('iam:*'),
            ),
            PermissionsBoundary: {
              PermissionsBoundaryArn: team,
              PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
            },
          },
        ],
        Policies: [managed(team, allow('iam:*'))],
      },
      endpoints: 'unreadable',
    },
    settings: { perimeter: endpointOwnerKeys === undefined ? {} : { endpointOwnerKeys } },
    ...(endpointOwnerKeys === true
      ? { expect: 'unknown' as const, says: ['whether the boundary keeps it inside'] }
      : { expect: 'not-applicable' as const }),
  })),

  // It gives itself the permission first.
  ...(
    [
      [
        'an inline policy',
        allow('iam:PutUserPolicy', iam('user/ana')),
        'fail',
        'iam:PutUserPolicy on user/ana',
      ],
      ['an inline policy of somebody else', allow('iam:PutUserPolicy', iam('user/ben')), 'pass', ''],
      ['any policy', allow('iam:AttachUserPolicy'), 'fail', 'iam:AttachUserPolicy on user/ana'],
      [
        'a harmless policy only',
        allow('iam:AttachUserPolicy', '*', { ArnEquals: { 'iam:PolicyARN': team } }),
        'pass',
        '',
      ],
      [
        'a new version of a policy that it has',
        allow('iam:CreatePolicyVersion', team),
        'fail',
        'iam:CreatePolicyVersion on policy/team',
      ],
      [
        'a new version of a policy that it does not have',
        allow('iam:CreatePolicyVersion', iam('policy/other')),
        'pass',
        '',
      ],
      [
        'an inline policy of its group',
        allow('iam:PutGroupPolicy', iam('group/ml')),
        'fail',
        'iam:PutGroupPolicy on group/ml',
      ],
      [
        'any policy of its group',
        allow('iam:AttachGroupPolicy', iam('group/ml')),
        'fail',
        'iam:AttachGroupPolicy on group/ml',
      ],
    ] as const
  ).map(([name, statement, expect, says]): RuleCase => ({
    name: `it can give itself ${name}`,
    ...user(
      { ...attached(team), GroupList: ['ml'], UserPolicyList: inline(statement) },
      { Policies: [managed(team, allow('s3:*'))], GroupDetailList: [group({})] },
    ),
    expect,
    ...(expect === 'fail'
      ? { severity: 'medium' as const, says: [`after ${says}`, '43 attacks in all'], plan: toUser }
      : {}),
  })),
  {
    name: 'a role can give itself an inline policy',
    ...role({ RolePolicyList: inline(allow('iam:PutRolePolicy', iam('role/ds'))) }),
    expect: 'fail',
    says: ['after iam:PutRolePolicy on role/ds'],
    plan: toRole,
  },
  {
    name: 'what it could give itself is forbidden by its boundary',
    ...user(
      {
        UserPolicyList: inline(allow('iam:PutUserPolicy')),
        PermissionsBoundary: {
          PermissionsBoundaryArn: team,
          PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
        },
      },
      { Policies: [managed(team, allow(['iam:PutUserPolicy', 's3:*']))] },
    ),
    expect: 'pass',
  },
  {
    name: 'what it could give itself is denied',
    ...keptAnd(
      allow('iam:PutUserPolicy', iam('user/ana')),
      deny(['iam:Detach*', 'iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion']),
    ),
    expect: 'pass',
  },

  // Who is behind it.
  ...(
    [
      [{ Service: 'glue.amazonaws.com' }, 'low', 'medium', 'only AWS services'],
      [{ AWS: 'AROAEXAMPLEEXAMPLE12' }, 'low', 'medium', 'nobody can assume it'],
      [{ AWS: iam('root') }, 'medium', 'high', "this account's own users and roles"],
      [{ AWS: '999988887777' }, 'medium', 'high', 'account 999988887777'],
      [{ Nobody: '' }, 'medium', 'high', 'is not known'],
    ] as const
  ).flatMap(([trust, others, own, says]): RuleCase[] => [
    {
      name: `a role that can write the ledger, used by ${JSON.stringify(trust)}`,
      ...role({
        AssumeRolePolicyDocument: trusting(trust),
        RolePolicyList: inline(allow('dynamodb:PutItem')),
      }),
      expect: 'fail',
      severity: others,
      says: [says],
      plan: toRole,
    },
    {
      name: `a role that can detach its guardrail, used by ${JSON.stringify(trust)}`,
      ...keptRole({
        AssumeRolePolicyDocument: trusting(trust),
        RolePolicyList: inline(allow('iam:DetachRolePolicy')),
      }),
      expect: 'fail',
      severity: own,
      says: [says],
      plan: toRole,
    },
  ]),
  ...(
    [
      [
        { Path: '/aws-service-role/x.amazonaws.com/', Arn: iam('role/aws-service-role/x.amazonaws.com/ds') },
        'service-linked',
      ],
      [{ Path: '/palisade/', Arn: iam('role/palisade/ds') }, "Palisade's own"],
      [{ RoleName: 'break-glass-1', Arn: iam('role/break-glass-1') }, 'protectedPrincipals'],
    ] as const
  ).map(([change, says]): RuleCase => ({
    name: `trusted: ${says}`,
    ...role({ ...change, RolePolicyList: inline(allow('*')) }),
    settings: { protectedPrincipals: ['arn:aws:iam::*:role/break-glass-*'] },
    expect: 'not-applicable',
    says: [says],
  })),
  {
    name: 'a role of Identity Center: a ticket with the policy text',
    ...role({
      Path: '/aws-reserved/sso.amazonaws.com/',
      RoleName: 'AWSReservedSSO_Data_1',
      Arn: iam('role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Data_1'),
      AssumeRolePolicyDocument: trusting({ Federated: iam('saml-provider/AWSSSO_1') }),
      RolePolicyList: inline(allow('lambda:*')),
    }),
    expect: 'fail',
    severity: 'medium',
    plan: 'person',
    planSays: ['permission set', 'PalisadeKeepRunning', 'palisade-prod-on-change'],
  },

  // What is not known.
  { name: 'the document of a policy is missing', ...user(attached(team)), expect: 'unknown', says: [team] },
  {
    name: 'a malformed policy',
    ...user({ UserPolicyList: [{ PolicyName: 'p', PolicyDocument: encodeURIComponent('{"Version":') }] }),
    expect: 'unknown',
    says: ['inline policy p'],
  },
  {
    name: 'a malformed statement beside one that is enough',
    ...may(allow('ssm:PutParameter'), { Effect: 'Allow', Action: 'lambda:*' }),
    expect: 'fail',
    says: ['ssm:PutParameter'],
    plan: toUser,
  },
  {
    name: 'an organization policy forbids it',
    ...user(
      { UserPolicyList: inline(allow('*')) },
      {},
      {
        organizationPolicies: {
          scps: [[{ Version: '2012-10-17', Statement: [allow(['s3:*', 'sagemaker:*'])] }]],
          rcps: [],
        },
      },
    ),
    expect: 'pass',
  },
  {
    name: 'organization policies that were not read are mentioned',
    ...user(
      { UserPolicyList: inline(allow('ssm:PutParameter')) },
      {},
      { organizationPolicies: 'unreadable' },
    ),
    expect: 'fail',
    says: ['could still forbid it'],
    plan: toUser,
  },

  // How the guard gets there.
  {
    name: 'the guard exists with an old text: it is updated for everybody, after approval',
    ...user(
      { UserPolicyList: inline(allow('ssm:PutParameter')) },
      { Policies: [managed(guard, deny('s3:*'))] },
    ),
    expect: 'fail',
    plan: ['iam:CreatePolicyVersion!', 'iam:AttachUserPolicy!'],
  },
  {
    name: 'no attachment left on a role: inline',
    ...role(
      {
        RolePolicyList: inline(allow('ssm:PutParameter')),
        ...attached(...Array.from({ length: 10 }, (_, index) => iam(`policy/p${index}`))),
      },
      { Policies: Array.from({ length: 10 }, (_, index) => managed(iam(`policy/p${index}`), allow('s3:*'))) },
    ),
    expect: 'fail',
    plan: ['iam:PutRolePolicy!'],
    planSays: ['PalisadeKeepThis', 'iam:DeleteRolePolicy'],
  },
  {
    name: 'no attachment left on a user, whose inline policies have no room for it: a person',
    ...user(
      {
        UserPolicyList: inline(allow('ssm:PutParameter')),
        ...attached(...Array.from({ length: 10 }, (_, index) => iam(`policy/p${index}`))),
      },
      { Policies: Array.from({ length: 10 }, (_, index) => managed(iam(`policy/p${index}`), allow('s3:*'))) },
    ),
    expect: 'fail',
    plan: 'person',
    planSays: ['no attachment left', 'PalisadeKeepRunning'],
  },
];
