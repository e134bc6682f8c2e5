import { type CallSpec, type Permission, regional, type Send } from '../model/call';
import type { Authorization, Revocation } from './rule-steps';

/** All EC2 resources of these types: `['subnet', 'vpc']`. */
export function ec2Resources(...types: readonly string[]): readonly string[] {
  return types.map((type) => regional('ec2', `${type}/*`));
}

/** Permission to tag what these calls create, and nothing that exists already. */
export function tagging(type: string, ...by: readonly string[]): readonly Permission[] {
  return [
    {
      sid: 'TagWhatIsMade',
      action: 'ec2:CreateTags',
      on: ec2Resources(type),
      when: { StringEquals: { 'ec2:CreateAction': by } },
    },
  ];
}

/** Permission to create security group rules with tags: then a rule is itself a resource of the call. */
export const authorizing: readonly Permission[] = [
  { sid: 'SecurityGroupRules', on: ec2Resources('security-group', 'security-group-rule') },
  ...tagging('security-group-rule', 'AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress'),
];

/** Permission to remove security group rules, or to create them without tags. */
export const onGroups: readonly Permission[] = [
  { sid: 'RulesOfSecurityGroups', on: ec2Resources('security-group') },
];

/** Adds a rule; succeeds if it already exists. */
export function authorizeRule(direction: 'Ingress' | 'Egress'): Required<CallSpec<Authorization>>['perform'] {
  return (input, send) =>
    unless('InvalidPermission.Duplicate', () => send(`ec2:AuthorizeSecurityGroup${direction}`, input));
}

/** Removes a rule; succeeds if it does not exist any more. */
export function revokeRule(direction: 'Ingress' | 'Egress'): Required<CallSpec<Revocation>>['perform'] {
  return (input, send) =>
    unless('InvalidPermission.NotFound', () => send(`ec2:RevokeSecurityGroup${direction}`, input));
}

async function unless(code: string, work: () => ReturnType<Send>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === code) return {};
    throw error;
  }
}
