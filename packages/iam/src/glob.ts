import { classMembers, isOfClass, isManyOfClass } from './classes';
import { type Meter, unmetered } from './meter';
import type { TextPart } from './template';

/**
 * A pattern is a list of tokens: a UTF-16 code unit, or one of these constants. `SEGMENT_*` do not match a colon; they
 * serve to match ARNs part by part. A letter whose case is ignored is its lower-case code plus `FOLDED`.
 */
export type Pattern = readonly number[];
export const ONE = -1;
export const STAR = -2;
export const SEGMENT_ONE = -3;
export const SEGMENT_STAR = -4;
export const FOLDED = 0x20000;
export const COLON = 58;

export interface PatternOptions {
  readonly wildcards: boolean;
  readonly ignoreCase: boolean;
}

/** ASCII letters only: AWS does not document that it folds any others. */
function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function isLetter(code: number): boolean {
  const folded = lower(code);
  return folded >= 97 && folded <= 122;
}

/** The pattern of a value whose variables are already substituted. */
export function toPattern(
  parts: readonly Pick<TextPart, 'text' | 'wild'>[],
  options: PatternOptions,
): Pattern {
  const tokens: number[] = [];
  for (const { text, wild } of parts) {
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (wild && options.wildcards && code === 42) {
        if (tokens.at(-1) !== STAR) tokens.push(STAR);
      } else if (wild && options.wildcards && code === 63) tokens.push(ONE);
      else tokens.push(options.ignoreCase && isLetter(code) ? lower(code) + FOLDED : code);
    }
  }
  return tokens;
}

/** The pattern of plain text in which `*` and `?` are wildcards. */
export function globPattern(text: string, ignoreCase = false): Pattern {
  return toPattern([{ text, wild: true }], { wildcards: true, ignoreCase });
}

/** The pattern that matches exactly that text. */
export function literalPattern(text: string): Pattern {
  return text.split('').map((character) => character.charCodeAt(0));
}

export function isEverything(pattern: Pattern): boolean {
  return pattern.length === 1 && pattern[0] === STAR;
}

/** The only text that the pattern matches, or null when it matches several. */
export function onlyText(pattern: Pattern): string | null {
  for (const token of pattern) if (token < 0 || token >= FOLDED) return null;
  return pattern.map((token) => String.fromCharCode(token)).join('');
}

/** A text that the pattern matches. */
export function sampleOf(pattern: Pattern): string {
  const codes = pattern
    .filter((token) => !isStar(token))
    .map((token) => (token < 0 ? ([...(classMembers(token) ?? [])][0] ?? 120) : token % FOLDED));
  return codes.map((code) => String.fromCharCode(code)).join('');
}

export function isStar(token: number): boolean {
  return token === STAR || token === SEGMENT_STAR || isManyOfClass(token);
}

/** Whether one token, a star included, can stand for one character. */
export function admits(token: number, code: number): boolean {
  if (token >= FOLDED) return lower(code) + FOLDED === token;
  if (token >= 0) return token === code;
  if (isOfClass(token)) return classMembers(token)?.has(code) === true;
  return token === STAR || token === ONE || code !== COLON;
}

/** The positions reached from `positions` by one character, past stars that may be empty too. Sorted, no duplicates. */
export function step(pattern: Pattern, positions: readonly number[], code: number): readonly number[] {
  const next: number[] = [];
  for (const position of positions) {
    const token = pattern[position];
    if (token === undefined || !admits(token, code)) continue;
    if (isStar(token)) enter(pattern, position, next);
    else enter(pattern, position + 1, next);
  }
  return next;
}

function enter(pattern: Pattern, position: number, into: number[]): void {
  for (let at = position; ; at += 1) {
    // Positions come in rising order and in runs, so one that is not beyond the last is already in the list.
    if (at > (into.at(-1) ?? -1)) into.push(at);
    const token = pattern[at];
    if (token === undefined || !isStar(token)) return;
  }
}

/** The positions before the first character. */
export function begin(pattern: Pattern): readonly number[] {
  const positions: number[] = [];
  enter(pattern, 0, positions);
  return positions;
}

/** Whether the whole text matches a pattern with classes, where a star cannot be taken as short as possible. */
function acceptsForm(pattern: Pattern, text: string, meter: Meter): boolean {
  let positions = begin(pattern);
  for (let index = 0; index < text.length && positions.length > 0; index += 1)
    positions = step(pattern, positions, text.charCodeAt(index));
  meter.spend(1 + (text.length >> 2));
  return positions.includes(pattern.length);
}

/**
 * Whether the whole text matches. Each star takes as little as possible, and only the last one is ever extended: what
 * is between two stars is best matched as far left as possible. This is also true of `SEGMENT_STAR`, which never
 * follows a `STAR`: where it would have to take a colon, no earlier star in the same part can help, and earlier parts
 * are complete.
 */
export function accepts(pattern: Pattern, text: string, meter: Meter = unmetered): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let from = 0;
  let steps = 0;
  let fits = true;
  while (fits && index < text.length) {
    steps += 1;
    const token = pattern[at];
    if (token !== undefined && isStar(token)) {
      if (isOfClass(token)) return acceptsForm(pattern, text, meter);
      star = at;
      from = index;
      at += 1;
      if (at === pattern.length && token === STAR) index = text.length;
    } else if (token !== undefined && admits(token, text.charCodeAt(index))) {
      at += 1;
      index += 1;
    } else if (star < 0 || (pattern[star] === SEGMENT_STAR && text.charCodeAt(from) === COLON)) {
      fits = false;
    } else {
      from += 1;
      index = from;
      at = star + 1;
    }
  }
  meter.spend(1 + (steps >> 4));
  if (!fits) return false;
  while (isStar(pattern[at] ?? 0)) at += 1;
  return at === pattern.length;
}
