import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../src';
import {
  account,
  allow,
  decideOne,
  deny,
  type PolicyJson,
  policy,
  presign,
  problem,
  set,
  verdicts,
  when,
} from './build';

const [yes, no] = ['yes yes yes', 'no no no'];
const role = `arn:aws:iam::${account}:role/ds`;
const user = `arn:aws:iam::${account}:user/path/eve`;
const arn = (name: string, region = 'us-east-1', of = account) => `arn:aws:sagemaker:${region}:${of}:${name}`;
const notebooks = arn('notebook-instance/*');
const anywhere = arn('notebook-instance/*', '*', '*');

const asked = (statements: readonly PolicyJson[], more: Partial<Problem> = {}) =>
  problem(set([policy(...statements)]), { resources: [notebooks], ...more });
const only = (operator: string, key: string, value: unknown) => [allow(when(operator, key, value))];
const except = (operator: string, key: string, value: unknown) => [allow(), deny(when(operator, key, value))];

function witness(one: Problem): Readonly<Record<string, unknown>> {
  const { outside } = decideOne(one);
  return outside.status === 'reachable'
    ? { ...outside.witness.context, resource: outside.witness.resource }
    : { status: outside.status };
}

describe('session tags that are free', () => {
  const free = { arn: role, tags: { team: 'ml' }, sessionTags: 'free' } as const;
  const own = { arn: role, tags: { team: 'ml' } };
  const unknown = { arn: role };

  it.each<[string, readonly PolicyJson[], string, string, string]>([
    ['a value that is not its own', only('StringEquals', 'aws:PrincipalTag/team', 'ops'), yes, no, yes],
    ['its own value', only('StringEquals', 'aws:PrincipalTag/team', 'ml'), yes, yes, yes],
    ['the absence of its own tag', only('Null', 'aws:PrincipalTag/team', 'true'), no, no, yes],
    ['the absence, in another letter case', only('Null', 'aws:principaltag/TEAM', 'true'), no, no, yes],
    ['a tag that it does not have', only('StringEquals', 'aws:PrincipalTag/x', 'y'), yes, no, yes],
    ['the absence of any other tag', only('Null', 'aws:PrincipalTag/x', 'true'), yes, yes, yes],
    [
      'a Deny of all but its own value',
      except('StringNotEquals', 'aws:PrincipalTag/team', 'ml'),
      yes,
      yes,
      yes,
    ],
    ['a Deny of its own value', except('StringEquals', 'aws:PrincipalTag/team', 'ml'), yes, no, yes],
    ['a Deny where there is no tag', except('Null', 'aws:PrincipalTag/team', 'true'), yes, yes, yes],
    ['a Deny of every value', except('StringLike', 'aws:PrincipalTag/team', '*'), no, no, yes],
  ])('%s', (_, statements, whenFree, fixed, whenUnknown) => {
    const answers = [free, own, unknown].map((principal) => verdicts(asked(statements, { principal })));
    expect(answers).toEqual([whenFree, fixed, whenUnknown]);
  });

  it('has the own value in a witness where that is enough', () => {
    const statements = only('StringNotEquals', 'aws:PrincipalTag/team', ['ops', 'x']);
    expect(witness(asked(statements, { principal: free }))).toMatchObject({ 'aws:PrincipalTag/team': 'ml' });
    expect(
      witness(asked(only('StringLike', 'aws:PrincipalTag/team', '*l'), { principal: free })),
    ).toMatchObject({ 'aws:PrincipalTag/team': 'ml' });
  });

  it('yields to the context, which is the request', () => {
    const statements = only('StringEquals', 'aws:PrincipalTag/team', 'ops');
    const context = { 'aws:PrincipalTag/team': 'ml' };
    expect(verdicts(asked(statements, { principal: free, context }))).toBe(no);
  });

  it.each([
    'sts:SourceIdentity',
    'aws:SourceIdentity',
    'aws:FederatedProvider',
    'sts:RoleSessionName',
    'saml:sub',
    'accounts.google.com:sub',
    'cognito-identity.amazonaws.com:sub',
  ])('%s is what the session brings', (key) => {
    const principal = { arn: role, tags: {}, id: 'AROA1A2B3C4D5E6F7G8H9' };
    for (const statements of [only('StringEquals', key, 'x'), only('Null', key, 'true')])
      expect(verdicts(asked(statements, { principal }))).toBe(yes);
  });
});

