import { splitArn } from '@palisade/iam';
import type { PolicyStatement } from '../../core/guardrail/deny-outside';
import { guardrailPath } from '../../core/guardrail/policy';
import type { Principal } from '../../core/principals/assemble';
import { partitionOf } from '../../core/model/resource';
import type { Bindings } from './bindings';
import { iamArn, qualified, type AccountContext } from './account-context';
import { borrowing, groupCalls, mappingCalls, ownCalls, principalCalls, rewriting } from './targets';

/** A Deny statement, perhaps on several resources. */
type Denial = Omit<PolicyStatement, 'Resource'> & { readonly Resource: string | readonly string[] };

export interface GuardDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Denial[];
}

/**
 * The statements that all principals share: they deny every change of Palisade, of its policies, and of their
 * attachments.
 */
export function sharedDenials({ place, own, inlineHolders }: AccountContext): readonly Denial[] {
  const kept = iamArn(place, `policy${guardrailPath}*`);
  return [
    deny('PalisadeKeepPolicies', [...rewriting, 'iam:DeletePolicy', 'iam:DeletePolicyVersion'], kept),
    {
      ...deny(
        'PalisadeKeepAttached',
        [principalCalls.user.detach, principalCalls.role.detach, groupCalls.detach],
        [iamArn(place, 'user/*'), iamArn(place, 'role/*'), iamArn(place, 'group/*')],
      ),
      Condition: { ArnLike: { 'iam:PolicyARN': kept } },
    },
    ...(inlineHolders.length > 0
      ? [
          deny(
            'PalisadeKeepInline',
            [...principalCalls.user.inline, ...principalCalls.role.inline],
            inlineHolders,
          ),
        ]
      : []),
    ...(own === undefined
      ? []
      : [
          deny(
            'PalisadeKeepRunning',
            ownCalls
              .filter(({ part }) => part !== 'roles')
              .flatMap(({ actions }): readonly string[] => actions),
            ownCalls
              .filter(({ part }) => part !== 'roles')
              .flatMap(({ part }) => (part === 'functions' ? qualified(own[part]) : own[part])),
          ),
          deny(
            'PalisadeKeepRoles',
            [
              ...ownCalls
                .filter(({ part }) => part === 'roles')
                .flatMap(({ actions }): readonly string[] => actions),
              ...borrowing.passing,
            ],
            own.roles,
          ),
          {
            ...deny(
              'PalisadeKeepFeed',
              mappingCalls,
              `arn:${partitionOf(place)}:lambda:${place.region}:${place.account}:event-source-mapping:*`,
            ),
            Condition: { ArnEquals: { 'lambda:FunctionArn': qualified(own.functions) } },
          },
        ]),
  ];
}

/** The statements for one principal: they protect its boundary, and its membership of groups with the guardrail. */
export function ownDenials(
  { boundary, groups }: Bindings,
  { kind, arn }: Principal,
  { place }: AccountContext,
): readonly Denial[] {
  return [
    ...(boundary === undefined ? [] : [deny('PalisadeKeepBoundary', principalCalls[kind].boundary, arn)]),
    ...(boundary !== undefined && splitArn(boundary)?.account === place.account
      ? [deny('PalisadeKeepBoundaryText', rewriting, boundary)]
      : []),
    ...(groups.length > 0 ? [deny('PalisadeKeepMembership', [groupCalls.leave], groups)] : []),
  ];
}

/**
 * An inline policy with these statements, which also denies any change of the principal's inline policies, including
 * this one.
 */
export function inlineDocument(denials: readonly Denial[], { kind, arn }: Principal): GuardDocument {
  return guardDocument([...denials, deny('PalisadeKeepThis', principalCalls[kind].inline, arn)]);
}

export function guardDocument(denials: readonly Denial[]): GuardDocument {
  return { Version: '2012-10-17', Statement: denials };
}

function deny(Sid: string, Action: readonly string[], Resource: string | readonly string[]): Denial {
  return { Sid, Effect: 'Deny', Action, Resource };
}
