import type { PolicySet, Problem } from '../src';

type Json = Record<string, unknown>;
const resource = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/*';
const action = 'sagemaker:CreatePresignedNotebookInstanceUrl';

function problem(
  documents: readonly unknown[],
  scps: readonly (readonly unknown[])[] = [],
  more: Partial<PolicySet> = {},
): Problem {
  const sources = (list: readonly unknown[]) =>
    list.map((document, index) => ({ label: `policy ${index}`, document }));
  const policies: PolicySet = {
    identity: sources(documents),
    boundary: null,
    scps: scps.map(sources),
    rcps: [],
    ...more,
  };
  return {
    principal: { arn: 'arn:aws:iam::111122223333:role/ds', tags: {} },
    policies,
    actions: [action],
    resources: [resource],
    perimeter: { vpcs: ['vpc-1'], vpcEndpoints: ['vpce-1'], cidrs: ['198.51.100.0/24'], endpointVpc: {} },
  };
}

function statement(Effect: string, Condition: Json, more: Json = {}): Json {
  return { Effect, Action: 'sagemaker:*', Resource: '*', Condition, ...more };
}

/** As many statements as fit into one policy: a managed one has 6,144 characters, one of the organization 5,120. */
function fill(make: (index: number) => Json, quota = 6144): Json {
  const list: Json[] = [];
  let size = 40;
  for (let index = 0; ; index += 1) {
    const next = make(index);
    size += JSON.stringify(next).length + 1;
    if (size > quota) return { Version: '2012-10-17', Statement: list };
    list.push(next);
  }
}

const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** Random 3-clauses over 40 tags: satisfiability in disguise, at 20 managed policies of full size. */
function clauses(policy: number): Json {
  let state = 12_345 + policy;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x7fffffff) * below);
  };
  return fill(() => {
    const condition: Record<string, Json> = {};
    for (let count = 0; count < 3; count += 1) {
      const operator = random(2) === 0 ? 'StringEquals' : 'StringNotEquals';
      condition[operator] = { ...condition[operator], [`aws:RequestTag/t${random(40)}`]: '1' };
    }
    return statement('Deny', condition);
  });
}

function globs(policy: number): Json {
  return fill((index) => {
    const at = (shift: number) => letter((index * 3 + policy + shift * 5) % 8);
    return statement('Deny', { StringLike: { 'aws:RequestTag/t': `*${at(0)}*${at(1)}*${at(2)}*` } });
  });
}

function many<T>(count: number, make: (index: number) => T): readonly T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** A text of one value for each of so many small numbers. */
function values(count: number, make: (index: number) => string): readonly string[] {
  return many(count, make);
}

const SCP = 5120;
const INLINE = 10_240;

/** Each of five levels with five policies of full size, and an Allow of everything that keeps the level open. */
function levels(make: (level: number, policy: number) => Json): readonly (readonly Json[])[] {
  return many(5, (level) => [allow, ...many(4, (policy) => make(level, policy))]);
}

function everywhere(make: (policy: number, quota: number) => Json): Problem {
  const documents = [allow, ...many(20, (policy) => make(policy, 6144)), make(20, INLINE)];
  const organization = (kind: number) =>
    levels((level, policy) => make(100 * kind + 10 * level + policy, SCP));
  const boundary = { label: 'boundary', document: join(allow, make(21, 6000)) };
  const rcps = organization(2).map((list) =>
    list.map((document, index) => ({ label: `rcp ${index}`, document: toEveryone(document) })),
  );
  return problem(documents, organization(1), { boundary, rcps });
}

function statementsOf(document: Json): readonly Json[] {
  return document['Statement'] as readonly Json[];
}

function join(...documents: readonly Json[]): Json {
  return { Version: '2012-10-17', Statement: documents.flatMap(statementsOf) };
}

function toEveryone(document: Json): Json {
  return {
    Version: '2012-10-17',
    Statement: statementsOf(document).map((one) => ({ ...one, Principal: '*' })),
  };
}

const letters = 'abcdefghijklmnopqrst';
const letter = (at: number) => letters.charAt(at % letters.length);

/**
 * Policies made to be hard, at AWS's size quotas: 20 managed policies of 6,144 characters, an inline policy, a
 * boundary, five levels of service and resource control policies.
 */
