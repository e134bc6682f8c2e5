// In a pattern, characters for private use stand for wildcards, and for letters in either case.
export const [STAR, ONE, PART_STAR, PART_ONE] = ['\uF001', '\uF002', '\uF003', '\uF004'] as const;
const OTHER = '\uF8FF';

/** Characters of parts of ids and names: the token of class n is 0xF010 + 2n, and one more for any number of them. */
const classes = [/[0-9]/, /[a-z0-9]/, /[a-z0-9-]/, /[a-z0-9]/i, /[a-z0-9-]/i, /[A-Z0-9]/, /[a-z0-9_+=,.@-]/i];
/** No class tells the characters of one of these apart. */
const groups = ['1234567890', 'xabcdefghijklmnopqrstuvwyz', 'XABCDEFGHIJKLMNOPQRSTUVWYZ', '-', '_+=,.@'];

/** The pattern of a form: `{d}` a digit, `{d4}` four, `{d*}` any number; `{any}`: not empty, without a colon. */
export function formPattern(text: string): string {
  return text
    .replaceAll('{any}', PART_ONE + PART_STAR)
    .replace(/\{([dlLnNUs])(\d*)(\*?)\}/g, (_, name, count, many) => {
      const token = 0xf010 + 2 * 'dlLnNUs'.indexOf(String(name)) + (many === '*' ? 1 : 0);
      return String.fromCharCode(token).repeat(Number(count === '' ? 1 : count));
    });
}

const folded = (text: string) =>
  text.replace(/[a-z]/gi, (char) => String.fromCharCode(0xe000 + char.toLowerCase().charCodeAt(0)));

/** The pattern of a text from pieces; `*` and `?` are wildcards in wild ones. `fold`: letters fit in either case. */
export function patternOf(
  pieces: readonly (readonly [string, boolean])[],
  wildcards = true,
  fold = false,
): string {
  const all = pieces.map(([text, wild]) => {
    if (/[\uE000-\uF8FF]/.test(text)) throw new Error('a character for private use');
    const written = fold ? folded(text) : text;
    return wildcards && wild ? written.replaceAll('*', STAR).replaceAll('?', ONE) : written;
  });
  return all.join('').replace(/\uF001+/g, STAR);
}

/** The same pattern with wildcards that fit no colon in the first parts of an ARN. */
export function byParts(pattern: string, parts = 5): string {
  const confined = (part: string) => part.replaceAll(STAR, PART_STAR).replaceAll(ONE, PART_ONE);
  return pattern.replace(/[^:]+/g, (part, at: number) =>
    pattern.slice(0, at).split(':').length > parts ? part : confined(part),
  );
}

const isEnd = (rest: string) => /^[\uF001\uF003\uF011\uF013\uF015\uF017\uF019\uF01B\uF01D]*$/.test(rest);

/** What is left of the rest of a pattern after one more character, in all ways. */
function after(rest: string, char: string): readonly string[] {
  const token = rest.charAt(0);
  const isWild =
    token === STAR || token === ONE || (char !== ':' && (token === PART_STAR || token === PART_ONE));
  const at = token.charCodeAt(0) - 0xf010;
  if (at >= 0 && at < 2 * classes.length) {
    const isOne = classes[at >> 1]?.test(char) === true;
    if (at % 2 === 0) return isOne ? [rest.slice(1)] : [];
    return [...(isOne ? [rest] : []), ...after(rest.slice(1), char)];
  }
  const fits = token === char || (token >= '\uE000' && (isWild || token === folded(char)));
  if (token !== STAR && token !== PART_STAR) return fits ? [rest.slice(1)] : [];
  return [...(fits ? [rest] : []), ...after(rest.slice(1), char)];
}

function allAfter(list: readonly string[], char: string): readonly string[] {
  const next: string[] = [];
  for (const rest of list)
    if (rest.charAt(0) >= '\uE000') next.push(...after(rest, char));
    else if (rest.charAt(0) === char) next.push(rest.slice(1));
  return next.length < 2 ? next : next.includes(STAR) ? [STAR] : [...new Set(next)];
}

export const matches = (patterns: readonly string[], text: string): boolean =>
  text.split('').reduce(allAfter, patterns).some(isEnd);

/** All characters that may be told apart, and one for all others. */
function nextOf(lists: readonly (readonly string[])[]): ReadonlySet<string> {
  const heads = lists
    .flat()
    .flatMap((rest) => (/^[\uF001\uF003\uF010-\uF01D]*[^]?/.exec(rest)?.[0] ?? '').split(''));
  const lower = heads.map((head) =>
    head < '\uE000' ? head : head < '\uE100' ? String.fromCharCode(head.charCodeAt(0) - 0xe000) : OTHER,
  );
  const named = new Set([':', OTHER, ...lower, ...lower.map((head) => head.toUpperCase())]);
  if (!heads.some((head) => head >= '\uF010' && head < OTHER)) return named;
  return new Set([
    ...named,
    ...groups.flatMap((group) => group.split('').find((one) => !named.has(one)) ?? []),
  ]);
}

/** Whether a text, not empty, of some characters matches some (or `false`: none) of the patterns of each list. */
export function canMatch(
  wanted: readonly (readonly [readonly string[], boolean])[],
  characters = '',
): boolean {
  const queue = [wanted.map(([patterns]) => patterns)];
  const seen = new Set<string>();
  for (const lists of queue) {
    if (seen.size > 0 && wanted.every(([, want], at) => lists[at]?.some(isEnd) === want)) return true;
    const only =
      lists.find((list, at) => wanted[at]?.[1] === true && list.length === 1)?.[0]?.charAt(0) ?? '';
    for (const char of /^[^\uE000-\uF8FF]/.test(only)
      ? only
      : characters === ''
        ? nextOf(lists)
        : characters) {
      const next: (readonly string[])[] = [];
      const isOpen = lists.every((list, at) => {
        next.push(allAfter(list, char));
        return next[at]?.[0] !== (wanted[at]?.[1] === true ? undefined : STAR);
      });
      // What is left of a pattern may be nothing at all, which differs from no pattern being left.
      const name = isOpen ? JSON.stringify(next) : '';
      if (!isOpen || seen.has(name)) continue;
      if (seen.add(name).size > 20_000) throw new Error('the patterns are too intricate');
      queue.push(next);
    }
  }
  return false;
}
