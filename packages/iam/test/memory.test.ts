import { describe, expect, it } from '@jest/globals';
import { createEngine, type PolicySet, type Problem } from '../src';
import {
  account,
  admin,
  allow,
  deny,
  level,
  notebookArns,
  policy,
  presign,
  problem as someProblem,
  set,
  when,
} from './build';
import { nonEmpty } from './non-empty';

/** As in an account, all problems have the same perimeter. */
const { perimeter } = someProblem(set([]));
const problem = (policies: PolicySet, more: Partial<Problem> = {}) =>
  someProblem(policies, { perimeter, ...more });

const role = (name: string, team: string, of = account) => ({
  principal: { arn: `arn:aws:iam::${of}:role/${name}`, tags: { team } },
});
const team = allow(when('StringEquals', 'aws:PrincipalTag/team', 'ml'));
const fromVpc = allow(when('StringEquals', 'aws:SourceVpc', 'vpc-1'));
const fromOther = allow(when('StringEquals', 'aws:SourceVpc', 'vpc-2'));
const guard = deny(when('StringNotEquals', 'aws:SourceVpc', 'vpc-1'));
const s3 = policy(allow({ Action: 's3:*' }));
const [narrow, other] = [policy(fromVpc), policy(fromOther)];
const boundary = (document: unknown) => ({ boundary: { label: 'the boundary', document } });
const actions = ['sagemaker:CreateApp', 'sagemaker:DeleteApp', 'iam:PassRole'];
const inVpc = { vpcs: ['vpc-2'], vpcEndpoints: [], cidrs: [], endpointVpc: {} };

/** Problems that differ in one respect. An engine that has answered the first must not mistake the second for it. */
const pairs: readonly (readonly [name: string, first: Problem, second: Problem])[] = [
  [
    'the tags of the principal',
    problem(set([policy(team)]), role('a', 'ml')),
    problem(set([policy(team)]), role('a', 'ops')),
  ],
  [
    'the name of the principal, which a second document tests',
    problem(set([narrow, policy(allow(when('ArnLike', 'aws:PrincipalArn', '*:role/a')))]), role('a', 'x')),
    problem(set([narrow, policy(allow(when('ArnLike', 'aws:PrincipalArn', '*:role/a')))]), role('b', 'x')),
  ],
  [
    'the name of the principal, which only an SCP tests',
    problem(set([admin], { scps: [level(policy(team))] }), role('a', 'ml')),
    problem(set([admin], { scps: [level(policy(team))] }), role('a', 'ops')),
  ],
  [
    'the name of the principal, in the second of two services',
    problem(set([policy(allow({ Action: 'sagemaker:*' }), { ...team, Action: 'iam:*' })]), {
      ...role('a', 'ml'),
      actions,
    }),
    problem(set([policy(allow({ Action: 'sagemaker:*' }), { ...team, Action: 'iam:*' })]), {
      ...role('a', 'ops'),
      actions,
    }),
  ],
  [
    'the account of the principal',
    problem(set([admin]), { ...role('a', 'ml'), resources: ['*'] }),
    problem(set([admin]), { ...role('a', 'ml', '444455556666'), resources: ['*'] }),
  ],
  ['the perimeter', problem(set([narrow])), problem(set([narrow]), { perimeter: inVpc })],
  [
    'the context',
    problem(set([admin]), { context: { 'aws:SourceVpc': 'vpc-1' } }),
    problem(set([admin]), { context: { 'aws:SourceVpc': 'vpc-2' } }),
  ],
  ['no context', problem(set([admin]), { context: { 'aws:SourceVpc': 'vpc-1' } }), problem(set([admin]))],
  ['the action', problem(set([admin])), problem(set([admin]), { actions: ['sagemaker:CreateApp'] })],
  [
    'the action, for a principal that may do nothing',
    problem(set([s3])),
    problem(set([s3]), { actions: ['sagemaker:CreateApp'] }),
  ],
  [
    'the resource',
    problem(set([policy(allow({ Resource: notebookArns.replace('*', 'a') }))])),
    problem(set([policy(allow({ Resource: notebookArns.replace('*', 'a') }))]), {
      resources: [notebookArns.replace('*', 'b')],
    }),
  ],
  ['a document more', problem(set([narrow])), problem(set([narrow, other]))],
  [
    'which document limits which',
    problem(set([admin, policy(guard)], { scps: [level(admin)] })),
    problem(set([admin], { scps: [level(admin, policy(guard))] })),
  ],
  [
    'what limits: a boundary or an SCP',
    problem(set([admin], boundary(narrow))),
    problem(set([admin], { scps: [level(narrow)] })),
  ],
  [
    'what limits: an SCP or an RCP',
    problem(set([admin], { scps: [level(narrow)] })),
    problem(set([admin], { rcps: [level(narrow)] })),
  ],
  [
    'whether Allows are in one SCP level or in two',
    problem(set([admin], { scps: [level(narrow, other)] })),
    problem(set([admin], { scps: [level(narrow), level(other)] })),
  ],
  [
    'the order of the documents',
    problem(set([admin, policy(guard), policy(deny({ Resource: 'arn:aws:s3:::b' }))])),
    problem(set([policy(deny({ Resource: 'arn:aws:s3:::b' })), admin, policy(guard)])),
  ],
  [
    'the position of the statement that allows and of the one that denies',
    problem(set([policy(fromVpc), policy(guard)])),
    problem(set([s3, policy(allow({ Action: 's3:*' }), fromVpc), policy(allow({ Action: 's3:*' }), guard)])),
  ],
  [
    'the policy with a statement that is not understood',
    problem(set(['{', policy(guard)])),
    problem(set([s3, '{', policy(guard)])),
  ],
  [
    'the policy with a variable that is not known',
    problem(set([policy(allow(when('StringEquals', 'k', '${aws:userid}')), guard)])),
    problem(set([s3, policy(allow(when('StringEquals', 'k', '${aws:userid}'))), policy(guard)])),
  ],
  [
    'labels only',
    problem(set([narrow])),
    problem({ ...set([narrow]), identity: [{ label: 'managed policy m', document: narrow }] }),
  ],
];

