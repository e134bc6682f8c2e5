import { describe, expect, it } from '@jest/globals';
import { matchesEventPattern, PatternError } from './pattern';

const event = {
  source: 'aws.sagemaker',
  'detail-type': 'AWS API Call via CloudTrail',
  resources: ['arn:aws:one', 'arn:aws:two'],
  detail: {
    eventName: 'CreateNotebookInstance',
    count: 5,
    ok: true,
    nothing: null,
    empty: '',
    list: [],
    path: 'dir\\file*name',
    userIdentity: {
      type: 'AssumedRole',
      sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::1:role/palisade' } },
    },
    items: [
      { name: 'a', size: 1 },
      { name: 'b', size: 2 },
    ],
  },
};

const detail = (pattern: object) => ({ detail: pattern });

describe('matchesPattern', () => {
  it.each<[string, boolean, object]>([
    ['exact', true, { source: ['aws.sagemaker'] }],
    ['exact is case-sensitive', false, { source: ['AWS.SageMaker'] }],
    ['one of several values', true, { source: ['aws.ec2', 'aws.sagemaker'] }],
    ['all fields are needed', false, { source: ['aws.sagemaker'], 'detail-type': ['other'] }],
    ['nested', true, detail({ userIdentity: { type: ['AssumedRole'] } })],
    ['a missing field', false, detail({ nowhere: ['x'] })],
    ['a missing object', false, detail({ nowhere: { deep: ['x'] } })],
    ['a member of an array', true, { resources: ['arn:aws:two'] }],
    ['no member of an array', false, { resources: ['arn:aws:three'] }],
    ['a number', true, detail({ count: [5] })],
    ['a number is not its text', false, detail({ count: ['5'] })],
    ['a boolean', true, detail({ ok: [true] })],
    ['null', true, detail({ nothing: [null] })],
    ['null is not the empty string', false, detail({ empty: [null] })],
    ['the empty string', true, detail({ empty: [''] })],
    ['prefix', true, detail({ eventName: [{ prefix: 'Create' }] })],
    ['prefix of another case', false, detail({ eventName: [{ prefix: 'create' }] })],
    ['prefix ignoring case', true, detail({ eventName: [{ prefix: { 'equals-ignore-case': 'CREATE' } }] })],
    ['suffix', true, detail({ eventName: [{ suffix: 'Instance' }] })],
    ['suffix ignoring case', true, detail({ eventName: [{ suffix: { 'equals-ignore-case': 'INSTANCE' } }] })],
    ['equals-ignore-case', true, detail({ eventName: [{ 'equals-ignore-case': 'createnotebookinstance' }] })],
    ['wildcard', true, detail({ eventName: [{ wildcard: 'Create*Inst*' }] })],
    ['wildcard is anchored', false, detail({ eventName: [{ wildcard: 'Create*Inst' }] })],
    ['wildcard takes a dot literally', false, { source: [{ wildcard: 'awsxsage*' }] }],
    ['escaped star', true, detail({ path: [{ wildcard: 'dir\\\\file\\*n*' }] })],
    ['anything-but', true, detail({ eventName: [{ 'anything-but': ['DeleteNotebookInstance'] }] })],
    ['anything-but the value', false, detail({ eventName: [{ 'anything-but': 'CreateNotebookInstance' }] })],
    ['anything-but a number', false, detail({ count: [{ 'anything-but': [5, 6] }] })],
    ['anything-but needs the field', false, detail({ nowhere: [{ 'anything-but': 'x' }] })],
    ['anything-but prefix', false, detail({ eventName: [{ 'anything-but': { prefix: 'Create' } }] })],
    [
      'anything-but suffixes',
      true,
      detail({ eventName: [{ 'anything-but': { suffix: ['Domain', 'Profile'] } }] }),
    ],
    ['anything-but wildcard', false, detail({ eventName: [{ 'anything-but': { wildcard: '*Notebook*' } }] })],
    [
      'anything-but ignoring case',
      false,
      detail({ eventName: [{ 'anything-but': { 'equals-ignore-case': 'createnotebookinstance' } }] }),
    ],
    [
      'own role excluded, and the field is present',
      false,
      detail({
        userIdentity: {
          sessionContext: { sessionIssuer: { arn: [{ 'anything-but': 'arn:aws:iam::1:role/palisade' }] } },
        },
      }),
    ],
    ['exists', true, detail({ eventName: [{ exists: true }] })],
    ['exists: null is a value', true, detail({ nothing: [{ exists: true }] })],
    ['exists: an object is not a leaf', false, detail({ userIdentity: [{ exists: true }] })],
    ['does not exist', true, detail({ errorCode: [{ exists: false }] })],
    ['does not exist, deep', true, detail({ nowhere: { deep: [{ exists: false }] } })],
    ['does not exist, though it does', false, detail({ eventName: [{ exists: false }] })],
    ['exists false or a value', true, detail({ errorCode: [{ exists: false }, 'Throttling'] })],
    ['numeric =', true, detail({ count: [{ numeric: ['=', 5] }] })],
    ['numeric range', true, detail({ count: [{ numeric: ['>', 0, '<=', 5] }] })],
    ['numeric range missed', false, detail({ count: [{ numeric: ['>', 5, '<=', 10] }] })],
    ['numeric >= <', true, detail({ count: [{ numeric: ['>=', 5, '<', 6] }] })],
    ['numeric does not read text', false, { source: [{ numeric: ['>', 0] }] }],
    ['array element with both', true, detail({ items: { name: ['a'], size: [1] } })],
    ['array elements, one each', false, detail({ items: { name: ['a'], size: [2] } })],
    ['$or first', true, detail({ $or: [{ eventName: ['x'] }, { count: [5] }] })],
    ['$or neither', false, detail({ $or: [{ eventName: ['x'] }, { count: [6] }] })],
    [
      '$or and a field',
      false,
      { source: ['aws.ec2'], $or: [{ account: [{ exists: false }] }, { source: ['x'] }] },
    ],
  ])('%s: %s', (_, expected, pattern) => {
    expect(matchesEventPattern(pattern, event)).toBe(expected);
  });

  it.each<[string, unknown]>([
    ['not an object', []],
    ['empty', {}],
    ['a bare value', { source: 'aws.sagemaker' }],
    ['an empty array', { source: [] }],
    ['an unknown operator', { source: [{ regex: '.*' }] }],
    ['two operators', { source: [{ prefix: 'a', suffix: 'b' }] }],
    ['a prefix that is no text', { source: [{ prefix: 1 }] }],
    ['exists that is no boolean', { source: [{ exists: 'yes' }] }],
    ['numeric without bounds', { source: [{ numeric: ['>'] }] }],
    ['numeric with an odd operator', { source: [{ numeric: ['~', 1] }] }],
    ['numeric with text', { source: [{ numeric: ['>', '1'] }] }],
    ['consecutive wildcards', { source: [{ wildcard: 'a**b' }] }],
    ['$or of one', { $or: [{ source: ['x'] }] }],
    ['a malformed field behind one that does not match', { source: ['other'], detail: { x: 'bare' } }],
  ])('refuses %s', (_, pattern) => {
    expect(() => matchesEventPattern(pattern, event)).toThrow(PatternError);
  });
});
