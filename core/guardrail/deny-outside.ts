import type { Perimeter } from '@palisade/iam';
import type { Conditions } from '../model/call';
import { mayBeForwarded } from '../model/ways-in';

/** A policy statement as we write it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Conditions;
}

/** Where the Denies apply. */
export interface DenyScope {
  readonly region: string;
  /** The account of the principals; absent: all accounts that the policy reaches. */
  readonly account?: string;
}

/**
 * Denies the protected actions in a Region unless the request comes through the perimeter.
 *
 * All conditions are ANDed and negated: the Deny applies exactly when the request is outside by every one of them. An
 * absent key satisfies a negated operator, so a request from the public internet is denied (IAM user guide, condition
 * operators). The resource is `*`, because a statement on an ARN may not reach actions without a type of resource, and
 * because two statements would repeat the network; the Region, which every request has, limits it.
 * The account is that of the principal, so what other accounts share with it is closed from outside too: partner apps,
 * through AWS RAM (SageMaker AI developer guide, cross-account sharing of partner AI apps, read in November 2026).
 *
 * Calls that an AWS service makes for the principal have no VPC keys. They are let through where AWS checks again
 * during the session, which is never such a call, and denied from everywhere for all other actions: whoever started
 * the service would get the token.
 */
export function denyOutside(
  { vpcs, vpcEndpoints, cidrs }: Pick<Perimeter, 'vpcs' | 'vpcEndpoints' | 'cidrs'>,
  actions: readonly string[],
  { region, account }: DenyScope,
): readonly PolicyStatement[] {
  const StringNotEquals = {
    ...(vpcs.length > 0 ? { 'aws:SourceVpc': [...vpcs] } : {}),
    ...(vpcEndpoints.length > 0 ? { 'aws:SourceVpce': [...vpcEndpoints] } : {}),
  };
  const StringEquals = {
    'aws:RequestedRegion': region,
    ...(account === undefined ? {} : { 'aws:PrincipalAccount': account }),
  };
  return [
    ...deny('PalisadeDenyOutside', actions, {
      StringEquals,
      ...(Object.keys(StringNotEquals).length > 0 ? { StringNotEquals } : {}),
      ...(cidrs.length > 0 ? { NotIpAddress: { 'aws:SourceIp': [...cidrs] } } : {}),
      Bool: { 'aws:ViaAWSService': 'false' },
    }),
    ...deny(
      'PalisadeDenyForwarded',
      actions.filter((one) => !mayBeForwarded(one)),
      { StringEquals, Bool: { 'aws:ViaAWSService': 'true' } },
    ),
  ];
}

function deny(Sid: string, Action: readonly string[], Condition: Conditions): readonly PolicyStatement[] {
  return Action.length === 0 ? [] : [{ Sid, Effect: 'Deny', Action: [...Action], Resource: '*', Condition }];
}