describe('an engine that has answered one problem answers another that differs in', () => {
  it.each(pairs)('%s', (_, first, second) => {
    for (const keepAnswers of [true, false])
      for (const order of [
        [first, second, first],
        [second, first],
      ]) {
        const engine = createEngine({ keepAnswers });
        for (const one of nonEmpty(order)) {
          const fresh = createEngine().decide(one);
          expect(JSON.parse(JSON.stringify(engine.decide(one)))).toEqual(JSON.parse(JSON.stringify(fresh)));
        }
      }
  });
});

describe('several actions in one problem', () => {
  const some = policy(
    allow({ Action: 'sagemaker:Create*' }),
    allow({ Action: 'iam:*', ...when('StringEquals', 'aws:SourceVpc', 'vpc-1') }),
    deny({ Action: 'sagemaker:CreatePresigned*', ...when('Null', 'aws:SourceVpc', 'true') }),
  );

  it.each([
    ['one document', [some]],
    ['two documents, the first about all', [policy(deny(when('Bool', 'aws:ViaAWSService', 'true'))), some]],
    ['two documents, the last about all', [some, policy(deny(when('Bool', 'aws:ViaAWSService', 'true')))]],
  ])('are each answered as if asked alone: %s', (_, documents) => {
    const asked = [
      'sagemaker:CreateApp',
      'sagemaker:CreateSpace',
      'sagemaker:DeleteApp',
      presign,
      'iam:PassRole',
    ];
    const one = problem(set(documents), { actions: asked, resources: ['*'] });
    const together = createEngine().decide(one);
    const alone = asked.flatMap((action) => createEngine().decide({ ...one, actions: [action] }));
    expect(JSON.parse(JSON.stringify(together))).toEqual(JSON.parse(JSON.stringify(alone)));
    expect(together.map(({ outside }) => outside.status)).toEqual([
      'reachable',
      'reachable',
      'unreachable',
      'reachable',
      'unreachable',
    ]);
  });
});

it('a Deny for one service does not deny another, even if the same document allows both', () => {
  const documents = [policy(allow()), policy(deny({ Action: 'sagemaker:*' }))];
  const [first, second] = createEngine().decide(
    problem(set(documents), { actions: [presign, 'iam:PassRole'], resources: ['*'] }),
  );
  expect([first?.outside.status, second?.outside.status]).toEqual(['unreachable', 'reachable']);
});

describe('answers', () => {
  it.each([
    [{}, true],
    [{ keepAnswers: true }, true],
    [{ keepAnswers: false }, false],
  ])('of an engine created with %j are kept: %s', (options, kept) => {
    const engine = createEngine(options);
    const one = problem(set([admin]));
    expect(engine.decide(one) === engine.decide({ ...one })).toBe(kept);
  });

  it('are the same for all principals that may do nothing', () => {
    const engine = createEngine();
    const resources = [notebookArns];
    const asked = { actions, resources };
    expect(engine.decide(problem(set([]), asked))).toBe(engine.decide(problem(set([s3]), asked)));
  });
});
