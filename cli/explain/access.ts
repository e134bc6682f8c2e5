import type { Access } from '../../core/access/access';
import { accessSections, groupInWords } from '../../core/access/access-text';
import type { Paint } from '../output/paint';
import { wrap } from '../output/wrap';

/** Who can open a notebook: each group of principals with how it gets in, followed by their names. */
export function accessLines(access: Access, paint: Paint): readonly string[] {
  const sections = accessSections(access);
  if (sections.length === 0) return ['    Nobody.'];
  return sections.flatMap(({ title, groups }) => [
    `    ${paint.bold(title)}`,
    ...groups.flatMap((group) => [
      wrap(`${groupInWords(group)}: ${group.how}`, paint.width, '        ', '      '),
      ...namesOf('users', group.users, paint),
      ...namesOf('roles', group.roles, paint),
    ]),
  ]);
}

function namesOf(kind: string, names: readonly string[], paint: Paint): readonly string[] {
  if (names.length === 0) return [];
  return [paint.dim(wrap(`${kind}: ${names.join(', ')}`, paint.width, '          ', '        '))];
}
