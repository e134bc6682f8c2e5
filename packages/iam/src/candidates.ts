import { type AddressRange, formatAddress, parseAddress } from './address';
import type { Atom } from './condition';
import { extend, isWithin, type TextLimits } from './forms';
import { FOLDED, isEverything, literalPattern, ONE, type Pattern, STAR } from './glob';
import type { Meter } from './meter';
import { splitPrefixes } from './prefixes';
import { splitTexts } from './product';
import { formatDate } from './scalar';

/** One value of every cell that the conditions tell apart, the most readable first. */
export interface Candidates {
  readonly values: readonly string[];
  /** False when some cell may be missing. */
  readonly complete: boolean;
}

/** Readable values, tried first. */
export type Preferred = readonly [string, ...string[]];

function patternsOf(atom: Atom): readonly Pattern[] {
  return atom.matcher.kind === 'patterns'
    ? atom.matcher.patterns.filter((pattern) => !isEverything(pattern))
    : [];
}

/** The text of a pattern without wildcards (in lower case if its case is ignored), or null. */
function plain(pattern: Pattern): { text: string; folded: boolean } | null {
  let folded = false;
  let text = '';
  for (const token of pattern) {
    if (token < 0) return null;
    if (token >= FOLDED) folded = true;
    text += String.fromCharCode(token % FOLDED);
  }
  return { text, folded };
}

/** The text in another letter case that is not in `taken`, or null when there is none. */
function respelled(text: string, taken: ReadonlySet<string>): string | null {
  const letters = [...text.matchAll(/[a-z]/g)].map((match) => match.index);
  // At most `taken.size` spellings are taken, so a free one is found unless the text has too few letters.
  for (let mask = 0; mask <= taken.size; mask += 1) {
    const spelling = Array.from({ length: text.length }, (_, at) => text.charAt(at));
    for (const [bit, at] of letters.entries()) {
      if (Math.floor(mask / 2 ** bit) % 2 === 1) spelling[at] = text.charAt(at).toUpperCase();
    }
    const variant = spelling.join('');
    if (!taken.has(variant)) return variant;
  }
  return null;
}

function fresh(prefer: Preferred, taken: readonly string[]): string {
  const lower = new Set(taken.map((text) => text.toLowerCase()));
  const found = prefer.find((text) => !lower.has(text.toLowerCase()));
  if (found !== undefined) return found;
  let text = `${prefer[0]}0`;
  while (lower.has(text.toLowerCase())) text += '0';
  return text;
}

/**
 * One text of every cell. `separate`: further literals that must be in cells of their own. Without `limits`, the key
 * may have any text.
 */
export function textCandidates(
  atoms: readonly Atom[],
  prefer: Preferred,
  separate: readonly string[],
  meter: Meter,
  limits: TextLimits | null = null,
): Candidates {
  const columns = atoms.map(patternsOf);
  if (limits !== null) return limitedCandidates(columns, prefer, separate, meter, limits);
  const literals = columns.flat().map(plain);
  if (literals.every((literal) => literal !== null)) {
    const taken = new Set([...literals.map((literal) => literal.text), ...separate]);
    const folded = literals
      .filter((literal) => literal.folded)
      .map((literal) => respelled(literal.text, taken));
    const all = [...taken, ...folded.filter((text) => text !== null)];
    return { values: [fresh(prefer, all), ...all], complete: true };
  }
  const all = [...columns, ...separate.map((text) => [literalPattern(text)])];
  const cells = splitPrefixes([ONE, STAR], all.flat(), false, meter) ?? splitTexts([[ONE, STAR]], all, meter);
  return {
    values: [...prefer, ...separate, ...all.flat().flatMap(arnLike), ...cells.examples],
    complete: cells.complete,
  };
}

const parts = ['arn', 'aws', 'service', 'us-east-1', '111122223333', 'example'];

