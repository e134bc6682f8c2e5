import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../src';
import { admin, allow, decideOne, deny, level, policy, presign, problem, set, verdicts, when } from './build';

const proto: unknown = JSON.parse(
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","__proto__":{"x":1}}]}',
);
const protoCondition: unknown = JSON.parse(
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"__proto__":"x"}}}]}',
);
const deep = `{"Version":"2012-10-17","Statement":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;

/** A document and the path that the answer must name. */
const bad: readonly [string, unknown, string][] = [
  ['null', null, 'inline policy p0: the document is not an object'],
  ['a number', 7, 'the document is not an object'],
  ['a list', [], 'the document is not an object'],
  ['broken JSON text', '{', 'the document is not JSON'],
  ['broken URL encoding', '%7B%ZZ', 'the document is not JSON'],
  ['an unknown version', { ...admin, Version: '2020-01-01' }, 'Version is neither'],
  ['an unknown element', { ...admin, Foo: 1 }, 'no element Foo'],
  ['no statement', { Version: '2012-10-17' }, 'no Statement'],
  ['a statement of text', { Statement: 'x' }, 'Statement[0] is not an object'],
  ['a null statement', { Statement: [null] }, 'Statement[0] is not an object'],
  ['no effect', policy({ Action: '*', Resource: '*' }), 'Statement[0].Effect'],
  ['an effect in other case', policy({ Effect: 'allow', Action: '*', Resource: '*' }), 'Statement[0].Effect'],
  ['no action', policy({ Effect: 'Allow', Resource: '*' }), 'Statement[0]: no Action'],
  ['two actions', policy(allow({ NotAction: 's3:*', Action: '*' })), 'Action and NotAction together'],
  ['an action of numbers', policy(allow({ Action: [1] })), 'Action is not a name'],
  ['no actions', policy(allow({ Action: [] })), 'Action is not a name'],
  ['an action without a service', policy(allow({ Action: 'CreateX' })), "'CreateX' is not an action"],
  ['NotAction without a service', policy(allow({ NotAction: 'CreateX' })), "'CreateX' is not an action"],
  ['NotAction of numbers', policy(allow({ NotAction: 3 })), 'NotAction is not a name'],
  ['no resource', policy({ Effect: 'Allow', Action: '*' }), 'no Resource'],
  ['two resources', policy(allow({ Resource: '*', NotResource: 'x' })), 'Resource and NotResource together'],
  ['a resource object', policy(allow({ Resource: {} })), 'Resource is not an ARN'],
  ['NotResource empty', policy(allow({ NotResource: [] })), 'NotResource is not an ARN'],
  [
    'an unknown operator',
    policy(allow(when('StringEqualz', 'k', 'v'))),
    'Condition.StringEqualz: no such operator',
  ],
  [
    'NullIfExists',
    policy(allow(when('NullIfExists', 'k', 'true'))),
    'Condition.NullIfExists: no such operator',
  ],
  [
    'ForAnyValue:Null',
    policy(allow(when('ForAnyValue:Null', 'k', 'true'))),
    'Condition.ForAnyValue:Null: no such operator',
  ],
  ['a condition of text', policy(allow({ Condition: 'x' })), 'Condition is not an object'],
  [
    'keys of text',
    policy(allow({ Condition: { StringEquals: 'x' } })),
    'Condition.StringEquals: not an object of keys',
  ],
  ['a value object', policy(allow(when('StringEquals', 'k', {}))), 'Condition.StringEquals.k: not a value'],
  ['no values', policy(allow(when('StringEquals', 'k', []))), 'Condition.StringEquals.k: not a value'],
  [
    'a broken CIDR',
    policy(allow(when('IpAddress', 'aws:SourceIp', '10.0.0.0/33'))),
    "'10.0.0.0/33' is not an IP address",
  ],
  [
    'a number too large to read',
    `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"k":1e999}}}]}`,
    'Condition.StringEquals.k: not a value',
  ],
  ['a broken number', policy(allow(when('NumericLessThan', 'k', 'many'))), "'many' is not a number"],
  ['a broken date', policy(allow(when('DateLessThan', 'k', 'soon'))), "'soon' is not a date"],
  ['a broken Null', policy(allow(when('Null', 'k', 'maybe'))), "'maybe' is not true or false"],
  [
    'a short ARN',
    policy(allow(when('ArnLike', 'k', 'arn:aws:iam'))),
    "'arn:aws:iam' is not an ARN of six parts",
  ],
  ['a Sid of numbers', policy(allow({ Sid: 3 })), 'Sid is not a text'],
  ['a Principal', policy(allow({ Principal: '*' })), 'Principal in an identity policy'],
  ['a __proto__ element', proto, 'no element __proto__'],
  ['deep nesting', deep, 'the document is not'],
];

describe('malformed documents', () => {
  it.each(bad)('%s', (_, document, path) => {
    const { outside } = decideOne(problem(set([document])));
    expect(outside.status).toBe('unknown');
    expect(outside.because).toContain(
      path.startsWith('the document is not') && document === deep ? '' : path,
    );
  });

  it.each(bad)(
    '%s in addition to a policy that allows: it might deny, or is an Allow that is not needed',
    (_, document) => {
      const { outside } = decideOne(problem(set([admin, document])));
      expect(['unknown', 'reachable']).toContain(outside.status);
    },
  );

  it('still sees that another policy denies', () => {
    expect(verdicts(problem(set(['{', admin, policy(deny())])))).toBe('no no no');
  });

  it('treats a malformed Deny as if it might not deny, and a malformed condition as if it might be true', () => {
    const broken = policy(deny(when('IpAddress', 'aws:SourceIp', 'x')));
    expect(verdicts(problem(set([admin, broken])))).toBe('unknown unknown unknown');
    expect(verdicts(problem(set([policy(allow(when('StringEqualz', 'k', 'v')))])))).toBe(
      'unknown unknown unknown',
    );
  });

  it('keeps what is understood of a malformed statement', () => {
    const one = allow({
      Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' }, StringEqualz: { k: 'v' } },
    });
    expect(verdicts(problem(set([policy(one)])))).toBe('no unknown no');
  });

  it('ignores what is malformed in statements about other actions', () => {
    expect(
      verdicts(problem(set([admin, policy(deny({ Action: 's3:*', Resource: {}, Condition: 3 }))]))),
    ).toBe('yes yes yes');
  });

  it('knows a key that is called __proto__', () => {
    const { outside } = decideOne(problem(set([protoCondition])));
    expect(outside.status).toBe('reachable');
    expect(outside.status === 'reachable' && Object.entries(outside.witness.context)).toContainEqual([
      '__proto__',
      'x',
    ]);
  });

  it('accepts one statement, texts instead of lists, and unquoted values', () => {
    expect(
      verdicts(
        problem(set([{ Version: '2012-10-17', Statement: allow(when('Bool', 'aws:ViaAWSService', false)) }])),
      ),
    ).toBe('yes yes no');
    expect(
      verdicts(problem(set([policy(allow(when('NumericLessThan', 'aws:MultiFactorAuthAge', 60)))]))),
    ).toBe('yes yes yes');
    expect(verdicts(problem(set([{ Statement: [] }])))).toBe('no no no');
  });

  it('accepts JSON text and URL-encoded JSON text', () => {
    const text = JSON.stringify(admin);
    expect(verdicts(problem(set([text])))).toBe('yes yes yes');
    expect(verdicts(problem(set([encodeURIComponent(text)])))).toBe('yes yes yes');
  });

  it('survives invalid UTF-16 and very long values', () => {
    expect(
      verdicts(problem(set([policy(allow(when('StringLike', 'k', `\ud800*\udc00${'x'.repeat(4000)}`)))]))),
    ).toBe('yes yes yes');
    expect(verdicts(problem(set([policy(allow({ Resource: '*'.repeat(5000) }))])))).toBe('yes yes yes');
  });

  it('requires Principal "*" in a resource control policy', () => {
    const rcp = (Principal: unknown) =>
      set([admin], { rcps: [level(admin, policy({ ...deny(), Principal }))] });
    expect(verdicts(problem(rcp('*')))).toBe('no no no');
    expect(verdicts(problem(rcp({ AWS: '*' })))).toBe('no no no');
    expect(verdicts(problem(rcp({ AWS: 'arn:aws:iam::1:root' })))).toBe('unknown unknown unknown');
  });
});

describe('malformed questions', () => {
  const one = problem(set([admin]));

  it.each([
    [
      'an action pattern',
      { ...one, actions: ['sagemaker:*'] },
      "'sagemaker:*' is not the name of one action",
    ],
    ['a text that is no action', { ...one, actions: ['CreateX'] }, "'CreateX' is not the name of one action"],
    [
      'a broken CIDR',
      { ...one, perimeter: { ...one.perimeter, cidrs: ['1.2.3.4', 'x'] } },
      "perimeter.cidrs[1]: 'x'",
    ],
    [
      'an ARN that is no principal',
      { ...one, principal: { arn: 'arn:aws:iam::111122223333:group/g' } },
      'principal.arn',
    ],
  ])('%s', (_, asked, reason) => {
    const { outside, inside, viaService } = decideOne(asked);
    expect([outside.status, inside.status, viaService.status]).toEqual(['unknown', 'unknown', 'unknown']);
    expect(outside.because).toContain(reason);
    const lockout = createEngine().lockout(asked, one.policies);
    expect(lockout.status).toBe('unknown');
    expect(lockout.status === 'unknown' && lockout.because).toContain(reason);
  });

  it('distinguishes one text with a space from two texts', () => {
    const engine = createEngine();
    for (const policies of [one.policies, set([])]) {
      const asked = (actions: readonly string[]) => engine.decide({ ...one, policies, actions });
      expect(asked(['x y']).map(({ action }) => action)).toEqual(['x y']);
      expect(asked(['x', 'y']).map(({ action }) => action)).toEqual(['x', 'y']);
    }
  });

  it('answers in the order of actions and resources', () => {
    const answers = createEngine().decide({
      ...one,
      actions: [presign, 'x'],
      resources: ['arn:aws:sagemaker:us-east-1:1:a/b', '*'],
    });
    expect(answers.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
      `${presign} arn:aws:sagemaker:us-east-1:1:a/b`,
      `${presign} *`,
      'x arn:aws:sagemaker:us-east-1:1:a/b',
      'x *',
    ]);
  });
});
