import type { PolicySet, Problem } from '../../core/iam';

type Json = Record<string, unknown>;
const resource = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/*';
const action = 'sagemaker:CreatePresignedNotebookInstanceUrl';

function problem(documents: readonly unknown[], scps: readonly unknown[] = []): Problem {
  const sources = (list: readonly unknown[]) =>
    list.map((document, index) => ({ label: `policy ${index}`, document }));
  const policies: PolicySet = {
    identity: sources(documents),
    boundary: null,
    scps: scps.length === 0 ? [] : [sources(scps)],
    rcps: [],
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

/** As many statements as fit into one managed policy of 6,144 characters. */
function fill(make: (index: number) => Json): Json {
  const list: Json[] = [];
  let size = 40;
  for (let index = 0; ; index += 1) {
    const next = make(index);
    size += JSON.stringify(next).length + 1;
    if (size > 6144) return { Version: '2012-10-17', Statement: list };
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
  const letters = 'abcdefgh';
  return fill((index) => {
    const at = (shift: number) => letters[(index * 3 + policy + shift * 5) % 8] ?? 'a';
    return statement('Deny', { StringLike: { 'aws:RequestTag/t': `*${at(0)}*${at(1)}*${at(2)}*` } });
  });
}

/** Policies made to be hard, at AWS's size quotas: 20 managed policies of 6,144 characters. */
export function worstCases(): readonly (readonly [string, Problem])[] {
  const twenty = <T>(make: (index: number) => T) => Array.from({ length: 20 }, (_, index) => make(index));
  return [
    ['3-clauses over 40 tags, 20 full policies', problem([allow, ...twenty(clauses)])],
    ['interleaved globs on one key, 20 full policies', problem([allow, ...twenty(globs)])],
    [
      'allows with different keys at every level',
      problem(
        twenty((policy) =>
          fill((index) =>
            statement('Allow', { StringEquals: { [`aws:RequestTag/a${index + policy}`]: '1' } }),
          ),
        ),
        twenty((policy) =>
          fill((index) =>
            statement('Allow', { StringNotLike: { [`aws:RequestTag/a${index + policy}`]: '*' } }),
          ),
        ),
      ),
    ],
    [
      '20 policies of address lists',
      problem([
        allow,
        ...twenty((policy) =>
          fill((index) =>
            statement('Deny', {
              IpAddress: {
                'aws:SourceIp': Array.from(
                  { length: 20 },
                  (_, one) => `${policy + 1}.${index}.${one * 8}.0/22`,
                ),
              },
            }),
          ),
        ),
      ]),
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
  ];
}
