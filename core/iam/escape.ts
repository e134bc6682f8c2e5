import { bindCondition, holds, type Value } from './condition';
import { toPattern } from './glob';
import { matchesSome } from './product';
import { resourceAtoms } from './arn';
import { type Fixed } from './principal';
import { lookupIn, type Placed } from './bind';
import type { Witness } from './types';
import { substitute } from './template';

/** A Deny that names the action, and why it does not hold the witness back. */
export interface Escape {
  readonly placed: Placed;
  readonly because: string;
}

function shown(value: Value): string {
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? value : `[${value.join(', ')}]`;
}

function reason({ statement }: Placed, witness: Witness, keys: Fixed): string {
  for (const condition of statement.conditions) {
    const bound =
      condition.atom === null ? bindCondition(condition, lookupIn(keys)) : { atom: condition.atom };
    if ('problem' in bound) continue;
    const value = keys(condition.key)?.value;
    if (!holds(bound.atom, value)) {
      return `${condition.shown} is ${shown(value)}, which ${condition.operatorName} does not match`;
    }
  }
  const patterns = statement.resources.flatMap((template) => {
    const result = substitute(template, lookupIn(keys));
    return result.status === 'text' ? [toPattern(result.parts, { wildcards: true, ignoreCase: false })] : [];
  });
  const resource = resourceAtoms(patterns, statement.except).under;
  if (
    statement.resources.length > 0 &&
    matchesSome(resource.patterns, witness.resource) === statement.except
  ) {
    return `${statement.except ? 'NotResource excludes' : 'Resource does not match'} ${witness.resource}`;
  }
  return 'its conditions do not hold together';
}

/** For each Deny, the first thing about the witness that it does not match. */
export function escapes(denies: readonly Placed[], witness: Witness, principal: Fixed): readonly Escape[] {
  const values = new Map<string, Value>();
  for (const [key, value] of Object.entries(witness.context)) values.set(key.toLowerCase(), value);
  if (!values.has('aws:viaawsservice')) values.set('aws:viaawsservice', 'false');
  const keys: Fixed = (key) =>
    values.has(key) ? { value: values.get(key) } : (principal(key) ?? { value: undefined });
  return denies.map((placed) => ({ placed, because: reason(placed, witness, keys) }));
}