describe('what only services bring', () => {
  it.each(['aws:SourceArn', 'aws:SourceAccount', 'aws:SourceOrgID', 'aws:SourceOrgPaths'])('%s', (key) => {
    expect(verdicts(asked(only('Null', key, 'false')))).toBe(no);
    expect(verdicts(asked(only('Null', key, 'true')))).toBe(yes);
  });
});

describe('the id of the caller', () => {
  const [roleId, userId] = ['AROA1A2B3C4D5E6F7G8H9', 'AIDA1A2B3C4D5E6F7G8H9'];
  const known = { arn: role, tags: {}, id: roleId };
  it.each<[string, Problem['principal'], readonly PolicyJson[], string]>([
    ['its own', known, only('StringLike', 'aws:userid', `${roleId}:*`), yes],
    ['a session of it', known, only('StringEquals', 'aws:userid', `${roleId}:ana`), yes],
    ['that of another', known, only('StringLike', 'aws:userid', 'AROAX*'), no],
    ['without a session', known, only('StringEquals', 'aws:userid', roleId), no],
    ['an end that names have', known, only('StringLike', 'aws:userid', '*@example.com'), yes],
    ['a name of one character', known, only('StringEquals', 'aws:userid', `${roleId}:a`), no],
    ['a name with a slash', known, only('StringLike', 'aws:userid', '*/*'), no],
    ['a Deny of all its sessions', known, except('StringLike', 'aws:userid', `${roleId}:*`), no],
    ['a Deny of all others', known, except('StringNotLike', 'aws:userid', `${roleId}:*`), yes],
    ['a Deny of two kinds of sessions', known, except('StringLike', 'aws:userid', ['*:a*', '*:b*']), yes],
    ['in another letter case', known, only('StringEquals', 'aws:userid', `${roleId.toLowerCase()}:ana`), no],
    ['whatever the letter case', known, only('StringEqualsIgnoreCase', 'aws:userid', `${roleId}:ANA`), yes],
    ['of a role that is not known', { arn: role }, only('StringLike', 'aws:userid', 'AROAX*'), yes],
    ['of a role, without a session', { arn: role }, only('StringEquals', 'aws:userid', roleId), no],
    ['of a user', { arn: user, id: userId }, only('StringEquals', 'aws:userid', userId), yes],
    ['of another user', { arn: user, id: userId }, only('StringNotEquals', 'aws:userid', userId), no],
    ['of a user that is not known', { arn: user }, only('StringEquals', 'aws:userid', userId), yes],
    ['of a user, as if a session', { arn: user }, only('StringEquals', 'aws:userid', `${userId}:x`), no],
  ])('%s', (_, principal, statements, expected) => {
    expect(verdicts(asked(statements, { principal }))).toBe(expected);
  });

  it('is that of a session in a witness', () => {
    expect(witness(asked(only('Null', 'aws:userid', 'false'), { principal: known }))).toMatchObject({
      'aws:userid': `${roleId}:session`,
    });
  });
});

