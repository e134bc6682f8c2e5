import type { Perimeter } from '@palisade/iam';
import { actsOnSageMaker } from '../enforcement/protected-actions';
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
  /** The resources of SageMaker, as an ARN pattern. */
  readonly resource: string;
  readonly region: string;
  /** The account of the principals; absent: all accounts that the policy reaches. */
  readonly account?: string;
}

/**
 * Denies the protected actions unless the request comes through the perimeter.
 *
 * All conditions are ANDed and negated: a Deny applies exactly when the request is outside by every one of them. An
 * absent key satisfies a negated operator, so a request from the public internet is denied (IAM user guide, condition
 * operators). Actions without a type of resource are denied on `*`, in the Region only, because a statement on an ARN
 * may not reach them. Calls that an AWS service makes for the principal have no VPC keys. They are let through where
 * AWS checks again during the session, which is never such a call, and denied from everywhere for all other actions:
 * whoever started the service would get the token.
 */
export function denyOutside(
  { vpcs, vpcEndpoints, cidrs }: Pick<Perimeter, 'vpcs' | 'vpcEndpoints' | 'cidrs'>,
  actions: readonly string[],
  { resource, region, account }: DenyScope,
): readonly PolicyStatement[] {
  const StringNotEquals = {
    ...(vpcs.length > 0 ? { 'aws:SourceVpc': [...vpcs] } : {}),
    ...(vpcEndpoints.length > 0 ? { 'aws:SourceVpce': [...vpcEndpoints] } : {}),
  };
  const outside: Conditions = {
    ...(Object.keys(StringNotEquals).length > 0 ? { StringNotEquals } : {}),
    ...(cidrs.length > 0 ? { NotIpAddress: { 'aws:SourceIp': [...cidrs] } } : {}),
    Bool: { 'aws:ViaAWSService': 'false' },
  };
  const StringEquals = {
    'aws:RequestedRegion': region,
    ...(account === undefined ? {} : { 'aws:PrincipalAccount': account }),
  };
  return [
    ...deny('PalisadeDenyOutside', actions.filter(actsOnSageMaker), resource, outside),
    ...deny(
      'PalisadeDenyOutsideByRegion',
      actions.filter((one) => !actsOnSageMaker(one)),
      '*',
      {
        ...outside,
        StringEquals,
      },
    ),
    ...deny(
      'PalisadeDenyForwarded',
      actions.filter((one) => !mayBeForwarded(one)),
      '*',
      {
        StringEquals,
        Bool: { 'aws:ViaAWSService': 'true' },
      },
    ),
  ];
}

function deny(
  Sid: string,
  Action: readonly string[],
  Resource: string,
  Condition: Conditions,
): readonly PolicyStatement[] {
  return Action.length === 0 ? [] : [{ Sid, Effect: 'Deny', Action, Resource, Condition }];
}
