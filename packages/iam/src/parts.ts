import { fits, type Form } from './forms';
import { accepts, COLON, isStar, ONE, type Pattern, sampleOf, STAR } from './glob';
import { type Meter, unmetered } from './meter';
import { splitPrefixes } from './prefixes';
import { splitTexts, type TextCells } from './product';

const PARTS = 6;
const MAX_PRODUCT = 1024;

function split(pattern: Pattern): readonly Pattern[] {
  const parts: number[][] = [[]];
  for (const token of pattern) {
    if (token === COLON) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

/** What texts of one part of an ARN look like. */
export interface PartForm {
  readonly form: Form;
  /** Readable ones, which are preferred. */
  readonly usual: readonly string[];
}

function examplesOf(
  universe: Pattern,
  patterns: readonly Pattern[],
  wanted: PartForm | null,
  meter: Meter,
): TextCells {
  const form = wanted?.form ?? null;
  const telling = patterns.filter((pattern) => pattern.length !== 1 || !isStar(pattern[0] ?? 0));
  if (form === null && telling.length === 0) return { examples: [sampleOf(universe)], complete: true };
  const columns = telling.map((pattern) => [pattern]);
  const byPrefix = splitPrefixes(universe, telling, true, meter, form);
  if (wanted === null) return byPrefix ?? splitTexts([universe], columns, meter);
  const found = byPrefix ?? splitTexts([universe], [wanted.form, ...columns], meter);
  const usual = wanted.usual.filter((text) => accepts(universe, text, meter));
  const fitting = [...usual, ...found.examples].filter((text) => fits(wanted.form, text));
  return { ...found, examples: distinctBy(telling, fitting, meter) };
}

/** The first text of those that the patterns do not tell apart. */
function distinctBy(patterns: readonly Pattern[], texts: readonly string[], meter: Meter): readonly string[] {
  const found = new Map<string, string>();
  for (const text of texts) {
    const vector = patterns.map((pattern) => Number(accepts(pattern, text, meter))).join('');
    if (!found.has(vector)) found.set(vector, text);
  }
  return [...found.values()];
}

/** All combinations of one text from each list, joined by colons. */
function products(lists: readonly (readonly string[])[]): readonly string[] {
  return lists.reduce((texts, list) => texts.flatMap((text) => list.map((one) => `${text}:${one}`)));
}

/**
 * Splits ARNs part by part: much cheaper than the automata of whole ARNs, and just as exact, because each part matches
 * by itself. Null when that is not so: a name may have colons, or a pattern does not have six parts. `form`: of each
 * part.
 */
export function splitArns(
  universe: Pattern,
  columns: readonly (readonly Pattern[])[],
  form: readonly (PartForm | null)[] | null = null,
  meter: Meter = unmetered,
): TextCells | null {
  const own = split(universe);
  if (own.length !== PARTS || universe.some((token) => token === STAR || token === ONE)) return null;
  const patterns = columns.flat().map(split);
  if (patterns.some((parts) => parts.length < PARTS)) return null;
  // A pattern with more colons than the universe matches nothing in it.
  const fitting = patterns.filter((parts) => parts.length === PARTS);
  const cells = own.map((part, index) => {
    const distinct = new Map(fitting.map((parts) => [String(parts[index]), parts[index] ?? []]));
    return examplesOf(part, [...distinct.values()], form?.[index] ?? null, meter);
  });
  if (cells.reduce((count, { examples }) => count * examples.length, 1) > MAX_PRODUCT) return null;
  const examples = products(cells.map((cell) => cell.examples));
  const complete = cells.every((cell) => cell.complete);
  return { examples, complete };
}
