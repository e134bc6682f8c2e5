import type { Template } from '../../cloudformation/template';
import { AwsError } from '../../protocol/aws-error';

/**
 * The types that need an acknowledgement, with the property that names such a resource (CreateStack, API reference).
 */
const NAMES = new Map<string, string | undefined>([
  ['AWS::IAM::AccessKey', undefined],
  ['AWS::IAM::Group', 'GroupName'],
  ['AWS::IAM::InstanceProfile', 'InstanceProfileName'],
  ['AWS::IAM::ManagedPolicy', 'ManagedPolicyName'],
  ['AWS::IAM::Policy', undefined],
  ['AWS::IAM::Role', 'RoleName'],
  ['AWS::IAM::RolePolicy', undefined],
  ['AWS::IAM::User', 'UserName'],
  ['AWS::IAM::UserToGroupAddition', undefined],
]);

export interface Required {
  readonly capability: 'CAPABILITY_IAM' | 'CAPABILITY_NAMED_IAM';
  /** The types of resource that need it. */
  readonly types: readonly string[];
}

/** The capability that a template needs to have acknowledged; `undefined` if it needs none. */
export function requiredCapability({ resources }: Template): Required | undefined {
  const found = [...resources.values()].filter(({ type }) => NAMES.has(type));
  if (found.length === 0) return undefined;
  const isNamed = found.some(({ type, properties }) => {
    const property = NAMES.get(type);
    return property !== undefined && property in properties;
  });
  return {
    capability: isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM',
    types: [...new Set(found.map(({ type }) => type))],
  };
}

/** @throws AwsError InsufficientCapabilitiesException if a needed capability is not given */
export function checkCapabilities(template: Template, given: readonly string[]): void {
  const required = requiredCapability(template);
  if (required === undefined || given.includes('CAPABILITY_NAMED_IAM')) return;
  if (!given.includes(required.capability))
    throw new AwsError(
      'InsufficientCapabilitiesException',
      `Requires capabilities : [${required.capability}]`,
    );
}
