import { mayAllow } from '@palisade/iam';
import { guardrailArn, guardrailName } from '../../core/guardrail/policy';
import { keptArn } from '../../core/guardrail/attach';
import { type OwnResources, ownResources } from '../../core/enforcement/own-resources';
import { partitionOf, type Place } from '../../core/model/resource';
import type { Snapshot } from '../../core/model/snapshot';
import type { AuthorizationDetails } from '../../core/slices/principals';
import {
  actionsByService,
  borrowing,
  groupCalls,
  mappingCalls,
  ownCalls,
  principalCalls,
  rewriting,
} from './targets';
import type { AttackPath } from './attack-path';

/** What there is in the account to tamper with, and the attack paths to it; the same for all its principals. */
export interface AccountContext {
  readonly place: Place;
  /** The resources of Palisade, if it is deployed here. */
  readonly own?: OwnResources;
  /** The ARNs of the users and roles whose guardrail is an inline policy. */
  readonly inlineHolders: readonly string[];
  readonly paths: readonly AttackPath[];
  readonly guardrailArn: string;
  /** The actions of the attack paths that a policy may allow; most policies allow none. */
  readonly mayAllow: (document: unknown) => ReadonlySet<string>;
}

export const tamperGuardBaseName = 'PalisadeTamperGuard';

/** The name of the policy that denies tampering, one per Region. */
export function tamperGuardName({ region }: Place): string {
  return `${tamperGuardBaseName}-${region}`;
}

/** The ARN of an IAM resource in this account. */
export function iamArn(place: Place, resource: string): string {
  return `arn:${partitionOf(place)}:iam::${place.account}:${resource}`;
}

/** Finds once what all principals of the account have in common. */
export function accountContextOf(snapshot: Snapshot): AccountContext | undefined {
  const reading = snapshot.read('principals');
  if (reading.status === 'unreadable') return undefined;
  const { place } = snapshot;
  const own = ownResources(reading.value, place);
  const inlineHolders = holdersOf(reading.value, guardrailName(place));
  const kept = [guardrailArn(place), keptArn(tamperGuardName(place), place)].filter((kept) =>
    reading.value.Policies.some(({ Arn }) => Arn === kept),
  );
  return {
    place,
    ...(own === undefined ? {} : { own }),
    inlineHolders,
    guardrailArn: guardrailArn(place),
    mayAllow: remembered((document) => mayAllow(document, actionsByService)),
    paths: [
      ...(kept.length > 0 ? policyPaths(place, kept) : []),
      ...inlinePaths(inlineHolders),
      ...(own === undefined ? [] : deploymentPaths(own, place)),
    ],
  };
}

/** Remembers the result for each document, because principals share their policies. */
function remembered<T>(read: (document: unknown) => T): (document: unknown) => T {
  const known = new Map<unknown, T>();
  return (document) => {
    const found = known.get(document) ?? read(document);
    known.set(document, found);
    return found;
  };
}

function holdersOf(
  { UserDetailList, RoleDetailList }: AuthorizationDetails,
  name: string,
): readonly string[] {
  const holds = (list: readonly { PolicyName: string }[] | undefined): boolean =>
    list?.some(({ PolicyName }) => PolicyName === name) === true;
  return [
    ...UserDetailList.filter(({ UserPolicyList }) => holds(UserPolicyList)),
    ...RoleDetailList.filter(({ RolePolicyList }) => holds(RolePolicyList)),
  ].map(({ Arn }) => Arn);
}

function policyPaths(place: Place, kept: readonly string[]): readonly AttackPath[] {
  const others = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Action: [principalCalls.user.detach, principalCalls.role.detach, groupCalls.detach],
        Resource: '*',
        Condition: { ArnNotEquals: { 'iam:PolicyARN': kept } },
      },
    ],
  };
  const target = 'guardrails';
  return [
    {
      target,
      actions: [principalCalls.user.detach],
      resources: [iamArn(place, 'user/*')],
      idle: others,
      ofOthers: true,
    },
    {
      target,
      actions: [principalCalls.role.detach],
      resources: [iamArn(place, 'role/*')],
      idle: others,
      ofOthers: true,
    },
    { target, actions: [groupCalls.detach], resources: [iamArn(place, 'group/*')], idle: others },
    { target, actions: rewriting, resources: kept },
  ];
}

function inlinePaths(holders: readonly string[]): readonly AttackPath[] {
  const of = (kind: 'user' | 'role'): readonly AttackPath[] => {
    const resources = holders.filter((arn) => arn.includes(`:${kind}/`));
    return resources.length === 0
      ? []
      : [{ target: 'guardrails', actions: principalCalls[kind].inline, resources, ofOthers: true }];
  };
  return [...of('user'), ...of('role')];
}

/** The ARNs of functions, unqualified and with any version or alias. */
export function qualified(functions: readonly string[]): readonly string[] {
  return functions.flatMap((one) => [one, `${one}:*`]);
}

function deploymentPaths(own: OwnResources, place: Place): readonly AttackPath[] {
  const anyMapping = `arn:${partitionOf(place)}:lambda:${place.region}:${place.account}:event-source-mapping:*`;
  const anyFunction = `arn:${partitionOf(place)}:lambda:${place.region}:${place.account}:function:*`;
  return [
    ...ownCalls.map(({ target, part, actions }): AttackPath => ({
      target,
      actions,
      // A call may also name the latest version.
      resources: part === 'functions' ? own[part].flatMap((one) => [one, `${one}:$LATEST`]) : own[part],
    })),
    {
      target: 'events',
      actions: mappingCalls,
      resources: [anyMapping],
      idle: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Deny',
            Action: mappingCalls,
            Resource: '*',
            Condition: { ArnNotLike: { 'lambda:FunctionArn': qualified(own.functions) } },
          },
        ],
      },
    },
    {
      target: 'roles',
      actions: borrowing.passing,
      resources: own.roles,
      context: { 'iam:PassedToService': 'lambda.amazonaws.com' },
      with: { actions: borrowing.creating, resources: [anyFunction] },
    },
  ];
}