describe('the Region of a call and the account of its resource', () => {
  const region = 'aws:RequestedRegion';
  const owner = 'aws:ResourceAccount';
  it.each<[string, string, readonly PolicyJson[], string]>([
    ['the Region of the ARN', notebooks, only('StringEquals', region, 'us-east-1'), yes],
    ['another', notebooks, only('StringEquals', region, 'eu-west-1'), no],
    ['a Deny of all others', notebooks, except('StringNotEquals', region, ['eu-west-1', 'us-east-1']), yes],
    ['a Deny that closes it', notebooks, except('StringNotEquals', region, 'eu-west-1'), no],
    ['any Region: one that is open', anywhere, except('StringNotEquals', region, 'eu-west-1'), yes],
    [
      'any Region: another in the ARN',
      anywhere,
      [allow({ Resource: arn('*', 'us-east-1'), ...when('StringEquals', region, 'eu-west-1') })],
      no,
    ],
    [
      'any Region: all closed',
      anywhere,
      [allow(), deny({ Resource: arn('*', 'us-*', '*') }), deny(when('StringNotLike', region, 'us-*'))],
      no,
    ],
    [
      'any Region: all but one closed',
      anywhere,
      [
        allow(),
        deny({ Resource: arn('*', 'us-*', '*') }),
        deny(when('StringNotLike', region, ['us-*', 'eu-west-?'])),
      ],
      yes,
    ],
    ['any Region: no Region has that name', anywhere, only('StringEquals', region, 'us-*'), no],
    ['some Regions', arn('notebook-instance/*', 'eu-*'), only('StringLike', region, 'us-*'), no],
    ['a variable', anywhere, [allow({ Resource: arn('*', '${aws:RequestedRegion}') })], yes],
    ['the account of the ARN', notebooks, only('StringEquals', owner, account), yes],
    ['another account', notebooks, only('StringEquals', owner, '999999999999'), no],
    ['which is always there', notebooks, only('Null', owner, 'true'), no],
    [
      'any account: another in the ARN',
      anywhere,
      [allow({ Resource: arn('*', '*', account), ...when('StringNotEquals', owner, account) })],
      no,
    ],
    ['any account: one of them', anywhere, only('StringLike', owner, '9*'), yes],
    ['the account in a variable', notebooks, only('StringEquals', owner, '${aws:PrincipalAccount}'), yes],
    ['HTTPS', notebooks, except('Bool', 'aws:SecureTransport', 'false'), yes],
    ['no HTTP', notebooks, only('Bool', 'aws:SecureTransport', 'false'), no],
  ])('%s', (_, resource, statements, expected) => {
    expect(verdicts(asked(statements, { resources: [resource] }))).toBe(expected);
  });

  it('agree in a witness', () => {
    const statements = except('StringNotEquals', region, ['eu-west-1']);
    expect(witness(asked(statements, { resources: [anywhere] }))).toMatchObject({
      resource: arn('notebook-instance/x', 'eu-west-1'),
      [region]: 'eu-west-1',
    });
    expect(witness(asked(only('StringLike', owner, '9*'), { resources: ['*'] }))).toEqual(
      expect.objectContaining({ [owner]: expect.stringMatching(/^9\d{11}$/) }),
    );
  });

  it.each<[string, Readonly<Record<string, string>>, string]>([
    ['the Region', { [region]: 'eu-west-1' }, 'eu-west-1'],
    ['the Region of another letter case', { 'AWS:requestedregion': 'eu-west-1' }, 'eu-west-1'],
  ])('are taken from the context: %s', (_, context, expected) => {
    const statements = only('StringEquals', region, expected);
    expect(verdicts(asked(statements, { context }))).toBe(yes);
    expect(verdicts(asked(only('StringEquals', region, 'us-east-1'), { context }))).toBe(no);
  });

  it.each<[string, string, string, readonly PolicyJson[], string]>([
    ['IAM is in one Region', 'iam:CreateRole', '*', only('StringEquals', region, 'us-east-1'), yes],
    ['and in no other', 'iam:CreateRole', '*', only('StringEquals', region, 'eu-west-1'), no],
    [
      'a bucket does not tell',
      's3:GetObject',
      'arn:aws:s3:::b/*',
      only('StringEquals', region, 'eu-west-1'),
      yes,
    ],
    [
      'a queue does',
      'sqs:SendMessage',
      `arn:aws:sqs:eu-west-1:${account}:q`,
      only('StringEquals', region, 'us-east-1'),
      no,
    ],
    [
      'the owner of a queue',
      'sqs:SendMessage',
      `arn:aws:sqs:eu-west-1:${account}:q`,
      only('StringEquals', owner, account),
      yes,
    ],
    [
      'which some services leave out',
      'sqs:SendMessage',
      `arn:aws:sqs:eu-west-1:${account}:q`,
      only('Null', owner, 'true'),
      yes,
    ],
    [
      'the owner is nobody else',
      'sqs:SendMessage',
      `arn:aws:sqs:eu-west-1:${account}:q`,
      only('StringEquals', owner, '999999999999'),
      no,
    ],
  ])('of other services: %s', (_, action, resource, statements, expected) => {
    expect(verdicts(asked(statements, { actions: [action], resources: [resource] }))).toBe(expected);
  });
});

