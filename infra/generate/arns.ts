import type { Grant } from '../../adapters/aws/grant';

/** An intrinsic function of CloudFormation, or plain text. */
export type TemplateValue =
  string | { readonly 'Fn::Sub': string } | { readonly 'Fn::GetAtt': readonly [string, string] };

/** An ARN in this deployment's account and Region, in any partition. */
export const here = (service: string, resource: string): TemplateValue => ({
  'Fn::Sub': `arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`,
});

/** A function of Palisade, by its name in infra/functions.yml, with any stage: there is one deployment in a Region. */
export const functionNamed = (name: string): TemplateValue => here('lambda', `function:palisade-*-${name}`);

export const iamArnValue = (resource: string): TemplateValue => ({
  'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:${resource}`,
});

export const arnValue = (logicalId: string): TemplateValue => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** A statement of a role's policy. */
export interface RoleStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: readonly string[];
  readonly Resource: TemplateValue | readonly TemplateValue[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** A permission that an adapter declares, as a statement. */
export function granted({ sid, calls, on }: Grant): RoleStatement {
  return { Sid: sid, Effect: 'Allow', Action: calls, Resource: on === '*' ? on : { 'Fn::Sub': on } };
}
