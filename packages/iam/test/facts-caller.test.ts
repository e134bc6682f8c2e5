import { describe, expect, it } from '@jest/globals';
import type { Problem } from '../src';
import { verdicts, type PolicyJson } from './build';
import { yes, no, someRole, user, asked, only, except, witness } from './facts';

describe('session tags that are free', () => {
  const free = { arn: someRole, tags: { team: 'ml' }, sessionTags: 'free' } as const;
  const own = { arn: someRole, tags: { team: 'ml' } };
  const unknown = { arn: someRole };

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
    const principal = { arn: someRole, tags: {}, id: 'AROA1A2B3C4D5E6F7G8H9' };
    for (const statements of [only('StringEquals', key, 'someone'), only('Null', key, 'true')])
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
  const known = { arn: someRole, tags: {}, id: roleId };
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
    ['of a role that is not known', { arn: someRole }, only('StringLike', 'aws:userid', 'AROAX*'), yes],
    ['of a role, without a session', { arn: someRole }, only('StringEquals', 'aws:userid', roleId), no],
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
