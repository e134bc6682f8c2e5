import type { Meter } from './meter';

/** A product of sets of cells: in the dimensions listed, only the cells in the mask. */
export interface Box<T> {
  readonly dimensions: readonly number[];
  readonly masks: readonly bigint[];
  readonly source: T;
}

/** A part of the product space: for each dimension, the cells that are still possible. */
export type State = readonly bigint[];

export interface SearchQuestion<T> {
  readonly start: State;
  /** At least one box of each layer must contain the result. */
  readonly layers: readonly (readonly Box<T>[])[];
  /** None of these may contain it. */
  readonly negatives: readonly Box<T>[];
}

export type Closing<T> =
  | { readonly kind: 'covered'; readonly state: State; readonly by: T }
  | { readonly kind: 'no-box'; readonly state: State; readonly layer: number };

export type SearchResult<T> =
  | { readonly status: 'found'; readonly state: State; readonly chosen: readonly T[] }
  | { readonly status: 'none'; readonly closings: readonly Closing<T>[] };

/** How many closings are kept, one for each box or layer: nobody reads a longer proof. */
const MAX_CLOSINGS = 24;

interface Run<T> {
  readonly question: SearchQuestion<T>;
  readonly closings: Map<T | number, Closing<T>>;
  readonly meter: Meter;
}

type Found<T> = { readonly state: State; readonly chosen: readonly T[] } | 'none';

function note<T>({ closings }: Run<T>, closing: Closing<T>): void {
  const key = closing.kind === 'covered' ? closing.by : closing.layer;
  if (closings.size < MAX_CLOSINGS && !closings.has(key)) closings.set(key, closing);
}

function mask(state: State, dimension: number): bigint {
  return state[dimension] ?? 0n;
}

/** The part of the state within the box, or null when they share nothing. */
function intersect<T>(state: State, box: Box<T>): bigint[] | null {
  const next = [...state];
  for (const [index, dimension] of box.dimensions.entries()) {
    const shared = mask(state, dimension) & (box.masks[index] ?? 0n);
    if (shared === 0n) return null;
    next[dimension] = shared;
  }
  return next;
}

/** Indexes into the box's lists for the dimensions in which the state extends beyond the box; null when disjoint. */
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

/**
 * Removes what is forbidden by negatives that differ from the state in one dimension only. Null when nothing remains.
 */
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
      if (open.length <= 1) note(run, { kind: 'covered', state: [...state], by: box.source });
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

/** A state still to be examined, or a closing to note once everything before it is done. */
type Task<T> =
  | {
      readonly state: State;
      readonly layer: number;
      readonly negatives: readonly Box<T>[];
      readonly chosen: readonly T[];
    }
  | { readonly closing: Closing<T> };

/** Branches on the cells outside one negative; the branches do not overlap. */
function subtract<T>(
  run: Run<T>,
  from: State,
  box: Box<T>,
  live: readonly Box<T>[],
  chosen: readonly T[],
): Task<T>[] {
  const tasks: Task<T>[] = [];
  const state = [...from];
  for (const index of beyond(state, box) ?? []) {
    const dimension = box.dimensions[index] ?? 0;
    const inside = box.masks[index] ?? 0n;
    const branch = [...state];
    run.meter.spend(state.length);
    branch[dimension] = mask(state, dimension) & ~inside;
    tasks.push({ state: branch, layer: run.question.layers.length, negatives: live, chosen });
    state[dimension] = mask(state, dimension) & inside;
  }
  tasks.push({ closing: { kind: 'covered', state, by: box.source } });
  return tasks;
}

/** Branches on the boxes of the layer; a box that contains the whole state makes the others unnecessary. */
function choose<T>(
  run: Run<T>,
  state: State,
  layer: number,
  boxes: readonly Box<T>[],
  negatives: readonly Box<T>[],
  chosen: readonly T[],
): Task<T>[] {
  run.meter.spend(boxes.length);
  const whole = boxes.find((box) => beyond(state, box)?.length === 0);
  if (whole !== undefined) return [{ state, layer: layer + 1, negatives, chosen: [...chosen, whole.source] }];
  const tasks: Task<T>[] = [];
  for (const box of boxes) {
    const next = intersect(state, box);
    if (next === null) continue;
    run.meter.spend(state.length);
    tasks.push({ state: next, layer: layer + 1, negatives, chosen: [...chosen, box.source] });
  }
  tasks.push({ closing: { kind: 'no-box', state, layer } });
  return tasks;
}

/** Depth first, with an explicit stack: there may be more negatives than the call stack has room for. */
function solve<T>(run: Run<T>): Found<T> {
  const { layers, negatives, start } = run.question;
  const stack: Task<T>[] = [{ state: start, layer: 0, negatives, chosen: [] }];
  for (let task = stack.pop(); task !== undefined; task = stack.pop()) {
    if ('closing' in task) {
      note(run, task.closing);
      continue;
    }
    run.meter.visitNode();
    run.meter.spend(task.state.length);
    const narrowed = narrow(run, task.state, task.negatives);
    if (narrowed === null) continue;
    const { state, live } = narrowed;
    const { chosen, layer } = task;
    const boxes = layers[layer];
    const [box] = live;
    if (boxes !== undefined) stack.push(...choose(run, state, layer, boxes, live, chosen).reverse());
    else if (box !== undefined) stack.push(...subtract(run, state, box, live, chosen).reverse());
    else return { state, chosen };
  }
  return 'none';
}

/**
 * Searches for a state within some box of every layer and outside all negatives. Exact.
 * @throws BoundReached
 */
export function search<T extends object>(question: SearchQuestion<T>, meter: Meter): SearchResult<T> {
  if (question.start.includes(0n)) return { status: 'none', closings: [] };
  const run: Run<T> = { question, closings: new Map(), meter };
  const found = solve(run);
  return found === 'none'
    ? { status: 'none', closings: [...run.closings.values()] }
    : { status: 'found', ...found };
}
