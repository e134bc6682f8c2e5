import type { Access, Opener } from './access';

/** Principals for which the same text applies. */
export interface AccessGroup {
  /** For example `from outside and inside, by statement 1 of inline policy p`. */
  readonly how: string;
  readonly users: readonly string[];
  readonly roles: readonly string[];
}

export interface AccessSection {
  readonly title: string;
  /** The largest group first. */
  readonly groups: readonly AccessGroup[];
}

/** The openers of one notebook as text for people, grouped so that three hundred principals read as well as three. */
export function accessSections({ openers }: Access): readonly AccessSection[] {
  const counting = openers.filter(({ counted }) => counted.counts !== 'no');
  const sure = counting.filter(isCertain);
  return [
    section(
      'With permissions of their own',
      sure.filter((opener) => !isThrough(opener)),
      howItself,
    ),
    section('Only through another role', sure.filter(isThrough), howThrough),
    section(
      'Perhaps',
      counting.filter((opener) => !isCertain(opener)),
      perhaps,
    ),
    section(
      'Can, but are not counted',
      openers.filter(({ counted }) => counted.counts === 'no'),
      ({ counted }) => (counted.counts === 'no' ? counted.because : ''),
    ),
  ].filter(({ groups }) => groups.length > 0);
}

/** The certain openers that count: `4 users, 1 role, 2 users only through another role`. */
export function countsInWords({ openers }: Access): string {
  const sure = openers.filter(isCertain);
  const own = inWords(sure.filter((opener) => !isThrough(opener)));
  const through = inWords(sure.filter(isThrough));
  return [own, through === '' ? '' : `${through} only through another role`]
    .filter((text) => text !== '')
    .join(', ');
}

function isCertain({ missing, counted }: Opener): boolean {
  return missing.length === 0 && counted.counts === 'yes';
}

function inWords(openers: readonly Opener[]): string {
  const users = openers.filter(({ kind }) => kind === 'user').length;
  return counts(users, openers.length - users);
}

/** `2 users, 1 role`. */
export function groupInWords({ users, roles }: AccessGroup): string {
  return counts(users.length, roles.length);
}

function section(
  title: string,
  openers: readonly Opener[],
  howOf: (opener: Opener) => string,
): AccessSection {
  const groups = new Map<string, { readonly users: string[]; readonly roles: string[] }>();
  for (const opener of openers) {
    const how = howOf(opener);
    const group = groups.get(how) ?? { users: [], roles: [] };
    groups.set(how, group);
    (opener.kind === 'user' ? group.users : group.roles).push(opener.name);
  }
  return {
    title: `${title} (${openers.length})`,
    groups: [...groups]
      .map(([how, { users, roles }]) => ({ how, users: users.sort(), roles: roles.sort() }))
      .sort((a, b) => b.users.length + b.roles.length - a.users.length - a.roles.length),
  };
}

function isThrough({ roles }: Opener): boolean {
  return roles.length > 0;
}

function howItself({ from, allowedBy }: Opener): string {
  return `${from}, by ${allowedBy.join(' and ')}`;
}

function howThrough(opener: Opener): string {
  return `through role ${opener.roles.join(', then ')}, ${howItself(opener)}`;
}

function perhaps({ roles, missing, counted: { counts, ...more } }: Opener): string {
  const through = roles.length === 0 ? [] : [`through role ${roles.join(', then ')}`];
  const unknown = missing.length === 0 ? [] : [`not known: ${missing.join('; ')}`];
  return [...through, ...unknown, ...(counts === 'perhaps' && 'because' in more ? [more.because] : [])].join(
    '; ',
  );
}

function counts(users: number, roles: number): string {
  return [plural(users, 'user'), plural(roles, 'role')].filter((text) => text !== '').join(', ');
}

function plural(count: number, word: string): string {
  if (count === 0) return '';
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
