import fc from 'fast-check';
import type { PolicySet, Problem } from '../src';
import type { PrincipalIdentity } from '../src/types';
import type { ConcreteRequest, NaivePolicies } from './naive';

/**
 * Random problems, nasty on purpose: few values that many statements share, spellings that only differ in case, every
 * operator family with every modifier, several levels of every kind of policy, variables and old versions.
 */
export interface Case {
  readonly problem: Problem;
  readonly policies: NaivePolicies;
}

type Document = Record<string, unknown>;

const account = '111122223333';
const notebook = (name: string, region = 'us-east-1', of = account) =>
  `arn:aws:sagemaker:${region}:${of}:notebook-instance/${name}`;
const [roleId, userId] = ['AROA1A2B3C4D5E6F7G8H9', 'AIDA1A2B3C4D5E6F7G8H9'];

export const pools: Readonly<Record<string, readonly string[]>> = {
  'aws:SourceVpc': ['vpc-1', 'vpc-2', 'VPC-1', 'vpc-*', '*', 'vpc-?', 'vpc-3'],
  'aws:SourceVpce': ['vpce-1', 'vpce-2', 'vpce-*', 'vpce-9', 'Vpce-1'],
  'aws:SourceIp': [
    '198.51.100.0/24',
    '198.51.100.7',
    '203.0.113.0/24',
    '203.0.113.128/25',
    '0.0.0.0/0',
    '10.0.0.0/8',
    '2001:db8::/32',
    '2001:db8::/33',
    '::/0',
  ],
  'aws:VpcSourceIp': ['10.0.0.0/8', '10.1.0.0/16', '192.168.0.0/16', 'fd00::/8'],
  'aws:ViaAWSService': ['true', 'false', 'True', 'FALSE'],
  'aws:MultiFactorAuthPresent': ['true', 'false', 'TRUE'],
  'aws:MultiFactorAuthAge': ['0', '300', '3600', '3601'],
  'aws:CurrentTime': [
    '2025-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z',
    '2026-06-01',
    '2026-01-01T01:00:00+01:00',
    '1767225600',
  ],
  'aws:EpochTime': ['1767225600', '1798761600', '2026-06-01T00:00:00Z'],
  'aws:RequestedRegion': ['us-east-1', 'us-*', 'eu-west-1', 'eu-*-1'],
  'aws:ResourceAccount': [account, '9*', '${aws:PrincipalAccount}', '111122223334'],
  'aws:userid': [`${roleId}:ana`, `${roleId}:*`, userId, '*:*', 'AROA*', '*a'],
  'sts:SourceIdentity': ['ana', 'a*'],
  'lambda:SourceFunctionArn': [
    'arn:aws:sns:us-east-1:111122223333:t',
    'arn:aws:sns:*:*:t*',
    'arn:aws:s3:::b',
    'arn:aws:sns:us-east-?:111122223333:*',
  ],
  // Never present for SageMaker.
  'aws:VpceOrgID': ['o-1', 'o-*'],
  'aws:ResourceTag/team': [
    'ml',
    'ML',
    'm*',
    '${aws:PrincipalTag/team}',
    '${aws:username}',
    'ops',
    '*l',
    '${*}',
  ],
  'aws:PrincipalTag/team': ['ml', 'ops', 'm?', 'Ml'],
  'aws:PrincipalArn': [
    'arn:aws:iam::*:role/ds',
    'arn:aws:iam::111122223333:role/*',
    'arn:aws:iam::111122223333:user/*',
    '*',
  ],
  'aws:username': ['eve', 'Eve', 'e*'],
  'aws:TagKeys': ['team', 'owner', 'Team', 't*'],
  'aws:CalledVia': ['athena.amazonaws.com', 'kms.amazonaws.com', '*.amazonaws.com'],
  'sagemaker:VpcSubnets': ['subnet-1', 'subnet-2', 'subnet-*'],
  'sagemaker:ResourceTag/x': [
    'a*b*a',
    'b*a*',
    '*ab*',
    'a?b',
    'ab',
    "${aws:PrincipalTag/team, 'ml'}",
    '${aws:ResourceTag/team}',
  ],
};

