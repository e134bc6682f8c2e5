import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../src';
import {
  account,
  admin,
  allow,
  decideOne,
  deny,
  level,
  notebookArns,
  policy,
  presign,
  problem,
  set,
  verdicts,
  when,
} from './build';

const user = { arn: `arn:aws:iam::${account}:user/eve`, tags: {} };
const role = { arn: `arn:aws:iam::${account}:role/ds`, tags: {} };
const named = (name: string) => notebookArns.replace('*', name);
const old = (...statements: Record<string, unknown>[]) => ({ Version: '2008-10-17', Statement: statements });

describe('variables', () => {
  it.each([
    ['a fixed attribute in a resource', user, policy(allow({ Resource: named('${aws:username}-*') })), 'yes'],
    [
      'an absent attribute in a resource matches nothing',
      role,
      policy(allow({ Resource: named('${aws:username}-*') })),
      'no',
    ],
    [
      'an absent attribute in NotResource excludes nothing',
      role,
      policy(allow({ NotResource: named('${aws:username}*') })),
      'yes',
    ],
    ['a default', role, policy(allow({ Resource: named("${aws:username, 'x'}") })), 'yes'],
    [
      'an absent attribute and a positive operator',
      role,
      policy(allow(when('StringLike', 'k', '${aws:username}'))),
      'no',
    ],
    [
      'an absent attribute and a negated operator',
      role,
      policy(allow(when('StringNotLike', 'k', '${aws:username}'))),
      'yes',
    ],
    [
      'an absent attribute next to a value that matches',
      role,
      policy(allow(when('StringEquals', 'k', ['${aws:username}', 'v']))),
      'yes',
    ],
    ['a multivalued key', user, policy(allow(when('StringEquals', 'k', '${aws:TagKeys}'))), 'no'],
    [
      'an old version: the text itself',
      user,
      old(allow(when('StringEquals', 'aws:username', '${aws:username}'))),
      'no',
    ],
    [
      'no version: the text itself',
      user,
      { Statement: allow(when('StringEquals', 'aws:username', '${aws:username}')) },
      'no',
    ],
    [
      'an old version in a resource: no name has a colon',
      user,
      old(allow({ Resource: named('${aws:username}') })),
      'no',
    ],
    ['a star that is a star', user, policy(allow(when('StringLike', 'aws:username', '${*}'))), 'no'],
    [
      'a variable next to "*"',
      user,
      policy(allow({ Resource: [named('${aws:PrincipalTag/a}'), '*'] })),
      'yes',
    ],
    ['a variable that is no variable', user, policy(allow(when('StringEquals', 'k', '${}'))), 'unknown'],
  ])('%s', (_, principal, document, expected) => {
    expect(verdicts(problem(set([document]), { principal })).split(' ')[0]).toBe(expected);
  });

  it('substitutes the name that the user has', () => {
    const { outside } = decideOne(
      problem(set([policy(allow({ Resource: named('${aws:username}-*') }))]), { principal: user }),
    );
    expect(outside.status === 'reachable' && outside.witness.resource).toBe(named('eve-x'));
    expect(outside.status === 'reachable' && outside.witness.context['aws:username']).toBe('eve');
  });

  it('keeps a wildcard in an attribute from matching', () => {
    const star = { arn: user.arn, tags: { team: 'a*' } };
    const one = policy(allow({ Resource: named('${aws:PrincipalTag/team}') }));
    expect(verdicts(problem(set([one]), { principal: star, resources: [named('ab')] }))).toBe('no no no');
    expect(verdicts(problem(set([one]), { principal: star, resources: [named('a*')] }))).toBe('no no no');
    const query = {
      Resource: named('?'),
      ...when('StringEquals', 'saml:iss', '${aws:PrincipalTag/team}'),
    };
    // No tag can be like this, so no request is shown either.
    expect(verdicts(problem(set([policy(allow(query))]), { principal: star }))).toBe(
      'unknown unknown unknown',
    );
  });
});

