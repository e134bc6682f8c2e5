import { describe, expect, it } from '@jest/globals';
import { account, allow, deny, verdicts, when, type PolicyJson } from './build';
import { yes, no, arn, notebooks, everyNotebook, asked, only, except, witness } from './facts';

describe('the Region of a call and the account of its resource', () => {
  const region = 'aws:RequestedRegion';
  const owner = 'aws:ResourceAccount';
  it.each<[string, string, readonly PolicyJson[], string]>([
    ['the Region of the ARN', notebooks, only('StringEquals', region, 'us-east-1'), yes],
    ['another', notebooks, only('StringEquals', region, 'eu-west-1'), no],
    ['a Deny of all others', notebooks, except('StringNotEquals', region, ['eu-west-1', 'us-east-1']), yes],
    ['a Deny that closes it', notebooks, except('StringNotEquals', region, 'eu-west-1'), no],
    ['any Region: one that is open', everyNotebook, except('StringNotEquals', region, 'eu-west-1'), yes],
    [
      'any Region: another in the ARN',
      everyNotebook,
      [allow({ Resource: arn('*', 'us-east-1'), ...when('StringEquals', region, 'eu-west-1') })],
      no,
    ],
    [
      'any Region: all closed',
      everyNotebook,
      [allow(), deny({ Resource: arn('*', 'us-*', '*') }), deny(when('StringNotLike', region, 'us-*'))],
      no,
    ],
    [
      'any Region: all but one closed',
      everyNotebook,
      [
        allow(),
        deny({ Resource: arn('*', 'us-*', '*') }),
        deny(when('StringNotLike', region, ['us-*', 'eu-west-?'])),
      ],
      yes,
    ],
    ['any Region: no Region has that name', everyNotebook, only('StringEquals', region, 'us-*'), no],
    ['some Regions', arn('notebook-instance/*', 'eu-*'), only('StringLike', region, 'us-*'), no],
    ['a variable', everyNotebook, [allow({ Resource: arn('*', '${aws:RequestedRegion}') })], yes],
    ['the account of the ARN', notebooks, only('StringEquals', owner, account), yes],
    ['another account', notebooks, only('StringEquals', owner, '999999999999'), no],
    ['which is always there', notebooks, only('Null', owner, 'true'), no],
    [
      'any account: another in the ARN',
      everyNotebook,
      [allow({ Resource: arn('*', '*', account), ...when('StringNotEquals', owner, account) })],
      no,
    ],
    ['any account: one of them', everyNotebook, only('StringLike', owner, '9*'), yes],
    ['the account in a variable', notebooks, only('StringEquals', owner, '${aws:PrincipalAccount}'), yes],
    ['HTTPS', notebooks, except('Bool', 'aws:SecureTransport', 'false'), yes],
    ['no HTTP', notebooks, only('Bool', 'aws:SecureTransport', 'false'), no],
  ])('%s', (_, resource, statements, expected) => {
    expect(verdicts(asked(statements, { resources: [resource] }))).toBe(expected);
  });

  it('agree in a witness', () => {
    const statements = except('StringNotEquals', region, ['eu-west-1']);
    expect(witness(asked(statements, { resources: [everyNotebook] }))).toMatchObject({
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
      'arn:aws:s3:::bucket/*',
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
