import type { Declared } from './reads';
import { here, iamArn, type Statement, type Value } from './arns';

/** A permission that a step needs, limited as far as AWS allows (service authorization reference). */
interface Grant {
  readonly sid: string;
  /** Where it is not the call itself that is granted. */
  readonly action?: string;
  readonly on: readonly Value[];
  readonly if?: Statement['Condition'];
}

const notebooks = [here('sagemaker', 'notebook-instance/*')];
const ec2 = (...types: readonly string[]): readonly Value[] => types.map((type) => here('ec2', `${type}/*`));
const principals = { user: [iamArn('user/*')], role: [iamArn('role/*')] } as const;
const guardrails = ['PalisadeSageMakerGuardrail', 'PalisadeTamperGuard'].map((name) =>
  iamArn(`policy/palisade/${name}-\${AWS::Region}`),
);
const onlyGuardrails = { ArnEquals: { 'iam:PolicyARN': guardrails } };

const notebook: readonly Grant[] = [{ sid: 'Notebooks', on: notebooks }];
const rootAccess = (value: 'Enabled' | 'Disabled'): readonly Grant[] => [
  { sid: 'RootAccess', on: notebooks, if: { StringEquals: { 'sagemaker:RootAccess': value } } },
];
/** Tags on what a call makes, and on nothing that exists already. */
const tagging = (type: string, ...by: readonly string[]): readonly Grant[] => [
  {
    sid: 'TagWhatIsMade',
    action: 'ec2:CreateTags',
    on: ec2(type),
    if: { StringEquals: { 'ec2:CreateAction': by } },
  },
];
const tagRules = tagging(
  'security-group-rule',
  'AuthorizeSecurityGroupIngress',
  'AuthorizeSecurityGroupEgress',
);
/** Private DNS of an endpoint makes AWS associate a hosted zone with the VPC on the caller's behalf. */
const privateDns: readonly Grant[] = [
  {
    sid: 'PrivateDnsZone',
    action: 'route53:AssociateVPCWithHostedZone',
    on: [{ 'Fn::Sub': 'arn:${AWS::Partition}:route53:::hostedzone/*' }],
  },
];
const passRole: readonly Grant[] = [
  {
    sid: 'PassNotebookRoles',
    action: 'iam:PassRole',
    on: principals.role,
    if: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  },
];
/** A rule that is made with tags is itself a resource of the call. */
const taggedRules: readonly Grant[] = [
  { sid: 'SecurityGroupRules', on: ec2('security-group', 'security-group-rule') },
  ...tagRules,
];
const groupRules: readonly Grant[] = [{ sid: 'RulesOfSecurityGroups', on: ec2('security-group') }];
const endpoint: readonly Grant[] = [{ sid: 'Endpoints', on: ec2('vpc-endpoint', 'subnet') }];
const guardrail: readonly Grant[] = [{ sid: 'Guardrails', on: guardrails }];
const attach = (kind: 'user' | 'role'): readonly Grant[] => [
  { sid: 'AttachOnlyGuardrails', on: principals[kind], if: onlyGuardrails },
];
const inline = (kind: 'user' | 'role'): readonly Grant[] => [
  { sid: 'InlineGuardrails', on: principals[kind] },
];
/** What a rule made carries its mark; nothing else may be taken away. */
const onlyOwn = { StringEquals: { 'aws:ResourceTag/palisade:created-by': 'endpoint-required' } };