const families: Readonly<Record<string, readonly string[]>> = {
  text: [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ],
  address: ['IpAddress', 'NotIpAddress'],
  boolean: ['Bool', 'Bool', 'StringEquals'],
  number: [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  date: [
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
  ],
  arn: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike', 'StringLike', 'StringNotLike'],
};

const familyOf: Readonly<Record<string, string>> = {
  'aws:SourceIp': 'address',
  'aws:VpcSourceIp': 'address',
  'aws:ViaAWSService': 'boolean',
  'aws:MultiFactorAuthPresent': 'boolean',
  'aws:MultiFactorAuthAge': 'number',
  'aws:CurrentTime': 'date',
  'aws:EpochTime': 'date',
  'aws:PrincipalArn': 'arn',
  'lambda:SourceFunctionArn': 'arn',
};

const network = ['aws:SourceVpc', 'aws:SourceVpce', 'aws:SourceIp', 'aws:ViaAWSService'];
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...network) },
  { weight: 2, arbitrary: fc.constantFrom(...Object.keys(pools)) },
);

function respell(text: string, how: number): string {
  return how === 0
    ? text.toLowerCase()
    : how === 1
      ? text.replace(/^aws:[a-z]/i, (start) => start.toUpperCase())
      : text;
}

const condition = key.chain((name) => {
  const family = familyOf[name] ?? 'text';
  const operator = fc.constantFrom(...(families[family] ?? []));
  const values = fc.oneof(
    fc.constantFrom(...(pools[name] ?? [])),
    fc.uniqueArray(fc.constantFrom(...(pools[name] ?? [])), { minLength: 1, maxLength: 3 }),
  );
  const nullTest = fc.record({
    operator: fc.constant('Null'),
    values: fc.constantFrom<string | string[]>('true', 'false', ['true', 'false']),
  });
  const plain = fc.record({
    operator: fc
      .tuple(
        fc.constantFrom('', '', '', 'ForAnyValue:', 'ForAllValues:'),
        operator,
        fc.constantFrom('', '', 'IfExists'),
      )
      .map((parts) => parts.join('')),
    values,
  });
  return fc
    .tuple(fc.oneof({ weight: 5, arbitrary: plain }, { weight: 1, arbitrary: nullTest }), fc.nat({ max: 6 }))
    .map(([one, how]) => ({ ...one, key: respell(name, how) }));
});

const conditions = fc.array(condition, { maxLength: 3 }).map((list) => {
  const block: Record<string, Record<string, unknown>> = {};
  for (const one of list) block[one.operator] = { ...block[one.operator], [one.key]: one.values };
  return block;
});

const actions = [
  '*',
  'sagemaker:*',
  'SageMaker:createpresigned*',
  'sagemaker:CreatePresignedNotebookInstanceUrl',
  'sagemaker:Describe*',
  's3:GetObject',
  'sagemaker*:*',
  'sagemaker:CreatePresignedNotebookInstanceUr?',
];
const resources = [
  '*',
  notebook('*'),
  notebook('a*'),
  notebook('*b'),
  notebook('ab'),
  notebook('a?'),
  'arn:aws:sagemaker:*:*:*',
  notebook('*', 'eu-*', '*'),
  notebook('*', '${aws:RequestedRegion}'),
  `arn:aws:sagemaker:us-east-1:${account}:domain/*`,
  notebook('${aws:username}*'),
  notebook('${aws:PrincipalTag/team}'),
];

function element(name: string, pool: readonly string[]): fc.Arbitrary<Document> {
  const value = fc.oneof(
    fc.constantFrom(...pool),
    fc.uniqueArray(fc.constantFrom(...pool), { minLength: 1, maxLength: 3 }),
  );
  return fc
    .tuple(fc.constantFrom(name, name, name, name, `Not${name}`), value)
    .map(([element_, chosen]) => ({ [element_]: chosen }));
}

