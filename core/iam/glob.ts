import type { TextPart } from './template';

/**
 * A pattern is a list of tokens: a UTF-16 code unit, or one of these. `SEGMENT_*` do not match a colon, which is how
 * ARNs are matched part by part. A letter without case is its lower-case code plus `FOLDED`.
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

/** ASCII letters only: that AWS folds anything else is not documented. */
function lower(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}

function isLetter(code: number): boolean {
  const folded = lower(code);
  return folded >= 97 && folded <= 122;
}

/** The pattern of a value whose variables are already substituted. */
export function toPattern(parts: readonly TextPart[], options: PatternOptions): Pattern {
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
  return toPattern([{ kind: 'text', text, wild: true }], { wildcards: true, ignoreCase });
}

/** The pattern that matches exactly that text. */
export function literalPattern(text: string): Pattern {
  return toPattern([{ kind: 'text', text, wild: false }], { wildcards: false, ignoreCase: false });
}

export function isEverything(pattern: Pattern): boolean {
  return pattern.length === 1 && pattern[0] === STAR;
}

/** The one text that the pattern matches, or null where it matches several. */
export function onlyText(pattern: Pattern): string | null {
  for (const token of pattern) if (token < 0 || token >= FOLDED) return null;
  return pattern.map((token) => String.fromCharCode(token)).join('');
}

/** A text that the pattern matches. */
export function sampleOf(pattern: Pattern): string {
  const codes = pattern.filter((token) => !isStar(token)).map((token) => (token < 0 ? 120 : token % FOLDED));
  return codes.map((code) => String.fromCharCode(code)).join('');
}

export function isStar(token: number): boolean {
  return token === STAR || token === SEGMENT_STAR;
}

/** Whether one token, a star included, can stand for one character. */
export function admits(token: number, code: number): boolean {
  if (token >= FOLDED) return lower(code) + FOLDED === token;
  if (token >= 0) return token === code;
  return token === STAR || token === ONE || code !== COLON;
}

/** The positions reached from `positions` by one character, with the stars that may be empty. Sorted, no doubles. */
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
    // Positions come in rising order, so only the end of the list can hold a double.
    if (!into.includes(at)) into.push(at);
    const token = pattern[at];
    if (token === undefined || !isStar(token)) return;
  }
}

function startAt(pattern: Pattern, position: number): readonly number[] {
  const positions: number[] = [];
  enter(pattern, position, positions);
  return positions;
}

/** The positions before the first character. */
export function begin(pattern: Pattern): readonly number[] {
  return startAt(pattern, 0);
}

/** Whether the whole text matches. */
export function accepts(pattern: Pattern, text: string): boolean {
  let at = 0;
  // Most patterns begin with plain text, which needs no automaton.
  for (let token = pattern[0]; token !== undefined && token >= 0 && token < FOLDED; token = pattern[at]) {
    if (at >= text.length || text.charCodeAt(at) !== token) return false;
    at += 1;
  }
  if (at === pattern.length) return text.length === at;
  if (pattern[at] === STAR && at === pattern.length - 1) return true;
  let positions: readonly number[] = startAt(pattern, at);
  for (let index = at; index < text.length && positions.length > 0; index += 1) {
    positions = step(pattern, positions, text.charCodeAt(index));
  }
  return positions.includes(pattern.length);
}
