import { types } from 'node:util';
import { AwsError } from './aws-error';
import type { HttpRequest } from './http';
import type { Operation } from './operation';
import { scalar } from './query';
import { isPlainObject, type Member, type Structure } from './shape';

/** Finds the operation whose method and URI template match, with the values of the labels. */
export function matchRoute(
  operations: Iterable<Operation>,
  request: HttpRequest,
): { operation: Operation; labels: ReadonlyMap<string, string> } | undefined {
  let best: { operation: Operation; labels: ReadonlyMap<string, string> } | undefined;
  for (const operation of operations) {
    if (operation.http?.method !== request.method) continue;
    const labels = matchPath(operation.http.path, request);
    // Of two templates that match, the one with fewer labels is the more specific.
    if (labels !== undefined && (best === undefined || labels.size < best.labels.size)) {
      best = { operation, labels };
    }
  }
  return best;
}

function matchPath(template: string, request: HttpRequest): ReadonlyMap<string, string> | undefined {
  const [path = '', query] = template.split('?');
  if (query !== undefined && !request.query.has(query.split('=')[0] ?? query)) return undefined;
  const labels = new Map<string, string>();
  const wanted = path.split('/');
  const given = trimmed(request.path).split('/');
  for (const [index, part] of wanted.entries()) {
    const label = /^\{(\w+)(\+?)\}$/.exec(part);
    if (label === null) {
      if (part !== given[index] && !(part === '' && index === wanted.length - 1)) return undefined;
      continue;
    }
    const greedy = label[2] === '+';
    const value = greedy ? given.slice(index).join('/') : given[index];
    if (value === undefined || value === '') return undefined;
    labels.set(label[1] ?? '', decodeURIComponent(value));
    if (greedy) return labels;
  }
  return given.length > trimmed(path).split('/').length ? undefined : labels;
}

function trimmed(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Reads the members that are sent in the URL or the headers; the others are in the body. */
export function readBindings(
  input: Structure,
  labels: ReadonlyMap<string, string>,
  request: HttpRequest,
  template = '',
): Record<string, unknown> {
  const output: Record<string, unknown> = {};
  const literals = [...new URLSearchParams(template.split('?')[1]).keys()];
  const known = new Set([...input.members().map(({ traits }) => traits['httpQuery']), ...literals]);
  // The SDK adds `x-id` to distinguish operations with the same path.
  const stray = [...request.query.keys()].find((name) => name !== 'x-id' && !known.has(name));
  if (stray !== undefined) throw new AwsError('InvalidInput', `The parameter ${stray} is not known`);
  for (const member of input.members()) {
    const prefix = member.traits['httpPrefixHeaders'];
    if (typeof prefix === 'string') {
      const found = prefixed(prefix, request);
      if (Object.keys(found).length > 0) output[member.name] = found;
      continue;
    }
    const values = boundValues(member, labels, request);
    if (values.length === 0) continue;
    const { shape } = member;
    output[member.name] =
      shape.kind === 'list'
        ? values.map((value) => scalar(shape.member().shape, value, member.name))
        : scalar(shape, values[0] ?? '', member.name);
  }
  return output;
}

/** The headers with a prefix (`x-amz-meta-`), by the rest of their names. */
function prefixed(prefix: string, request: HttpRequest): Record<string, string> {
  const found = Object.entries(request.headers).flatMap(([name, value]) =>
    name.startsWith(prefix) && value !== undefined ? [[name.slice(prefix.length), value] as const] : [],
  );
  return Object.fromEntries(found);
}

function boundValues(
  member: Member,
  labels: ReadonlyMap<string, string>,
  request: HttpRequest,
): readonly string[] {
  const { httpLabel, httpQuery, httpHeader } = member.traits;
  if (httpLabel === 1) return [labels.get(member.name) ?? ''];
  if (typeof httpQuery === 'string') return request.query.getAll(httpQuery);
  if (typeof httpHeader === 'string') {
    const value = request.headers[httpHeader.toLowerCase()];
    return value === undefined ? [] : [value];
  }
  return [];
}

/** The member whose value is the whole body, if any. */
export function payloadMember(structure: Structure): Member | undefined {
  return structure.members().find((member) => member.traits['httpPayload'] === 1);
}

/** Splits an output into the status (if one of its members is the status), headers and body members. */
export function writeBindings(
  output: Structure,
  value: unknown,
): { status: number | undefined; headers: Record<string, string>; body: Record<string, unknown> } {
  const headers: Record<string, string> = {};
  const body: Record<string, unknown> = { ...(isPlainObject(value) ? value : {}) };
  let status: number | undefined;
  for (const member of output.members()) {
    const header = member.traits['httpHeader'];
    const item = body[member.name];
    if (member.traits['httpResponseCode'] === 1 && typeof item === 'number') {
      status = item;
      Reflect.deleteProperty(body, member.name);
    }
    const prefix = member.traits['httpPrefixHeaders'];
    if (typeof prefix === 'string') {
      for (const [name, text] of Object.entries(isPlainObject(item) ? item : {}))
        headers[prefix + name] = String(text);
      Reflect.deleteProperty(body, member.name);
    }
    if (typeof header !== 'string' || item === undefined) continue;
    headers[header.toLowerCase()] = headerText(item);
    Reflect.deleteProperty(body, member.name);
  }
  return { status, headers, body };
}

/** Dates in headers have HTTP's format. */
function headerText(value: unknown): string {
  if (typeof value === 'string') return value;
  return types.isDate(value) ? value.toUTCString() : JSON.stringify(value);
}
