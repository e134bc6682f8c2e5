import { types } from 'node:util';
import { isArray, isPlainObject, type Shape, type Structure } from './shape';

/** The first difference between a value and the SDK's own schema and enumerations. */
export interface ShapeProblem {
  readonly kind: 'missing' | 'unknown' | 'type' | 'value';
  /** For example `Tags[0].Key`; empty for the value as a whole. */
  readonly path: string;
  /** What the value is or should be, in words. */
  readonly text: string;
}

/** The allowed values of a member, by `Structure.Member`. */
export type Enums = ReadonlyMap<string, ReadonlySet<string>>;

const noEnums: Enums = new Map();

/** The first problem of a decoded value; `undefined` if it conforms to the schema. */
export function problemIn(
  shape: Shape,
  value: unknown,
  enums = noEnums,
  path = '',
): ShapeProblem | undefined {
  const wrong = (expected: string): ShapeProblem => ({ kind: 'type', path, text: `must be ${expected}` });
  switch (shape.kind) {
    case 'structure':
      return isPlainObject(value) ? inStructure(shape, value, enums, path) : wrong('an object');
    case 'list': {
      if (!isArray(value)) return wrong('a list');
      const { shape: item } = shape.member();
      return firstOf(value, (one, index) => problemIn(item, one, enums, `${path}[${index}]`));
    }
    case 'map': {
      if (!isPlainObject(value)) return wrong('a map');
      const { shape: item } = shape.value();
      return firstOf(Object.entries(value), ([key, one]) => problemIn(item, one, enums, `${path}.${key}`));
    }
    case 'timestamp':
      return types.isDate(value) ? undefined : wrong('a Date');
    case 'blob':
      return value instanceof Uint8Array ? undefined : wrong('bytes');
    case 'unit':
      return isPlainObject(value) && Object.keys(value).length === 0 ? undefined : wrong('empty');
    case 'document':
      return undefined;
    default:
      return typeof value === shape.kind ? undefined : wrong(`a ${shape.kind}`);
  }
}

function inStructure(
  shape: Structure,
  value: Readonly<Record<string, unknown>>,
  enums: Enums,
  path: string,
): ShapeProblem | undefined {
  const members = shape.members();
  const under = (name: string): string => (path === '' ? name : `${path}.${name}`);
  const absent = members.find(({ name, required }) => required && value[name] === undefined);
  if (absent !== undefined) return { kind: 'missing', path: under(absent.name), text: 'must not be null' };
  const known = new Map(members.map((member) => [member.name, member]));
  return firstOf(Object.entries(value), ([name, item]) => {
    if (item === undefined) return undefined;
    const member = known.get(name);
    if (member === undefined)
      return { kind: 'unknown', path: under(name), text: `is no member of ${shape.name}` };
    return (
      problemIn(member.shape, item, enums, under(name)) ??
      outOfEnum(item, enums.get(`${shape.name}.${name}`), under(name))
    );
  });
}

/** A value, or one of a list, that is not in the SDK's enumeration. */
function outOfEnum(
  value: unknown,
  allowed: ReadonlySet<string> | undefined,
  path: string,
): ShapeProblem | undefined {
  if (allowed === undefined) return undefined;
  const texts = (isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
  const stray = texts.find((one) => !allowed.has(one));
  if (stray === undefined) return undefined;
  return { kind: 'value', path, text: `is ${stray}, not one of [${[...allowed].join(', ')}]` };
}

function firstOf<T>(
  items: readonly T[],
  check: (item: T, index: number) => ShapeProblem | undefined,
): ShapeProblem | undefined {
  for (const [index, item] of items.entries()) {
    const problem = check(item, index);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
