import { types } from 'node:util';
import type { Operation } from '../protocol/operation';
import { queryName, xmlName } from '../protocol/query';
import { isArray, isPlainObject, recordOf, type Shape } from '../protocol/shape';
import type { Service } from '../services/service';

/** EC2 operations of the newer form, which CloudTrail nests as `<Operation>Request` in Pascal case. */
const NESTED = /VpcEndpoint|NatGateway/;

/** `requestParameters` in the format that CloudTrail uses for the service. */
export function trailParameters(service: Service, operation: Operation, input: unknown): unknown {
  if (!isPlainObject(input) || Object.keys(input).length === 0) return null;
  if (service.protocol !== 'ec2') return lowerCamel(input);
  if (!NESTED.test(operation.name)) return flat(operation.input, input, true);
  return { [`${operation.name}Request`]: nested(operation.input, input, 'request') };
}

/** `responseElements` of a successful write. Policy documents and similar texts are left as they were answered. */
export function trailResponse(
  service: Service,
  operation: Operation,
  output: unknown,
  requestId: string,
): unknown {
  const value = isPlainObject(output) ? output : {};
  if (service.protocol !== 'ec2') return Object.keys(value).length === 0 ? null : lowerCamel(value);
  if (!NESTED.test(operation.name)) return { requestId, ...recordOf(flat(operation.output, value, false)) };
  const inner = nested(operation.output, value, 'response');
  return {
    [`${operation.name}Response`]: { xmlns: service.xmlNamespace, requestId, ...recordOf(inner) },
  };
}

/** Writes every member name with a lower-case first letter, and times as ISO 8601 text. */
function lowerCamel(value: unknown): unknown {
  if (types.isDate(value)) return value.toISOString();
  if (isArray(value)) return value.map(lowerCamel);
  if (!isPlainObject(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.map(([name, item]) => [name.charAt(0).toLowerCase() + name.slice(1), lowerCamel(item)]),
  );
}

/** The older EC2 form: lower camel case, each list as `{ items: [...] }`, top-level lists named `...Set`. */
function flat(shape: Shape, value: unknown, top: boolean): unknown {
  if (types.isDate(value)) return value.getTime();
  if (shape.kind !== 'structure' || !isPlainObject(value)) return value;
  const output: Record<string, unknown> = {};
  for (const member of shape.members()) {
    const item = value[member.name];
    if (item === undefined) continue;
    const name = lowerFirst(xmlName(member, member.name));
    if (top && name === 'dryRun') continue;
    const { shape: inner } = member;
    if (inner.kind === 'list' && isArray(item))
      output[setName(name, top)] = flatList(inner.member().shape, item, name);
    else output[name] = flat(inner, item, false);
  }
  return output;
}

/** Items that are not structures get the list's own name: `{ items: [{ resourceId: 'vpc-…' }] }`. */
function flatList(shape: Shape, items: readonly unknown[], name: string): object {
  if (items.length === 0) return {};
  return {
    items: items.map((item) => (shape.kind === 'structure' ? flat(shape, item, false) : { [name]: item })),
  };
}

function setName(name: string, top: boolean): string {
  if (!top || /Set$|^ipPermissions$/.test(name)) return name;
  return name === 'resourceId' ? 'resourcesSet' : `${name}Set`;
}

/** The newer EC2 form: names of the Query protocol; list items have `tag` (position) and `content`. */
function nested(shape: Shape, value: unknown, side: 'request' | 'response'): unknown {
  if (types.isDate(value)) return value.toISOString();
  if (shape.kind !== 'structure' || !isPlainObject(value)) return value;
  const output: Record<string, unknown> = {};
  for (const member of shape.members()) {
    const item = value[member.name];
    if (item === undefined) continue;
    const name = side === 'request' ? queryName(member, 'ec2') : lowerFirst(xmlName(member, member.name));
    output[name] =
      member.shape.kind === 'list' && isArray(item)
        ? nestedList(member.shape.member().shape, item, side)
        : nested(member.shape, item, side);
  }
  return output;
}

function nestedList(shape: Shape, items: readonly unknown[], side: 'request' | 'response'): unknown {
  if (side === 'response') {
    return items.length === 0 ? '' : { item: single(items.map((item) => nested(shape, item, side))) };
  }
  return single(
    items.map((item, index) => {
      const inner = nested(shape, item, side);
      return isPlainObject(inner) ? { ...inner, tag: index + 1 } : { content: inner, tag: index + 1 };
    }),
  );
}

/** XML converted to JSON: one item is an object, several are an array. */
function single(items: readonly unknown[]): unknown {
  return items.length === 1 ? items[0] : items;
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
