import { describe, expect, it } from '@jest/globals';
import { actionsToAsk } from '../src/endpoint-actions';
import { type EndpointQuestion, inWords, part } from '../src/endpoint-question';
import { endpointSources, readable } from '../src/endpoint-statement';
import { createLibrary } from '../src/library';
import { usualBounds } from '../src/meter';
import {
  anyResource,
  foreignPrincipals,
  foreignResources,
  noResource,
  type Own,
  ownPrincipals,
  ownedResources,
} from '../src/outsiders';
import { opaqueStatement } from '../src/statement';
import { strangers } from '../src/strangers';
import { allow, deny, type PolicyJson, policy, when } from './build';
import { isAllowed } from './naive';

const [account, partner, stranger] = ['111122223333', '444455556666', '777788889999'] as const;
const organization = 'o-abcdefghij';
const role = (of: string) => `arn:aws:iam::${of}:role/path/ds`;

describe('the statements of an endpoint policy as those of an identity policy', () => {
  const rest = { Effect: 'Allow', Action: '*', Resource: '*' };
  const undecided = (why: string, more: PolicyJson = {}) => [{ ...rest, ...more, [why]: true }];
  const accounts = (...ids: string[]) => when('StringEquals', 'aws:PrincipalAccount', ids);

  it.each<[string, PolicyJson, readonly PolicyJson[]]>([
    ['everyone', { Principal: '*' }, [rest]],
    ['everyone in AWS', { Principal: { AWS: '*' } }, [rest]],
    ['everyone in addition to an account', { Principal: { AWS: [account, '*'] } }, [rest]],
    ['an account', { Principal: { AWS: account } }, [{ ...rest, ...accounts(account) }]],
    [
      'its root',
      { Principal: { AWS: `arn:aws-cn:iam::${account}:root` } },
      [{ ...rest, ...accounts(account) }],
    ],
    [
      'two accounts',
      { Principal: { AWS: [account, partner] } },
      [
        { ...rest, ...accounts(account) },
        { ...rest, ...accounts(partner) },
      ],
    ],
    ...[role(account), `arn:aws:iam::${account}:user/ann`].map(
      (arn): [string, PolicyJson, readonly PolicyJson[]] => [
        arn,
        { Principal: { AWS: arn } },
        [
          {
            ...rest,
            Condition: { StringEquals: { 'aws:PrincipalAccount': [account], 'aws:PrincipalArn': [arn] } },
          },
        ],
      ],
    ),
    [
      'a session',
      { Principal: { AWS: `arn:aws:sts::${account}:assumed-role/ds/s` } },
      undecided(`Principal 'arn:aws:sts::${account}:assumed-role/ds/s'`, accounts(account)),
    ],
    [
      'something under the root, which is no principal',
      { Principal: { AWS: `arn:aws:iam::${account}:root/x` } },
      undecided(`Principal 'arn:aws:iam::${account}:root/x'`, accounts(account)),
    ],
    [
      'a group, which is no principal',
      { Principal: { AWS: `arn:aws:iam::${account}:group/g` } },
      undecided(`Principal 'arn:aws:iam::${account}:group/g'`, accounts(account)),
    ],
    ...[
      'AIDAEXAMPLE',
      '11112222333',
      `x${account}`,
      `${account}x`,
      `arn:aws:iam::${account}:role/*`,
      `arn:aws:iam::${account}:role/d?`,
      `x arn:aws:iam::${account}:root`,
      `arn:aws:s3::${account}:role/x`,
      `arn:aws:iam::1:role/x`,
    ].map((name): [string, PolicyJson, readonly PolicyJson[]] => [
      name,
      { Principal: { AWS: name } },
      undecided(`Principal '${name}'`, { Condition: {} }),
    ]),
    [
      'an AWS service',
      { Principal: { Service: 'x.amazonaws.com' } },
      [
        {
          ...rest,
          Condition: {
            Bool: { 'aws:PrincipalIsAWSService': ['true'] },
            StringEquals: { 'aws:PrincipalServiceName': ['x.amazonaws.com'] },
          },
        },
      ],
    ],
    [
      'an identity provider in addition to an account',
      { Principal: { Federated: 'x', AWS: account } },
      [...undecided('Principal of the kind Federated', { Condition: {} }), { ...rest, ...accounts(account) }],
    ],
    ['nobody', { Principal: {} }, undecided('Principal is not understood')],
    ['an empty list', { Principal: { AWS: [] } }, undecided('Principal is not understood')],
    ['a name without a kind', { Principal: account }, undecided('Principal is not understood')],
    ['no Principal', {}, undecided('no one Principal')],
    ['Principal and NotPrincipal', { Principal: '*', NotPrincipal: '*' }, undecided('no one Principal')],
    [
      'all except two accounts',
      { NotPrincipal: { AWS: [account, `arn:aws:iam::${partner}:root`] } },
      [{ ...rest, ...when('StringNotEquals', 'aws:PrincipalAccount', [account, partner]) }],
    ],
    ...[
      { AWS: [account, role(partner)] },
      { AWS: [account, `arn:aws:sts::${account}:assumed-role/ds/s`] },
      '*',
      { Service: 'x' },
      { Federated: 'x' },
      {},
      7,
    ].map((NotPrincipal): [string, PolicyJson, readonly PolicyJson[]] => [
      `all but ${JSON.stringify(NotPrincipal)}`,
      { NotPrincipal },
      undecided('NotPrincipal names more than accounts'),
    ]),
    [
      'other conditions',
      { Principal: { AWS: account }, ...when('Bool', 'aws:SecureTransport', 'true') },
      [
        {
          ...rest,
          Condition: {
            Bool: { 'aws:SecureTransport': 'true' },
            StringEquals: { 'aws:PrincipalAccount': [account] },
          },
        },
      ],
    ],
    [
      'a condition that is no object',
      { Principal: { AWS: account }, Condition: 'x' },
      [{ ...rest, Condition: 'x' }],
    ],
  ])('%s', (_, written, expected) => {
    const [source, ...others] = endpointSources(policy({ ...rest, ...written }));
    expect(others).toEqual([]);
    expect(source?.document).toEqual({ Version: '2012-10-17', Statement: expected });
  });

  it.each([
    [['StringEquals'], 'StringEqualsIfExists'],
    [['StringEquals', 'StringEqualsIfExists'], 'ForAllValues:StringEquals'],
    [
      ['StringEquals', 'StringEqualsIfExists', 'ForAllValues:StringEquals'],
      'ForAllValues:StringEqualsIfExists',
    ],
    [
      [
        'StringEquals',
        'StringEqualsIfExists',
        'ForAllValues:StringEquals',
        'ForAllValues:StringEqualsIfExists',
      ],
      null,
    ],
  ])('with %j taken, %s means the same for a user or role', (taken, free) => {
    const Condition = Object.fromEntries(taken.map((operator) => [operator, { k: 'v' }]));
    const [source] = endpointSources(policy({ ...rest, Principal: { AWS: account }, Condition }));
    const expected =
      free === null
        ? { ...rest, Condition, 'its Principal cannot be put as a condition': true }
        : { ...rest, Condition: { ...Condition, [free]: { 'aws:PrincipalAccount': [account] } } };
    expect(source?.document).toEqual({ Version: '2012-10-17', Statement: [expected] });
  });

  it('have names, and the version of their document', () => {
    const all = { ...rest, Principal: '*' };
    const statements = [all, { ...all, Sid: 'AllowTeam' }, { ...all, Sid: '' }, { ...all, Sid: 7 }, 'x'];
    for (const [Version, expected] of [
      ['2012-10-17', '2012-10-17'],
      ['2008-10-17', '2008-10-17'],
      [undefined, '2008-10-17'],
    ]) {
      const sources = endpointSources({
        ...(Version === undefined ? {} : { Version }),
        Statement: statements,
      });
      expect(sources.map(({ label }) => label)).toEqual([
        'statement 1',
        'statement 2 (AllowTeam)',
        'statement 3',
        'statement 4',
        'statement 5',
      ]);
      expect(sources[0]?.document).toEqual({ Version: expected, Statement: [rest] });
      expect(sources[4]?.document).toEqual({ Version: expected, Statement: ['x'] });
    }
    expect(endpointSources('{')).toEqual([{ label: 'the endpoint policy', document: '{' }]);
  });

  it.each([
    ["Statement[0].no element Principal 'x' is known", "Principal 'x' is not decided"],
    ['Statement[0].Condition.Bool: not an object of keys', 'Condition.Bool: not an object of keys'],
    ['Statement[0]: no Action', 'no Action'],
    ['Statement[0] is not an object', 'is not an object'],
    ['the search budget is used up', 'the search budget is used up'],
  ])('%s is reported as %s', (what, reported) => {
    expect(readable(what)).toBe(reported);
  });
});

