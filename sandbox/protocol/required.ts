import { isArray, isRecord, type Shape } from './shape';

/** The path of the first required member that is missing, e.g. `Tags[0].Key`. */
export function missingMember(shape: Shape, value: unknown, path = ''): string | undefined {
  if (shape.kind === 'structure' && isRecord(value)) {
    for (const member of shape.members()) {
      const at = path === '' ? member.name : `${path}.${member.name}`;
      const item = value[member.name];
      if (item === undefined) {
        if (member.required) return at;
        continue;
      }
      const missing = missingMember(member.shape, item, at);
      if (missing !== undefined) return missing;
    }
  }
  if (shape.kind === 'list' && isArray(value)) {
    const member = shape.member();
    for (const [index, item] of value.entries()) {
      const missing = missingMember(member.shape, item, `${path}[${index}]`);
      if (missing !== undefined) return missing;
    }
  }
  return undefined;
}
