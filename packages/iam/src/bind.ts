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
  /** Free keys that its variables use, and `NO_KEY` where no value of a key would decide. */
  readonly free: readonly string[];
}

/** The key of what is no variable, and of what is not decided whatever the keys are. */
export const NO_KEY = '';

/** `over` matches whatever may match, `under` only what surely does. */
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

/** Whether what is known of the resources is worth a statement of its own beside what is not known. */
function tells(known: ResourceAtom, more: boolean): boolean {
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
 * Decides what the fixed keys decide. None where the statement cannot match; two where some of its resources are known
 * and others are not, which is as if they stood in two statements.
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
        opaque.push(`Statement[${statement.index}].${condition.place}: ${bound.problem}`);
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
  else if (resource.known !== 'never' && tells(resource.known, resource.free.length > 0))
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
