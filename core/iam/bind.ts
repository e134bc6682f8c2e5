import { type ResourceAtom, resourceAtoms } from './arn';
import { type Atom, bindCondition, holds } from './condition';
import { isEverything, type Pattern, toPattern } from './glob';
import { isMultivalued } from './keys';
import type { Fixed } from './principal';
import type { Statement } from './statement';
import { type Lookup, substitute } from './template';

/** A statement and where it stands. */
export interface Placed {
  readonly statement: Statement;
  /** The number of its layer in the selection of documents. */
  readonly layer: number;
  /** The number of its document among those selected of the layer. */
  readonly position: number;
}

/** A statement for one principal and origin: only what is not yet decided is left. */
export interface Bound {
  readonly placed: Placed;
  readonly atoms: readonly Atom[];
  readonly resource: ResourceAtom | null;
  /** What cannot be decided; the statement may or may not match because of it. */
  readonly opaque: readonly string[];
  /** Free keys that its variables use. */
  readonly free: readonly string[];
}

/** `over` matches whatever may match, `under` only what surely does. */
export type Reading = 'over' | 'under';

export function lookupIn(fixed: Fixed): Lookup {
  return (key) => {
    const known = fixed(key);
    if (known === null) return isMultivalued(key, false) ? null : undefined;
    return typeof known.value === 'string' ? known.value : null;
  };
}

function decided(atom: ResourceAtom): ResourceAtom | 'always' | 'never' {
  if (atom.patterns.some(isEverything)) return atom.except ? 'never' : 'always';
  return atom;
}

function bindResource(
  statement: Statement,
  lookup: Lookup,
  reading: Reading,
  opaque: string[],
  free: string[],
): ResourceAtom | 'always' | 'never' {
  if (statement.resources.length === 0) return 'always';
  if (statement.readings !== null) return decided(statement.readings[reading]);
  const patterns: Pattern[] = [];
  const missing: string[] = [];
  for (const template of statement.resources) {
    const result = substitute(template, lookup);
    if (result.status === 'free') missing.push(...result.keys);
    if (result.status === 'text')
      patterns.push(toPattern(result.parts, { wildcards: true, ignoreCase: false }));
  }
  const found = decided(resourceAtoms(patterns, statement.except)[reading]);
  if (missing.length === 0 || typeof found === 'string') return found;
  free.push(...missing);
  const names = missing.map((key) => `\${${key}}`).join(', ');
  opaque.push(`Statement[${statement.index}]: variable ${names} in Resource is not fixed`);
  return 'always';
}

/** Decides what the fixed keys decide. Null where the statement cannot match. */
export function bind(placed: Placed, fixed: Fixed, reading: Reading): Bound | null {
  const { statement } = placed;
  const lookup = lookupIn(fixed);
  const opaque = [...statement.opaque];
  const free: string[] = [];
  const atoms: Atom[] = [];
  for (const condition of statement.conditions) {
    let atom = condition.atom;
    if (atom === null) {
      const bound = bindCondition(condition, lookup);
      if ('problem' in bound) {
        opaque.push(`Statement[${statement.index}].${condition.place}: ${bound.problem}`);
        free.push(...bound.free);
        continue;
      }
      atom = bound.atom;
    }
    const known = fixed(atom.key);
    if (known === null) atoms.push(atom);
    else if (!holds(atom, known.value)) return null;
  }
  const resource = bindResource(statement, lookup, reading, opaque, free);
  if (resource === 'never') return null;
  return { placed, atoms, resource: resource === 'always' ? null : resource, opaque, free };
}