export function worstCases(): readonly (readonly [string, Problem])[] {
  const twenty = <T>(make: (index: number) => T) => many(20, make);
  return [
    ['3-clauses over 40 tags', problem([allow, ...twenty(clauses)])],
    ['3-clauses over 40 tags, at every quota', everywhere((policy) => clauses(policy))],
    ['interleaved globs on one key', problem([allow, ...twenty(globs)])],
    [
      'allows with different keys at every level',
      problem(
        twenty((policy) =>
          fill((index) =>
            statement('Allow', { StringEquals: { [`aws:RequestTag/a${index + policy}`]: '1' } }),
          ),
        ),
        many(5, (level) =>
          many(5, (policy) =>
            fill(
              (index) =>
                statement('Allow', {
                  StringNotLike: { [`aws:RequestTag/a${index + policy + level}`]: '*' },
                }),
              SCP,
            ),
          ),
        ),
      ),
    ],
    [
      'lists of addresses that overlap',
      problem([
        allow,
        ...twenty((policy) =>
          fill((index) =>
            statement('Deny', {
              IpAddress: {
                'aws:SourceIp': values(20, (one) => `${policy + 1}.${index}.${one * 8}.0/${20 + (one % 9)}`),
              },
            }),
          ),
        ),
      ]),
    ],
    [
      'lists of addresses, allowed and denied in turn, at every quota',
      everywhere((policy, quota) =>
        fill(
          (index) =>
            statement('Deny', {
              [index % 2 === 0 ? 'IpAddress' : 'NotIpAddress']: {
                'aws:SourceIp': values(20, (one) => `${policy + 1}.${index}.${one * 8}.0/${8 + one}`),
              },
              StringEquals: { [`aws:RequestTag/t${index}`]: '1' },
            }),
          quota,
        ),
      ),
    ],
    [
      'resources with many wildcards',
      problem([
        allow,
        ...twenty((policy) =>
          fill((index) =>
            statement(
              'Deny',
              {},
              { Resource: `arn:aws:sagemaker:*:*:notebook-instance/*${index}*${policy}*x*` },
            ),
          ),
        ),
      ]),
    ],
    [
      'one resource pattern of nothing but wildcards, in each policy',
      problem([
        allow,
        ...twenty((policy) =>
          fill((index) =>
            index > 0
              ? statement('Deny', {}, { Resource: 'x'.repeat(7000) })
              : statement(
                  'Deny',
                  {},
                  {
                    Resource: `arn:aws:sagemaker:*:*:notebook-instance/${`*${letter(policy)}`.repeat(2900)}`,
                  },
                ),
          ),
        ),
      ]),
    ],
    [
      'chains of NotResource',
      problem([
        allow,
        ...twenty((policy) =>
          fill((index) => ({
            Effect: 'Deny',
            Action: 'sagemaker:*',
            NotResource: values(
              6,
              (one) => `arn:aws:sagemaker:*:*:notebook-instance/*${letter(index + one)}*${letter(policy)}*`,
            ),
          })),
        ),
      ]),
    ],
    [
      'sets of many values under ForAllValues and ForAnyValue',
      problem([
        allow,
        ...twenty((policy) =>
          fill((index) =>
            statement('Deny', {
              [index % 2 === 0 ? 'ForAllValues:StringEquals' : 'ForAnyValue:StringNotLike']: {
                'aws:TagKeys': values(12, (one) => `${letter(one + index)}${letter(policy)}*`),
              },
            }),
          ),
        ),
      ]),
    ],
    [
      'many keys with many values each',
      everywhere((policy, quota) =>
        fill(
          (index) =>
            statement('Deny', {
              StringEquals: Object.fromEntries(
                many(4, (key) => [
                  `aws:RequestTag/k${(index * 7 + key * 3 + policy) % 97}`,
                  values(8, (one) => `v${(one * 5 + index + policy) % 31}`),
                ]),
              ),
            }),
          quota,
        ),
      ),
    ],
    [
      'two keys a Deny, each only once: the search goes deep',
      everywhere((policy, quota) =>
        fill(
          (index) =>
            statement('Deny', {
              StringNotEquals: {
                [`aws:RequestTag/p${policy}i${index}`]: '1',
                [`aws:RequestTag/q${policy}i${index}`]: '1',
              },
            }),
          quota,
        ),
      ),
    ],
    [
      'two keys with many values: the search goes deeper still',
      everywhere((policy, quota) =>
        fill(
          (index) =>
            statement('Deny', {
              StringEquals: {
                'aws:RequestTag/a': `${policy}-${index}`,
                'aws:RequestTag/b': `${index}-${policy}`,
              },
              StringLike: { 'aws:RequestTag/c': '*' },
            }),
          quota,
        ),
      ),
    ],
    [
      'variables compared with one another',
      everywhere((policy, quota) =>
        fill(
          (index) =>
            statement('Deny', {
              StringLike: {
                [`aws:RequestTag/a${(index + policy) % 17}`]: `\${aws:RequestTag/b${(index * 3) % 13}}*`,
                [`aws:RequestTag/c${index % 11}`]: `x${index}`,
              },
            }),
          quota,
        ),
      ),
    ],
    [
      'numbers and dates',
      everywhere((policy, quota) =>
        fill(
          (index) =>
            statement('Deny', {
              NumericGreaterThan: { 'aws:MultiFactorAuthAge': values(8, (one) => `${index * 8 + one}`) },
              DateLessThan: {
                'aws:CurrentTime': values(4, (one) => `20${10 + (policy % 20)}-01-${10 + one}`),
              },
              StringLike: { 'aws:MultiFactorAuthAge': `${policy}*${index}` },
            }),
          quota,
        ),
      ),
    ],
    [
      'globs of endpoints and VPCs together',
      problem([
        allow,
        ...twenty((policy) =>
          fill((index) =>
            statement('Deny', {
              StringNotLike: {
                'aws:SourceVpce': values(4, (one) => `vpce-*${letter(index + one)}*${letter(policy)}*`),
                'aws:SourceVpc': values(4, (one) => `vpc-*${letter(index + 2 * one)}*${letter(policy)}`),
              },
            }),
          ),
        ),
      ]),
    ],
    [
      'ARN patterns of principals and letter case',
      problem([
        allow,
        ...twenty((policy) =>
          fill((index) =>
            statement('Deny', {
              ArnLike: { 'aws:SourceArn': `arn:*:*:*:*:*${letter(index)}*/${letter(policy)}*` },
              StringEqualsIgnoreCase: { 'aws:RequestTag/t': `${'Ab'.repeat(20)}${index}` },
              StringNotEquals: { 'aws:RequestTag/t': `${'aB'.repeat(20)}${index}` },
            }),
          ),
        ),
      ]),
    ],
  ];
}
