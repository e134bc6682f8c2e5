import type { Access, Opener } from './matrix';

/** A heading and what stands under it, one entry a group of principals for which the same holds. */
export interface AccessSection {
  readonly title: string;
  readonly entries: readonly string[];
}

/**
 * The matrix of one notebook for people: principals for which the same holds share an entry, so that three read as
 * well as three hundred.
 */
export function accessSections({ openers }: Access): readonly AccessSection[] {
  const isSure = ({ missing }: Opener) => missing.length === 0;
  const counting = openers.filter(({ counted }) => counted.counts !== 'no');
  const sure = counting.filter(isSure);
  return [
    section('With permissions of their own', sure.filter(({ roles }) => roles.length === 0), how),
    section('Only through another role', sure.filter(({ roles }) => roles.length > 0), throughWhat),
    section('Perhaps', counting.filter((one) => !isSure(one)), (one) =>
      `${one.roles.length === 0 ? '' : `${chain(one)}; `}not known: ${one.missing.join('; ')}`,
    ),
    section('Can, and are not counted', openers.filter(({ counted }) => counted.counts === 'no'), ({ counted }) =>
      counted.counts === 'no' ? counted.because : '',
    ),
  ].filter(({ entries }) => entries.length > 0);
}

/** `4 users, 1 role, 2 users only through another role`: those who count, for certain. */
export function countsInWords({ openers }: Access): string {
  const sure = openers.filter(({ counted, missing }) => counted.counts === 'yes' && missing.length === 0);
  const own = sure.filter(({ roles }) => roles.length === 0);
  const through = sure.filter(({ roles }) => roles.length > 0);
  return [...kinds(own), ...kinds(through).map((text) => `${text} only through another role`)].join(', ');
}

function section(
  name: string,
  openers: readonly Opener[],
  keyOf: (opener: Opener) => string,
): AccessSection {
  const groups = new Map<string, Opener[]>();
  for (const opener of openers) {
    const key = `${keyOf(opener)}${opener.counted.counts === 'perhaps' ? `; ${opener.counted.because}` : ''}`;
    const group = groups.get(key) ?? [];
    group.push(opener);
    groups.set(key, group);
  }
  const largestFirst = [...groups].sort(([, a], [, b]) => b.length - a.length);
  return {
    title: `${name} (${openers.length})`,
    entries: largestFirst.map(([key, group]) => `${names(group)}: ${key}`),
  };
}

function how({ from, allowedBy }: Opener): string {
  return `${from}, by ${allowedBy.join(' and ')}`;
}

function throughWhat(opener: Opener): string {
  return `${chain(opener)}, ${how(opener)}`;
}

function chain({ roles }: Opener): string {
  return `through role ${roles.join(', then ')}`;
}

/** `users ana, ben`, `role ds`, both where both are meant. */
function names(openers: readonly Opener[]): string {
  return (['user', 'role'] as const)
    .map((kind) => openers.filter((one) => one.kind === kind).map(({ name }) => name))
    .map((list, index) => (list.length === 0 ? '' : `${plural(index === 0 ? 'user' : 'role', list.length)} ${list.join(', ')}`))
    .filter((text) => text !== '')
    .join(' and ');
}

function kinds(openers: readonly Opener[]): readonly string[] {
  return (['user', 'role'] as const).flatMap((kind) => {
    const { length } = openers.filter((one) => one.kind === kind);
    return length === 0 ? [] : [`${length} ${plural(kind, length)}`];
  });
}

function plural(word: string, count: number): string {
  return count === 1 ? word : `${word}s`;
}
