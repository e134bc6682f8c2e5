import { serviceOf } from './action';
import type { Library } from './library';
import type { Boundary } from './origin';
import { contextKeys, type Fixed, readPrincipal } from './principal';
import type { Problem } from './types';

/** The parts of a problem that hold for all its questions. */
export interface Setting {
  readonly boundary: Boundary;
  readonly context: Fixed;
  readonly principal: Fixed;
  readonly account: string;
}

/** An action's name as asked, in lower case, and its service. */
export interface ActionName {
  readonly shown: string;
  readonly key: string;
  readonly service: string;
}

/** Reads what is fixed. A text names what is wrong with it. */
export function readSetting(problem: Problem, library: Library): Setting | string {
  const boundary = library.boundary(problem.perimeter);
  if (typeof boundary === 'string') return boundary;
  const principal = readPrincipal(problem.principal);
  if (principal === null)
    return `principal.arn: '${problem.principal.arn}' is not the ARN of an IAM user or role`;
  return {
    boundary,
    principal: principal.keys,
    account: principal.account,
    context: contextKeys(problem.context),
  };
}

/** Reads an action's name; null where it is a pattern or no action at all. */
export function readAction(shown: string): ActionName | null {
  const key = shown.toLowerCase();
  const service = serviceOf(key);
  return service === null ? null : { shown, key, service };
}