describe('to whom a request belongs', () => {
  const alone: Own = { accounts: [account], organization: null };
  const two: Own = { accounts: [account, partner], organization: null };
  const member: Own = { accounts: [account, partner], organization };
  const allows = (
    document: PolicyJson | object,
    resource: string,
    context: Record<string, string | string[]>,
  ) =>
    isAllowed(
      { identity: [document as PolicyJson], boundary: null, scps: [], rcps: [] },
      { action: 'sagemaker:CreateApp', resource, context },
    );
  const org = (side: string, id: string) => ({
    [`aws:${side}OrgID`]: id,
    [`aws:${side}OrgPaths`]: [`${id}/r-1/`],
  });

  /** The account, its organization, and whether it is own for one account, for two, and for two in an organization. */
  const sides: readonly [string, string, string | null, string, string, string][] = [
    ['the account, which is in no organization', account, null, 'own', 'own', 'nobody’s'],
    ['the account in its organization', account, organization, 'own', 'own', 'own'],
    ['an account listed', partner, null, 'foreign', 'own', 'own'],
    ['an account listed of another organization', partner, 'o-other', 'foreign', 'own', 'own'],
    ['another of the organization', stranger, organization, 'foreign', 'foreign', 'own'],
    ['another of another organization', stranger, 'o-other', 'foreign', 'foreign', 'foreign'],
    ['another of no organization', stranger, null, 'foreign', 'foreign', 'foreign'],
  ];
  const whose = (own: boolean, foreign: boolean) =>
    own ? (foreign ? 'both' : 'own') : foreign ? 'foreign' : 'nobody’s';

  it.each(sides)('%s: a caller', (_, caller, of, ...expected) => {
    const found = [alone, two, member].map((own) => {
      const context = {
        'aws:PrincipalArn': role(caller),
        'aws:PrincipalAccount': caller,
        ...(of === null ? {} : org('Principal', of)),
      };
      return whose(allows(ownPrincipals(own), '*', context), allows(foreignPrincipals(own), '*', context));
    });
    expect(found).toEqual(expected);
  });

  it.each(sides)('%s: a resource', (_, owner, of, ...expected) => {
    const found = [alone, two, member].map((own) => {
      const resource = `arn:aws:sagemaker:us-east-1:${owner}:app/x`;
      const context = { 'aws:ResourceAccount': owner, ...(of === null ? {} : org('Resource', of)) };
      expect(allows(anyResource(), resource, context)).toBe(true);
      expect(allows(noResource(), resource, context)).toBe(false);
      return whose(
        allows(ownedResources(own), resource, context),
        allows(foreignResources(own), resource, context),
      );
    });
    expect(found).toEqual(expected);
  });

  it.each([
    ['an ARN of one account and the number of another', role(account), stranger],
    ['an ARN of another account and the own number', role(stranger), account],
  ])('a caller with %s does not exist', (_, arn, number) => {
    const context = {
      'aws:PrincipalArn': arn,
      'aws:PrincipalAccount': number,
      ...org('Principal', organization),
    };
    for (const own of [alone, two, member])
      expect([
        allows(ownPrincipals(own), '*', context),
        allows(foreignPrincipals(own), '*', context),
      ]).toEqual([false, false]);
  });

  it.each([
    ['an ARN of one account and the number of another', account, stranger],
    ['an ARN of another account and the own number', stranger, account],
  ])('a resource with %s does not exist', (_, of, number) => {
    const resource = `arn:aws:sagemaker:us-east-1:${of}:app/x`;
    const context = { 'aws:ResourceAccount': number, ...org('Resource', organization) };
    for (const own of [alone, two, member])
      expect([
        allows(ownedResources(own), resource, context),
        allows(foreignResources(own), resource, context),
      ]).toEqual([false, false]);
  });

  it.each(['Principal', 'Resource'])('either key shows that a %s is in the organization', (side) => {
    const [id, paths] = [`aws:${side}OrgID`, `aws:${side}OrgPaths`];
    const foreign = side === 'Principal' ? foreignPrincipals(member) : foreignResources(member);
    const base = {
      'aws:PrincipalArn': role(stranger),
      'aws:PrincipalAccount': stranger,
      'aws:ResourceAccount': stranger,
    };
    const resource = `arn:aws:sagemaker:us-east-1:${stranger}:app/x`;
    expect(allows(foreign, resource, { ...base, [id]: organization })).toBe(false);
    expect(allows(foreign, resource, { ...base, [paths]: ['o-other/r-1/', `${organization}/r-1/`] })).toBe(
      false,
    );
    expect(allows(foreign, resource, { ...base, [id]: 'o-other', [paths]: ['o-other/r-1/'] })).toBe(true);
  });

  it.each([alone, two, member])('what AWS offers to everybody belongs to %j too', (own) => {
    const hub = 'arn:aws:sagemaker:us-east-1:aws:hub-content/x';
    const context = { 'aws:ResourceAccount': '123123123123' };
    expect([allows(ownedResources(own), hub, context), allows(foreignResources(own), hub, context)]).toEqual([
      true,
      false,
    ]);
  });

  it('a call that acts on no resource is one on the account of the caller', () => {
    const context = { 'aws:ResourceAccount': account, ...org('Resource', organization) };
    for (const own of [alone, two, member])
      expect([
        allows(ownedResources(own), '*', context),
        allows(foreignResources(own), '*', context),
      ]).toEqual([true, false]);
    expect([allows(noResource(), '*', context), allows(anyResource(), '*', context)]).toEqual([true, true]);
  });

  it('every request has the account of its resource', () => {
    for (const document of [anyResource(), noResource(), foreignResources(alone), ownedResources(alone)])
      expect(allows(document, '*', {})).toBe(false);
  });
});

