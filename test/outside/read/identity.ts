import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
} from '@aws-sdk/client-iam';
import type { OutsideClients } from './clients';
import { type ObservedProperties, orNothing, policyProperty } from './shape';

export async function readRole(
  { iam }: OutsideClients,
  RoleName: string,
  wanted: ObservedProperties,
): Promise<ObservedProperties> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  // Policies are unordered; those of the template come first.
  const own = (wanted['Policies'] as readonly { PolicyName: string }[]).map((item) => item.PolicyName);
  const Policies = [];
  for (const PolicyName of own.filter((name) => PolicyNames.includes(name))) {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    Policies.push({ PolicyName, PolicyDocument: policyProperty(PolicyDocument) });
  }
  return {
    ...Role,
    AssumeRolePolicyDocument: policyProperty(Role?.AssumeRolePolicyDocument),
    Policies,
    Tags,
  };
}

export async function readPolicy(
  { iam }: OutsideClients,
  _id: string,
  wanted: ObservedProperties,
): Promise<ObservedProperties> {
  const PolicyName = String(wanted['PolicyName']);
  const roles = wanted['Roles'] as readonly string[];
  const documents = await Promise.all(
    roles.map((RoleName) => orNothing(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })))),
  );
  return {
    PolicyName,
    Roles: roles.filter((_, index) => documents[index] !== undefined),
    PolicyDocument: policyProperty(documents[0]?.PolicyDocument),
  };
}
