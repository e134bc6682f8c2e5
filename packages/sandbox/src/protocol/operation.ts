import type { Enums } from './problem';
import { isArray, isPlainObject, shapeOf, traitsOf, type Shape } from './shape';

/** One operation of an SDK client package. */
export interface Operation {
  readonly name: string;
  readonly input: Shape;
  readonly output: Shape;
  readonly http: { readonly method: string; readonly path: string; readonly status: number } | undefined;
}

/** How an SDK client package models an error. */
export interface ModelledError {
  readonly name: string;
  readonly status: number | undefined;
  readonly members: ReadonlySet<string>;
}

/** The schemas of one SDK client package, by their names on the wire. */
export interface Model {
  readonly operations: ReadonlyMap<string, Operation>;
  /** By wire code: `NoSuchEntity` finds `NoSuchEntityException`. */
  readonly errors: ReadonlyMap<string, ModelledError>;
  /** The allowed values of each member that is an enumeration. */
  readonly enums: Enums;
}

/** Enumerations that AWS writes in lower case, unlike its own model. */
const lowerCase: ReadonlySet<string> = new Set(['VpcEndpoint.State']);

/**
 * Values that AWS writes although its own model does not have them: stack events show the states of the stack itself;
 * interfaces as published outputs of describe- and create-network-interface(s) have them (read 1 December 2026).
 */
const unlisted: Readonly<Record<string, readonly string[]>> = {
  'StackEvent.ResourceStatus': [
    'REVIEW_IN_PROGRESS',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
  ],
  'NetworkInterface.InterfaceType': ['nat_gateway'],
  'NetworkInterface.Status': ['pending'],
};

/**
 * Reads the operations and errors that a client package exports as schemas (names that end in `$`).
 * @param enumMembers by `Structure.Member`, the name under which the package exports the enumeration
 */
export function readModel(sdk: object, enumMembers: Readonly<Record<string, string>> = {}): Model {
  const operations = new Map<string, Operation>();
  const errors = new Map<string, ModelledError>();
  for (const schema of Object.values(sdk)) {
    if (!isArray(schema) || schema.length < 5) continue;
    if (schema[0] === 9) operations.set(String(schema[2]), operationOf(schema));
    if (schema[0] === -3) {
      const error = errorOf(schema);
      errors.set(error.name, error);
      const query = traitsOf(schema[3])['awsQueryError'];
      if (isArray(query)) errors.set(String(query[0]), error);
    }
  }
  const enums = Object.entries(enumMembers).map(([member, name]) => {
    const values: unknown = Reflect.get(sdk, name);
    const spelled = (isPlainObject(values) ? Object.values(values) : []).map(String);
    const written = lowerCase.has(member) ? spelled.map((value) => value.toLowerCase()) : spelled;
    return [member, new Set([...written, ...(unlisted[member] ?? [])])] as const;
  });
  return { operations, errors, enums: new Map(enums) };
}

function operationOf(schema: readonly unknown[]): Operation {
  const http = traitsOf(schema[3])['http'];
  return {
    name: String(schema[2]),
    input: shapeOf(schema[4]),
    output: shapeOf(schema[5]),
    http: isArray(http)
      ? { method: String(http[0]), path: String(http[1]), status: Number(http[2]) }
      : undefined,
  };
}

function errorOf(schema: readonly unknown[]): ModelledError {
  const traits = traitsOf(schema[3]);
  const query = traits['awsQueryError'];
  const status = isArray(query) ? query[1] : traits['httpError'];
  const shape = shapeOf(schema);
  return {
    name: String(schema[2]),
    status: typeof status === 'number' ? status : undefined,
    members: new Set(shape.kind === 'structure' ? shape.members().map((member) => member.name) : []),
  };
}
