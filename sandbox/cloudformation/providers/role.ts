import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { isArray, isRecord } from '../../protocol/shape';
import { type Host, optionalText, type Provider, type Request, textOf } from '../provider';
import { TemplateError } from '../template';

/** AWS::IAM::Role, with its inline and attached policies. */
export const role: Provider = {
  async create(request) {
    const { host, properties } = request;
    const RoleName = optionalText(request, 'RoleName') ?? request.name;
    const Path = optionalText(request, 'Path') ?? '/';
    const boundary = optionalText(request, 'PermissionsBoundary');
    const { Role } = await host.clients.iam.send(
      new CreateRoleCommand({
        RoleName,
        Path,
        AssumeRolePolicyDocument: JSON.stringify(properties['AssumeRolePolicyDocument']),
        ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
      }),
    );
    await putPolicies(request, RoleName);
    return { id: RoleName, attributes: { Arn: Role?.Arn ?? '', RoleId: Role?.RoleId ?? '' } };
  },
  async update(request, made) {
    const { host, properties } = request;
    const PolicyDocument = JSON.stringify(properties['AssumeRolePolicyDocument']);
    await host.clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: made.id, PolicyDocument }));
    await dropPolicies(host, made.id);
    await putPolicies(request, made.id);
    return made;
  },
  async remove(host, { id }) {
    await dropPolicies(host, id);
    await host.clients.iam.send(new DeleteRoleCommand({ RoleName: id }));
  },
};

async function putPolicies({ host, properties, place }: Request, RoleName: string): Promise<void> {
  const { Policies: inline = [], ManagedPolicyArns: managed = [] } = properties;
  for (const policy of isArray(inline) ? inline : []) {
    if (!isRecord(policy))
      throw new TemplateError(`${place}.Properties.Policies`, 'holds something else than policies');
    await host.clients.iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: String(policy['PolicyName']),
        PolicyDocument: JSON.stringify(policy['PolicyDocument']),
      }),
    );
  }
  for (const PolicyArn of isArray(managed) ? managed.map(String) : [])
    await host.clients.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
}

async function dropPolicies({ clients: { iam } }: Host, RoleName: string): Promise<void> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies)
    await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
}

/** AWS::IAM::Policy: an inline policy on some roles. */
export const inlinePolicy: Provider = {
  async create(request) {
    const { host, properties, place } = request;
    const PolicyName = textOf(request, 'PolicyName');
    const roles = isArray(properties['Roles']) ? properties['Roles'].map(String) : [];
    if (roles.length === 0) throw new TemplateError(`${place}.Properties.Roles`, 'names no role');
    const PolicyDocument = JSON.stringify(properties['PolicyDocument']);
    for (const RoleName of roles)
      await host.clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
    return { id: request.name, attributes: { PolicyName, Roles: roles.join(',') } };
  },
  async remove({ clients }, { attributes: { PolicyName, Roles = '' } }) {
    for (const RoleName of Roles.split(','))
      await clients.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  },
};
