import type { Library } from './library';
import { type Allowance, createAllowance } from './meter';
import type { Boundary } from './origin';
import {
  contextKeys,
  type Fixed,
  type Home,
  homeOf,
  isPrincipal,
  principalDomain,
  principalKeys,
} from './principal';
import type { KeyDomain } from './dimension';
import { parseDate } from './scalar';
import { isRefused } from './refused';
import type { Problem } from './types';
import type { GivenFacts } from '../validate';

/** What is known about keys that have no fixed value. */
export interface Facts {
  readonly domain: (key: string) => KeyDomain | null;
  /** Requests are not earlier: milliseconds since 1970, or null for any time. */
  readonly now: number | null;
}

/** The parts of a problem that are the same for all its questions. */
export interface Setting {
  readonly boundary: Boundary;
  readonly context: Fixed;
  readonly principal: Fixed;
  readonly home: Home;
  /** What follows from the principal, the ARN asked about and the time; null where the question says all there is. */
  readonly facts: Facts | null;
  /** How much work the verdicts of the call may do together. */
  readonly allowance: Allowance;
  /** What a witness is checked against before it is shown; null: it is not checked. */
  readonly checkedAgainst: GivenFacts | null;
}

/** What is wrong with the fixed parts of a problem, or null. */
export function problemOf({ perimeter, principal, now }: Problem, library: Library): string | null {
  const boundary = library.boundary(perimeter);
  if (isRefused(boundary)) return boundary.because;
  if (now !== undefined && parseDate(now) === null) return `now: '${now}' is not a date in ISO 8601`;
  return isPrincipal(principal)
    ? null
    : `principal.arn: '${principal.arn}' is not the ARN of an IAM user or role`;
}

/** Reads the fixed parts of a problem in which `problemOf` found nothing wrong. */
export function readSetting(problem: Problem, library: Library): Setting {
  const { context, now, perimeter, principal } = problem;
  const boundary = library.boundary(perimeter);
  if (isRefused(boundary)) throw new Error(boundary.because);
  return {
    boundary,
    principal: principalKeys(principal),
    home: homeOf(principal),
    facts: {
      domain: principalDomain(principal),
      now: now === undefined ? null : parseDate(now),
    },
    allowance: createAllowance(library.bounds, library.work),
    context: contextKeys(context),
    checkedAgainst: {
      principal,
      perimeter,
      ...(context === undefined ? {} : { context }),
      ...(now === undefined ? {} : { now }),
    },
  };
}