describe('the actions to ask about', () => {
  const kinds = (prefer: readonly string[], ...documents: unknown[]) => {
    const asked = actionsToAsk('sagemaker', prefer, documents);
    expect(asked.complete).toBe(true);
    return asked.kinds;
  };

  it.each<[string, readonly string[], readonly unknown[], readonly (readonly string[])[]]>([
    ['one name when nothing tells them apart', ['sagemaker:A'], [policy(allow())], [['sagemaker:A']]],
    [
      'all of a kind together',
      ['sagemaker:A', 'sagemaker:B'],
      [policy(allow())],
      [['sagemaker:A', 'sagemaker:B']],
    ],
    [
      'those that a statement names and the others',
      ['sagemaker:CreateA', 'sagemaker:DeleteA'],
      [policy(allow({ Action: 'SageMaker:create*' }))],
      [['sagemaker:CreateA'], ['sagemaker:DeleteA']],
    ],
    [
      'NotAction like Action',
      ['sagemaker:CreateA', 'sagemaker:DeleteA'],
      [policy(deny({ NotAction: ['sagemaker:Create*', 'x'] }))],
      [['sagemaker:CreateA'], ['sagemaker:DeleteA']],
    ],
    [
      'a name that only a policy has',
      ['sagemaker:A'],
      [policy(allow({ Action: ['sagemaker:Rare', 's3:*', 'sagemakers:Other'] }))],
      [['sagemaker:A'], ['sagemaker:Rare']],
    ],
    [
      'documents together',
      ['sagemaker:A', 'sagemaker:B', 'sagemaker:C'],
      [policy(allow({ Action: ['sagemaker:A', 'sagemaker:B'] })), policy(deny({ Action: 'sagemaker:B' }))],
      [['sagemaker:A'], ['sagemaker:B'], ['sagemaker:C']],
    ],
    [
      'statements that name one each',
      ['sagemaker:A', 'sagemaker:B'],
      [policy(allow({ Action: 'sagemaker:A' }), deny({ Action: 'sagemaker:B' }))],
      [['sagemaker:A'], ['sagemaker:B'], ['sagemaker:x']],
    ],
    [
      'what cannot be read names none',
      ['sagemaker:A'],
      ['{', policy('x' as never, {}, { Action: 7 })],
      [['sagemaker:A']],
    ],
    [
      'what matches no action names none',
      ['sagemaker:A'],
      [policy(allow({ Action: ['sagemaker', 'sagemaker: ', 'a:b:c', '-x sagemaker:*', 'sagemaker:A!'] }))],
      [['sagemaker:A']],
    ],
    [
      'what may be named, where white space may not count',
      ['sagemaker:A'],
      [policy(allow({ Action: ['sagemaker:A', 'sagemaker:a b', ' sagemaker:C'] }))],
      [['sagemaker:A'], ['sagemaker:ab', 'sagemaker:C'], ['sagemaker:x']],
    ],
  ])('%s', (_, prefer, documents, expected) => {
    expect(kinds(prefer, ...documents)).toEqual(expected);
  });

  it('an invented name when no list has one', () => {
    const [first, made, ...others] = kinds(['sagemaker:A'], policy(allow({ Action: 'sagemaker:Frob?*' })));
    expect(first).toEqual(['sagemaker:A']);
    expect(others).toEqual([]);
    expect(made).toHaveLength(1);
    expect(made?.[0]).toMatch(/^sagemaker:frob.+$/);
  });
});

