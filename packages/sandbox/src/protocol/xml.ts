import { types } from 'node:util';
import { xmlName } from './query';
import { isArray, isPlainObject, type Member, type Shape } from './shape';
import { epochSeconds } from './timestamp';

/** Writes the members of a structure as XML elements, without an enclosing element. */
export function toXml(shape: Shape, value: unknown): string {
  if (shape.kind !== 'structure') return '';
  if (!isPlainObject(value)) throw new TypeError(`${shape.name} is not an object`);
  const members = new Map(shape.members().map((member) => [member.name, member]));
  for (const [name, item] of Object.entries(value)) {
    if (item !== undefined && !members.has(name)) throw new TypeError(`${shape.name} has no member ${name}`);
  }
  return [...members.values()].map((member) => memberXml(member, value[member.name])).join('');
}

function memberXml(member: Member, value: unknown): string {
  if (value === undefined || value === null) return '';
  const { shape, traits } = member;
  const name = xmlName(member, member.name);
  const flat = traits['xmlFlattened'] === 1;
  if (shape.kind === 'list') {
    const item = shape.member();
    const itemName = flat ? name : xmlName(item, 'member');
    const items = (isArray(value) ? value : []).map((entry) => element(itemName, content(item.shape, entry)));
    return flat ? items.join('') : element(name, items.join(''));
  }
  if (shape.kind === 'map') {
    const [key, item] = [shape.key(), shape.value()];
    const entries = Object.entries(isPlainObject(value) ? value : {}).map(([entryKey, entry]) =>
      element(
        flat ? name : 'entry',
        element(xmlName(key, 'key'), escapeXml(entryKey)) +
          element(xmlName(item, 'value'), content(item.shape, entry)),
      ),
    );
    return flat ? entries.join('') : element(name, entries.join(''));
  }
  return element(name, content(shape, value));
}

function content(shape: Shape, value: unknown): string {
  if (shape.kind === 'structure') return toXml(shape, value);
  if (shape.kind === 'list') return memberXml({ name: 'member', shape, traits: {}, required: false }, value);
  if (types.isDate(value)) {
    if (shape.kind === 'timestamp' && shape.format === 'epoch-seconds') return String(epochSeconds(value));
    return value.toISOString();
  }
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return escapeXml(String(value));
}

export function element(name: string, inner: string, attributes = ''): string {
  return `<${name}${attributes}>${inner}</${name}>`;
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');
}
