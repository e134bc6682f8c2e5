import { isArray, isPlainObject } from '../protocol/shape';

/** An invalid EventBridge event pattern. `message` says where and why. */
export class PatternError extends Error {}

/**
 * Whether an event matches an EventBridge pattern. All fields must match, one of a field's values is enough, and `$or`
 * lists alternatives. Semantics: EventBridge user guide, "Comparison operators for use in event patterns".
 * @throws PatternError for a malformed pattern
 */
export function matchesEventPattern(pattern: unknown, event: unknown): boolean {
  if (!isPlainObject(pattern)) throw new PatternError('An event pattern must be an object');
  return matchesObject(pattern, event, '');
}

function matchesObject(
  pattern: Readonly<Record<string, unknown>>,
  candidate: unknown,
  path: string,
): boolean {
  if (Object.keys(pattern).length === 0) {
    throw new PatternError(`Empty objects are not allowed (${path || 'root'})`);
  }
  // Every field is checked, so a malformed pattern is refused whatever the event contains.
  const results = Object.entries(pattern).map(([name, expected]) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (name === '$or') return matchesAny(expected, candidate, at);
    const value = isPlainObject(candidate) ? candidate[name] : undefined;
    const values = value === undefined ? [] : elements(value);
    if (isArray(expected)) return matchesValues(expected, values, at);
    if (!isPlainObject(expected)) throw new PatternError(`${at} must be an object or an array`);
    // In an array of objects, one object must match the whole inner pattern.
    const inner = values.length === 0 ? [undefined] : values;
    return inner.map((one) => matchesObject(expected, one, at)).some(Boolean);
  });
  return results.every(Boolean);
}

function matchesAny(alternatives: unknown, candidate: unknown, path: string): boolean {
  if (!isArray(alternatives) || alternatives.length < 2) {
    throw new PatternError(`${path} must be an array of at least two patterns`);
  }
  const results = alternatives.map((alternative) => {
    if (!isPlainObject(alternative)) throw new PatternError(`${path} must hold objects`);
    return matchesObject(alternative, candidate, path);
  });
  return results.some(Boolean);
}

function matchesValues(expected: readonly unknown[], values: readonly unknown[], path: string): boolean {
  if (expected.length === 0) throw new PatternError(`${path}: empty arrays are not allowed`);
  // Only leaves are compared. An object in the event is not a leaf, so `exists` is false for it.
  const leaves = values.filter((value) => !isPlainObject(value));
  return expected.map((matcher) => matchesOne(matcher, leaves, path)).some(Boolean);
}

function matchesOne(matcher: unknown, leaves: readonly unknown[], path: string): boolean {
  if (!isPlainObject(matcher)) return leaves.some((leaf) => leaf === matcher);
  const [entry, ...more] = Object.entries(matcher);
  if (entry === undefined || more.length > 0) {
    throw new PatternError(`${path}: a matcher must have exactly one operator`);
  }
  const [operator, operand] = entry;
  if (operator === 'exists') {
    if (typeof operand !== 'boolean') throw new PatternError(`${path}: exists needs true or false`);
    return leaves.length > 0 === operand;
  }
  const holds = leafTest(operator, operand, path);
  return leaves.some(holds);
}

type LeafTest = (leaf: unknown) => boolean;

function leafTest(operator: string, operand: unknown, path: string): LeafTest {
  switch (operator) {
    case 'prefix':
    case 'suffix':
      return affixTest(operator, operand, path);
    case 'equals-ignore-case': {
      const wanted = text(operand, operator, path).toLowerCase();
      return (leaf) => typeof leaf === 'string' && leaf.toLowerCase() === wanted;
    }
    case 'wildcard': {
      const expression = wildcard(text(operand, operator, path), path);
      return (leaf) => typeof leaf === 'string' && expression.test(leaf);
    }
    case 'anything-but':
      return anythingBut(operand, path);
    case 'numeric':
      return numericTest(operand, path);
    default:
      throw new PatternError(`${path}: unrecognized match type ${operator}`);
  }
}

function affixTest(operator: 'prefix' | 'suffix', operand: unknown, path: string): LeafTest {
  const ignoreCase = isPlainObject(operand);
  const given = ignoreCase ? operand['equals-ignore-case'] : operand;
  const wanted = text(given, operator, path);
  const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value);
  return (leaf) =>
    typeof leaf === 'string' &&
    (operator === 'prefix' ? fold(leaf).startsWith(fold(wanted)) : fold(leaf).endsWith(fold(wanted)));
}

/** `anything-but` does not match a missing field. */
function anythingBut(operand: unknown, path: string): LeafTest {
  if (isPlainObject(operand)) {
    const [entry, ...more] = Object.entries(operand);
    if (entry === undefined || more.length > 0)
      throw new PatternError(`${path}: anything-but needs one operator`);
    const [operator, inner] = entry;
    const tests = (isArray(inner) ? inner : [inner]).map((one) => leafTest(operator, one, path));
    return (leaf) => !tests.some((test) => test(leaf));
  }
  const excluded = isArray(operand) ? operand : [operand];
  if (excluded.length === 0) throw new PatternError(`${path}: anything-but needs a value`);
  return (leaf) => !excluded.includes(leaf);
}

function numericTest(operand: unknown, path: string): LeafTest {
  const parts = isArray(operand) ? operand : [];
  if (parts.length !== 2 && parts.length !== 4)
    throw new PatternError(`${path}: numeric needs one or two bounds`);
  const tests = Array.from({ length: parts.length / 2 }, (_, index) =>
    boundTest(parts[2 * index], parts[2 * index + 1], path),
  );
  return (leaf) => typeof leaf === 'number' && tests.every((test) => test(leaf));
}

function boundTest(operator: unknown, bound: unknown, path: string): (value: number) => boolean {
  if (typeof bound !== 'number') throw new PatternError(`${path}: numeric bounds must be numbers`);
  switch (operator) {
    case '=':
      return (value) => value === bound;
    case '<':
      return (value) => value < bound;
    case '<=':
      return (value) => value <= bound;
    case '>':
      return (value) => value > bound;
    case '>=':
      return (value) => value >= bound;
    default:
      throw new PatternError(`${path}: unrecognized numeric operator`);
  }
}

/** `*` matches any characters; `\*` and `\\` are literal. Two stars in a row are not allowed. */
function wildcard(pattern: string, path: string): RegExp {
  if (/(^|[^\\])\*\*/.test(pattern)) throw new PatternError(`${path}: consecutive wildcards`);
  const source = pattern.replace(/\\([*\\])|\*|[.+?^${}()|[\]\\]/g, (part, escaped?: string) => {
    if (escaped !== undefined) return `\\${escaped}`;
    return part === '*' ? '.*' : `\\${part}`;
  });
  return new RegExp(`^${source}$`, 's');
}

function text(operand: unknown, operator: string, path: string): string {
  if (typeof operand === 'string') return operand;
  throw new PatternError(`${path}: ${operator} needs a string`);
}

function elements(value: unknown): readonly unknown[] {
  return isArray(value) ? value : [value];
}
