import { describe, expect, it } from '@jest/globals';
import { allow, decideOne, deny, policy, problem, set, when } from './build';

const requests = (document: Record<string, unknown>, zone: 'outside' | 'viaService') => {
  const verdict = decideOne(problem(set([document])))[zone];
  if (verdict.status !== 'unreachable') throw new Error(verdict.because);
  return verdict.proof.steps.map((step) => step.part);
};

describe('a proof names the requests that a statement closes', () => {
  it('by the keys that tell them apart', () => {
    const absent = policy(allow(when('StringEquals', 'k', 'v')), deny(when('Null', 'k', 'false')));
    expect(requests(absent, 'outside')).toEqual([
      'requests from the public internet',
      'requests from the public internet, without k',
      'requests through other VPC endpoints',
      'requests through other VPC endpoints, without k',
    ]);
    const present = policy(allow(when('Null', 'k', 'true')), deny(when('Null', 'k', 'true')));
    expect(requests(present, 'viaService')).toEqual([
      'requests that an AWS service forwards',
      'requests that an AWS service forwards, k such as any-other-value',
    ]);
  });

  it('by the lists of keys that have several values', () => {
    const tags = (operator: string, values: string[], z: string) => ({
      Condition: { [operator]: { 'aws:TagKeys': values }, Null: { z } },
    });
    const listed = policy(
      allow(when('ForAnyValue:StringEquals', 'aws:TagKeys', 'a')),
      deny(tags('ForAnyValue:StringEquals', ['a'], 'true')),
      deny(tags('ForAllValues:StringEquals', ['a', 'c'], 'false')),
      deny(tags('ForAnyValue:StringNotEquals', ['a', 'b'], 'false')),
      deny(tags('ForAnyValue:StringEquals', ['b'], 'false')),
    );
    expect(requests(listed, 'viaService')).toContainEqual(
      expect.stringMatching(/aws:TagKeys such as any-other-value, a, z such as any-other-value$/),
    );
  });
});

/** A text that matches all of these patterns is longer than the walk may be. */
describe('conditions on one half of the route that cannot be told apart', () => {
  const hard = Array.from({ length: 20 }, (_, index) => `*${String.fromCharCode(97 + index)}*${index}*`);

  it.each(['aws:SourceVpc', 'aws:SourceVpce'])('leave it open, not closed: %s', (key) => {
    const denials = hard.map((text) => deny(when('StringNotLike', key, text)));
    const { outside } = decideOne(problem(set([policy(allow(), ...denials)])));
    expect(outside.because).toContain(`the conditions on ${key} are too intricate to be told apart`);
  });
});