describe('the time', () => {
  const now = '2026-11-30T18:00:00Z';
  const [current, epoch] = ['aws:CurrentTime', 'aws:EpochTime'];
  it.each<[string, readonly PolicyJson[], string, string]>([
    ['the past', only('DateLessThan', current, '2026-11-30T18:00:00Z'), yes, no],
    ['this moment', only('DateLessThanEquals', current, '2026-11-30T18:00:00Z'), yes, yes],
    ['the future', only('DateGreaterThan', current, '2027-01-01T00:00:00Z'), yes, yes],
    ['what has ended', except('DateLessThan', current, '2026-01-01T00:00:00Z'), yes, yes],
    ['what has begun', except('DateGreaterThan', current, '2026-01-01T00:00:00Z'), yes, no],
    ['in seconds', only('NumericLessThan', epoch, '1796061600'), yes, no],
    ['in seconds, later', only('NumericGreaterThan', epoch, '1796061600'), yes, yes],
    ['as a date of seconds', only('DateLessThan', epoch, '1796061600'), yes, no],
    ['another text than a moment', only('StringEquals', current, 'any-other-value'), no, no],
    ['a text of a moment', only('StringEquals', current, '2027-01-01T00:00:00Z'), yes, yes],
    ['a text of the past', only('StringEquals', current, '2025-01-01T00:00:00Z'), yes, no],
    ['some texts', only('StringLike', current, '2027-*'), yes, yes],
    [
      'both keys, apart',
      [
        allow({
          Condition: {
            DateLessThan: { [current]: '2027-01-01T00:00:00Z' },
            DateGreaterThan: { [epoch]: '2027-06-01T00:00:00Z' },
          },
        }),
      ],
      no,
      no,
    ],
    [
      'both keys, together',
      [
        allow({
          Condition: {
            DateLessThan: { [current]: '2027-06-01T00:00:00Z' },
            DateGreaterThan: { [epoch]: '2027-01-01T00:00:00Z' },
          },
        }),
      ],
      yes,
      yes,
    ],
    ['absence', only('Null', current, 'true'), no, no],
  ])('%s', (_, statements, anyTime, fromNow) => {
    expect([verdicts(asked(statements)), verdicts(asked(statements, { now }))]).toEqual([anyTime, fromNow]);
  });

  it('is the same in both keys of a witness', () => {
    const statements = [
      allow({
        Condition: { DateGreaterThan: { [current]: '2027-01-01T00:00:00Z' }, Null: { [epoch]: 'false' } },
      }),
    ];
    const found = witness(asked(statements, { now }));
    expect(Date.parse(String(found[current]))).toBe(Number(found[epoch]) * 1000);
    expect(Date.parse(String(found[current]))).toBeGreaterThan(Date.parse('2027-01-01T00:00:00Z'));
  });

  it('follows from the context', () => {
    const context = { [current]: '2027-01-01T00:00:00Z' };
    expect(verdicts(asked(only('NumericEquals', epoch, '1798761600'), { context }))).toBe(yes);
    expect(verdicts(asked(only('NumericLessThan', epoch, '1798761600'), { context }))).toBe(no);
  });

  it('that is no date is named', () => {
    expect(decideOne(asked([allow()], { now: 'yesterday' })).outside).toMatchObject({
      status: 'unknown',
      missing: ["now: 'yesterday' is not a date in ISO 8601"],
    });
  });
});