const statement = (effects: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...effects),
      element('Action', actions),
      fc.oneof(
        { weight: 2, arbitrary: fc.constant<Document>({ Resource: '*' }) },
        { weight: 2, arbitrary: element('Resource', resources) },
      ),
      conditions,
    )
    .map(([effect, action, resource, block]) => ({
      Effect: effect,
      ...action,
      ...resource,
      Condition: block,
    }));

const document = (effects: readonly string[], most: number) =>
  fc
    .tuple(
      fc.constantFrom('2012-10-17', '2012-10-17', '2012-10-17', '2008-10-17', undefined),
      fc.array(statement(effects), { minLength: 1, maxLength: most }),
    )
    .map(([version, statements]): Document => ({
      ...(version === undefined ? {} : { Version: version }),
      Statement: statements.length === 1 ? statements[0] : statements,
    }));

const everything: Document = {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: '*', Resource: '*' },
};
const guardrails = document(['Deny'], 2);
const mixed = document(['Allow', 'Allow', 'Deny'], 3);
const level = fc.oneof(
  fc.constant([everything]),
  fc.array(fc.oneof(fc.constant(everything), mixed, guardrails), { maxLength: 2 }),
);
const levels = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 2, arbitrary: fc.array(level, { maxLength: 2 }) },
);

function addressedToAll(document: Document): Document {
  const statement = document['Statement'];
  const statements = (Array.isArray(statement) ? statement : [statement]) as Document[];
  return { ...document, Statement: statements.map((one) => ({ Principal: '*', ...one })) };
}

const naivePolicies: fc.Arbitrary<NaivePolicies> = fc.record({
  identity: fc.array(fc.oneof(mixed, guardrails, fc.constant(everything)), { minLength: 1, maxLength: 3 }),
  boundary: fc.option(fc.oneof(mixed, fc.constant(everything)), { freq: 2 }),
  scps: levels,
  rcps: levels.map((all) => all.map((documents) => documents.map(addressedToAll))),
});

const perimeter = fc.record({
  vpcs: fc.subarray(['vpc-1', 'vpc-2']),
  vpcEndpoints: fc.subarray(['vpce-1', 'vpce-2']),
  cidrs: fc.subarray(['198.51.100.0/24', '2001:db8::/33', '10.0.0.0/8']),
  endpointVpc: fc.constantFrom<Record<string, string>>(
    {},
    { 'vpce-1': 'vpc-1' },
    { 'vpce-1': 'vpc-1', 'vpce-2': 'vpc-3' },
  ),
});

const tags = fc.constantFrom<Record<string, string> | undefined>(
  {},
  { team: 'ml' },
  { Team: 'ops' },
  { team: 'm*' },
  undefined,
);
const principal = fc
  .tuple(
    fc.constantFrom(
      { arn: `arn:aws:iam::${account}:role/ds`, id: roleId },
      { arn: `arn:aws:iam::${account}:user/path/eve`, id: userId },
    ),
    fc.boolean(),
    tags,
    fc.constantFrom<Partial<PrincipalIdentity>>(
      {},
      {},
      { sessionTags: 'none' },
      { sessionTags: 'free' },
      { sessionTags: 'free' },
    ),
  )
  .map(([{ arn, id }, isKnown, known, session]) => ({
    arn,
    ...session,
    ...(isKnown ? { id } : {}),
    ...(known === undefined ? {} : { tags: known }),
  }));
const now = fc.constantFrom<Partial<Problem>>({}, {}, { now: '2026-01-01T00:30:00Z' });