/** What each call of a rule's steps needs. A call without a row is refused when the template is made. */
const grants: Readonly<Record<string, readonly Grant[]>> = {
  'sagemaker:StopNotebookInstance': notebook,
  'sagemaker:StartNotebookInstance': notebook,
  'sagemaker:UpdateNotebookInstance': rootAccess('Disabled'),
  'sagemaker:ListTags': notebook,
  'sagemaker:AddTags': notebook,
  'sagemaker:CreateNotebookInstance': [
    {
      sid: 'ReplaceInVpc',
      on: notebooks,
      if: { StringEquals: { 'sagemaker:DirectInternetAccess': 'Disabled' } },
    },
    { sid: 'Notebooks', action: 'sagemaker:AddTags', on: notebooks },
    { sid: 'Notebooks', action: 'sagemaker:ListTags', on: notebooks },
    ...passRole,
  ],
  'iam:PassRole': passRole,
  'sagemaker:UpdateDomain': [{ sid: 'Domains', on: [here('sagemaker', 'domain/*')] }],
  'ec2:CreateTags': tagRules,
  'ec2:ModifyVpcAttribute': [{ sid: 'Vpcs', on: ec2('vpc') }],
  'ec2:ModifyVpcEndpoint': [...endpoint, ...privateDns],
  'ec2:CreateVpcEndpoint': [
    {
      sid: 'CreateSageMakerEndpoints',
      on: ec2('vpc-endpoint'),
      if: { StringLike: { 'ec2:VpceServiceName': ['*amazonaws.*.sagemaker*', 'aws.sagemaker.*'] } },
    },
    // What an endpoint is put into cannot be told by its service.
    { sid: 'PutEndpointsInto', on: ec2('vpc', 'subnet', 'security-group') },
    ...tagging('vpc-endpoint', 'CreateVpcEndpoint'),
    ...privateDns,
  ],
  'ec2:DeleteVpcEndpoints': [{ sid: 'DeleteOnlyOwn', on: ec2('vpc-endpoint'), if: onlyOwn }],
  'ec2:CreateSecurityGroup': [
    {
      sid: 'EndpointGroups',
      on: ec2('security-group'),
      if: { StringEquals: { 'aws:RequestTag/palisade:created-by': 'endpoint-required' } },
    },
    { sid: 'EndpointGroupsInVpcs', on: ec2('vpc') },
    ...tagging('security-group', 'CreateSecurityGroup'),
  ],
  'ec2:DeleteSecurityGroup': [{ sid: 'DeleteOnlyOwn', on: ec2('security-group'), if: onlyOwn }],
  'ec2:AuthorizeSecurityGroupIngress': taggedRules,
  'ec2:AuthorizeSecurityGroupEgress': taggedRules,
  'ec2:RevokeSecurityGroupIngress': groupRules,
  'ec2:RevokeSecurityGroupEgress': groupRules,
  'iam:CreatePolicy': guardrail,
  'iam:CreatePolicyVersion': guardrail,
  'iam:DeletePolicyVersion': guardrail,
  'iam:AttachUserPolicy': attach('user'),
  'iam:DetachUserPolicy': attach('user'),
  'iam:AttachRolePolicy': attach('role'),
  'iam:DetachRolePolicy': attach('role'),
  'iam:PutUserPolicy': inline('user'),
  'iam:DeleteUserPolicy': inline('user'),
  'iam:PutRolePolicy': inline('role'),
  'iam:DeleteRolePolicy': inline('role'),
};

/** Where an inverse step needs something else than a step: it tags nothing, and switches private DNS only off. */
const undoGrants: typeof grants = {
  ...grants,
  'sagemaker:UpdateNotebookInstance': rootAccess('Enabled'),
  'ec2:ModifyVpcEndpoint': endpoint,
  'ec2:AuthorizeSecurityGroupIngress': groupRules,
};

/** Deleting a notebook destroys data: only an operator does it, with `palisade apply --allow-data-loss`. */
export const operatorsOnly: readonly string[] = ['sagemaker:DeleteNotebookInstance'];

/**
 * What the steps of these rules need.
 * @throws Error for a call whose permissions nobody wrote down
 */
export function writeStatements(rules: readonly Declared[]): readonly Statement[] {
  const calls = rules.flatMap(({ meta }) => meta.calls).filter((call) => !operatorsOnly.includes(call));
  return statementsFor(calls, grants);
}

/** The same for their inverse steps, which take back what was done. */
export function undoStatements(rules: readonly Declared[]): readonly Statement[] {
  return statementsFor(
    rules.flatMap(({ meta }) => meta.undoCalls),
    undoGrants,
  );
}

/** Grants on the same things under the same condition become one statement. */
function statementsFor(calls: readonly string[], table: typeof grants): readonly Statement[] {
  const merged = new Map<string, { grant: Grant; actions: Set<string> }>();
  for (const call of [...new Set(calls)].sort()) {
    const needed = table[call];
    if (needed === undefined)
      throw new Error(`no permissions are written down for ${call}: add it to infra/generate/writes.ts`);
    for (const grant of needed) {
      const key = JSON.stringify([grant.sid, grant.on, grant.if]);
      const entry = merged.get(key) ?? { grant, actions: new Set<string>() };
      entry.actions.add(grant.action ?? call);
      merged.set(key, entry);
    }
  }
  return named([...merged.values()]);
}

/** Sids are unique in a policy; two of one name differ in what they are about. */
function named(entries: readonly { grant: Grant; actions: ReadonlySet<string> }[]): readonly Statement[] {
  const taken = new Map<string, number>();
  return entries.map(({ grant, actions }) => {
    const count = (taken.get(grant.sid) ?? 0) + 1;
    taken.set(grant.sid, count);
    return {
      Sid: count === 1 ? grant.sid : `${grant.sid}${count}`,
      Effect: 'Allow',
      Action: [...actions].sort(),
      Resource: grant.on,
      ...(grant.if === undefined ? {} : { Condition: grant.if }),
    };
  });
}