describe('ids of VPCs and endpoints', () => {
  const outside = (statements: readonly PolicyJson[]) => decideOne(asked(statements)).outside;
  it.each<[string, string, string, string, RegExp | null]>([
    ['a literal with a wildcard', 'StringEquals', 'aws:SourceVpc', 'vpc-*', null],
    ['any VPC', 'StringLike', 'aws:SourceVpc', 'vpc-*', /^vpc-[0-9a-f]{17}$/],
    ['some VPCs', 'StringLike', 'aws:SourceVpc', 'vpc-0a*', /^vpc-0a[0-9a-f]{15}$/],
    ['an end', 'StringLike', 'aws:SourceVpc', '*ff', /^vpc-(?:[0-9a-f]{9})?[0-9a-f]{6}ff$/],
    ['old ids', 'StringLike', 'aws:SourceVpc', 'vpc-????????', /^vpc-[0-9a-f]{8}$/],
    ['a length that no id has', 'StringLike', 'aws:SourceVpc', 'vpc-?????????', null],
    ['a VPC of a letter that no id has', 'StringLike', 'aws:SourceVpc', 'vpc-*z*', null],
    ['a VPC that a policy names', 'StringEquals', 'aws:SourceVpc', 'vpc-9', /^vpc-9$/],
    ['another letter case', 'StringEquals', 'aws:SourceVpc', 'VPC-9', null],
    ['something else', 'StringEquals', 'aws:SourceVpc', 'home', null],
    ['not a VPC', 'StringNotLike', 'aws:SourceVpc', 'vpc-*', /^undefined$/],
    ['any endpoint', 'StringLike', 'aws:SourceVpce', 'vpce-*', /^vpce-[0-9a-f]{17}$/],
    ['a literal endpoint with a wildcard', 'StringEquals', 'aws:SourceVpce', 'vpce-*', null],
  ])('%s', (_, operator, key, value, expected) => {
    const found = outside(only(operator, key, value));
    expect(found.status).toBe(expected === null ? 'unreachable' : 'reachable');
    const shown = found.status === 'reachable' ? String(found.witness.context[key]) : '';
    expect(shown).toMatch(expected ?? /^$/);
  });
});

