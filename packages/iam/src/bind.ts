import { type ResourceAtom, resourceAtoms } from './arn';
import { type Atom, bindCondition, holds } from './condition';
import { isEverything, type Pattern, toPattern } from './glob';
import { isMultivalued } from './keys';
import type { Fixed } from './principal';
import type { Statement } from './statement';
import { type Lookup, substitute } from './template';

/** A statement and its position in the selection of documents. */
export interface Placed {
  readonly statement: Statement;
  /** The index of its layer. */
  readonly layer: number;
  /** The index of its document among those selected from the layer. */
  readonly position: number;
}

/** A statement for one principal and origin, reduced to what is not decided yet. */
export interface Bound {
  readonly placed: Placed;
  readonly atoms: readonly Atom[];
  readonly resource: ResourceAtom | null;
  /** What cannot be decided; because of it, the statement may or may not match. */
  readonly opaque: readonly string[];
  /** Free keys that its variables use, and `NO_KEY` for what no value of a key would decide. */
  readonly free: readonly string[];
}

/** Replaces a free key when no value of any key would decide. */
export const NO_KEY = '';

/** `over` matches everything that may match, `under` only what certainly does. */
export type Approximation = 'over' | 'under';

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

/** Whether the known resources are worth a bound of their own, in addition to the one for the unknown resources. */
function isWorthKeeping(known: ResourceAtom, more: boolean): boolean {
  return !more || !known.except;
}

/** The resources that are known, and the free keys of those that are not. */
function bindResource(
  statement: Statement,
  lookup: Lookup,
  reading: Approximation,
): { readonly known: ResourceAtom | 'always' | 'never'; readonly free: readonly string[] } {
  if (statement.resources.length === 0) return { known: 'always', free: [] };
  if (statement.readings !== null) return { known: decided(statement.readings[reading]), free: [] };
  const patterns: Pattern[] = [];
  const free: string[] = [];
  for (const template of statement.resources) {
    const result = substitute(template, lookup);
    if (result.status === 'free') free.push(...result.keys);
    if (result.status === 'text')
      patterns.push(toPattern(result.parts, { wildcards: true, ignoreCase: false }));
  }
  const known = decided(resourceAtoms(patterns, statement.except)[reading]);
  return { known, free: typeof known === 'string' ? [] : free };
}

/**
 * Applies the fixed keys to a statement. Returns no bound when it cannot match, and two when some of its resources are
 * known and others are not, as if they were in two statements.
 */
export function bind(placed: Placed, fixed: Fixed, reading: Approximation): readonly Bound[] {
  const { statement } = placed;
  const lookup = lookupIn(fixed);
  const opaque = [...statement.opaque];
  const free = opaque.map(() => NO_KEY);
  const atoms: Atom[] = [];
  for (const condition of statement.conditions) {
    let atom = condition.atom;
    if (atom === null) {
      const bound = bindCondition(condition, lookup);
      if ('problem' in bound) {
        opaque.push(`Statement[${statement.index}].${condition.path}: ${bound.problem}`);
        free.push(...(bound.free.length > 0 ? bound.free : [NO_KEY]));
        continue;
      }
      atom = bound.atom;
    }
    const known = fixed(atom.key);
    if (known === null) atoms.push(atom);
    else if (!holds(atom, known.value)) return [];
  }
  const resource = bindResource(statement, lookup, reading);
  const bounds: Bound[] = [];
  if (resource.known === 'always') bounds.push({ placed, atoms, resource: null, opaque, free });
  else if (resource.known !== 'never' && isWorthKeeping(resource.known, resource.free.length > 0))
    bounds.push({ placed, atoms, resource: resource.known, opaque, free });
  if (resource.free.length > 0) {
    const names = resource.free.map((key) => `\${${key}}`).join(', ');
    bounds.push({
      placed,
      atoms,
      resource: null,
      opaque: [...opaque, `Statement[${statement.index}]: variable ${names} in Resource is not fixed`],
      free: [...free, ...resource.free],
    });
  }
  return bounds;
}
