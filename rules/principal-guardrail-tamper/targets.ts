import type { OwnResources } from '../../core/enforcement/own-resources';

/** What can be tampered with, in the order in which it is reported. */
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

/**
 * Calls that change the text of a managed policy. Deleting does not: IAM deletes neither a default version nor an
 * attached policy.
 */
export const rewriting = ['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'] as const;

const passRoleActions = ['iam:PassRole'] as const;
const creating = ['lambda:CreateFunction'] as const;

/** The calls that stop, change or command a part of Palisade, with that part. */
export const ownCalls = [
  {
    target: 'functions',
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
    target: 'roles',
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
    target: 'settings',
    part: 'settings',
    actions: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:DeleteParameters'],
  },
  {
    target: 'ledger',
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
    target: 'events',
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
    target: 'events',
    part: 'queues',
    actions: ['sqs:DeleteQueue', 'sqs:PurgeQueue', 'sqs:SetQueueAttributes', 'sqs:ReceiveMessage'],
  },
  {
    target: 'stack',
    part: 'stacks',
    actions: ['cloudformation:DeleteStack', 'cloudformation:UpdateStack', 'cloudformation:ExecuteChangeSet'],
  },
  { target: 'commands', part: 'hub', actions: ['securityhub:SendFindingEvents'] },
] as const satisfies readonly {
  readonly target: AttackTarget;
  readonly part: keyof OwnResources;
  readonly actions: readonly string[];
}[];

/** Calls on an event source mapping. Its ARN has a random id, so its function shows whether it is Palisade's. */
export const mappingCalls = ['lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping'] as const;

/** Running one's own code with a role of Palisade takes both kinds of call. */
export const borrowing = { passing: passRoleActions, creating } as const;

/** The calls that remove policies from a user or role or add them. */
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

/** Every action of any attack path. */
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

/** Every action of any attack path, by service. */
export const actionsByService: ReadonlyMap<string, readonly string[]> = new Map(
  [...new Set(allActions.map(serviceOf))].map((service) => [
    service,
    allActions.filter((action) => serviceOf(action) === service),
  ]),
);

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
