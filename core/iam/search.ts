import type { Meter } from './meter';

/** A product of sets of regions: for the dimensions listed, only the regions in the mask. */
export interface Box<T> {
  readonly dimensions: readonly number[];
  readonly masks: readonly bigint[];
  readonly source: T;
}

/** A place in the product space: for each dimension the regions still possible. */
export type State = readonly bigint[];

export interface Question<T> {
  readonly start: State;
  /** Of each layer, some box must hold. */
  readonly layers: readonly (readonly Box<T>[])[];
  /** None of these may hold. */
  readonly negatives: readonly Box<T>[];
}

export type Closing<T> =
  | { readonly kind: 'covered'; readonly state: State; readonly by: T }
  | { readonly kind: 'no-box'; readonly state: State; readonly layer: number };

export type Outcome<T> =
  | { readonly status: 'found'; readonly state: State; readonly chosen: readonly T[] }
  | { readonly status: 'none'; readonly closings: readonly Closing<T>[] };

/** Closings that are kept, one for each box or layer: a proof with more is not read by anybody. */
const MAX_CLOSINGS = 24;

interface Run<T> {
  readonly question: Question<T>;
  readonly closings: Map<T | number, Closing<T>>;
  readonly meter: Meter;
}

type Found<T> = { readonly state: State; readonly chosen: readonly T[] } | 'none';

function covered<T>({ closings }: Run<T>, state: State, by: T): void {
  if (closings.size < MAX_CLOSINGS && !closings.has(by))
    closings.set(by, { kind: 'covered', state: [...state], by });
}

function mask(state: State, dimension: number): bigint {
  return state[dimension] ?? 0n;
}

/** The state within the box, or null where they share nothing. */
function intersect<T>(state: State, box: Box<T>): bigint[] | null {
  const next = [...state];
  for (const [index, dimension] of box.dimensions.entries()) {
    const shared = mask(state, dimension) & (box.masks[index] ?? 0n);
    if (shared === 0n) return null;
    next[dimension] = shared;
  }
  return next;
}

/** Positions in the box's lists of the dimensions in which the state reaches beyond the box; null where disjoint. */
function beyond<T>(state: State, box: Box<T>): number[] | null {
  const open: number[] = [];
  for (const [index, dimension] of box.dimensions.entries()) {
    const have = mask(state, dimension);
    const shared = have & (box.masks[index] ?? 0n);
    if (shared === 0n) return null;
    if (shared !== have) open.push(index);
  }
  return open;
}

/** Takes away what single-dimension negatives forbid. Null where nothing remains. */
function narrow<T>(
  run: Run<T>,
  from: State,
  negatives: readonly Box<T>[],
): { state: State; live: readonly Box<T>[] } | null {
  const state = [...from];
  let live = negatives;
  for (let changed = true; changed;) {
    changed = false;
    run.meter.spend(live.length);
    const kept: Box<T>[] = [];
    for (const box of live) {
      const open = beyond(state, box);
      if (open === null) continue;
      const [only] = open;
      if (open.length <= 1) covered(run, state, box.source);
      if (only === undefined) return null;
      if (open.length > 1) {
        kept.push(box);
        continue;
      }
      const dimension = box.dimensions[only] ?? 0;
      state[dimension] = mask(state, dimension) & ~(box.masks[only] ?? 0n);
      changed = true;
    }
    live = kept;
  }
  return { state, live };
}

/** Branches on the regions outside one negative; the branches do not overlap. */
function subtract<T>(run: Run<T>, from: State, live: readonly Box<T>[], chosen: readonly T[]): Found<T> {
  const [box] = live;
  if (box === undefined) return { state: from, chosen };
  const state = [...from];
  for (const index of beyond(state, box) ?? []) {
    const dimension = box.dimensions[index] ?? 0;
    const inside = box.masks[index] ?? 0n;
    const branch = [...state];
    branch[dimension] = mask(state, dimension) & ~inside;
    const found = solve(run, branch, run.question.layers.length, live, chosen);
    if (found !== 'none') return found;
    state[dimension] = mask(state, dimension) & inside;
  }
  covered(run, state, box.source);
  return 'none';
}

function solve<T>(
  run: Run<T>,
  from: State,
  layer: number,
  negatives: readonly Box<T>[],
  chosen: readonly T[],
): Found<T> {
  run.meter.visitNode();
  run.meter.spend(from.length);
  const narrowed = narrow(run, from, negatives);
  if (narrowed === null) return 'none';
  const { state, live } = narrowed;
  const boxes = run.question.layers[layer];
  if (boxes === undefined) return subtract(run, state, live, chosen);
  run.meter.spend(boxes.length);
  const whole = boxes.find((box) => beyond(state, box)?.length === 0);
  if (whole !== undefined) return solve(run, state, layer + 1, live, [...chosen, whole.source]);
  for (const box of boxes) {
    const next = intersect(state, box);
    if (next === null) continue;
    const found = solve(run, next, layer + 1, live, [...chosen, box.source]);
    if (found !== 'none') return found;
  }
  if (run.closings.size < MAX_CLOSINGS && !run.closings.has(layer))
    run.closings.set(layer, { kind: 'no-box', state, layer });
  return 'none';
}

/**
 * Looks for a place that some box of every layer holds and no negative does. Exact.
 * @throws BoundReached
 */
export function search<T extends object>(question: Question<T>, meter: Meter): Outcome<T> {
  if (question.start.includes(0n)) return { status: 'none', closings: [] };
  const run: Run<T> = { question, closings: new Map(), meter };
  const found = solve(run, question.start, 0, question.negatives, []);
  return found === 'none'
    ? { status: 'none', closings: [...run.closings.values()] }
    : { status: 'found', ...found };
}
