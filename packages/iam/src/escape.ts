import { bindCondition, holds, type Value } from './condition';
import type { Fixed } from './principal';
import { lookupIn, type Placed } from './bind';
import type { Witness } from './types';

/** A Deny that names the action, and why it does not deny the witness. */
export interface Escape {
  readonly placed: Placed;
  readonly because: string;
}

function shown(value: Value): string {
  if (value === undefined) return 'absent';
  return typeof value === 'string' ? value : `[${value.join(', ')}]`;
}

/** A request escapes a Deny by one of its conditions, or else by its resources. */
function reason(
  { statement }: Placed,
  witness: Witness,
  keys: (key: string) => { readonly value: Value },
): string {
  for (const condition of statement.conditions) {
    const bound =
      condition.atom === null ? bindCondition(condition, lookupIn(keys)) : { atom: condition.atom };
    if ('problem' in bound) continue;
    const value = keys(condition.key).value;
    if (!holds(bound.atom, value)) {
      return `${condition.shown} is ${shown(value)}, which ${condition.operatorName} does not match`;
    }
  }
  return `${statement.except ? 'NotResource excludes' : 'Resource does not match'} ${witness.resource}`;
}

/** For each Deny, the first of its parts that the witness does not match. */
export function escapes(denies: readonly Placed[], witness: Witness, principal: Fixed): readonly Escape[] {
  const values = new Map<string, Value>();
  for (const [key, value] of Object.entries(witness.context)) values.set(key.toLowerCase(), value);
  const keys = (key: string) => ({ value: values.get(key) ?? principal(key)?.value });
  return denies.map((placed) => ({ placed, because: reason(placed, witness, keys) }));
}