/** Keys with one value in every request; an empty list means absent. */
const fixed = fc.constantFrom<Record<string, string | readonly string[]>>(
  {},
  {},
  {},
  {},
  { 'aws:MultiFactorAuthPresent': 'true' },
  { 'aws:RequestedRegion': 'us-east-1', 'aws:MultiFactorAuthAge': [] },
  { 'aws:CurrentTime': '2026-06-01T00:00:00Z' },
  { 'aws:ResourceAccount': '999999999999' },
  { 'aws:ResourceTag/team': 'ml', 'aws:TagKeys': ['team', 'owner'] },
  { 'aws:SourceVpc': 'vpc-1' },
  { 'aws:SourceIp': '198.51.100.7' },
  { 'sagemaker:ResourceTag/x': [], 'aws:SourceVpce': 'vpce-2' },
);

function sources(documents: readonly Document[], label: string): { label: string; document: unknown }[] {
  return documents.map((one, index) => ({ label: `${label} ${index}`, document: one }));
}

/** The same policies in the engine's form. */
export function toPolicySet(policies: NaivePolicies): PolicySet {
  return {
    identity: sources(policies.identity, 'policy'),
    boundary: policies.boundary === null ? null : { label: 'boundary', document: policies.boundary },
    scps: policies.scps.map((documents) => sources(documents, 'scp')),
    rcps: policies.rcps.map((documents) => sources(documents, 'rcp')),
  };
}

export const policySets = naivePolicies;
export const guardrail = guardrails;
export const mixedDocuments = mixed;

const askedActions = ['sagemaker:CreatePresignedNotebookInstanceUrl', 'sagemaker:DescribeNotebookInstance'];
const askedResources = [notebook('*'), notebook('a*'), notebook('ab'), '*', notebook('*', '*')];

export const cases: fc.Arbitrary<Case> = fc
  .record({
    principal,
    policies: naivePolicies,
    perimeter,
    asked: fc.subarray(askedActions, { minLength: 1 }),
    resources: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...askedResources).map((one) => [one]) },
      { weight: 1, arbitrary: fc.subarray(askedResources, { minLength: 2, maxLength: 2 }) },
    ),
    context: fixed,
    start: now,
  })
  .map(({ principal: who, policies, perimeter: around, asked, resources: names, context, start }) => ({
    policies,
    problem: {
      principal: who,
      policies: toPolicySet(policies),
      actions: asked,
      resources: names,
      perimeter: around,
      context,
      ...start,
    },
  }));

const samples: Readonly<Record<string, readonly string[]>> = {
  'aws:MultiFactorAuthPresent': ['true', 'false'],
  'aws:MultiFactorAuthAge': ['0', '299', '300', '3600', '3601', '9000'],
  'aws:CurrentTime': [
    '2024-06-01T00:00:00Z',
    '2025-01-01T00:00:00Z',
    '2025-07-01T00:00:00Z',
    '2026-01-01T00:00:00Z',
    '2027-01-01T00:00:00Z',
  ],
  'aws:userid': [`${roleId}:ana`, `${roleId}:x1`, `${roleId}:a`, userId, 'AROAOTHEROTHEROTHER12:ana'],
  'sts:SourceIdentity': ['ana', 'x'],
  'lambda:SourceFunctionArn': [
    'arn:aws:sns:us-east-1:111122223333:t',
    'arn:aws:sns:us-east-2:111122223333:other',
    'arn:aws:sns:eu-west-1:444455556666:tt',
    'arn:aws:s3:::b',
  ],
  'aws:ResourceTag/team': ['ml', 'ML', 'ops', 'eve', 'm', 'zz', '', '*', 'm*'],
  // Only for principals with unknown or free tags.
  'aws:PrincipalTag/team': ['ml', 'ops', 'mx', 'Ml', 'zz'],
  'sagemaker:ResourceTag/x': ['aba', 'abab', 'ab', 'xaby', 'axb', 'ml', 'ops', 'q'],
};
const sets: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'aws:TagKeys': [['team'], ['owner'], ['team', 'owner'], ['Team', 'z'], ['z']],
  'sagemaker:VpcSubnets': [['subnet-1'], ['subnet-2', 'subnet-1'], ['other'], ['subnet-3', 'other']],
};
const publicAddresses = [
  // Only matters when the perimeter names it.
  '10.1.2.3',
  '198.51.100.7',
  '198.51.100.8',
  '203.0.113.1',
  '203.0.113.200',
  '8.8.8.8',
  '2001:db8::1',
  '2001:db8:8000::1',
  '2600::1',
];
const privateAddresses = ['10.1.2.3', '10.2.3.4', '192.168.1.1', '172.16.0.1', 'fd00::1'];
const vpcs = ['vpc-1', 'vpc-2', 'vpc-3', 'VPC-1', 'vpc-77', 'x'];
const vpces = ['vpce-1', 'vpce-2', 'vpce-9', 'vpce-7', 'Vpce-1', 'y'];

