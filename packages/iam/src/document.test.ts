import { describe, expect, it } from '@jest/globals';
import { isShortAndForeign, mayAllow, formConcerns, formOf } from './document';
import { STAR } from './glob';
import { createLibrary } from './library';
import { usualBounds } from './meter';
import { mentionsPrincipal } from './statement';
import {
  account,
  admin,
  allow,
  decideOne,
  deny,
  type PolicyJson,
  policy,
  problem,
  set,
  verdicts,
  when,
} from '../test/build';

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

describe('the first check of a document', () => {
  it.each(statements)('%s', (_, statement, expected) => {
    for (const document of [
      { Version: '2012-10-17', Statement: [statement] },
      { Version: '2012-10-17', Statement: [foreign, statement] },
    ]) {
      expect(formConcerns(formOf(document), 'sagemaker')).toBe(expected);
      expect(isShortAndForeign(document, 'sagemaker')).toBe(!expected);
    }
    expect(formConcerns(formOf({ Statement: statement }), 'sagemaker')).toBe(expected);
  });

  it('assumes that a document concerns the service when it cannot be read', () => {
    expect(formConcerns(formOf('{'), 'sagemaker')).toBe(true);
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
  ])('skips short foreign documents: %s', (_, document: PolicyJson, expected) => {
    expect(isShortAndForeign(document, 'sagemaker')).toBe(expected);
  });

  it('keeps a percent sign in JSON text', () => {
    expect(verdicts(problem(set([JSON.stringify(policy({ ...allow(), Sid: '100%' }))])))).toBe('yes yes yes');
  });
});

describe('whether a statement tests who the principal is', () => {
  it.each<[string, unknown, boolean]>([
    ['no such key', allow(when('StringEquals', 'aws:SourceVpc', 'vpc-1')), false],
    ['a variable in Resource', allow({ Resource: ['*', 'arn:aws:s3:::${aws:username}'] }), true],
    ['a variable as the only Resource', allow({ Resource: 'arn:aws:s3:::${aws:username}' }), true],
    ['a variable in NotResource', allow({ NotResource: 'arn:aws:s3:::${aws:username}' }), true],
    ['a plain Resource', allow({ Resource: ['arn:aws:s3:::b'] }), false],
    ['a key of the principal', allow(when('ArnLike', 'aws:PrincipalArn', '*')), true],
    ['its tags, in other letter case', allow(when('StringLike', 'AWS:PRINCIPALTAG/team', '*')), true],
    ['the user', allow(when('StringLike', 'aws:userid', '*')), true],
    ['the name of the user', allow(when('StringLike', 'aws:username', '*')), true],
    ['a key that only contains such a name', allow(when('StringLike', 'x:aws:principal', '*')), false],
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
    ['an operator without keys', allow({ Condition: { Bool: null } }), false],
    ['a condition that is no object', allow({ Condition: 'aws:PrincipalArn' }), false],
    ['values that are no texts', allow({ Resource: 7, ...when('Bool', 'k', [true, 3]) }), false],
    ['no object', 'aws:PrincipalArn', false],
  ])('%s', (_, statement, expected) => {
    expect(mentionsPrincipal(statement)).toBe(expected);
  });
});

