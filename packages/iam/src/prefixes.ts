import { extend, fits, type Form } from './forms';
import { FOLDED, isStar, ONE, type Pattern, SEGMENT_ONE, SEGMENT_STAR } from './glob';
import { classMembers } from './classes';
import type { Meter } from './meter';
import type { TextCells } from './product';

/** Plain text, followed by nothing or, when `open`, by at least `least` characters of any kind. */
interface Prefix {
  readonly text: string;
  readonly open: boolean;
  readonly least: 0 | 1;
}

/** `inPart`: the texts have no colon, so it does not matter whether a wildcard may match one. */
function prefixOf(pattern: Pattern, inPart: boolean): Prefix | null {
  let text = '';
  for (const token of pattern) {
    if (token < 0 || token >= FOLDED) break;
    text += String.fromCharCode(token);
  }
  const rest = pattern.slice(text.length);
  if (rest.some((token) => classMembers(token) !== null)) return null;
  if (!inPart && (rest.includes(SEGMENT_STAR) || rest.includes(SEGMENT_ONE))) return null;
  const [first] = rest;
  if (first === undefined) return { text, open: false, least: 0 };
  if (isStar(first) && rest.length === 1) return { text, open: true, least: 0 };
  const isOne = first === ONE || first === SEGMENT_ONE;
  return isOne && rest.length === 2 && isStar(rest[1] ?? first) ? { text, open: true, least: 1 } : null;
}

const fillers = 'xyzabcdefghijklmnopqrstuvw0123456789_~';

/** A character with which none of the texts continues after `text`. */
function freshAfter(text: string, texts: readonly string[]): string {
  const taken = new Set(texts.map((other) => other.charAt(text.length)));
  for (const filler of fillers) if (!taken.has(filler)) return filler;
  let code = 0x4e00;
  while (taken.has(String.fromCharCode(code))) code += 1;
  return String.fromCharCode(code);
}

/**
 * Splits the texts of the universe when all patterns are plain texts or plain prefixes, as nearly all are: the cell of
 * a text follows from the longest plain text that it begins with, and from whether it continues. Null otherwise.
 * `form`: only texts of that form count.
 */
export function splitPrefixes(
  universe: Pattern,
  patterns: readonly Pattern[],
  inPart: boolean,
  meter: Meter,
  form: Form | null = null,
): TextCells | null {
  const whole = prefixOf(universe, inPart);
  if (whole?.open !== true) return null;
  const texts = new Set([whole.text]);
  for (const pattern of patterns) {
    const prefix = prefixOf(pattern, inPart);
    if (prefix === null) return null;
    if (prefix.text.startsWith(whole.text)) texts.add(prefix.text);
  }
  const all = [...texts];
  meter.spend(all.length * all.length);
  const examples = all.flatMap((text) => {
    if (form === null) return [text, text + freshAfter(text, all)];
    return [fits(form, text) ? text : null, extend(form, text, all)].filter((one) => one !== null);
  });
  const shortest = whole.text.length + whole.least;
  return { examples: examples.filter((text) => text.length >= shortest), complete: true };
}
