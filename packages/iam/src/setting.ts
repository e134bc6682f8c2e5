import type { Library } from './library';
import { type Allowance, createAllowance } from './meter';
import type { Boundary } from './origin';
import { contextKeys, type Fixed, type Home, homeOf, isPrincipal, principalKeys } from './principal';
import type { Problem } from './types';

/** The parts of a problem that hold for all its questions. */
export interface Setting {
  readonly boundary: Boundary;
  readonly context: Fixed;
  readonly principal: Fixed;
  readonly home: Home;
  /** What the verdicts of the call may do together. */
  readonly allowance: Allowance;
}

/** What is wrong with the fixed parts of a problem, or null. */
export function problemOf({ perimeter, principal }: Problem, library: Library): string | null {
  const boundary = library.boundary(perimeter);
  if (typeof boundary === 'string') return boundary;
  return isPrincipal(principal)
    ? null
    : `principal.arn: '${principal.arn}' is not the ARN of an IAM user or role`;
}

/** Reads what is fixed, in a problem that nothing is wrong with. */
export function readSetting({ perimeter, principal, context }: Problem, library: Library): Setting {
  const boundary = library.boundary(perimeter);
  if (typeof boundary === 'string') throw new Error(boundary);
  return {
    boundary,
    principal: principalKeys(principal),
    home: homeOf(principal),
    allowance: createAllowance(library.bounds, library.work),
    context: contextKeys(context),
  };
}