describe('statements of the same content', () => {
  const at = (name: string) => ({ principal: { arn: `arn:aws:iam::${account}:role/${name}` } });

  it('are distinguished by Effect, Resource, NotResource, Condition and version', () => {
    const parts: readonly PolicyJson[] = [
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

  it('are malformed, each at its own index', () => {
    const broken = allow({ Condition: { StringEqualz: {} } });
    const { outside } = decideOne(
      problem(set([policy(broken), policy(allow({ Action: 's3:*' }), broken)]), at('a')),
    );
    expect(outside.status === 'unknown' && outside.missing).toEqual([
      'inline policy p0: Statement[0].Condition.StringEqualz: no such operator',
      'inline policy p1: Statement[1].Condition.StringEqualz: no such operator',
    ]);
  });

  it('name the whole document when it cannot be read', () => {
    const before = set(['{', admin]);
    expect(decideOne(problem(before, at('a'))).outside).toMatchObject({ status: 'unknown' });
  });
});

describe('a compiled document', () => {
  const library = () => createLibrary(usualBounds);
  const compiled = (document: unknown, from = library(), organization = false) => {
    const found = from.relevant(document, organization, 'sagemaker');
    if (found === null) throw new Error('the document is foreign');
    return found;
  };
  const statement = (raw: PolicyJson, from = library(), organization = false) => {
    const [found, ...others] = compiled(policy(raw), from, organization).statements('sagemaker:createapp');
    if (found === undefined || others.length > 0) throw new Error('one statement expected');
    return found;
  };

  it('that cannot be read may do anything, and has a statement of its own', () => {
    const [whole] = compiled('{').statements('sagemaker:createapp');
    expect(whole).toMatchObject({
      index: -1,
      sid: null,
      effect: 'either',
      resources: [],
      except: true,
      readings: null,
      conditions: [],
      opaque: ['the document is not JSON'],
    });
    expect(compiled('{').testsPrincipal('sagemaker')).toBe(false);
    const both = library();
    const ids = ['{', '['].map((text) => compiled(text, both).statements('sagemaker:createapp')[0]?.id);
    expect(new Set(ids).size).toBe(2);
  });

  it.each([
    ['own statements that test it', policy(allow(when('ArnLike', 'aws:PrincipalArn', '*'))), true],
    ['one of two own statements', policy(allow(), allow(when('ArnLike', 'aws:PrincipalArn', '*'))), true],
    [
      'foreign statements that test it',
      policy(allow(), allow({ Action: 's3:*', ...when('ArnLike', 'aws:PrincipalArn', '*') })),
      false,
    ],
    ['none', policy(allow()), false],
  ])('tests the principal in %s', (_, document, expected) => {
    expect(compiled(document).testsPrincipal('sagemaker')).toBe(expected);
  });

  it('reads a statement once for an action', () => {
    const document = compiled(
      policy(allow(), allow({ Action: 's3:*' }), deny({ Action: 'sagemaker:Create*' })),
    );
    const found = document.statements('sagemaker:createapp');
    expect(document.statements('sagemaker:createapp')).toBe(found);
    expect(found.map(({ index, effect }) => [index, effect])).toEqual([
      [0, 'Allow'],
      [2, 'Deny'],
    ]);
    expect(document.statements('sagemaker:createspace')).toBe(found);
    const others = document.statements('sagemaker:deleteapp');
    expect(others).toEqual([found[0]]);
    expect(document.statements('sagemaker:deletespace')).toBe(others);
  });

  it('gives statements with the same content the same number, whatever actions they name', () => {
    const from = library();
    const number = (raw: PolicyJson) => statement(raw, from).id;
    const first = number(allow({ Sid: 'a' }));
    expect(number(allow({ Sid: 'b', Action: 'sagemaker:*' }))).toBe(first);
    const others = [
      deny(),
      allow({ Resource: 'arn:aws:s3:::b' }),
      allow({ NotResource: 'arn:aws:s3:::b' }),
      allow(when('Bool', 'k', 'true')),
      allow(when('Bool', 'k', 'false')),
    ].map(number);
    expect(new Set([first, ...others]).size).toBe(6);
  });

  it.each([
    ['what is malformed', allow({ Effect: 'allow' })],
    ['what is very long', allow({ Resource: `arn:aws:s3:::${'b'.repeat(20_000)}` })],
    ['what cannot be written as JSON', allow(when('StringEquals', 'k', 7n))],
  ])('gives a number of its own to %s', (_, raw) => {
    const from = library();
    const ids = [statement(raw, from), statement(raw, from)].map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(ids.every((id) => id.endsWith('.0'))).toBe(true);
  });

  it('reads each statement that cannot be written as JSON separately', () => {
    const from = library();
    const strange = { ...when('StringEquals', 'k', 7n) };
    expect(statement(allow(strange), from).effect).toBe('Allow');
    expect(statement(deny(strange), from).effect).toBe('Deny');
  });

  it('reads resources without variables immediately', () => {
    expect(statement(allow()).readings).toEqual({
      over: { patterns: [[STAR]], except: false },
      under: { patterns: [[STAR]], except: false },
    });
    expect(statement(allow({ Resource: ['*', '${aws:userid}'] })).readings).toBeNull();
    const old = { Version: '2008-10-17', Statement: [allow({ Resource: '${aws:userid}' })] };
    expect(compiled(old).statements('sagemaker:createapp')[0]?.readings).not.toBeNull();
  });

  it.each([
    ['no Resource', { Effect: 'Allow', Action: '*' }, 'no Resource'],
    ['both', { ...allow(), NotResource: '*' }, 'Resource and NotResource together'],
    ['an object', allow({ Resource: {} }), 'Resource is not an ARN or a list of ARNs'],
    [
      'a NotResource that is an object',
      allow({ NotResource: {} }),
      'NotResource is not an ARN or a list of ARNs',
    ],
  ])('takes a statement with %s to be about any resource', (_, raw: PolicyJson, what) => {
    expect(statement(raw)).toMatchObject({ resources: [], except: true, opaque: [`Statement[0].${what}`] });
  });

  it('names what is wrong with the rest of a statement', () => {
    expect(statement(allow({ Sid: 7 }))).toMatchObject({
      sid: null,
      opaque: ['Statement[0].Sid is not a text'],
    });
    expect(statement(allow({ Effect: 'allow' }))).toMatchObject({
      effect: 'either',
      opaque: ['Statement[0].Effect is neither Allow nor Deny'],
    });
    expect(statement(allow({ Principal: { AWS: 'x' } }), library(), true).opaque).toEqual([
      'Statement[0].Principal is not "*"',
    ]);
    expect(statement(allow({ Sid: 'x' })).sid).toBe('x');
  });
});

describe('what a document may allow', () => {
  const asked = new Map([
    ['sagemaker', ['sagemaker:CreateApp', 'sagemaker:DeleteApp']],
    ['iam', ['iam:PassRole']],
  ]);
  const everything = ['sagemaker:CreateApp', 'sagemaker:DeleteApp', 'iam:PassRole'];

  it.each<[string, unknown, readonly string[]]>([
    ['everything', admin, everything],
    ['one action', policy(allow({ Action: 'SageMaker:createapp' })), ['sagemaker:CreateApp']],
    [
      'two statements',
      policy(allow({ Action: 'iam:*' }), allow({ Action: 'sagemaker:Delete*' })),
      ['sagemaker:DeleteApp', 'iam:PassRole'],
    ],
    ['another service', policy(allow({ Action: 's3:*' })), []],
    [
      'all except one',
      policy(allow({ NotAction: 'sagemaker:CreateApp' })),
      ['sagemaker:DeleteApp', 'iam:PassRole'],
    ],
    ['a Deny', policy(deny()), []],
    ['a Deny and an Allow', policy(deny(), allow({ Action: 'iam:*' })), ['iam:PassRole']],
    ['no JSON', '{', everything],
    ['a statement that is no object', { Statement: [allow({ Action: 's3:*' }), 'x'] }, everything],
    ['actions that cannot be read', policy(allow({ Action: [7] })), everything],
    [
      'a Deny whose actions cannot be read',
      policy(deny({ Action: ['sagemaker:*', 'nonsense'] })),
      everything,
    ],
    ['no Action', policy({ Effect: 'Allow', Resource: '*' }), everything],
    ['a malformed action of another service', policy(allow({ Action: 's3:Get:Object' })), []],
  ])('%s', (_, document, expected) => {
    expect([...mayAllow(document, asked)].sort()).toEqual([...expected].sort());
  });
});
