/** The traits of members and operations in the SDK's schemas (Smithy traits). */
export type Traits = Readonly<Record<string, unknown>>;

type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

export type Shape =
  | { readonly kind: 'string' | 'number' | 'boolean' | 'blob' | 'document' | 'unit' }
  | { readonly kind: 'timestamp'; readonly format: TimestampFormat | undefined }
  | { readonly kind: 'list'; readonly member: () => Member }
  | { readonly kind: 'map'; readonly key: () => Member; readonly value: () => Member }
  | Structure;

export interface Structure {
  readonly kind: 'structure';
  readonly name: string;
  readonly traits: Traits;
  readonly members: () => readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly traits: Traits;
  readonly required: boolean;
}

const BIT_TRAITS = [
  'httpLabel',
  'idempotent',
  'idempotencyToken',
  'sensitive',
  'httpPayload',
  'httpResponseCode',
  'httpQueryParams',
];

const known = new WeakMap<object, Shape>();

/** Reads a static schema of an AWS SDK client package (`StaticSchema` of @smithy/types) into a `Shape`. */
export function shapeOf(reference: unknown): Shape {
  const schema = dereference(reference);
  if (typeof schema === 'number') return sentinel(schema);
  if (!isArray(schema)) return { kind: 'unit' };
  const cached = known.get(schema);
  if (cached !== undefined) return cached;
  const shape = read(schema);
  known.set(schema, shape);
  return shape;
}

function read(schema: readonly unknown[]): Shape {
  switch (schema[0]) {
    case 0:
      return shapeOf(schema[4]);
    case 1:
      return { kind: 'list', member: once(() => memberOf('member', schema[4], false)) };
    case 2:
      return {
        kind: 'map',
        key: once(() => memberOf('key', schema[4], false)),
        value: once(() => memberOf('value', schema[5], false)),
      };
    case 3:
    case 4:
    case -3:
      return structure(schema);
    default:
      return { kind: 'unit' };
  }
}

function structure(schema: readonly unknown[]): Structure {
  const [, , name, traits, names, references, required] = schema;
  const requiredCount = typeof required === 'number' ? required : 0;
  return {
    kind: 'structure',
    name: String(name),
    traits: traitsOf(traits),
    members: once(() =>
      (isArray(names) ? names : []).map((member, index) =>
        memberOf(String(member), isArray(references) ? references[index] : undefined, index < requiredCount),
      ),
    ),
  };
}

function memberOf(name: string, reference: unknown, required: boolean): Member {
  let traits: Traits = {};
  let schema = dereference(reference);
  while (isArray(schema) && schema.length === 2) {
    traits = { ...traitsOf(schema[1]), ...traits };
    schema = dereference(schema[0]);
  }
  const own = isArray(schema) ? traitsOf(schema[3]) : {};
  return { name, shape: shapeOf(schema), traits: { ...own, ...traits }, required };
}

/** A number denotes a simple type; 64 is added for a list of it, 128 for a map. */
function sentinel(value: number): Shape {
  if (value >= 128) {
    return {
      kind: 'map',
      key: once(() => memberOf('key', 0, false)),
      value: once(() => memberOf('value', value & 63, false)),
    };
  }
  if (value >= 64) return { kind: 'list', member: once(() => memberOf('member', value & 63, false)) };
  switch (value) {
    case 0:
      return { kind: 'string' };
    case 2:
      return { kind: 'boolean' };
    case 4:
      return { kind: 'timestamp', format: undefined };
    case 5:
      return { kind: 'timestamp', format: 'date-time' };
    case 6:
      return { kind: 'timestamp', format: 'http-date' };
    case 7:
      return { kind: 'timestamp', format: 'epoch-seconds' };
    case 15:
      return { kind: 'document' };
    case 21:
    case 42:
      return { kind: 'blob' };
    default:
      return { kind: 'number' };
  }
}

/** Traits are an object, or a number with one bit for each of the most frequent ones. */
export function traitsOf(traits: unknown): Traits {
  if (isPlainObject(traits)) return traits;
  if (typeof traits !== 'number') return {};
  return Object.fromEntries(
    BIT_TRAITS.filter((_, bit) => ((traits >> bit) & 1) === 1).map((name) => [name, 1]),
  );
}

function dereference(reference: unknown): unknown {
  return isThunk(reference) ? reference() : reference;
}

function isThunk(value: unknown): value is () => unknown {
  return typeof value === 'function';
}

export function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value if it is an object, otherwise an empty object. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return isPlainObject(value) ? value : {};
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
