import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { createEngine } from '../src';
import { accepts, begin, globPattern, step } from '../src/glob';
import { partwise } from '../src/arn';
import { type Bounds, usualBounds } from '../src/meter';
import { worstCases } from '../bench/worst';
import { isWhole } from './properties';
import { allow, deny, policy, problem, set } from './build';

const zones = ['outside', 'inside', 'viaService'] as const;

/** A small part of the usual bounds, to be quick; `npm run bench` runs the same cases under the usual ones. */
const bounds: Bounds = {
  nodes: usualBounds.nodes / 40,
  steps: usualBounds.steps / 40,
  callSteps: usualBounds.callSteps / 40,
  least: usualBounds.least / 40,
};

describe('work is bounded by count, at every quota of AWS', () => {
  it.each(worstCases().filter((_, index) => isWhole || index % 4 === 0))('%s', (_, one) => {
    const engine = createEngine({ bounds });
    const [answer] = engine.decide(one);
    for (const zone of zones) {
      const before = { ...engine.work };
      const verdict = answer?.[zone];
      expect(engine.work.nodes - before.nodes).toBeLessThanOrEqual(bounds.nodes + 1);
      expect(engine.work.steps - before.steps).toBeLessThanOrEqual(bounds.steps);
      if (verdict?.status === 'unknown') expect(verdict.missing.length).toBeGreaterThan(0);
    }
    expect(engine.work.steps).toBeLessThanOrEqual(bounds.callSteps + 3 * bounds.least);
  });
});

describe('past a bound', () => {
  const hard = set([
    policy(
      allow(),
      ...Array.from({ length: 12 }, (_, index) =>
        deny({ Condition: { StringEquals: { [`a${index % 5}`]: '1', [`b${index % 7}`]: '1' } } }),
      ),
    ),
  ]);

  it.each([
    [{ nodes: 1 }, 'the search budget of 1 nodes is used up'],
    [{ steps: 30 }, 'the search budget of 30 steps is used up'],
    [{ callSteps: 0, least: 20 }, 'the search budget of 20 steps is used up'],
  ])('%j names it', (few, text) => {
    const [answer] = createEngine({ bounds: few }).decide(problem(hard));
    expect(answer?.outside.status === 'unknown' && answer.outside.missing).toEqual([text]);
    expect(createEngine({ bounds: few }).lockout(problem(hard), hard)).toMatchObject({
      status: 'unknown',
      missing: [text],
    });
    expect(createEngine().decide(problem(hard))[0]?.outside.status).toBe('reachable');
  });

  it('leaves every verdict the least when the call has used up its steps', () => {
    const engine = createEngine({ bounds: { callSteps: 1 } });
    const answers = engine.decide(
      problem(hard, {
        actions: ['sagemaker:StartSession', 'sagemaker:CreatePresignedDomainUrl'],
        resources: ['*'],
      }),
    );
    const statuses = answers.flatMap((answer) => zones.map((zone) => answer[zone].status));
    expect(statuses).toEqual(Array(6).fill('reachable'));
  });

  it('counts the work of all verdicts of one call together', () => {
    const engine = createEngine();
    const [answer] = engine.decide(problem(hard));
    expect(engine.work.steps).toBe(0);
    for (const zone of zones) expect(answer?.[zone].status).toBe('reachable');
    const { steps } = engine.work;
    expect(steps).toBeGreaterThan(0);
    const [again] = createEngine({ bounds: { callSteps: steps - 1, least: 1 } }).decide(problem(hard));
    expect(zones.map((zone) => again?.[zone].status)).toContain('unknown');
  });

  it('does not depend on the size of the call stack', () => {
    const denies = Array.from({ length: 900 }, (_, index) =>
      deny({ Condition: { StringNotEquals: { [`a${index}`]: '1', [`b${index}`]: '1' } } }),
    );
    const engine = createEngine({ bounds: { steps: 1e9, callSteps: 1e9 } });
    expect(engine.decide(problem(set([policy(allow(), ...denies)])))[0]?.outside.status).toBe('reachable');
  });
});

describe('matching a text', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 12 });
  const globs = fc.string({ unit: fc.constantFrom('a', 'b', ':', '*', '?'), maxLength: 10 });

  it('agrees with the automaton', () => {
    fc.assert(
      fc.property(globs, letters, (glob, text) => {
        const pattern = globPattern(glob);
        let positions = begin(pattern);
        for (const character of text) positions = step(pattern, positions, character.charCodeAt(0));
        expect(accepts(pattern, text)).toBe(positions.includes(pattern.length));
      }),
      { numRuns: isWhole ? 5000 : 500 },
    );
  });

  it('agrees with the automaton part by part', () => {
    fc.assert(
      fc.property(globs, letters, (glob, text) => {
        const pattern = partwise(globPattern(glob));
        let positions = begin(pattern);
        for (const character of text) positions = step(pattern, positions, character.charCodeAt(0));
        expect(accepts(pattern, text)).toBe(positions.includes(pattern.length));
      }),
      { numRuns: isWhole ? 5000 : 500 },
    );
  });
});
