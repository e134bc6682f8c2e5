import { types } from 'node:util';
import { AwsError } from './aws-error';
import { epochSeconds, parseTimestamp } from './timestamp';
import { isArray, isPlainObject, type Member, type Shape } from './shape';

/** Reads a JSON value as `shape`. Stricter than AWS, which ignores members that are not in the schema. */
export function fromJson(shape: Shape, value: unknown, path = ''): unknown {
  switch (shape.kind) {
    case 'structure': {
      if (!isPlainObject(value)) throw mistyped(path, 'an object');
      return readMembers(shape.members(), value, path);
    }
    case 'list': {
      if (!isArray(value)) throw mistyped(path, 'an array');
      const member = shape.member();
      return value.map((item, index) => fromJson(member.shape, item, `${path}[${index}]`));
    }
    case 'map': {
      if (!isPlainObject(value)) throw mistyped(path, 'an object');
      const member = shape.value();
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, fromJson(member.shape, item, `${path}.${key}`)]),
      );
    }
    case 'timestamp': {
      const date = parseTimestamp(value);
      if (date === undefined) throw mistyped(path, 'a timestamp');
      return date;
    }
    case 'blob':
      return typeof value === 'string' ? Uint8Array.from(Buffer.from(value, 'base64')) : value;
    case 'string':
    case 'number':
    case 'boolean':
      if (typeof value !== shape.kind) throw mistyped(path, `a ${shape.kind}`);
      return value;
    case 'document':
    case 'unit':
      return value;
  }
}

function readMembers(members: readonly Member[], value: Readonly<Record<string, unknown>>, path: string) {
  const output: Record<string, unknown> = {};
  const known = new Set(members.map(jsonName));
  const stray = Object.keys(value).find((name) => !known.has(name));
  if (stray !== undefined)
    throw new AwsError(
      'SerializationException',
      `${path === '' ? 'The request' : path} has no member ${stray}`,
    );
  for (const member of members) {
    const item = value[jsonName(member)];
    if (item === undefined || item === null) continue;
    output[member.name] = fromJson(member.shape, item, path === '' ? member.name : `${path}.${member.name}`);
  }
  return output;
}

/** Writes a value as `shape`. Throws for a member that is not in the schema: that is a mistake in the sandbox. */
export function toJson(shape: Shape, value: unknown): unknown {
  switch (shape.kind) {
    case 'structure': {
      if (!isPlainObject(value)) throw new TypeError(`${shape.name} is not an object`);
      const members = new Map(shape.members().map((member) => [member.name, member]));
      const entries = Object.entries(value).filter(([, item]) => item !== undefined);
      return Object.fromEntries(
        entries.map(([name, item]) => {
          const member = members.get(name);
          if (member === undefined) throw new TypeError(`${shape.name} has no member ${name}`);
          return [jsonName(member), toJson(member.shape, item)];
        }),
      );
    }
    case 'list': {
      const member = shape.member();
      return isArray(value) ? value.map((item) => toJson(member.shape, item)) : [];
    }
    case 'map': {
      const member = shape.value();
      return isPlainObject(value)
        ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(member.shape, item)]))
        : {};
    }
    case 'timestamp':
      if (!types.isDate(value)) throw new TypeError('a timestamp must be a Date');
      return shape.format === 'date-time' ? value.toISOString() : epochSeconds(value);
    case 'blob':
      return value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
    case 'string':
    case 'number':
    case 'boolean':
    case 'document':
    case 'unit':
      return value;
  }
}

function jsonName(member: Member): string {
  const name = member.traits['jsonName'];
  return typeof name === 'string' ? name : member.name;
}

function mistyped(path: string, expected: string): AwsError {
  return new AwsError('SerializationException', `${path === '' ? 'The request' : path} must be ${expected}`);
}
