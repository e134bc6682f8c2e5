import { splitArn } from '@palisade/iam';
import type { Principal } from '../../core/principals/assemble';
import type { Snapshot } from '../../core/model/snapshot';
import type { Bindings } from './bindings';
import type { AccountContext } from './account-context';
import { groupCalls, principalCalls, rewriting } from './targets';
import type { AttackRequests, AttackPath } from './attack-path';

/** The attack paths by which a principal can remove from itself what keeps it inside. */
export function pathsAgainst(
  bindings: Bindings,
  principal: Principal,
  account: AccountContext,
): readonly AttackPath[] {
  const { attached, inline, groups } = bindings;
  const calls = principalCalls[principal.kind];
  const target = 'own-guardrail';
  const own = [principal.arn];
  const guardrail = { 'iam:PolicyARN': account.guardrailArn };
  return [
    ...(attached
      ? [
          {
            target,
            actions: [calls.detach],
            resources: own,
            context: { ...guardrail, 'iam:PermissionsBoundary': boundaryKey(principal) },
          } as const,
        ]
      : []),
    ...(attached || groups.length > 0
      ? [{ target, actions: rewriting, resources: [account.guardrailArn] } as const]
      : []),
    ...(inline
      ? [
          {
            target,
            actions: calls.inline,
            resources: own,
            context: { 'iam:PermissionsBoundary': boundaryKey(principal) },
          } as const,
        ]
      : []),
    ...(groups.length > 0
      ? ([
          { target, actions: [groupCalls.detach], resources: groups, context: guardrail },
          { target, actions: [groupCalls.leave], resources: groups },
        ] as const)
      : []),
    ...boundaryPaths(bindings, principal, account),
  ];
}

/** The value of iam:PermissionsBoundary in a call on the principal: the boundary that it has. */
function boundaryKey({ detail }: Principal): string | readonly string[] {
  return detail.PermissionsBoundary?.PermissionsBoundaryArn ?? [];
}

function boundaryPaths(
  { boundary }: Bindings,
  { kind, arn }: Principal,
  { place }: AccountContext,
): readonly AttackPath[] {
  if (boundary === undefined) return [];
  const target = 'own-boundary';
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
    { target, actions: [put], resources: [arn], idle: same },
    { target, actions: [remove], resources: [arn], context: { 'iam:PermissionsBoundary': boundary } },
    // AWS's own policies cannot be changed.
    ...(splitArn(boundary)?.account === place.account
      ? [{ target, actions: rewriting, resources: [boundary] } as const]
      : []),
  ];
}

/** AWS's policies with which a principal can give itself every permission. */
const strong = ['arn:*:iam::aws:policy/AdministratorAccess', 'arn:*:iam::aws:policy/IAMFullAccess'];

/**
 * The attack paths by which a principal can give itself any permission: an inline policy of its own or of a group,
 * one of AWS's administrator policies, or a new version of a policy that it has.
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
  const { account } = snapshot.place;
  const policies = [detail, ...groups]
    .flatMap(({ AttachedManagedPolicies }) =>
      (AttachedManagedPolicies ?? []).map(({ PolicyArn }) => PolicyArn),
    )
    .filter((policy) => splitArn(policy)?.account === account);
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
