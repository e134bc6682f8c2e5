import { type Access, accessMatrix } from '../../core/access/matrix';
import { accessSections, groupInWords } from '../../core/access/words';
import type { Finding } from '../../core/finding';
import type { Judged } from '../account/judge';
import type { Paint } from '../output/paint';
import { wrap } from '../output/wrap';

const rule = 'notebook-shared-access';

/** Who can open the notebook that a finding is about; nothing for other findings, and where principals were not read. */
export function accessOf(
  { rule: id, resource, status }: Finding,
  { snapshot, settings }: Judged,
): Access | undefined {
  if (id !== rule || resource.type !== 'AWS::SageMaker::NotebookInstance') return undefined;
  if (status === 'not-applicable' || snapshot.read('principals').status === 'unreadable') return undefined;
  return accessMatrix(snapshot, settings)(resource.arn);
}

/** The matrix, each group of principals with how it gets in, and then its names. */
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