describe('two free keys compared', () => {
  const same = when('StringEquals', 'aws:ResourceTag/team', '${aws:RequestTag/team}');

  it.each([
    ['an Allow: both may be the same', policy(allow(same)), 'yes'],
    ['a Deny: they may differ', policy(allow(), deny(same)), 'yes'],
    [
      'a Deny when they differ: they may be the same',
      policy(allow(), deny(when('StringNotEquals', 'aws:ResourceTag/team', '${aws:RequestTag/team}'))),
      'yes',
    ],
    ['both together', policy(allow(same), deny(same)), 'no'],
    [
      'the same, and different literals',
      policy(
        allow({
          Condition: {
            StringEquals: { 'aws:ResourceTag/team': ['${aws:RequestTag/team}'], 'aws:RequestTag/team': 'a' },
            StringLike: {},
          },
        }),
        deny(when('StringEquals', 'aws:ResourceTag/team', 'a')),
      ),
      'no',
    ],
    [
      'different from it, and it absent',
      policy(
        allow({
          Condition: {
            StringNotEquals: { 'aws:ResourceTag/team': '${aws:RequestTag/team}' },
            Null: { 'aws:RequestTag/team': 'true' },
          },
        }),
      ),
      'yes',
    ],
    [
      'the same, and it absent',
      policy(
        allow({
          Condition: {
            StringEquals: { 'aws:ResourceTag/team': '${aws:RequestTag/team}' },
            Null: { 'aws:RequestTag/team': 'true' },
          },
        }),
      ),
      'no',
    ],
    ['a resource of that name', policy(allow({ Resource: named('${aws:RequestTag/name}') })), 'yes'],
    [
      'closed by another Deny',
      policy(
        allow(same),
        deny(when('Null', 'aws:ResourceTag/team', 'false')),
        deny(when('Null', 'aws:ResourceTag/team', 'true')),
      ),
      'no',
    ],
    [
      'a Deny of one resource, and of another by a variable: the first is still closed',
      policy(
        allow({ Resource: named('a') }),
        deny({ Resource: [named('a'), named('${aws:RequestTag/name}')] }),
      ),
      'no',
    ],
    [
      'an Allow of one resource, and of another by a variable',
      policy(
        allow({ Resource: [named('a'), named('${aws:RequestTag/name}')] }),
        deny(when('Null', 'aws:RequestTag/name', 'false')),
      ),
      'yes',
    ],
    ['the userid', policy(allow(when('StringLike', 'aws:ResourceTag/owner', '${aws:userid}'))), 'yes'],
  ])('%s', (_, document, expected) => {
    expect(verdicts(problem(set([document]))).split(' ')[0]).toBe(expected);
  });

  it('says what it cannot decide', () => {
    const vague = policy(
      allow(when('StringLike', 'aws:ResourceTag/a', 'x${aws:RequestTag/b}')),
      deny(when('StringLike', 'aws:ResourceTag/a', 'x*')),
    );
    const { outside } = decideOne(problem(set([vague])));
    expect(outside.status === 'unknown' ? outside.missing : outside.status).toEqual([
      'inline policy p0: Statement[0].Condition.StringLike.aws:ResourceTag/a: variable ${aws:requesttag/b} is not fixed',
    ]);
  });

  it("does not decide AWS's SageMaker policy for Studio, which compares two keys of the service", () => {
    const statement = allow({
      Action: ['sagemaker:CreateApp', 'sagemaker:DeleteApp'],
      Resource: 'arn:aws:sagemaker:*:*:app/*/*/*/*',
      Condition: {
        ArnLike: {
          'sagemaker:OwnerUserProfileArn':
            'arn:aws:sagemaker:*:*:user-profile/${sagemaker:DomainId}/${sagemaker:UserProfileName}',
        },
        StringEquals: { 'sagemaker:SpaceSharingType': ['Private'] },
      },
    });
    const one = problem(set([policy(statement)]), {
      actions: ['sagemaker:CreateApp'],
      resources: [`arn:aws:sagemaker:us-east-1:${account}:app/d/p/t/n`],
    });
    // It is reachable, but none of the values tried make an ARN that can exist.
    expect(verdicts(one)).toBe('unknown unknown unknown');
  });
});

