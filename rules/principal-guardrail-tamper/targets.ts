import type { OwnResources } from '../../core/enforcement/own-resources';

/** What can be tampered with, in the order in which it is told. */
export const attackTargets = {
  'own-guardrail': 'take the guardrail off itself',
  'own-boundary': 'lift the permissions boundary that keeps it inside',
  guardrails: 'detach or rewrite guardrails',
  functions: "change, stop or invoke Palisade's functions",
  roles: "change or borrow Palisade's roles",
  settings: "change Palisade's settings and exemptions",
  ledger: "rewrite Palisade's ledger",
  events: 'cut Palisade off from the events that it works on',
  stack: "change or delete Palisade's stack",
  commands: 'tell Palisade to exempt or undo, through Security Hub',
} as const;

export type AttackTarget = keyof typeof attackTargets;

/** Changes of a managed policy's text. Deleting is none: IAM deletes neither a default version nor an attached policy. */
export const rewriting = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'] as const;

const passRoleActions = ['iam:PassRole'] as const;
const creating = ['lambda:CreateFunction'] as const;

/** The calls that stop, change or command one part of Palisade, and the part. */
export const ownCalls = [
  {
    thing: 'functions',
    part: 'functions',
    actions: [
      'lambda:UpdateFunctionCode',
      'lambda:UpdateFunctionConfiguration',
      'lambda:DeleteFunction',
      'lambda:PutFunctionConcurrency',
      'lambda:AddPermission',
      'lambda:RemovePermission',
      'lambda:InvokeFunction',
    ],
  },
  {
    thing: 'roles',
    part: 'roles',
    actions: [
      'iam:PutRolePolicy',
      'iam:DeleteRolePolicy',
      'iam:AttachRolePolicy',
      'iam:DetachRolePolicy',
      'iam:DeleteRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:PutRolePermissionsBoundary',
    ],
  },
  {
    thing: 'settings',
    part: 'settings',
    actions: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters'],
  },
  {
    thing: 'ledger',
    part: 'ledger',
    actions: [
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:PartiQLInsert',
      'dynamodb:PartiQLUpdate',
      'dynamodb:PartiQLDelete',
      'dynamodb:DeleteTable',
      'dynamodb:UpdateTable',
      'dynamodb:PutResourcePolicy',
    ],
  },
  {
    thing: 'events',
    part: 'rules',
    actions: [
      'events:DisableRule',
      'events:DeleteRule',
      'events:PutRule',
      'events:RemoveTargets',
      'events:PutTargets',
    ],
  },
  {
    thing: 'events',
    part: 'queues',
    actions: ['sqs:DeleteQueue', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes', 'sqs:ReceiveMessage'],
  },
  {
    thing: 'stack',
    part: 'stacks',
    actions: ['cloudformation:DeleteStack', 'cloudformation:UpdateStack', 'cloudformation:ExecuteChangeSet'],
  },
  { thing: 'commands', part: 'hub', actions: ['securityhub:SendFindingEvents'] },
] as const satisfies readonly {
  readonly thing: AttackTarget;
  readonly part: keyof OwnResources;
  readonly actions: readonly string[];
}[];

/** A mapping that feeds a function; its own ARN is a random id, so its function tells whose it is. */
export const mappingCalls = ['lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping'] as const;

/** Running own code with a role of Palisade takes both. */
export const borrowing = { passing: passRoleActions, creating } as const;

/** The calls on a user or role, and on its groups, that take policies off it or put them on. */
export const principalCalls = {
  user: {
    detach: 'iam:DetachUserPolicy',
    inline: ['iam:PutUserPolicy', 'iam:DeleteUserPolicy'],
    boundary: ['iam:PutUserPermissionsBoundary', 'iam:DeleteUserPermissionsBoundary'],
    put: 'iam:PutUserPolicy',
    attach: 'iam:AttachUserPolicy',
  },
  role: {
    detach: 'iam:DetachRolePolicy',
    inline: ['iam:PutRolePolicy', 'iam:DeleteRolePolicy'],
    boundary: ['iam:PutRolePermissionsBoundary', 'iam:DeleteRolePermissionsBoundary'],
    put: 'iam:PutRolePolicy',
    attach: 'iam:AttachRolePolicy',
  },
} as const;

export const groupCalls = {
  detach: 'iam:DetachGroupPolicy',
  leave: 'iam:RemoveUserFromGroup',
  put: 'iam:PutGroupPolicy',
  attach: 'iam:AttachGroupPolicy',
} as const;

/** Every action that any question is about. */
const allActions: readonly string[] = [
  ...new Set<string>([
    ...ownCalls.flatMap(({ actions }): readonly string[] => actions),
    ...mappingCalls,
    ...passRoleActions,
    ...creating,
    ...rewriting,
    ...[principalCalls.user, principalCalls.role].flatMap(
      ({ detach, inline, boundary, put, attach }): readonly string[] => [
        detach,
        ...inline,
        ...boundary,
        put,
        attach,
      ],
    ),
    ...Object.values(groupCalls),
  ]),
];

/** Every action that any question is about, by service. */
export const actionsByService: ReadonlyMap<string, readonly string[]> = new Map(
  [...new Set(allActions.map(serviceOf))].map((service) => [
    service,
    allActions.filter((action) => serviceOf(action) === service),
  ]),
);

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
