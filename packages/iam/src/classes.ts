/**
 * One character of a class, and any number of them, for the forms of ids and names. Policies have none of these, so a
 * star of a class meets no other kind of wildcard in its pattern.
 */
const CLASSES = -10;
const classes = [
  '1023456789',
  '0123456789abcdef',
  'x0123456789abcdefghijklmnopqrstuvwyz',
  'x0123456789abcdefghijklmnopqrstuvwyz-',
  'x0123456789abcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'x0123456789abcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ-',
  'X0123456789ABCDEFGHIJKLMNOPQRSTUVWYZ',
  'x0123456789abcdefghijklmnopqrstuvwyzABCDEFGHIJKLMNOPQRSTUVWXYZ_+=,.@-',
] as const;
const members = classes.map(
  (characters) => new Set(Array.from(characters, (character) => character.charCodeAt(0))),
);
export const classOf = {
  digit: 0,
  hex: 1,
  lower: 2,
  lowerDashed: 3,
  alnum: 4,
  dashed: 5,
  upper: 6,
  session: 7,
} as const;
export type CharacterClass = (typeof classOf)[keyof typeof classOf];

export function oneOf(kind: CharacterClass): number {
  return CLASSES - 2 * kind;
}

export function manyOf(kind: CharacterClass): number {
  return CLASSES - 2 * kind - 1;
}

/** Whether the token of a pattern is one of these. */
export function isOfClass(token: number): boolean {
  return token <= CLASSES;
}

export function isManyOfClass(token: number): boolean {
  return isOfClass(token) && token % 2 !== 0;
}

/** The characters of the class, the most readable first; null for a token of another kind. */
export function classMembers(token: number): ReadonlySet<number> | null {
  return isOfClass(token) ? (members[(CLASSES - token) >> 1] ?? null) : null;
}

/** One list for each set of characters that no class tells apart. */
export const classGroups: readonly (readonly number[])[] = (() => {
  const groups = new Map<string, number[]>();
  for (const code of new Set(members.flatMap((all) => [...all]))) {
    const name = members.map((all) => Number(all.has(code))).join('');
    groups.set(name, [...(groups.get(name) ?? []), code]);
  }
  return [...groups.values()];
})();
