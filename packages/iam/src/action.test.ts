import { describe, expect, it } from '@jest/globals';
import { concerns, hasBlank, isActionPattern, matchesAction, readAction, withoutBlanks } from './action';
import { shorten } from './shape';

describe('actions', () => {
  it('reads the name of one action', () => {
    expect(readAction('SageMaker:CreateApp')).toEqual({
      shown: 'SageMaker:CreateApp',
      key: 'sagemaker:createapp',
      service: 'sagemaker',
    });
    expect(readAction('resource-groups:x')?.service).toBe('resource-groups');
  });

  it.each(['sagemaker:*', 'sagemaker', 'a:b:c', ' a:b', 'a:b ', 'a b:c', 'a:b c', ':b', 'a:', ''])(
    '%j is not the name of one action',
    (text) => {
      expect(readAction(text)).toBeNull();
    },
  );

  it.each([
    ['*', true],
    ['sagemaker:*', true],
    ['*:*', true],
    ['s?:Get*', true],
    ['sagemaker', false],
    ['**', false],
    ['a:b:c', false],
    [' a:b', false],
    ['a:b ', false],
    ['a b:c', false],
    ['a:b c', false],
    [':b', false],
    ['a:', false],
    ['', false],
  ])('%j has the form of an Action: %s', (text, expected) => {
    expect(isActionPattern(text)).toBe(expected);
  });

  it.each([
    ['sagemaker:CreateApp', 'sagemaker', true],
    ['SAGEMAKER:CreateApp', 'sagemaker', true],
    ['ZOO:x', 'zoo', true],
    ['AZ:x', 'az', true],
    ['s3:GetObject', 's3', true],
    ['s3:GetObject', 'sagemaker', false],
    ['sagemake:x', 'sagemaker', false],
    ['sagemakers:x', 'sagemaker', false],
    ['sage*', 'sagemaker', true],
    ['sage?aker:x', 'sagemaker', true],
    ['?agemaker:x', 'sagemaker', true],
    ['s*r:x', 'sagemaker', true],
    ['sagemaxer:x', 'sagemaker', false],
    ['iam:*', 'sagemaker', false],
    // Malformed, so it may be about anything.
    ['nonsense', 'sagemaker', true],
    ['sagemaker', 'sagemaker', true],
    ['', 'sagemaker', true],
    // White space may not count.
    [' sagemaker:x', 'sagemaker', true],
    ['sage maker:x', 'sagemaker', true],
    ['sagemaker :x', 'sagemaker', true],
    ['\u00a0sagemaker:x', 'sagemaker', true],
    ['\u200bSageMaker\u200b: x', 'sagemaker', true],
    [' *', 'sagemaker', true],
    [' s3:x', 'sagemaker', false],
    ['sage :x', 'sagemaker', false],
    ['s 3:x', 'sagemaker', false],
    ['\u00e9:x', 'sagemaker', false],
    [' ', 'sagemaker', true],
  ])('%j may concern %s: %s', (pattern, service, expected) => {
    expect(concerns(pattern, service)).toBe(expected);
  });

  it.each([
    ['sagemaker:CreateApp', 'sagemaker:createapp', true],
    ['sagemaker:CreateApp', 'sagemaker:createapps', false],
    ['sagemaker:Create*', 'sagemaker:createapp', true],
    ['sagemaker:Create*', 'sagemaker:deleteapp', false],
    ['sagemaker:CreateAp?', 'sagemaker:createapp', true],
    ['sagemaker:CreateAp?', 'sagemaker:createap', false],
    ['sagemaker:CreateAp?', 'sagemaker:createapps', false],
    ['sagemaker:*App', 'sagemaker:createapp', true],
    ['sagemaker:*App', 'sagemaker:createspace', false],
    ['sagemaker:C*A*', 'sagemaker:createapp', true],
    ['sagemaker:C*A*', 'sagemaker:close', false],
    ['sagemaker:CreateAp?*', 'sagemaker:createap', false],
    ['*', 'sagemaker:createapp', true],
  ])('%s names %s: %s', (pattern, action, expected) => {
    expect(matchesAction(pattern, action)).toBe(expected);
  });
});

describe('white space', () => {
  it.each([
    ['a:b', false, 'a:b'],
    [' a : b ', true, 'a:b'],
    ['a:\tb\r\n', true, 'a:b'],
    ['\u00a0\u2003\u3000a:b', true, 'a:b'],
    ['a\u200b:\ufeffb\u0000', true, 'a:b'],
    ['a:\u00e9', false, 'a:\u00e9'],
    [' ', true, ''],
    ['', false, ''],
  ])('%j: %s, %j without it', (text, found, rest) => {
    expect([hasBlank(text), withoutBlanks(text)]).toEqual([found, rest]);
  });
});

describe('texts in messages', () => {
  it('are at most 60 characters long', () => {
    expect(shorten('a'.repeat(60))).toBe('a'.repeat(60));
    expect(shorten('a'.repeat(61))).toBe(`${'a'.repeat(57)}…`);
  });
});
