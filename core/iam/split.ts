import { parseAddress } from './address';
import type { Bound } from './bind';
import type { Atom, Condition, Value } from './condition';
import { onlyText } from './glob';
import { isAlwaysPresent, isMultivalued } from './keys';
import type { Fixed } from './principal';

/** Values to try for free keys that variables use. `exact`: trying them all decides. */
export interface Split {
  readonly cases: readonly ReadonlyMap<string, Value>[];
  readonly exact: boolean;
}

const MAX_CASES = 256;
const addresses: ReadonlySet<string> = new Set(['aws:sourceip', 'aws:vpcsourceip']);

function literals(atom: Atom): readonly (string | null)[] {
  return atom.matcher.kind === 'patterns' ? atom.matcher.patterns.map(onlyText) : [];
}

/** `"${key}"` and nothing else, compared letter by letter: only equality matters, so few values stand for all. */
function isPlainEquality(condition: Condition): boolean {
  const { family, ignoreCase } = condition.operator;
  if (family !== 'string' || ignoreCase) return false;
  return condition.values.every(
    (parts) => parts.length === 1 && (parts[0]?.kind === 'variable' || !/[*?]/.test(parts[0]?.text ?? '')),
  );
}

/** Whether equality is all that is ever asked of the keys involved. */
function isEqualityOnly(bounds: readonly Bound[], keys: ReadonlySet<string>): boolean {
  for (const { placed, atoms, resource, free } of bounds) {
    const { statement } = placed;
    if (statement.opaque.length > 0) return false;
    const open = statement.conditions.filter((condition) => condition.atom === null);
    if (free.length > 0 && !open.every(isPlainEquality)) return false;
    if (open.some((condition) => isMultivalued(condition.key, condition.operator.quantifier !== 'none')))
      return false;
    if (
      statement.resources.some((parts) =>
        parts.some((part) => part.kind === 'variable' && keys.has(part.key)),
      )
    )
      return false;
    const compared = new Set([...keys, ...open.map((condition) => condition.key)]);
    if (atoms.some((atom) => compared.has(atom.key) && literals(atom).some((text) => text === null)))
      return false;
    if (
      atoms.some(
        (atom) => compared.has(atom.key) && atom.matcher.kind !== 'patterns' && atom.matcher.kind !== 'null',
      )
    )
      return false;
    if (resource === null && free.length > 0 && statement.except) return false;
  }
  return true;
}

/** The cases to try: every literal in sight, absent, and as many new values as there are keys. */
export function splitCandidates(bounds: readonly Bound[], fixed: Fixed, incomplete: boolean): Split {
  const keys = [...new Set([...bounds.flatMap((bound) => bound.free)])].filter((key) => key !== '');
  if (keys.length === 0) return { cases: [], exact: false };
  const seen = new Set<string>();
  for (const bound of bounds) {
    for (const atom of bound.atoms) for (const text of literals(atom)) if (text !== null) seen.add(text);
    for (const condition of bound.placed.statement.conditions) {
      const value = fixed(condition.key)?.value;
      if (typeof value === 'string') seen.add(value);
      for (const parts of condition.values)
        for (const part of parts) if (part.kind === 'text') seen.add(part.text);
    }
  }
  const fresh = keys.map((_, index) => `other-value-${index}`);
  let cases: ReadonlyMap<string, Value>[] = [new Map()];
  let exact = !incomplete && isEqualityOnly(bounds, new Set(keys));
  for (const key of keys) {
    const texts = [...fresh, ...seen].filter((text) => !addresses.has(key) || parseAddress(text) !== null);
    const values: Value[] = isAlwaysPresent(key) ? texts : [undefined, ...texts];
    const next = cases.flatMap((one) => values.map((value) => new Map([...one, [key, value]])));
    exact &&= next.length <= MAX_CASES && !key.startsWith('aws:source') && !key.startsWith('aws:vpc');
    cases = next.slice(0, MAX_CASES);
  }
  return { cases, exact };
}
