import {
  accepts,
  admits,
  begin,
  COLON,
  FOLDED,
  type Pattern,
  sampleOf,
  SEGMENT_ONE,
  SEGMENT_STAR,
  STAR,
  step,
} from './glob';
import { classGroups, classMembers } from './classes';
import { type Meter, unmetered } from './meter';

/** Sets of texts that no pattern tells apart, each represented by one text. */
export interface TextCells {
  readonly examples: readonly string[];
  /** False when the budget ran out: there may be cells without an example. */
  readonly complete: boolean;
}

/** A pattern, and the positions in it that a text has reached. */
interface Track {
  readonly pattern: Pattern;
  readonly at: readonly number[];
}

/** The positions that one text has reached in all patterns. */
interface Node {
  readonly universe: readonly Track[];
  readonly columns: readonly (readonly Track[])[];
  readonly text: string;
}

/** Bounds the walk: advancing one position of one pattern is a step. Ordinary policies need a few thousand. */
const MAX_STEPS = 400_000;
const MAX_SAMPLES = 64;
const fillers = Array.from('xyzabcdefghijklmnopqrstuvw0123456789_~', (character) => character.charCodeAt(0));

/** Once the rest may be anything, the other positions of the pattern no longer matter. */
function settled(tracks: readonly Track[]): readonly Track[] {
  const done = tracks.find(({ pattern, at }) => pattern.at(-1) === STAR && at.includes(pattern.length - 1));
  if (done === undefined) return tracks;
  const { length } = done.pattern;
  return tracks.map((track) => ({ ...track, at: track === done ? [length - 1, length] : [] }));
}

function start(patterns: readonly Pattern[]): readonly Track[] {
  return settled(patterns.map((pattern) => ({ pattern, at: begin(pattern) })));
}

function advance(tracks: readonly Track[], code: number): readonly Track[] {
  return settled(tracks.map(({ pattern, at }) => ({ pattern, at: step(pattern, at, code) })));
}

function accepting(tracks: readonly Track[]): boolean {
  return tracks.some(({ pattern, at }) => at.includes(pattern.length));
}

/** Returns whether there is a class, which tells more characters apart than those collected. */
function collect(tracks: readonly Track[], into: Set<number>): boolean {
  let hasClass = false;
  for (const { pattern, at } of tracks) {
    for (const position of at) {
      // Past its end, a pattern tells nothing apart; neither does a star.
      const token = pattern[position] ?? STAR;
      if (token >= FOLDED) into.add(token - FOLDED).add(token - FOLDED - 32);
      else if (token >= 0) into.add(token);
      else if (token === SEGMENT_ONE || token === SEGMENT_STAR) into.add(COLON);
      else hasClass ||= classMembers(token) !== null;
    }
  }
  return hasClass;
}

/** Characters that lead to different states, and one that represents all others. */
function alphabet({ universe, columns }: Node): readonly number[] {
  const codes = new Set<number>();
  let hasClass = false;
  for (const tracks of [universe, ...columns]) hasClass = collect(tracks, codes) || hasClass;
  if (hasClass)
    for (const group of classGroups) {
      const others = group.find((code) => !codes.has(code));
      if (others !== undefined) codes.add(others);
    }
  let other = fillers.find((code) => !codes.has(code)) ?? 0x4e00;
  while (codes.has(other)) other += 1;
  const leadsOn = (token: number | undefined, code: number) => token !== undefined && admits(token, code);
  return [other, ...codes].filter((code) =>
    universe.some(({ pattern, at }) => at.some((position) => leadsOn(pattern[position], code))),
  );
}

function keyOf({ universe, columns }: Node): string {
  return [universe, ...columns].map((tracks) => tracks.map(({ at }) => at.join()).join(';')).join('|');
}

/** The next character when the universe leaves no choice, as in most of an ARN; otherwise null. */
function forced(universe: readonly Track[]): number | null {
  let only: number | null = null;
  for (const { pattern, at } of universe) {
    for (const position of at) {
      const token = pattern[position];
      if (token === undefined || token < 0 || token >= FOLDED || (only !== null && only !== token))
        return null;
      only = token;
    }
  }
  return only;
}

function successor(from: Node, code: number | null): Node {
  let node = from;
  for (let next = code; next !== null; next = forced(node.universe)) {
    const character = next;
    node = {
      universe: advance(node.universe, character),
      columns: node.columns.map((tracks) => advance(tracks, character)),
      text: node.text + String.fromCharCode(character),
    };
  }
  return node;
}

/** When the walk cannot be finished: one text for each of the first patterns. */
function samples(
  universe: readonly Pattern[],
  columns: readonly (readonly Pattern[])[],
  meter: Meter,
): readonly string[] {
  const some = columns.flat().slice(0, MAX_SAMPLES).map(sampleOf);
  return some.filter((text) => matchesSome(universe, text, meter));
}

function sizeOf({ universe, columns }: Node): number {
  let size = 1;
  for (const tracks of [universe, ...columns]) for (const { at } of tracks) size += 1 + at.length;
  return size;
}

/**
 * Splits the texts that match one of `universe` by which columns (lists of alternative patterns) they match. Walks the
 * product of all the patterns' automata, so a combination has an example if and only if one exists.
 */
export function splitTexts(
  universe: readonly Pattern[],
  columns: readonly (readonly Pattern[])[],
  meter: Meter = unmetered,
): TextCells {
  const empty: Node = { universe: start(universe), columns: columns.map(start), text: '' };
  const first = successor(empty, forced(empty.universe));
  const seen = new Set([keyOf(first)]);
  const queue: Node[] = [first];
  const examples = new Map<string, string>();
  let steps = 0;
  for (const node of queue) {
    if (accepting(node.universe)) {
      const vector = node.columns.map((tracks) => (accepting(tracks) ? '1' : '0')).join('');
      if (!examples.has(vector)) examples.set(vector, node.text);
    }
    const size = sizeOf(node);
    for (const code of alphabet(node)) {
      steps += size;
      meter.spend(size);
      if (steps > MAX_STEPS)
        return { examples: [...examples.values(), ...samples(universe, columns, meter)], complete: false };
      const next = successor(node, code);
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  return { examples: [...examples.values()], complete: true };
}

export function matchesSome(patterns: readonly Pattern[], text: string, meter: Meter = unmetered): boolean {
  return patterns.some((pattern) => accepts(pattern, text, meter));
}
