import type { Perimeter } from '@palisade/iam';
import type { Conditions } from '../model/call';

/** A policy statement as we write it. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Conditions;
}

/**
 * Denies the protected actions unless the request comes through the perimeter.
 *
 * All conditions are ANDed and negated: the Deny applies exactly when the request is outside by every one of them. An
 * absent key satisfies a negated operator, so a request from the public internet is denied (IAM user guide, condition
 * operators). `aws:ViaAWSService` is always present. Calls that an AWS service makes for the principal (such as
 * CloudFormation describing a notebook) have no VPC keys and are spared; a session that opens a notebook is never
 * such a call.
 */
export function denyOutside(
  { vpcs, vpcEndpoints, cidrs }: Pick<Perimeter, 'vpcs' | 'vpcEndpoints' | 'cidrs'>,
  actions: readonly string[],
  resource: string,
): PolicyStatement {
  const StringNotEquals = {
    ...(vpcs.length > 0 ? { 'aws:SourceVpc': [...vpcs] } : {}),
    ...(vpcEndpoints.length > 0 ? { 'aws:SourceVpce': [...vpcEndpoints] } : {}),
  };
  return {
    Sid: 'PalisadeDenyOutside',
    Effect: 'Deny',
    Action: [...actions],
    Resource: resource,
    Condition: {
      ...(Object.keys(StringNotEquals).length > 0 ? { StringNotEquals } : {}),
      ...(cidrs.length > 0 ? { NotIpAddress: { 'aws:SourceIp': [...cidrs] } } : {}),
      Bool: { 'aws:ViaAWSService': 'false' },
    },
  };
}
