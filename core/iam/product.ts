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
import { type Meter, unmetered } from './meter';

/** A set of texts that no pattern tells apart, by one of them. */
export interface TextCells {
  readonly examples: readonly string[];
  /** False where the budget ran out: there may be cells without an example. */
  readonly complete: boolean;
}

type Positions = readonly (readonly number[])[];

interface Node {
  readonly universe: Positions;
  readonly columns: readonly Positions[];
  readonly text: string;
}

/** Bounds the walk: one position of one pattern advanced is a step. Ordinary policies need a few thousand. */
const MAX_STEPS = 400_000;
const MAX_SAMPLES = 64;
const fillers = Array.from('xyzabcdefghijklmnopqrstuvw0123456789_~', (character) => character.charCodeAt(0));

/** Once the rest may be anything, the other positions of the pattern no longer matter. */
function settled(patterns: readonly Pattern[], positions: Positions): Positions {
  const done = patterns.findIndex(
    (pattern, index) => pattern.at(-1) === STAR && positions[index]?.includes(pattern.length - 1) === true,
  );
  if (done < 0) return positions;
  return patterns.map((pattern, index) => (index === done ? [pattern.length - 1, pattern.length] : []));
}

function start(patterns: readonly Pattern[]): Positions {
  return settled(patterns, patterns.map(begin));
}

function advance(patterns: readonly Pattern[], positions: Positions, code: number): Positions {
  return settled(
    patterns,
    patterns.map((pattern, index) => step(pattern, positions[index] ?? [], code)),
  );
}

function accepting(patterns: readonly Pattern[], positions: Positions): boolean {
  return patterns.some((pattern, index) => positions[index]?.includes(pattern.length) === true);
}

function collect(patterns: readonly Pattern[], positions: Positions, into: Set<number>): void {
  for (const [index, pattern] of patterns.entries()) {
    for (const position of positions[index] ?? []) {
      // Past its end a pattern tells nothing apart, as a star does not.
      const token = pattern[position] ?? STAR;
      if (token >= FOLDED) into.add(token - FOLDED).add(token - FOLDED - 32);
      else if (token >= 0) into.add(token);
      else if (token === SEGMENT_ONE || token === SEGMENT_STAR) into.add(COLON);
    }
  }
}

/** Characters that lead to different states, and one that stands for all others. */
function alphabet(
  universe: readonly Pattern[],
  columns: readonly (readonly Pattern[])[],
  node: Node,
): readonly number[] {
  const codes = new Set<number>();
  collect(universe, node.universe, codes);
  for (const [index, patterns] of columns.entries()) collect(patterns, node.columns[index] ?? [], codes);
  let other = fillers.find((code) => !codes.has(code)) ?? 0x4e00;
  while (codes.has(other)) other += 1;
  const leadsOn = (pattern: Pattern, at: number, code: number) => {
    const token = pattern[at];
    return token !== undefined && admits(token, code);
  };
  return [other, ...codes].filter((code) =>
    universe.some((pattern, index) => node.universe[index]?.some((at) => leadsOn(pattern, at, code))),
  );
}

function keyOf(node: Node): string {
  return `${node.universe.join(';')}|${node.columns.map((positions) => positions.join(';')).join('|')}`;
}

/** The next character where the universe leaves no choice, which is most of an ARN; otherwise null. */
function forced(universe: readonly Pattern[], positions: Positions): number | null {
  let only: number | null = null;
  for (const [index, pattern] of universe.entries()) {
    for (const position of positions[index] ?? []) {
      const token = pattern[position];
      if (token === undefined || token < 0 || token >= FOLDED || (only !== null && only !== token))
        return null;
      only = token;
    }
  }
  return only;
}

function successor(
  universe: readonly Pattern[],
  columns: readonly (readonly Pattern[])[],
  from: Node,
  code: number | null,
): Node {
  let node = from;
  for (let next = code; next !== null; next = forced(universe, node.universe)) {
    const character = next;
    node = {
      universe: advance(universe, node.universe, character),
      columns: columns.map((patterns, at) => advance(patterns, node.columns[at] ?? [], character)),
      text: node.text + String.fromCharCode(character),
    };
  }
  return node;
}

/** Where the walk cannot be finished, a text of each of the first patterns. */
function samples(
  universe: readonly Pattern[],
  columns: readonly (readonly Pattern[])[],
  meter: Meter,
): readonly string[] {
  const some = columns.flat().slice(0, MAX_SAMPLES).map(sampleOf);
  return some.filter((text) => matchesSome(universe, text, meter));
}

function sizeOf(node: Node): number {
  let size = 1;
  for (const positions of node.universe) size += 1 + positions.length;
  for (const column of node.columns) for (const positions of column) size += 1 + positions.length;
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
  const first = successor(universe, columns, empty, forced(universe, empty.universe));
  const seen = new Set([keyOf(first)]);
  const queue: Node[] = [first];
  const examples = new Map<string, string>();
  let steps = 0;
  for (const node of queue) {
    if (accepting(universe, node.universe)) {
      const vector = columns
        .map((patterns, at) => (accepting(patterns, node.columns[at] ?? []) ? '1' : '0'))
        .join('');
      if (!examples.has(vector)) examples.set(vector, node.text);
    }
    const size = sizeOf(node);
    for (const code of alphabet(universe, columns, node)) {
      steps += size;
      meter.spend(size);
      if (steps > MAX_STEPS)
        return { examples: [...examples.values(), ...samples(universe, columns, meter)], complete: false };
      const next = successor(universe, columns, node, code);
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