describe('what actions act on', () => {
  const profile = 'sagemaker:CreatePresignedDomainUrl';
  const profiles = arn('user-profile/*');
  it.each<[string, string, string, readonly PolicyJson[], string, string]>([
    ['every profile', profile, profiles, [allow(), deny({ Resource: arn('user-profile/*/*') })], no, ''],
    ['every profile, in one part', profile, profiles, [allow(), deny({ Resource: profiles })], no, ''],
    ['a profile', profile, profiles, [allow()], yes, arn('user-profile/d-xxxxxxxxxxxx/x')],
    [
      'a profile by one part',
      profile,
      profiles,
      [allow({ Resource: profiles })],
      yes,
      arn('user-profile/d-xxxxxxxxxxxx/x'),
    ],
    ['a name without a domain', profile, profiles, [allow({ Resource: arn('user-profile/bob') })], no, ''],
    [
      'a name in any domain',
      profile,
      profiles,
      [allow({ Resource: arn('user-profile/*/bob') })],
      yes,
      arn('user-profile/d-xxxxxxxxxxxx/bob'),
    ],
    [
      'a domain',
      profile,
      profiles,
      [allow({ Resource: arn('user-profile/d-abc*') })],
      yes,
      arn('user-profile/d-abcx/x'),
    ],
    ['three parts', profile, profiles, [allow({ Resource: arn('user-profile/*/*/*') })], no, ''],
    ['no such domain', profile, profiles, [allow({ Resource: arn('user-profile/x*') })], no, ''],
    [
      'all but one domain',
      profile,
      profiles,
      [allow(), deny({ NotResource: arn('user-profile/d-abc/*') })],
      yes,
      arn('user-profile/d-abc/x'),
    ],
    [
      'all domains closed by their letter',
      profile,
      profiles,
      [allow(), deny({ Resource: arn('user-profile/d-*') })],
      no,
      '',
    ],
    [
      'a name that ends with a hyphen',
      profile,
      profiles,
      [allow({ Resource: arn('user-profile/*/a-') })],
      no,
      '',
    ],
    [
      'an app',
      'sagemaker:CreateApp',
      arn('*'),
      [allow({ Resource: arn('app/*/*/*/*') })],
      yes,
      arn('app/d-xxxxxxxxxxxx/x/x/x'),
    ],
    [
      'an app in three parts',
      'sagemaker:CreateApp',
      arn('*'),
      [allow({ Resource: arn('app/d-1/x/y') })],
      no,
      '',
    ],
    ['another type', profile, arn('*'), [allow({ Resource: arn('domain/*') })], no, ''],
    [
      'one of several types',
      'sagemaker:CreateEndpoint',
      '*',
      [allow({ Resource: arn('endpoint-config/*') })],
      yes,
      arn('endpoint-config/x'),
    ],
    [
      'a partner app',
      'sagemaker:CreatePartnerAppPresignedUrl',
      arn('*'),
      [allow()],
      yes,
      arn('partner-app/app-0123456789AB'),
    ],
    ['no type: by *', 'sagemaker:ListDomains', arn('*'), [allow()], yes, '*'],
    [
      'no type: by the ARN of a domain',
      'sagemaker:ListDomains',
      arn('*'),
      [allow({ Resource: arn('domain/*') })],
      no,
      '',
    ],
    [
      'no type: by every ARN',
      'sagemaker:ListDomains',
      arn('*'),
      [allow({ Resource: 'arn:aws:sagemaker:*:*:*' })],
      no,
      '',
    ],
    [
      'no type: a Deny on an ARN',
      'sagemaker:ListDomains',
      arn('*'),
      [allow(), deny({ Resource: arn('domain/*') })],
      yes,
      '*',
    ],
    ['no type: a Deny on all', 'sagemaker:ListDomains', '*', [allow(), deny()], no, ''],
    [
      'no type: all but an ARN',
      'sagemaker:ListDomains',
      '*',
      [allow({ NotResource: arn('domain/*') })],
      yes,
      '*',
    ],
    [
      'no type: the Region asked about',
      'sagemaker:ListDomains',
      arn('*'),
      only('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
      no,
      '',
    ],
    [
      'no type: any Region',
      'sagemaker:ListDomains',
      '*',
      only('StringEquals', 'aws:RequestedRegion', 'eu-west-1'),
      yes,
      '*',
    ],
    [
      'no type: the own account',
      'sagemaker:ListDomains',
      '*',
      only('StringEquals', 'aws:ResourceAccount', account),
      yes,
      '*',
    ],
    ['an action that is not listed', 'sagemaker:AddTags', arn('anything'), [allow()], yes, arn('anything')],
  ])('%s', (_, action, resource, statements, expected, shown) => {
    const one = asked(statements, { actions: [action], resources: [resource] });
    expect(verdicts(one)).toBe(expected);
    expect(witness(one)['resource'] ?? '').toBe(shown);
  });

  it('asked about literally, an ARN is taken as it is', () => {
    const one = asked([allow()], { actions: [presign], resources: [arn('notebook-instance/a_b')] });
    expect(witness(one)['resource']).toBe(arn('notebook-instance/a_b'));
  });
});
