import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createEngine, type Problem } from '../../src';
import { cases } from '../generator';
import type { NaivePolicies } from '../naive';
import { seeded } from '../properties';
import { type SolverQuestion, scriptOf } from './question';
import { type Solver, startSolver } from './solver';
import { Untranslatable } from './values';

// A second opinion: the same problems as formulas of strings, integers and Booleans, decided by Z3. The translation was
// written from the IAM user guide and imports nothing of the engine.

const zoneNames = ['outside', 'inside', 'viaService'] as const;
const wanted = { reachable: 'sat', unreachable: 'unsat' } as const;

let solver: Solver;
beforeAll(() => {
  solver = startSolver(1_000);
});
afterAll(() => {
  solver.stop();
});

interface Tally {
  agreed: number;
  engineUnknown: number;
  solverUnknown: number;
  untranslatable: number;
  sat: number;
  unsat: number;
}

/** Asks both about one question. Returns the disagreements. */
async function compare(
  question: SolverQuestion,
  answer: ReturnType<ReturnType<typeof createEngine>['decide']>[number],
  tally: Tally,
): Promise<readonly string[]> {
  try {
    const { lines, zones } = scriptOf(question);
    const results = await solver.check(
      lines,
      zoneNames.map((name) => zones[name]),
    );
    return zoneNames.flatMap((name, index) => {
      const { status } = answer[name];
      const result = results[index] ?? 'unknown';
      if (status === 'unknown') tally.engineUnknown += 1;
      else if (result === 'unknown') tally.solverUnknown += 1;
      else if (result === wanted[status]) {
        tally.agreed += 1;
        tally[result] += 1;
      } else return [`${name}: the engine says ${status}, Z3 says ${result}: ${JSON.stringify(question)}`];
      return [];
    });
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    tally.untranslatable += 1;
    return [];
  }
}

interface Asked {
  readonly problem: Problem;
  readonly policies: NaivePolicies;
}

function sampleOf(usual: number): { readonly seed: number; readonly numRuns: number } {
  const { seed, runs } = seeded('second opinion', usual);
  return { seed, numRuns: runs };
}

/** Asks both about random problems. */
async function askBoth(
  all: fc.Arbitrary<Asked>,
  usual: number,
): Promise<{ readonly tally: Tally; readonly disagreements: readonly string[] }> {
  const tally: Tally = { agreed: 0, engineUnknown: 0, solverUnknown: 0, untranslatable: 0, sat: 0, unsat: 0 };
  const engine = createEngine();
  const disagreements: string[] = [];
  for (const { problem, policies } of fc.sample(all, sampleOf(usual)))
    for (const answer of engine.decide(problem)) {
      const { principal, perimeter, context = {}, now } = problem;
      const { action, resource } = answer;
      const question = {
        ...policies,
        principal,
        perimeter,
        context,
        action,
        resource,
        ...(now === undefined ? {} : { now }),
      };
      disagreements.push(...(await compare(question, answer, tally)));
    }
  process.stdout.write(`second opinion: ${JSON.stringify(tally)}\n`);
  return { tally, disagreements };
}

/** The same problem in another partition and Region. */
function elsewhere({ problem, policies }: Asked, partition: string, region: string): Asked {
  const moved = (value: Asked): Asked =>
    JSON.parse(
      JSON.stringify(value).replaceAll('arn:aws:', `arn:${partition}:`).replaceAll('us-east-1', region),
    ) as Asked;
  return moved({ problem, policies });
}

// A Region of each partition of the SDK (November 2026).
const partitions: readonly (readonly [string, string])[] = [
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
  ['aws-eusc', 'eusc-de-east-1'],
  ['aws-iso', 'us-iso-east-1'],
  ['aws-iso-b', 'us-isob-east-1'],
  ['aws-iso-e', 'eu-isoe-west-1'],
  ['aws-iso-f', 'us-isof-south-1'],
];

describe('Z3 agrees with the engine', () => {
  const expectAgreement = ({ tally, disagreements }: Awaited<ReturnType<typeof askBoth>>) => {
    expect(disagreements).toEqual([]);
    const { agreed, solverUnknown, engineUnknown, untranslatable, sat, unsat } = tally;
    expect(agreed).toBeGreaterThan(4 * (solverUnknown + engineUnknown + untranslatable));
    expect(Math.min(sat, unsat)).toBeGreaterThan(0);
  };

  it('about random problems', async () => {
    expectAgreement(await askBoth(cases, 100));
  }, 900_000);

  it('in all other partitions', async () => {
    const moved = fc
      .tuple(cases, fc.constantFrom(...partitions))
      .map(([one, [partition, region]]) => elsewhere(one, partition, region));
    expectAgreement(await askBoth(moved, 50));
  }, 900_000);
});
