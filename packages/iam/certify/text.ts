// A pattern is a text in which characters for private use stand for wildcards and for letters in either case.
export const STAR = '\uF001';
export const ONE = '\uF002';
export const PART_STAR = '\uF003';
export const PART_ONE = '\uF004';

/** A piece of a policy's text; `*` and `?` are wildcards in wild pieces only. */
export type Piece = readonly [text: string, wild: boolean];

const folded = (text: string) =>
  text.replace(/[a-z]/gi, (char) => String.fromCharCode(0xe000 + char.toLowerCase().charCodeAt(0)));

/** The pattern of a text. `fold`: ASCII letters fit in either case. */
export function compile(pieces: readonly Piece[], wildcards = true, fold = false): string {
  const all = pieces.map(([text, wild]) => {
    if (/[\uE000-\uF8FF]/.test(text)) throw new Error('a character for private use');
    const written = fold ? folded(text) : text;
    return wildcards && wild ? written.replaceAll('*', STAR).replaceAll('?', ONE) : written;
  });
  return all.join('').replace(/\uF001+/g, STAR);
}

/** The same pattern with wildcards that fit no colon in the first parts of an ARN. */
export function partwise(pattern: string, parts = 5): string {
  const confined = (part: string) => part.replaceAll(STAR, PART_STAR).replaceAll(ONE, PART_ONE);
  return pattern
    .split(':')
    .map((part, at) => (at < parts ? confined(part) : part))
    .join(':');
}

const isEnd = (rest: string) => /^[\uF001\uF003]*$/.test(rest);

/** What is left of the rest of a pattern after one more character, in all ways. */
function after(rest: string, char: string): readonly string[] {
  const token = rest.charAt(0);
  const isWild =
    token === STAR || token === ONE || (char !== ':' && (token === PART_STAR || token === PART_ONE));
  const fits = token === char || (token >= '\uE000' && (isWild || token === folded(char)));
  if (token !== STAR && token !== PART_STAR) return fits ? [rest.slice(1)] : [];
  return [...(fits ? [rest] : []), ...after(rest.slice(1), char)];
}

function allAfter(list: readonly string[], char: string): readonly string[] {
  const next = new Set(list.flatMap((rest) => after(rest, char)));
  return next.has(STAR) ? [STAR] : [...next];
}

export function matches(patterns: readonly string[], text: string): boolean {
  return text.split('').reduce(allAfter, patterns).some(isEnd);
}

/**
 * A text of at least one character, perhaps of an alphabet, that matches some or (`false`) none of the patterns of each
 * list; null when there is no such text.
 */
export function someText(
  wanted: readonly (readonly [readonly string[], boolean])[],
  alphabet = '',
): string | null {
  const queue = [{ text: '', lists: wanted.map(([patterns]) => patterns) }];
  const seen = new Set<string>();
  for (const { text, lists } of queue) {
    if (text !== '' && wanted.every(([, want], at) => lists[at]?.some(isEnd) === want)) return text;
    const tokens = lists.flat().map((rest) => /[^\uF001\uF003]/.exec(rest)?.[0] ?? ':');
    const cases = tokens.flatMap((token) =>
      token < '\uE000'
        ? token
        : [97, 65].map((from) => String.fromCharCode(token.charCodeAt(0) - 0xe061 + from)),
    );
    const other = Array.from({ length: tokens.length + 1 }, (_, at) => String.fromCharCode(120 + at));
    const chars = [
      ...cases.filter((char) => /[^\uE000-\uF8FF]/.test(char)),
      ':',
      other.find((char) => !cases.includes(char)) ?? '',
    ];
    for (const char of alphabet === '' ? new Set(chars) : alphabet) {
      const next = lists.map((list) => allAfter(list, char));
      const name = next.map((list) => list.join('\n')).join('\n\n');
      if (seen.has(name) || wanted.some(([, want], at) => next[at]?.[0] === (want ? undefined : STAR)))
        continue;
      if (seen.add(name).size > 20_000) throw new Error('the patterns are too intricate');
      queue.push({ text: text + char, lists: next });
    }
  }
  return null;
}
