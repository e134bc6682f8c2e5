import { createMemory, decideProblem } from './decide';
import { createLibrary } from './library';
import { lockout } from './lockout';
import { type Bounds, usualBounds, type WorkCount } from './meter';
import type { Answer, Lockout, PolicySet, Problem } from './types';

/** Decides problems. It keeps compiled documents, so use one engine for many principals. */
export interface Engine {
  /** One answer for each action and resource, in that order. Never throws. */
  decide(problem: Problem): readonly Answer[];
  /** Whether `problem.policies` refuse an inside request that `before` allows. Never throws. */
  lockout(problem: Problem, before: PolicySet): Lockout;
  /** The work done so far, in the units of the bounds. */
  readonly work: Readonly<WorkCount>;
}

export interface EngineOptions {
  /** How much work one verdict and one call may take before the answer is `unknown`. */
  readonly bounds?: Partial<Bounds>;
  /** Keep answers for principals with the same documents (the default); not worthwhile when documents never repeat. */
  readonly keepAnswers?: boolean;
}

/** Makes an engine. Documents given as objects must not be changed while it is in use. */
export function createEngine(options: EngineOptions = {}): Engine {
  const library = createLibrary({ ...usualBounds, ...options.bounds });
  const memory = createMemory(options.keepAnswers !== false);
  return {
    decide: (problem) => decideProblem(problem, library, memory),
    lockout: (problem, before) => lockout(problem, before, library),
    work: library.work,
  };
}
