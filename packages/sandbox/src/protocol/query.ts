import { AwsError } from './aws-error';
import type { Member, Shape } from './shape';
import { parseTimestamp } from './timestamp';

/** `Filter.1.Value.2=x` as a tree: one level per dot. */
interface Node {
  value: string | undefined;
  readonly children: Map<string, Node>;
}

/** Reads a form body as the input `shape`: AWS Query (`query`) or its EC2 dialect (`ec2`). */
export function fromQuery(shape: Shape, body: URLSearchParams, dialect: 'query' | 'ec2'): unknown {
  const root: Node = { value: undefined, children: new Map() };
  for (const [key, value] of body) {
    if (key === 'Action' || key === 'Version') continue;
    let node = root;
    for (const part of key.split('.')) {
      const next = node.children.get(part) ?? { value: undefined, children: new Map<string, Node>() };
      node.children.set(part, next);
      node = next;
    }
    node.value = value;
  }
  const [stray] = root.children.keys();
  if (shape.kind !== 'unit') return decode(shape, root, dialect, '', {});
  if (stray !== undefined) throw unknownParameter(stray);
  return {};
}

function decode(
  shape: Shape,
  node: Node,
  dialect: 'query' | 'ec2',
  path: string,
  traits: Member['traits'],
): unknown {
  switch (shape.kind) {
    case 'structure': {
      const output: Record<string, unknown> = {};
      const known = new Set(shape.members().map((member) => queryName(member, dialect)));
      const stray = [...node.children.keys()].find((name) => !known.has(name));
      if (stray !== undefined) throw unknownParameter(join(path, stray));
      for (const member of shape.members()) {
        const name = queryName(member, dialect);
        const child = node.children.get(name);
        if (child === undefined) continue;
        output[member.name] = decode(member.shape, child, dialect, join(path, name), member.traits);
      }
      return output;
    }
    case 'list': {
      const member = shape.member();
      const flat = dialect === 'ec2' || traits['xmlFlattened'] === 1;
      const items = flat ? node : node.children.get(xmlName(member, 'member'));
      return numbered(items).map(([index, child]) =>
        decode(member.shape, child, dialect, join(path, index), member.traits),
      );
    }
    case 'map': {
      const [key, value] = [shape.key(), shape.value()];
      const entries = traits['xmlFlattened'] === 1 ? node : node.children.get('entry');
      return Object.fromEntries(
        numbered(entries).map(([index, entry]) => [
          entry.children.get(xmlName(key, 'key'))?.value ?? '',
          decode(
            value.shape,
            entry.children.get(xmlName(value, 'value')) ?? entry,
            dialect,
            join(path, index),
            {},
          ),
        ]),
      );
    }
    default:
      return scalar(shape, node.value ?? '', path);
  }
}

/** Reads a scalar from its text: form fields, URL labels, query strings, headers, XML text. */
export function scalar(shape: Shape, text: string, path: string): unknown {
  switch (shape.kind) {
    case 'boolean':
      if (text !== 'true' && text !== 'false') throw invalid(path, text, 'boolean');
      return text === 'true';
    case 'number': {
      const number = Number(text);
      if (text === '' || Number.isNaN(number)) throw invalid(path, text, 'number');
      return number;
    }
    case 'timestamp': {
      const date = parseTimestamp(text);
      if (date === undefined) throw invalid(path, text, 'timestamp');
      return date;
    }
    case 'blob':
      return Uint8Array.from(Buffer.from(text, 'base64'));
    default:
      return text;
  }
}

function numbered(node: Node | undefined): [string, Node][] {
  return node === undefined ? [] : [...node.children].sort(([a], [b]) => Number(a) - Number(b));
}

/** The name that a member has on the wire in a Query request. */
export function queryName(member: Member, dialect: 'query' | 'ec2'): string {
  const ec2 = member.traits['ec2QueryName'];
  if (dialect === 'ec2' && typeof ec2 === 'string') return ec2;
  const name = xmlName(member, member.name);
  return dialect === 'ec2' ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

/** The XML element name of a member. */
export function xmlName(member: Member, otherwise: string): string {
  const name = member.traits['xmlName'];
  return typeof name === 'string' ? name : otherwise;
}

/** EC2's own error, used for all dialects: Query services ignore unknown parameters, which would hide a mistake. */
function unknownParameter(path: string): AwsError {
  return new AwsError('UnknownParameter', `The parameter ${path} is not recognized`);
}

function join(path: string, part: string): string {
  return path === '' ? part : `${path}.${part}`;
}

function invalid(path: string, text: string, expected: string): AwsError {
  return new AwsError('InvalidParameterValue', `Invalid value '${text}' for ${path}: not a ${expected}`);
}
