import { describe, expect, it } from '@jest/globals';
import { type Answer, explain, type Zone } from '.';
import type { StatementRef } from './types';
import {
  lockoutBecause,
  missingText,
  statementName,
  reachableBecause,
  unknownBecause,
  unreachableBecause,
} from './explain';

const first: StatementRef = { path: 'identity[0].Statement[0]', label: 'inline policy p' };
const twelfth: StatementRef = { path: 'scps[1][0].Statement[11]', label: 'SCP base', sid: 'Perimeter' };
const whole: StatementRef = { path: 'boundary', label: 'the boundary b' };
const notebook = 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/x';

describe('a statement in words', () => {
  it.each([
    [first, 'statement 1 of inline policy p'],
    [twelfth, 'statement 12 (Perimeter) of SCP base'],
    [whole, 'the boundary b'],
  ])('%j', (ref, words) => {
    expect(statementName(ref)).toBe(words);
  });
});

describe('where a request comes from, and which resource it is for', () => {
  it.each([
    [
      'the internet',
      'outside',
      { 'aws:SourceIp': '203.0.113.9' },
      'A request from the public internet (203.0.113.9, no aws:SourceVpce)',
    ],
    [
      'the company',
      'inside',
      { 'aws:SourceIp': '198.51.100.9' },
      'A request from the corporate address 198.51.100.9 (no aws:SourceVpce)',
    ],
    [
      'an endpoint',
      'outside',
      { 'aws:SourceVpce': 'vpce-9', 'aws:SourceVpc': 'vpc-9' },
      'A request through VPC endpoint vpce-9 of vpc-9',
    ],
    [
      'a service',
      'viaService',
      { 'aws:ViaAWSService': 'true', 'aws:SourceIp': '203.0.113.9' },
      'A request that an AWS service makes with the credentials',
    ],
    [
      'a direct call',
      'outside',
      { 'aws:ViaAWSService': 'false', 'aws:SourceIp': '203.0.113.9' },
      'A request from the public internet (203.0.113.9, no aws:SourceVpce)',
    ],
  ] as const)('%s', (_, zone, context, from) => {
    const request = { action: 'sagemaker:x', resource: notebook, context };
    expect(reachableBecause(request, zone, [first, twelfth])).toBe(
      `${from} for notebook-instance/x is allowed by statement 1 of inline policy p and statement 12 (Perimeter) of SCP base.`,
    );
  });

  it.each([
    ['arn:aws:s3:::b', 'b'],
    ['arn:aws:sns:us-east-1:1:a:b', 'a:b'],
    ['*', '*'],
  ])('the resource %s is shown as %s', (resource, shown) => {
    const request = { action: 'a:b', resource, context: { 'aws:SourceIp': '203.0.113.9' } };
    expect(reachableBecause(request, 'outside', [first])).toContain(`) for ${shown} is allowed by`);
  });

  it('says what refuses a request that was allowed', () => {
    const request = { action: 'a:b', resource: notebook, context: { 'aws:SourceIp': '198.51.100.9' } };
    const was =
      'A request from the corporate address 198.51.100.9 (no aws:SourceVpce) for notebook-instance/x was allowed and is now ';
    expect(lockoutBecause(request, [first, whole], null)).toBe(
      `${was}denied by statement 1 of inline policy p and the boundary b.`,
    );
    expect(lockoutBecause(request, [], 'the permissions boundary')).toBe(
      `${was}not allowed by the permissions boundary.`,
    );
  });
});

describe('a proof and a gap in words', () => {
  it('says each step', () => {
    expect(
      unreachableBecause([
        { kind: 'denied', part: 'requests from the public internet', by: first },
        { kind: 'not-allowed', part: 'every request', layer: 'the identity policies' },
        { kind: 'impossible', part: 'inside requests', because: 'the perimeter is empty' },
      ]),
    ).toBe(
      'No such request is allowed: requests from the public internet: denied by statement 1 of inline policy p; ' +
        'every request: not allowed by the identity policies; inside requests: the perimeter is empty.',
    );
  });

  it('says what is missing, and in which policy', () => {
    expect(missingText(null, 'the budget is used up')).toBe('the budget is used up');
    expect(missingText(first, 'Statement[0]: no Action')).toBe('inline policy p: Statement[0]: no Action');
    expect(unknownBecause(['one', 'another'])).toBe('Not decided: one; another.');
  });
});

describe('an answer in lines', () => {
  const outside: Zone = {
    status: 'reachable',
    witness: {
      action: 'sagemaker:x',
      resource: notebook,
      context: { 'aws:SourceIp': '203.0.113.9', 'aws:TagKeys': ['a', 'b'] },
    },
    allowedBy: [first],
    escaped: [{ statement: twelfth, because: 'aws:SourceVpc is absent' }],
    because: 'It is allowed.',
  };
  const inside: Zone = {
    status: 'unreachable',
    proof: {
      steps: [
        { kind: 'denied', part: 'every request', by: whole },
        { kind: 'impossible', part: 'inside requests', because: 'the perimeter is empty' },
      ],
    },
    because: 'No such request is allowed.',
  };
  const viaService: Zone = { status: 'unknown', missing: ['one', 'another'], because: 'Not decided.' };
  const answer: Answer = { action: 'sagemaker:x', resource: '*', outside, inside, viaService };

  it('has one for each fact', () => {
    expect(explain(answer).split('\n')).toEqual([
      'sagemaker:x on *',
      '  outside: reachable',
      '    It is allowed.',
      '    statement 12 (Perimeter) of SCP base does not deny it because aws:SourceVpc is absent.',
      `    with resource = ${notebook}`,
      '      aws:SourceIp = 203.0.113.9',
      '      aws:TagKeys = a, b',
      '  inside: unreachable',
      '    every request: denied by the boundary b',
      '    inside requests: the perimeter is empty',
      '  forwarded by an AWS service: unknown',
      '    not decided: one',
      '    not decided: another',
    ]);
  });
});
