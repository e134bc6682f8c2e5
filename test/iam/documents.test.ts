import { describe, expect, it } from '@jest/globals';
import { isShortAndForeign, shapeConcerns, shapeOf } from '../../core/iam/document';
import { mentionsPrincipal } from '../../core/iam/statement';
import {
  account,
  admin,
  allow,
  decideOne,
  deny,
  type Json,
  policy,
  problem,
  set,
  verdicts,
  when,
} from './build';

const own = allow({ Action: 'sagemaker:*' });
const foreign = allow({ Action: ['s3:*', 'ec2:Describe*'] });

/** Statements, and whether they may concern SageMaker. */
const statements: readonly [string, unknown, boolean][] = [
  ['an action of the service', own, true],
  ['an action of another', allow({ Action: 's3:*' }), false],
  ['actions of others', foreign, false],
  ['one action among others', allow({ Action: ['s3:*', 'SageMaker:CreateApp'] }), true],
  ['any action', allow({ Action: '*' }), true],
  ['an action that is no text', allow({ Action: ['s3:*', 7] }), true],
  ['no action in the list', allow({ Action: [] }), true],
  ['an object of actions', allow({ Action: {} }), true],
  ['NotAction', allow({ NotAction: 's3:*' }), true],
  ['Action and NotAction', { ...foreign, NotAction: 's3:*' }, true],
  ['no object', 'Allow', true],
  ['null', null, true],
];

describe('a first look at a document', () => {
  it.each(statements)('%s', (_, statement, expected) => {
    for (const document of [
      { Version: '2012-10-17', Statement: [statement] },
      { Version: '2012-10-17', Statement: [foreign, statement] },
    ]) {
      expect(shapeConcerns(shapeOf(document), 'sagemaker')).toBe(expected);
      expect(isShortAndForeign(document, 'sagemaker')).toBe(!expected);
    }
    expect(shapeConcerns(shapeOf({ Statement: statement }), 'sagemaker')).toBe(expected);
  });

  it('takes what cannot be read for something that concerns', () => {
    expect(shapeConcerns(shapeOf('{'), 'sagemaker')).toBe(true);
  });

  it.each([
    ['four statements', policy(foreign, foreign, foreign, foreign), true],
    ['five statements', policy(foreign, foreign, foreign, foreign, foreign), false],
    ['no statement', policy(), true],
    ['one statement that is not in a list', { Statement: foreign }, false],
    ['an old version and an Id', { Version: '2008-10-17', Id: 'x', Statement: [foreign] }, true],
    ['no version', { Statement: [foreign] }, true],
    ['a version that does not exist', { Version: '2013-01-01', Statement: [foreign] }, false],
    ['an element that does not exist', { Statement: [foreign], Other: 1 }, false],
  ])('puts short foreign documents aside: %s', (_, document: Json, expected) => {
    expect(isShortAndForeign(document, 'sagemaker')).toBe(expected);
  });

  it('reads a percent sign in JSON text as it stands', () => {
    expect(verdicts(problem(set([JSON.stringify(policy({ ...allow(), Sid: '100%' }))])))).toBe('yes yes yes');
  });
});

describe('whether a statement looks at who the principal is', () => {
  it.each<[string, unknown, boolean]>([
    ['nothing of it', allow(when('StringEquals', 'aws:SourceVpc', 'vpc-1')), false],
    ['a variable in Resource', allow({ Resource: ['*', 'arn:aws:s3:::${aws:username}'] }), true],
    ['a variable as the only Resource', allow({ Resource: 'arn:aws:s3:::${aws:username}' }), true],
    ['a variable in NotResource', allow({ NotResource: 'arn:aws:s3:::${aws:username}' }), true],
    ['a plain Resource', allow({ Resource: ['arn:aws:s3:::b'] }), false],
    ['a key of the principal', allow(when('ArnLike', 'aws:PrincipalArn', '*')), true],
    ['its tags, in other letter case', allow(when('StringLike', 'AWS:PRINCIPALTAG/team', '*')), true],
    ['the user', allow(when('StringLike', 'aws:userid', '*')), true],
    ['the name of the user', allow(when('StringLike', 'aws:username', '*')), true],
    ['a key that only sounds like it', allow(when('StringLike', 'x:aws:principal', '*')), false],
    ['a variable in a condition', allow(when('StringLike', 'k', ['x', '${aws:username}'])), true],
    [
      'the second of two keys',
      allow({ Condition: { StringLike: { k: 'v', 'aws:PrincipalArn': '*' } } }),
      true,
    ],
    [
      'the second of two operators',
      allow({ Condition: { Bool: 'x', StringLike: { 'aws:PrincipalArn': '*' } } }),
      true,
    ],
    ['a condition that is no object', allow({ Condition: 'aws:PrincipalArn' }), false],
    ['values that are no texts', allow({ Resource: 7, ...when('Bool', 'k', [true, 3]) }), false],
    ['no object', 'aws:PrincipalArn', false],
  ])('%s', (_, statement, expected) => {
    expect(mentionsPrincipal(statement)).toBe(expected);
  });
});

describe('statements of the same content', () => {
  const at = (name: string) => ({ principal: { arn: `arn:aws:iam::${account}:role/${name}` } });

  it('are told from each other by Effect, Resource, NotResource, Condition and version', () => {
    const parts: readonly Json[] = [
      policy(allow()),
      policy(deny()),
      policy(allow({ Resource: 'arn:aws:s3:::b' })),
      policy(allow({ NotResource: '*' })),
      policy(allow(when('StringEquals', 'aws:SourceVpc', 'vpc-1'))),
      policy(allow(when('StringEquals', 'aws:PrincipalAccount', '${aws:PrincipalAccount}'))),
      {
        Version: '2008-10-17',
        Statement: [allow(when('StringEquals', 'aws:PrincipalAccount', '${aws:PrincipalAccount}'))],
      },
    ];
    const answers = parts.map((document) => verdicts(problem(set([document]))));
    expect(answers).toEqual([
      'yes yes yes',
      'no no no',
      'no no no',
      'no no no',
      'no yes no',
      'yes yes yes',
      'no no no',
    ]);
  });

  it('are malformed each in its own place', () => {
    const broken = allow({ Condition: { StringEqualz: {} } });
    const { outside } = decideOne(
      problem(set([policy(broken), policy(allow({ Action: 's3:*' }), broken)]), at('a')),
    );
    expect(outside.status === 'unknown' && outside.missing).toEqual([
      'inline policy p0: Statement[0].Condition.StringEqualz: no such operator',
      'inline policy p1: Statement[1].Condition.StringEqualz: no such operator',
    ]);
  });

  it('name the whole document where that cannot be read', () => {
    const before = set(['{', admin]);
    expect(decideOne(problem(before, at('a'))).outside).toMatchObject({ status: 'unknown' });
  });
});