const origin: fc.Arbitrary<Record<string, string | readonly string[]>> = fc.oneof(
  fc.record({
    'aws:SourceIp': fc.constantFrom(...publicAddresses),
    'aws:ViaAWSService': fc.constant('false'),
  }),
  fc.record({
    'aws:SourceVpc': fc.constantFrom(...vpcs),
    'aws:SourceVpce': fc.constantFrom(...vpces),
    'aws:VpcSourceIp': fc.constantFrom(...privateAddresses),
    'aws:ViaAWSService': fc.constant('false'),
  }),
  fc.record(
    {
      'aws:ViaAWSService': fc.constant('true'),
      'aws:SourceIp': fc.constantFrom(...publicAddresses),
      'aws:CalledVia': fc.constantFrom(
        ['athena.amazonaws.com'],
        ['kms.amazonaws.com', 'athena.amazonaws.com'],
      ),
    },
    { requiredKeys: ['aws:ViaAWSService'] },
  ),
);

const others: fc.Arbitrary<Record<string, string | readonly string[] | undefined>> = fc.record(
  Object.fromEntries([
    ...Object.entries(samples).map(([name, values]): [string, fc.Arbitrary<string | readonly string[]>] => [
      name,
      fc.constantFrom(...values),
    ]),
    ...Object.entries(sets).map(([name, values]): [string, fc.Arbitrary<string | readonly string[]>] => [
      name,
      fc.constantFrom(...values),
    ]),
  ]),
  { requiredKeys: ['aws:CurrentTime', 'aws:userid'] },
);

/** Concrete requests that could exist, without the principal's own keys. */
export const sampleRequests: fc.Arbitrary<ConcreteRequest> = fc
  .tuple(
    origin,
    others,
    fc.constantFrom('ab', 'a', 'axb', 'b', 'eve1', 'ml', 'm*', 'zz'),
    fc.constantFrom(...askedActions),
    fc.constantFrom('us-east-1', 'us-east-1', 'eu-west-1', 'eu-north-1', 'us-gov-west-1'),
    fc.constantFrom(account, account, '999999999999'),
  )
  .map(([from, rest, name, action, region, of]) => {
    const context: Record<string, string | readonly string[]> = { ...from };
    for (const [key, value] of Object.entries(rest)) if (value !== undefined) context[key] = value;
    return { action, resource: notebook(name, region, of), context };
  });

/** Whether the resource is one that the pattern asks about. */
export function isAsked(pattern: string, resource: string): boolean {
  return pattern === '*' || new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(resource);
}

/** The same policies without their Deny statements; their witnesses are at the edge of what is closed. */
export function withoutDenies(policies: NaivePolicies): NaivePolicies {
  const open = (document: Document): Document => {
    const statement = document['Statement'];
    const all = (Array.isArray(statement) ? statement : [statement]) as Document[];
    return { ...document, Statement: all.filter((one) => one['Effect'] === 'Allow') };
  };
  return {
    identity: policies.identity.map(open),
    boundary: policies.boundary === null ? null : open(policies.boundary),
    scps: policies.scps.map((documents) => documents.map(open)),
    rcps: policies.rcps.map((documents) => documents.map(open)),
  };
}
