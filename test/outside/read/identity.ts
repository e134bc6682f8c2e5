import {
  GetRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  ListRoleTagsCommand,
} from '@aws-sdk/client-iam';
import type { Clients } from './clients';
import { type Observed, orNothing, policy } from './shape';

export async function readRole({ iam }: Clients, RoleName: string, wanted: Observed): Promise<Observed> {
  const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
  const { Tags } = await iam.send(new ListRoleTagsCommand({ RoleName }));
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  // Policies have no order; those of the template come first.
  const own = (wanted['Policies'] as readonly { PolicyName: string }[]).map((item) => item.PolicyName);
  const Policies = [];
  for (const PolicyName of own.filter((name) => PolicyNames.includes(name))) {
    const { PolicyDocument } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    Policies.push({ PolicyName, PolicyDocument: policy(PolicyDocument) });
  }
  return { ...Role, AssumeRolePolicyDocument: policy(Role?.AssumeRolePolicyDocument), Policies, Tags };
}

export async function readPolicy({ iam }: Clients, _id: string, wanted: Observed): Promise<Observed> {
  const PolicyName = String(wanted['PolicyName']);
  const roles = wanted['Roles'] as readonly string[];
  const documents = await Promise.all(
    roles.map((RoleName) => orNothing(iam.send(new GetRolePolicyCommand({ RoleName, PolicyName })))),
  );
  return {
    PolicyName,
    Roles: roles.filter((_, index) => documents[index] !== undefined),
    PolicyDocument: policy(documents[0]?.PolicyDocument),
  };
}