describe('keys with conditions of several kinds', () => {
  it.each([
    [
      'text and address',
      { StringLike: { 'aws:SourceIp': '203.*' }, IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      'yes',
    ],
    ['an address as text', { StringEquals: { 'aws:SourceIp': '203.0.113.77' } }, 'yes'],
    [
      'an address as text, contradictory',
      { StringEquals: { 'aws:SourceIp': '203.0.113.77' }, IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
      'no',
    ],
    ['no address at all as text', { StringEquals: { 'aws:SourceIp': 'home' } }, 'no'],
    ['a number as text', { StringEquals: { k: '5' }, NumericLessThan: { k: '9' } }, 'yes'],
    [
      'a boolean as text',
      { StringEquals: { 'aws:SecureTransport': 'true' }, Bool: { 'aws:SecureTransport': 'true' } },
      'yes',
    ],
    [
      'a boolean as text, contradictory',
      { StringEquals: { 'aws:SecureTransport': 'false' }, Bool: { 'aws:SecureTransport': 'true' } },
      'no',
    ],
    [
      'a boolean that is neither',
      { StringNotEquals: { k: ['true', 'false'] }, Bool: { k: ['true', 'false'] } },
      'no',
    ],
    [
      'a tag tested as a boolean',
      {
        'ForAnyValue:StringNotEquals': { 'aws:RequestTag/t': ['true', 'false'] },
        BoolIfExists: { 'aws:RequestTag/t': ['true', 'TRUE'] },
      },
      'yes',
    ],
    [
      'an address range as text',
      { StringLike: { 'aws:SourceIp': '203.0.113.7*' }, NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      'unknown',
    ],
  ])('%s', (_, Condition, expected) => {
    expect(verdicts(problem(set([policy(allow({ Condition }))]))).split(' ')[0]).toBe(expected);
  });

  const mixed = { StringLike: { k: 'a*' }, NumericLessThan: { k: '5' } };
  const userid = { StringEquals: { 'aws:RequestTag/t': '${aws:userid}' } };
  const notInVpc = deny(when('StringNotEquals', 'aws:SourceVpc', 'vpc-1'));

  it.each([
    ['alone', [allow({ Condition: mixed })], 'unknown unknown unknown'],
    ['when a Deny decides without them', [allow({ Condition: mixed }), notInVpc], 'no unknown no'],
    ['with an Allow without them', [allow({ Condition: mixed }), allow(), notInVpc], 'no yes no'],
    [
      'in the Denies that would have to decide',
      [
        allow(when('NumericLessThan', 'k', '5')),
        deny(when('StringLike', 'k', 'a*')),
        deny(when('StringNotLike', 'k', 'a*')),
      ],
      'unknown unknown unknown',
    ],
    ['with resources', [allow({ Resource: named('*a*b*'), Condition: mixed })], 'unknown unknown unknown'],
    [
      'with a variable whose values are tried',
      [allow({ Condition: { ...mixed, ...userid } })],
      'unknown unknown unknown',
    ],
  ])('%s', (_, statements, expected) => {
    expect(verdicts(problem(set([policy(...statements)])))).toBe(expected);
  });

  it('names the statements that test such a key, the first four of them', () => {
    const range = { IpAddress: { 'aws:sourceip': '203.0.113.0/24' } };
    const denials = Array.from({ length: 6 }, () => deny({ Condition: range }));
    const apart = deny({ Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } });
    const mixed = allow({
      Condition: {
        StringLike: { 'aws:SourceIp': '203.0.113.7*' },
        StringEquals: { 'aws:RequestedRegion': 'us-east-1' },
      },
    });
    const [answer] = createEngine().decide(problem(set([policy(apart, mixed, ...denials)])));
    const of = (index: number) =>
      `inline policy p0: Statement[${index}]: the conditions on aws:SourceIp are too intricate to be told apart completely`;
    expect(answer?.outside).toMatchObject({ status: 'unknown', missing: [of(1), of(2), of(3), of(4)] });
  });
});

it('a variable for the source of the request is tried with some values, which alone decide nothing', () => {
  const Condition = {
    StringEquals: { 'aws:RequestTag/v': '${aws:SourceVpc}' },
    StringNotEquals: { 'aws:RequestTag/v': ['vpc-1', 'vpc-2'] },
  };
  expect(verdicts(problem(set([policy(allow({ Condition }))])))).toBe('yes unknown no');
});

describe('patterns of resources', () => {
  const like = (pattern: string) => ({ Resource: named(pattern) });
  const userid = when('StringEquals', 'aws:RequestTag/t', '${aws:userid}');

  it('have members that no readable example shows', () => {
    // Names that contain an x are tried first.
    const apart = deny(like('*x*'));
    const cases = [
      problem(set([policy(allow(like('*a*b*')), apart)])),
      problem(set([policy(allow({ ...like('*a*b*'), ...when('StringEquals', 'k', 'v') }), apart)])),
      problem(set([policy(allow({ ...like('*a*b*'), ...userid }), apart)])),
      problem(set([admin, policy(apart)]), { resources: [named('*a*b*')] }),
    ];
    expect(cases.map(verdicts)).toEqual(cases.map(() => 'yes yes yes'));
  });

  // Three letters in some order each: too many mixtures to walk through all of them.
  const letter = (index: number) => 'abcdefgh'.charAt(index % 8);
  const patterns = Array.from({ length: 40 }, (_, index) =>
    like(`*${letter(index * 3)}*${letter(index * 3 + 5)}*${letter(index * 3 + 10 + (index >> 3))}*`),
  );
  const both = [...patterns.map((one) => deny(one)), ...patterns.map((one) => allow(one))];
  const vague = deny(when('StringEqualz', 'k', 'v'));
  const everything = [deny(when('Null', 'k', 'true')), deny(when('Null', 'k', 'false'))];
  const region = { 'aws:RequestedRegion': 'eu-west-1' };
  const never = allow({ Condition: { StringEquals: region, StringNotEquals: region } });
  const missing = (index: number) =>
    `inline policy p0: Statement[${index}]: the patterns of resources are too intricate to be told apart completely`;

  it('are named when too many to be told apart, the first four of them', () => {
    const { viaService } = decideOne(problem(set([policy(never, ...both)])));
    expect(viaService).toMatchObject({ missing: [missing(41), missing(42), missing(43), missing(44)] });
  });

  it.each([
    ['unless a Deny that is not understood helps', [...both, vague], 'unknown'],
    ['except for a Deny of every resource', [...both, vague, ...everything], 'unreachable'],
  ])('decide nothing when too many to be told apart: %s', (_, statements, expected) => {
    expect(decideOne(problem(set([policy(...statements)]))).viaService.status).toBe(expected);
  });

  it('are not told apart when the other conditions decide', () => {
    const engine = createEngine();
    const [answer] = engine.decide(problem(set([policy(...both, ...everything)])));
    expect(answer?.viaService.status).toBe('unreachable');
    expect(engine.work.steps).toBeLessThan(20_000);
  });
});

describe('bounds', () => {
  const clauses = Array.from({ length: 60 }, (_, index) =>
    deny({
      Condition: {
        StringEquals: { [`a${index % 7}`]: '1', [`b${index % 11}`]: '1' },
        StringNotEquals: { [`c${index % 13}`]: '1' },
      },
    }),
  );

  it('gives up with a reason when the search takes too long', () => {
    const everything = policy(
      ...clauses,
      ...Array.from({ length: 13 }, (_, index) => deny(when('StringEquals', `c${index}`, '1'))),
      allow({ Condition: { StringEquals: { a1: '1', b1: '1' } } }),
    );
    const [answer] = createEngine({ bounds: { nodes: 1 } }).decide(problem(set([everything])));
    expect(answer?.outside.because).toContain('the search budget of 1 nodes is used up');
    expect(createEngine().decide(problem(set([everything])))[0]?.outside.status).not.toBe('unknown');
    const lockout = createEngine({ bounds: { nodes: 1 } }).lockout(
      problem(set([everything])),
      set([everything]).identity.length === 1 ? set([everything]) : set([]),
    );
    expect(lockout.status).toBe('unknown');
  });
});

describe('no lockout', () => {
  const guard = (Condition: Record<string, unknown>) =>
    policy(deny({ Action: 'sagemaker:CreatePresigned*', Condition }));
  const lockout = (after: ReturnType<typeof set>, before = set([admin]), more = {}) =>
    createEngine().lockout(problem(after, more), before);

  it.each([
    [
      'a guardrail that exempts VPC, endpoint and addresses',
      guard({
        Bool: { 'aws:ViaAWSService': 'false' },
        StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1', 'aws:SourceVpce': 'vpce-1' },
        NotIpAddressIfExists: { 'aws:SourceIp': '198.51.100.0/24' },
      }),
      'none',
    ],
    ['one that forgets the addresses', guard({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } }), 'some'],
    [
      'one that forgets that a VPC may have other endpoints',
      guard({
        StringNotEquals: { 'aws:SourceVpce': 'vpce-1' },
        NotIpAddressIfExists: { 'aws:SourceIp': '198.51.100.0/24' },
      }),
      'some',
    ],
    [
      'one that exempts half of the addresses',
      guard({
        StringNotEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' },
        NotIpAddressIfExists: { 'aws:SourceIp': '198.51.100.0/25' },
      }),
      'some',
    ],
    ['one with a condition that cannot be read', guard({ StringEqualz: { k: 'v' } }), 'unknown'],
    ['one for other actions', policy(deny({ Action: 'sagemaker:DeleteDomain' })), 'none'],
    ['one that has a Principal, which only an RCP may', policy({ ...deny(), Principal: '*' }), 'unknown'],
  ])('%s', (_, more, expected) => {
    expect(lockout(set([admin, more])).status).toBe(expected);
  });

  it('names the statement that refuses, with a witness', () => {
    const verdict = lockout(set([admin, guard({ StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } })]));
    expect(verdict).toEqual({
      status: 'some',
      witness: { action: presign, resource: named('x'), context: { 'aws:SourceIp': '198.51.100.9' } },
      allowedBy: [{ path: 'identity[0].Statement[0]', label: 'inline policy p0' }],
      deniedBy: [{ path: 'identity[1].Statement[0]', label: 'inline policy p1' }],
      because:
        'A request from the corporate address 198.51.100.9 (no aws:SourceVpce) for notebook-instance/x was allowed and is now denied by statement 1 of inline policy p1.',
    });
  });

  it('notices at every layer that an Allow is gone', () => {
    const narrow = policy(allow(when('StringEquals', 'aws:SourceVpc', 'vpc-1')));
    const gone = lockout(set([narrow]));
    expect(gone.status === 'some' && [gone.deniedBy, gone.because.split(' was allowed')[1]]).toEqual([
      [],
      ' and is now not allowed by the identity policies.',
    ]);
    expect(lockout(set([admin], { boundary: { label: 'b', document: narrow } })).status).toBe('some');
    expect(lockout(set([admin], { scps: [level(admin), level(narrow)] })).status).toBe('some');
    expect(lockout(set([admin], { rcps: [level(narrow)] })).status).toBe('some');
    expect(
      lockout(set([admin], { boundary: { label: 'b', document: admin }, scps: [level(admin)] })).status,
    ).toBe('none');
  });

  it('only considers what was allowed, and only inside', () => {
    const before = set([policy(allow(when('StringEquals', 'aws:SourceVpc', 'vpc-1')))]);
    expect(lockout(set([policy(allow(when('StringEquals', 'aws:SourceVpc', 'vpc-1')))]), before).status).toBe(
      'none',
    );
    expect(
      lockout(set([]), set([policy(allow(when('StringEquals', 'aws:SourceVpc', 'vpc-2')))])).status,
    ).toBe('none');
    expect(lockout(set([]), set([])).status).toBe('none');
    expect(lockout(set([]), set([admin]), { context: { 'aws:SourceVpc': 'vpc-2' } }).status).toBe('none');
  });

  it('considers every action and resource', () => {
    const more = { actions: ['sagemaker:DescribeDomain', presign], resources: [named('a'), named('b')] };
    const found = lockout(
      set([admin, policy(deny({ Resource: named('b'), Action: presign }))]),
      set([admin]),
      more,
    );
    expect(found.status === 'some' && found.witness).toMatchObject({ action: presign, resource: named('b') });
    expect(lockout(set([admin]), set([admin]), { actions: ['nothing', presign] }).status).toBe('unknown');
    expect(lockout(set([]), set([admin]), { actions: ['nothing', presign] }).status).toBe('some');
  });

  it('names what it does not understand, and the policy it is in', () => {
    expect(lockout(set([admin, guard({ StringEqualz: { k: 'v' } })]))).toEqual({
      status: 'unknown',
      missing: ['inline policy p1: Statement[0].Condition.StringEqualz: no such operator'],
      because: 'Not decided: inline policy p1: Statement[0].Condition.StringEqualz: no such operator.',
    });
    expect(lockout(set([admin]), set([admin]))).toEqual({ status: 'none' });
  });

  it('does not rely on what may or may not have been allowed before or be refused now', () => {
    expect(lockout(set([]), set(['{'])).status).toBe('unknown');
    expect(lockout(set(['{', admin]), set([admin])).status).toBe('unknown');
    expect(lockout(set(['{', admin]), set(['{', admin])).status).toBe('unknown');
  });
});
