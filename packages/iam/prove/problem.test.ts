import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEngine } from '../src';
import { isRefused } from '../src/refused';
import { answerLine } from './answer';
import { readProblem } from './problem';
import { allowAll, base } from './testing';

function read(problem: Record<string, unknown>): ReturnType<typeof readProblem> {
  return readProblem(problem, JSON.stringify(problem));
}

describe('a problem is handed to the engine', () => {
  it('with every field as it is written', () => {
    const principal = { ...base.principal, tags: { team: 'ml' }, sessionTags: 'free', id: 'AROAEXAMPLE' };
    const perimeter = { ...base.perimeter, endpointOwnerKeys: true };
    const context = { 'aws:SecureTransport': ['true'] };
    const more = {
      principal,
      perimeter,
      context,
      now: '2026-11-30',
      scps: [[allowAll]],
      before: { identity: [] },
    };
    expect(read({ ...base, ...more })).toEqual({
      problem: {
        principal,
        policies: {
          identity: [{ label: 'identity[0]', document: allowAll }],
          boundary: null,
          scps: [[{ label: 'scps[0][0]', document: allowAll }]],
          rcps: [],
        },
        actions: base.actions,
        resources: base.resources,
        perimeter,
        context: { 'aws:SecureTransport': 'true' },
        now: '2026-11-30',
      },
      before: { identity: [], boundary: null, scps: [], rcps: [] },
    });
  });

  it('without the fields that are absent', () => {
    const found = read(base);
    if (isRefused(found)) throw new Error(found.because);
    expect(Object.keys(found.problem)).toEqual([
      'principal',
      'policies',
      'actions',
      'resources',
      'perimeter',
    ]);
    expect([Object.keys(found.problem.principal), found.before]).toEqual([['arn'], null]);
  });

  it('or refused, or answered, but never thrown at, whatever it holds', () => {
    const engine = createEngine();
    const fields = [
      'principal',
      'identity',
      'boundary',
      'scps',
      'rcps',
      'actions',
      'resources',
      'perimeter',
      'context',
      'now',
      'before',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...fields), fc.jsonValue(), fc.boolean(), (field, value, inList) => {
        const line = JSON.stringify({ ...base, [field]: inList ? [value] : value });
        const answer = JSON.parse(answerLine(line, engine)) as Record<string, unknown>;
        expect(answer['id']).toBe('1');
        expect('error' in answer).not.toBe('answers' in answer);
      }),
      { numRuns: 400 },
    );
  });
});
