import type { Principal } from '../../core/principals/assemble';
import type { Snapshot } from '../../core/model/snapshot';
import type { Bindings } from './bindings';
import type { AccountContext } from './account-context';
import { groupCalls, principalCalls, rewriting } from './targets';
import type { AttackRequests, AttackPath } from './attack-path';

/** The ways to take off a principal what keeps that principal inside. */
export function pathsAgainst(
  keepers: Bindings,
  principal: Principal,
  site: AccountContext,
): readonly AttackPath[] {
  const { attached, inline, groups } = keepers;
  const calls = principalCalls[principal.kind];
  const thing = 'own-guardrail';
  const own = [principal.arn];
  const guardrail = { 'iam:PolicyARN': site.guardrailArn };
  return [
    ...(attached
      ? [
          {
            thing,
            actions: [calls.detach],
            resources: own,
            context: { ...guardrail, 'iam:PermissionsBoundary': boundaryKey(principal) },
          } as const,
        ]
      : []),
    ...(attached || groups.length > 0
      ? [{ thing, actions: rewriting, resources: [site.guardrailArn] } as const]
      : []),
    ...(inline
      ? [
          {
            thing,
            actions: calls.inline,
            resources: own,
            context: { 'iam:PermissionsBoundary': boundaryKey(principal) },
          } as const,
        ]
      : []),
    ...(groups.length > 0
      ? ([
          { thing, actions: [groupCalls.detach], resources: groups, context: guardrail },
          { thing, actions: [groupCalls.leave], resources: groups },
        ] as const)
      : []),
    ...boundaryPaths(keepers, principal, site),
  ];
}

/** IAM tells a call on a user or role which boundary that has. */
function boundaryKey({ detail }: Principal): string | readonly string[] {
  return detail.PermissionsBoundary?.PermissionsBoundaryArn ?? [];
}

function boundaryPaths(
  { boundary }: Bindings,
  { kind, arn }: Principal,
  { place }: AccountContext,
): readonly AttackPath[] {
  if (boundary === undefined) return [];
  const thing = 'own-boundary';
  const [put, remove] = principalCalls[kind].boundary;
  const same = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: put,
        Resource: '*',
        Condition: { ArnEquals: { 'iam:PermissionsBoundary': boundary } },
      },
    ],
  };
  return [
    { thing, actions: [put], resources: [arn], idle: same },
    { thing, actions: [remove], resources: [arn], context: { 'iam:PermissionsBoundary': boundary } },
    // AWS's own policies cannot be rewritten.
    ...(boundary.split(':')[4] === place.account
      ? [{ thing, actions: rewriting, resources: [boundary] } as const]
      : []),
  ];
}

/** AWS's policies that let their holder give itself everything. */
const strong = ['arn:*:iam::aws:policy/AdministratorAccess', 'arn:*:iam::aws:policy/IAMFullAccess'];

/**
 * The ways in which a principal can give itself any permission: an inline policy of its own or of a group, one of
 * AWS's policies for administrators, or another text of a policy that it has.
 */
export function escalationPaths(
  principal: Principal,
  snapshot: Snapshot,
): readonly (AttackRequests & Pick<AttackPath, 'idle'>)[] {
  const { kind, arn, detail } = principal;
  const { put, attach } = principalCalls[kind];
  const reading = snapshot.read('principals');
  const names = 'UserName' in detail ? (detail.GroupList ?? []) : [];
  const groups =
    reading.status === 'read'
      ? reading.value.GroupDetailList.filter(({ GroupName }) => names.includes(GroupName))
      : [];
  const account = snapshot.place.account;
  const policies = [detail, ...groups]
    .flatMap(({ AttachedManagedPolicies }) =>
      (AttachedManagedPolicies ?? []).map(({ PolicyArn }) => PolicyArn),
    )
    .filter((policy) => policy.split(':')[4] === account);
  const weak = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: [attach, groupCalls.attach],
        Resource: '*',
        Condition: { ArnNotLike: { 'iam:PolicyARN': strong } },
      },
    ],
  };
  const ofItself = { 'iam:PermissionsBoundary': boundaryKey(principal) };
  const groupArns = groups.map(({ Arn }) => Arn);
  return [
    { actions: [put], resources: [arn], context: ofItself },
    { actions: [attach], resources: [arn], context: ofItself, idle: weak },
    { actions: ['iam:CreatePolicyVersion'], resources: policies },
    { actions: [groupCalls.put], resources: groupArns },
    { actions: [groupCalls.attach], resources: groupArns, idle: weak },
  ];
}