/** An ARN that the pattern of ARNs matches and that can exist; the example of a cell has empty parts. */
function arnLike(pattern: Pattern): readonly string[] {
  const text = pattern.map((token) => (token < 0 ? '*' : String.fromCharCode(token))).join('');
  if (!text.startsWith('arn:')) return [];
  const own = text.split(':');
  const filled = own.map(
    (part, index) => (part === '*' ? parts[index] : undefined) ?? part.replaceAll('*', 'x'),
  );
  return own.length < parts.length ? [] : [filled.join(':')];
}

function limitedCandidates(
  columns: readonly (readonly Pattern[])[],
  prefer: Preferred,
  separate: readonly string[],
  meter: Meter,
  limits: TextLimits,
): Candidates {
  const { form } = limits;
  const literals = columns.flat().map(plain);
  const named = literals.flatMap((literal) => (literal === null ? [] : [literal.text]));
  const possible = named.filter((text) => isWithin(limits, text));
  const taken = [...new Set([...separate, ...possible])];
  if (literals.every((literal) => literal?.folded === false)) {
    const other = prefer.find((text) => !taken.includes(text)) ?? extend(form, '', taken);
    return { values: other === null ? taken : [other, ...taken], complete: true };
  }
  const all = [...columns, ...separate.map((text) => [literalPattern(text)])];
  const cells = splitTexts(form, all, meter);
  return { values: [...prefer, ...taken, ...cells.examples], complete: cells.complete };
}

const DAY = 86_400_000;

function between(low: number, high: number): number {
  const whole = Math.floor(low) + 1;
  return whole < high ? whole : Number(((low + high) / 2).toPrecision(15));
}

/** One value of every cell of the number line, written as numbers or dates. */
export function scalarCandidates(atoms: readonly Atom[], kind: 'numbers' | 'dates'): Candidates {
  const ends = atoms.flatMap(({ matcher }) =>
    matcher.kind === kind
      ? matcher.intervals.flatMap(({ low, high }) => [low, high].filter(Number.isFinite))
      : [],
  );
  const points = [...new Set(ends)].sort((a, b) => a - b);
  const values = [(points[0] ?? 1) - (kind === 'dates' ? DAY : 1)];
  let complete = true;
  for (const [index, point] of points.entries()) {
    const next = points[index + 1] ?? point + 2 * DAY;
    const middle = kind === 'dates' ? Math.floor((point + next) / 2) : between(point, next);
    values.push(point);
    if (middle > point && middle < next) values.push(middle);
    else complete = complete && kind === 'dates';
  }
  const format = (value: number) => (kind === 'dates' ? formatDate(value) : String(value));
  return {
    values: values.map(format),
    complete: complete && values.every((value) => Math.abs(value) < 1e15),
  };
}

/**
 * One address of every cell of `universe`, which has to contain those of `prefer`. `separate`: further ranges that must
 * not share cells with other addresses.
 */
export function addressCandidates(
  atoms: readonly Atom[],
  universe: (address: bigint) => boolean,
  separate: readonly AddressRange[],
  prefer: Preferred,
): Candidates {
  const starts = new Set<bigint>();
  let complete = true;
  const split = (range: AddressRange) => starts.add(range.low).add(range.high + 1n);
  for (const range of separate) split(range);
  for (const atom of atoms) {
    if (atom.matcher.kind === 'addresses') for (const range of atom.matcher.ranges) split(range);
    for (const pattern of patternsOf(atom)) {
      const literal = plain(pattern);
      const address = literal === null ? null : parseAddress(literal.text);
      if (address !== null) split({ low: address, high: address });
      if (literal === null) complete = false;
    }
  }
  const sorted = [...starts].sort((a, b) => (a < b ? -1 : 1));
  const values: string[] = [...prefer];
  for (const [index, low] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next === undefined || !universe(low)) continue;
    const room = next - low - 1n;
    values.push(formatAddress(low + (room < 10n ? room : 10n)));
  }
  return { values, complete };
}
