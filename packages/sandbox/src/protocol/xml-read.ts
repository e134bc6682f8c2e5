import { AwsError } from './aws-error';
import { scalar, xmlName } from './query';
import type { Member, Shape } from './shape';

interface XmlNode {
  readonly name: string;
  readonly children: XmlNode[];
  text: string;
}

/** Parses a request body of the REST-XML protocol: elements and text, no doctype, no mixed content. */
export function parseXml(source: string): XmlNode {
  const root: XmlNode = { name: '', children: [], text: '' };
  const stack = [root];
  for (const [, closing, name, selfClosing, text] of source.matchAll(
    /<(?:\?[^>]*|(\/?)([\w:.-]+)[^>]*?(\/?))>|([^<]+)/g,
  )) {
    const parent = stack.at(-1) ?? root;
    if (text !== undefined) parent.text += text;
    else if (closing === '/') {
      if (parent.name !== name) throw malformed();
      stack.pop();
    } else if (name !== undefined) {
      const node: XmlNode = { name, children: [], text: '' };
      parent.children.push(node);
      if (selfClosing !== '/') stack.push(node);
    }
  }
  const document = root.children[0];
  if (stack.length !== 1 || document === undefined) throw malformed();
  return document;
}

/** Reads a parsed element as `shape`. */
export function fromXml(shape: Shape, node: XmlNode): unknown {
  switch (shape.kind) {
    case 'structure': {
      const output: Record<string, unknown> = {};
      const known = new Set(shape.members().map((member) => xmlName(member, member.name)));
      const stray = node.children.find(({ name }) => !known.has(name));
      if (stray !== undefined)
        throw new AwsError('InvalidInput', `${node.name} has no element ${stray.name}`);
      for (const member of shape.members()) {
        const value = readMember(member, node);
        if (value !== undefined) output[member.name] = value;
      }
      return output;
    }
    case 'list': {
      const member = shape.member();
      return node.children.map((child) => fromXml(member.shape, child));
    }
    default:
      return scalar(shape, unescapeXml(node.text.trim()), node.name);
  }
}

function readMember(member: Member, parent: XmlNode): unknown {
  const name = xmlName(member, member.name);
  const found = parent.children.filter((child) => child.name === name);
  const first = found[0];
  if (first === undefined) return undefined;
  if (member.shape.kind === 'list' && member.traits['xmlFlattened'] === 1) {
    const item = member.shape.member();
    return found.map((child) => fromXml(item.shape, child));
  }
  return fromXml(member.shape, first);
}

function unescapeXml(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, decimal: string) => String.fromCodePoint(Number(decimal)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function malformed(): AwsError {
  return new AwsError('InvalidInput', 'The request body is not well-formed XML');
}
