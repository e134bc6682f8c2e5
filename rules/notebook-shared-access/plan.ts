import { accessMatrix } from '../../core/access/matrix';
import { type AccessGroup, accessSections } from '../../core/access/access-text';
import type { Plan } from '../../core/model/plan';
import type { Settings } from '../../core/settings';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Snapshot } from '../../core/model/snapshot';
import type { Evidence } from './evaluate';

/** Always a person: only its owner, and not Palisade, knows who needs the notebook. The text names everybody. */
export function plan(
  { NotebookInstanceArn: arn }: NotebookInstance,
  { maxPrincipals }: Evidence,
  snapshot: Snapshot,
  settings: Settings,
): Plan<never> {
  const sections = accessSections(accessMatrix(snapshot, settings)(arn));
  return {
    kind: 'person',
    because: `only its owner knows who of them needs it: let the statements that allow it name the notebooks they are for (here Resource ${arn}), or raise rules.notebook-shared-access.maxPrincipals above ${maxPrincipals}`,
    text: sections
      .map(({ title, groups }) => [`${title}:`, ...groups.map((group) => `- ${line(group)}`)].join('\n'))
      .join('\n'),
  };
}

/** `users ana, ben and role ds: from outside and inside, by …`. */
function line({ how, users, roles }: AccessGroup): string {
  const named = (word: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${word}${names.length === 1 ? '' : 's'} ${names.join(', ')}`];
  return `${[...named('user', users), ...named('role', roles)].join(' and ')}: ${how}`;
}
