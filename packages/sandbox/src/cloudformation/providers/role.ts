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
import { isArray, isPlainObject } from '../../protocol/shape';
import {
  type StackHost,
  type CreatedResource,
  optionalText,
  type Provider,
  type ProviderRequest,
  propertyText,
} from '../provider';
import { TemplateError } from '../template';

/** AWS::IAM::Role, with its inline and attached policies. */
export const role: Provider = {
  replacedBy: ['RoleName', 'Path'],
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
    try {
      await putPolicies(request, RoleName);
    } catch (error) {
      await dropPolicies(host, RoleName);
      await host.clients.iam.send(new DeleteRoleCommand({ RoleName }));
      throw error;
    }
    return { id: RoleName, attributes: { Arn: Role?.Arn ?? '', RoleId: Role?.RoleId ?? '' } };
  },
  async update(request, made) {
    const { host, properties } = request;
    const PolicyDocument = JSON.stringify(properties['AssumeRolePolicyDocument']);
    await host.clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: made.id, PolicyDocument }));
    // Additions come before removals, so policies that stay are attached all the time.
    await putPolicies(request, made.id);
    await dropPolicies(host, made.id, namesIn(properties));
    return made;
  },
  async remove(host, { id }) {
    await dropPolicies(host, id);
    await host.clients.iam.send(new DeleteRoleCommand({ RoleName: id }));
  },
};

async function putPolicies({ host, properties, location }: ProviderRequest, RoleName: string): Promise<void> {
  const { Policies: inline = [], ManagedPolicyArns: managed = [] } = properties;
  for (const policy of isArray(inline) ? inline : []) {
    if (!isPlainObject(policy))
      throw new TemplateError(`${location}.Properties.Policies`, 'contains something that is not a policy');
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

interface Kept {
  readonly inline: ReadonlySet<string>;
  readonly attached: ReadonlySet<string>;
}

function namesIn({ Policies: inline, ManagedPolicyArns: managed }: ProviderRequest['properties']): Kept {
  const named = (isArray(inline) ? inline : [])
    .filter(isPlainObject)
    .map((policy) => String(policy['PolicyName']));
  return { inline: new Set(named), attached: new Set(isArray(managed) ? managed.map(String) : []) };
}

async function dropPolicies({ clients: { iam } }: StackHost, RoleName: string, kept?: Kept): Promise<void> {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames)
    if (kept?.inline.has(PolicyName) !== true)
      await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  const { AttachedPolicies = [] } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies)
    if (kept?.attached.has(PolicyArn ?? '') !== true)
      await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
}

/** AWS::IAM::Policy: an inline policy of some roles. */
export const inlinePolicy: Provider = {
  replacedBy: ['PolicyName'],
  create: putInline,
  async update(request, made) {
    const next = await putInline(request);
    const { PolicyName } = made.attributes;
    const roles = next.attributes['Roles']?.split(',') ?? [];
    for (const RoleName of made.attributes['Roles']?.split(',') ?? [])
      if (!roles.includes(RoleName))
        await request.host.clients.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    return { ...next, id: made.id };
  },
  async remove({ clients }, { attributes: { PolicyName, Roles = '' } }) {
    for (const RoleName of Roles.split(','))
      await clients.iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  },
};

async function putInline(request: ProviderRequest): Promise<CreatedResource> {
  const { host, properties, location } = request;
  const PolicyName = propertyText(request, 'PolicyName');
  const roles = isArray(properties['Roles']) ? properties['Roles'].map(String) : [];
  if (roles.length === 0) throw new TemplateError(`${location}.Properties.Roles`, 'names no role');
  const PolicyDocument = JSON.stringify(properties['PolicyDocument']);
  for (const RoleName of roles)
    await host.clients.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
  return { id: request.name, attributes: { PolicyName, Roles: roles.join(',') } };
}