describe('a question', () => {
  it('names what is missing once, with the statement if it is about one', () => {
    const placed = { statement: opaqueStatement(1, 0, 'x'), layer: 0, position: 0 };
    const missing = ['Statement[0]: no Action', 'Statement[0]: no Action'].map((what) => ({
      of: placed,
      what,
    }));
    expect(inWords([...missing, { of: null, what: 'the budget is used up' }], () => 'statement 1')).toEqual([
      'statement 1: no Action',
      'the budget is used up',
    ]);
  });

  it('is about one action', () => {
    expect(() => part([], { documents: [] }, 'nonsense', createLibrary(usualBounds))).toThrow(
      "'nonsense' is not the name of one action",
    );
  });
});

describe('where a foreign request may be found', () => {
  const question = (own: Own): EndpointQuestion => ({
    own,
    endpoint: { id: 'vpce-1', vpc: 'vpc-1' },
    region: 'us-east-1',
    partition: 'aws',
    service: 'sagemaker',
    actions: [
      { name: 'sagemaker:A', type: 'app/*' },
      { name: 'sagemaker:B', type: 'model/*' },
    ],
  });
  const alone: Own = { accounts: [account], organization: null };
  const member: Own = { accounts: [account], organization };
  const [first, second] = ['999999999999', '888888888888'];
  const callers = (found: readonly { fixed: Readonly<Record<string, unknown>> }[]) => [
    ...new Set(
      found.map(
        ({ fixed }) => `${String(fixed['aws:PrincipalAccount'])} ${String(fixed['aws:ResourceAccount'])}`,
      ),
    ),
  ];

  it('a role, then a user, of a new account, on own resources, on theirs and on those of another account', () => {
    const found = [...strangers('principal', 'arn:*', {}, ['sagemaker:B'], question(alone))];
    const targets = [account, first, second].flatMap((owner) =>
      ['model/*', '*'].map((type) => `arn:aws:sagemaker:us-east-1:${owner}:${type}`),
    );
    expect(found.map(({ action, resource }) => [action, resource])).toEqual(
      [...targets, ...targets].map((resource) => ['sagemaker:B', resource]),
    );
    expect(found[0]?.fixed).toEqual({
      'aws:PrincipalAccount': first,
      'aws:ResourceAccount': account,
      'aws:PrincipalType': 'AssumedRole',
      'aws:username': [],
    });
    expect(found.at(-1)?.fixed).toEqual({
      'aws:PrincipalAccount': first,
      'aws:ResourceAccount': second,
      'aws:PrincipalType': 'User',
    });
    const request = (arn: string) => ({ action: 'a:b', resource: 'x', context: { 'aws:PrincipalArn': arn } });
    const is = (at: number, arn: string) =>
      isAllowed(
        { identity: [found.at(at)?.caller as PolicyJson], boundary: null, scps: [], rcps: [] },
        request(arn),
      );
    expect([is(0, role(first)), is(0, `arn:aws:iam::${first}:user/x`), is(0, role(second))]).toEqual([
      true,
      false,
      false,
    ]);
    expect([is(-1, role(first)), is(-1, `arn:aws:iam::${first}:user/x`)]).toEqual([false, true]);
  });

  it.each<[string, unknown, readonly string[]]>([
    ['none', {}, [first]],
    ['whole', { AWS: `arn:aws:iam::${partner}:root` }, [first, partner]],
    ['not within longer numbers or words', [`${partner}1`, `1${partner}`, 'x123x'], [first]],
    ['once, and not the own', [partner, partner, account], [first, partner]],
    ['by their beginning', 'arn:aws:iam::4444*:root', [first, '444400000000']],
    ['by their end', 'arn:aws:iam::*6666:root', [first, '111111116666']],
    ['the one that belongs to nobody', first, [second, first]],
    ['two that belong to nobody', [first, second], ['777777777777', first, second]],
  ])('of accounts that the policy mentions: %s', (_, document, expected) => {
    const found = strangers('principal', 'arn:*', document, ['sagemaker:A'], question(alone));
    expect([...new Set([...found].map(({ fixed }) => fixed['aws:PrincipalAccount']))]).toEqual(expected);
  });

  it('of own callers when the resource is foreign, in an organization also of one more account', () => {
    const found = (own: Own, document: unknown = partner) =>
      callers([...strangers('resource', 'arn:*', document, ['sagemaker:A'], question(own))]);
    expect(found(alone)).toEqual([`${account} ${first}`, `${account} ${partner}`]);
    expect(found(member)).toEqual([
      `${account} ${first}`,
      `${account} ${partner}`,
      `${second} ${first}`,
      `${second} ${partner}`,
    ]);
    expect(found(member, [first, second]).at(3)).toBe('666666666666 777777777777');
  });

  it('on no resource, in the account of the caller', () => {
    const found = [...strangers('principal', '*', partner, ['sagemaker:A', 'sagemaker:Z'], question(alone))];
    expect(callers(found)).toEqual([`${first} ${first}`, `${partner} ${partner}`]);
    expect(new Set(found.map(({ resource }) => resource))).toEqual(new Set(['*']));
    expect(new Set(found.map(({ action }) => action))).toEqual(new Set(['sagemaker:A']));
  });

  it('with the first of the names when no list has any of them', () => {
    const [only, ...others] = strangers(
      'resource',
      'arn:*',
      {},
      ['sagemaker:Y', 'sagemaker:Z'],
      question(alone),
    );
    expect(only).toMatchObject({ action: 'sagemaker:Y', resource: `arn:aws:sagemaker:us-east-1:${first}:*` });
    expect(others).toHaveLength(1);
  });
});
