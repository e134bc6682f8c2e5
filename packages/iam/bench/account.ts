import { nameInArn } from '../src';
/** An account in the form of `aws iam get-account-authorization-details`, made up but of realistic shape and sizes. */
type Json = Record<string, unknown>;

const account = '111122223333';

/** A small generator of repeatable numbers (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const services = [
  's3',
  'ec2',
  'dynamodb',
  'logs',
  'kms',
  'sqs',
  'sns',
  'lambda',
  'cloudwatch',
  'ssm',
  'ecr',
  'states',
  'glue',
  'athena',
];
const verbs = ['Get', 'List', 'Describe', 'Put', 'Create', 'Delete', 'Update'];
const nouns = [
  'Object',
  'Item',
  'Instances',
  'Stream',
  'Key',
  'Queue',
  'Topic',
  'Function',
  'Metric',
  'Parameter',
  'Image',
  'Table',
];

function foreignStatement(random: () => number, index: number): Json {
  const service = services[Math.floor(random() * services.length)] ?? 's3';
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? '';
  const actions = Array.from(
    { length: 3 + Math.floor(random() * 8) },
    () => `${service}:${pick(verbs)}${pick(nouns)}`,
  );
  const condition =
    random() < 0.3
      ? { Condition: { StringEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } } }
      : {};
  return {
    Sid: `Statement${index}`,
    Effect: random() < 0.9 ? 'Allow' : 'Deny',
    Action: actions,
    Resource: [
      `arn:aws:${service}:us-east-1:${account}:app-${Math.floor(random() * 1000)}/*`,
      `arn:aws:${service}:::shared-${index}`,
    ],
    ...condition,
  };
}

function sagemakerStatement(random: () => number): Json {
  const team = `team-${Math.floor(random() * 40)}`;
  const condition =
    random() < 0.5
      ? { Condition: { StringEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } } }
      : { Condition: { StringEquals: { 'aws:ResourceTag/team': team } } };
  return {
    Sid: 'Notebooks',
    Effect: 'Allow',
    Action: [
      'sagemaker:CreatePresignedNotebookInstanceUrl',
      'sagemaker:DescribeNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ],
    Resource: `arn:aws:sagemaker:us-east-1:${account}:notebook-instance/${team}-*`,
    ...(random() < 0.7 ? condition : {}),
  };
}

function document(random: () => number, statements: number, sagemaker: boolean): Json {
  const list = Array.from({ length: statements }, (_, index) => foreignStatement(random, index));
  return { Version: '2012-10-17', Statement: sagemaker ? [...list, sagemakerStatement(random)] : list };
}

/** A managed policy with its older versions, which the export lists too. */
function managed(arn: string, body: Json, older = 2): Json {
  const name = nameInArn(arn);
  return {
    PolicyName: name,
    PolicyId: `ANPA${name}`,
    Arn: arn,
    DefaultVersionId: `v${older + 1}`,
    AttachmentCount: 5,
    IsAttachable: true,
    PolicyVersionList: [
      ...Array.from({ length: older }, (_, index) => ({
        VersionId: `v${older - index}`,
        IsDefaultVersion: false,
        CreateDate: '2024-01-01T00:00:00+00:00',
        Document: body,
      })),
      {
        VersionId: `v${older + 1}`,
        IsDefaultVersion: true,
        CreateDate: '2025-01-01T00:00:00+00:00',
        Document: body,
      },
    ],
  };
}

/** 10,000 principals: 70% roles; some have SageMaker access, most have not. */
export function makeAccount(principals: number, seed = 1): Json {
  const random = numbers(seed);
  const awsArn = (name: string) => `arn:aws:iam::aws:policy/${name}`;
  const all = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const full = document(random, 12, false);
  const sagemakerFull = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['sagemaker:*'],
        NotResource: ['arn:aws:sagemaker:*:*:domain/*', 'arn:aws:sagemaker:*:*:space/*'],
      },
      ...(full['Statement'] as Json[]),
    ],
  };
  const guard = {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Deny',
      Action: 'sagemaker:CreatePresigned*',
      Resource: '*',
      Condition: {
        Bool: { 'aws:ViaAWSService': 'false' },
        StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' },
        NotIpAddressIfExists: { 'aws:SourceIp': '198.51.100.0/24' },
      },
    },
  };
  const special = [
    awsArn('AdministratorAccess'),
    awsArn('AmazonSageMakerFullAccess'),
    `arn:aws:iam::${account}:policy/perimeter`,
  ];
  const policies = [
    managed(special[0] ?? '', all),
    managed(special[1] ?? '', sagemakerFull),
    managed(special[2] ?? '', guard),
  ];
  const plain: string[] = [];
  for (let index = 0; index < 1000; index += 1) {
    const arn =
      index < 250 ? awsArn(`Service${index}FullAccess`) : `arn:aws:iam::${account}:policy/custom-${index}`;
    plain.push(arn);
    policies.push(managed(arn, document(random, 3 + (index % 10), index % 40 === 0)));
  }
  const attachments = () => {
    const arns = Array.from(
      { length: 1 + Math.floor(random() * 4) },
      () => plain[Math.floor(random() * plain.length)] ?? '',
    );
    const chance = random();
    if (chance < 0.03) arns.push(special[0] ?? '');
    else if (chance < 0.1) arns.push(special[1] ?? '');
    if (random() < 0.05) arns.push(special[2] ?? '');
    return [...new Set(arns)].map((arn) => ({ PolicyName: nameInArn(arn), PolicyArn: arn }));
  };
  const inline = () =>
    random() < 0.5
      ? [
          {
            PolicyName: 'inline',
            PolicyDocument: document(random, 1 + Math.floor(random() * 4), random() < 0.06),
          },
        ]
      : [];
  const groups = Array.from({ length: 40 }, (_, index) => ({
    Path: '/',
    GroupName: `group-${index}`,
    GroupId: `AGPA${index}`,
    Arn: `arn:aws:iam::${account}:group/group-${index}`,
    CreateDate: '2024-01-01T00:00:00+00:00',
    GroupPolicyList: inline(),
    AttachedManagedPolicies: attachments(),
  }));
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': account } },
      },
    ],
  };
  const users: Json[] = [];
  const roles: Json[] = [];
  for (let index = 0; index < principals; index += 1) {
    const common = {
      Path: '/',
      CreateDate: '2024-01-01T00:00:00+00:00',
      AttachedManagedPolicies: attachments(),
      Tags: [
        { Key: 'team', Value: `team-${index % 40}` },
        { Key: 'cost-center', Value: `cc-${index % 97}` },
      ],
    };
    if (random() < 0.3) {
      const name = `user-${index}`;
      users.push({
        ...common,
        UserName: name,
        UserId: `AIDA${index}`,
        Arn: `arn:aws:iam::${account}:user/${name}`,
        UserPolicyList: inline(),
        GroupList: [`group-${index % 40}`],
      });
    } else {
      const name = `role-${index}`;
      const boundary =
        random() < 0.2
          ? { PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: plain[0] } }
          : {};
      roles.push({
        ...common,
        RoleName: name,
        RoleId: `AROA${index}`,
        Arn: `arn:aws:iam::${account}:role/${name}`,
        AssumeRolePolicyDocument: trust,
        InstanceProfileList: [],
        RolePolicyList: inline(),
        RoleLastUsed: {},
        ...boundary,
      });
    }
  }
  return { UserDetailList: users, GroupDetailList: groups, RoleDetailList: roles, Policies: policies };
}
