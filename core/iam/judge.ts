import { bind, type Bound, type Placed } from './bind';
import type { Value } from './condition';
import { spelled } from './keys';
import type { Fixed } from './principal';
import { type Box, type Closing, search } from './search';
import { cut, type Frame, type Space } from './space';
import { splitCandidates } from './split';

/** One statement of every layer must match, and none of the negatives. */
export interface Query {
  readonly layers: readonly { readonly name: string; readonly placed: readonly Placed[] }[];
  readonly negatives: readonly Placed[];
}

/** Why one part of a region is closed; a `ProofStep` with the statement itself. */
export type Step =
  | { readonly kind: 'denied'; readonly part: string; readonly by: Placed }
  | { readonly kind: 'not-allowed'; readonly part: string; readonly layer: string }
  | { readonly kind: 'impossible'; readonly part: string; readonly because: string };

export type Judged =
  | {
      readonly status: 'reachable';
      readonly resource: string;
      readonly context: Readonly<Record<string, string | readonly string[]>>;
      readonly chosen: readonly Placed[];
    }
  | { readonly status: 'unreachable'; readonly steps: readonly Step[] }
  | { readonly status: 'unknown'; readonly missing: readonly string[] };

/** The requests to consider, with some keys fixed beyond what the problem fixes; a text says why there are none. */
export type FrameOf = (extra: ReadonlyMap<string, Value>) => Frame | string;

interface BoundQuery {
  readonly layers: readonly { readonly name: string; readonly bounds: readonly Bound[] }[];
  readonly negatives: readonly Bound[];
}

const MAX_STEPS = 24;
const noExtra: ReadonlyMap<string, Value> = new Map();

function bindAll(placed: readonly Placed[], fixed: Fixed, reading: 'over' | 'under'): readonly Bound[] {
  return placed.map((one) => bind(one, fixed, reading)).filter((bound) => bound !== null);
}

function isWhole(bound: Bound): boolean {
  return bound.atoms.length === 0 && bound.resource === null;
}

/** What no statement of a phase can hold up: only statements that are surely understood allow anything. */
function certain(query: BoundQuery): BoundQuery {
  const understood = (bounds: readonly Bound[]) => bounds.filter((bound) => bound.opaque.length === 0);
  return { ...query, layers: query.layers.map((layer) => ({ ...layer, bounds: understood(layer.bounds) })) };
}

/** The most that could be allowed: whatever is not understood helps the request. */
function possible(query: BoundQuery, incomplete: ReadonlySet<string>): BoundQuery {
  const vague = new Set([...incomplete].map((key) => key.toLowerCase()));
  const firm = (bound: Bound) =>
    bound.opaque.length === 0 &&
    bound.atoms.every((atom) => !vague.has(atom.key)) &&
    (bound.resource === null || !vague.has('resource'));
  const loosened = (bound: Bound): Bound => ({
    ...bound,
    atoms: bound.atoms.filter((atom) => !vague.has(atom.key)),
    resource: vague.has('resource') ? null : bound.resource,
  });
  return {
    layers: query.layers.map((layer) => ({ ...layer, bounds: layer.bounds.map(loosened) })),
    negatives: query.negatives.filter(firm),
  };
}

function part(frame: Frame, extra: readonly string[]): string {
  const base =
    frame.origin === 'forwarded'
      ? 'requests that an AWS service forwards'
      : frame.origin === 'public'
        ? frame.region === 'inside'
          ? 'requests from the corporate addresses'
          : 'requests from the public internet'
        : frame.region === 'inside'
          ? 'requests through the VPC endpoints of the perimeter'
          : 'requests through other VPC endpoints';
  return extra.length === 0 ? base : `${base}, ${extra.join(', ')}`;
}

function toSteps(
  frame: Frame,
  space: Space,
  query: BoundQuery,
  closings: readonly Closing<Bound>[],
): readonly Step[] {
  const steps = new Map<string, Step>();
  for (const closing of closings) {
    const where = part(frame, space.describe(closing.state));
    const key = closing.kind === 'covered' ? closing.by.placed.ref.path : `layer ${closing.layer}`;
    if (steps.has(key)) continue;
    steps.set(
      key,
      closing.kind === 'covered'
        ? { kind: 'denied', part: where, by: closing.by.placed }
        : { kind: 'not-allowed', part: where, layer: query.layers[closing.layer]?.name ?? '' },
    );
  }
  return [...steps.values()].slice(0, MAX_STEPS);
}

type Tried =
  | {
      readonly status: 'found';
      readonly space: Space;
      readonly state: readonly bigint[];
      readonly chosen: readonly Bound[];
    }
  | { readonly status: 'none'; readonly steps: readonly Step[]; readonly incomplete: readonly string[] }
  | { readonly status: 'exhausted' };

function boxes(space: Space, bounds: readonly Bound[]): readonly Box<Bound>[] {
  return bounds.map((bound) => space.box(bound)).filter((box) => box !== null);
}

function attempt(frame: Frame, query: BoundQuery, maxNodes: number): Tried {
  const empty = query.layers.find((layer) => layer.bounds.length === 0);
  if (empty !== undefined) {
    return {
      status: 'none',
      incomplete: [],
      steps: [{ kind: 'not-allowed', part: part(frame, []), layer: empty.name }],
    };
  }
  const total = query.negatives.find(isWhole);
  if (total !== undefined) {
    return {
      status: 'none',
      incomplete: [],
      steps: [{ kind: 'denied', part: part(frame, []), by: total.placed }],
    };
  }
  const layers = query.layers.map((layer) => {
    const whole = layer.bounds.find(isWhole);
    return whole === undefined ? layer : { ...layer, bounds: [whole] };
  });
  const space = cut(frame, [...layers.flatMap((layer) => layer.bounds), ...query.negatives]);
  if (space.start.includes(0n)) {
    const because = 'no such request exists';
    return {
      status: 'none',
      incomplete: space.incomplete,
      steps: [{ kind: 'impossible', part: part(frame, []), because }],
    };
  }
  const question = {
    start: space.start,
    layers: layers.map((layer) => boxes(space, layer.bounds)),
    negatives: boxes(space, query.negatives),
  };
  const outcome = search(question, maxNodes);
  if (outcome.status === 'found') return { ...outcome, space };
  if (outcome.status === 'exhausted') return outcome;
  return {
    status: 'none',
    incomplete: space.incomplete,
    steps: toSteps(frame, space, query, outcome.closings),
  };
}

/** Fixed keys that some statement looks at: a reader of the witness needs them too. */
function mattering(query: Query, fixed: Fixed): [string, string | readonly string[]][] {
  const entries: [string, string | readonly string[]][] = [];
  const add = (key: string, shown: string) => {
    const value = fixed(key)?.value;
    if (value !== undefined) entries.push([spelled(key, shown), value]);
  };
  for (const { statement } of [...query.layers.flatMap((layer) => layer.placed), ...query.negatives]) {
    for (const condition of statement.conditions) add(condition.key, condition.shown);
    const templates = [
      ...statement.resources,
      ...statement.conditions.flatMap((condition) => condition.values),
    ];
    for (const piece of templates.flat()) if (piece.kind === 'variable') add(piece.key, piece.key);
  }
  return entries;
}

function reachable(query: Query, frame: Frame, tried: Extract<Tried, { status: 'found' }>): Judged {
  const { resource, context } = tried.space.values(tried.state);
  const forwarded: [string, string][] = frame.origin === 'forwarded' ? [['aws:ViaAWSService', 'true']] : [];
  const all = Object.fromEntries([
    ...Object.entries(context),
    ...forwarded,
    ...mattering(query, frame.known),
  ]);
  return { status: 'reachable', resource, context: all, chosen: tried.chosen.map((bound) => bound.placed) };
}

function bindQuery(query: Query, fixed: Fixed): BoundQuery {
  return {
    layers: query.layers.map(({ name, placed }) => ({ name, bounds: bindAll(placed, fixed, 'over') })),
    negatives: bindAll(query.negatives, fixed, 'under'),
  };
}

function budget(maxNodes: number): Judged {
  return { status: 'unknown', missing: [`the search budget of ${maxNodes} nodes is used up`] };
}

/** Decides one origin and region: first with what is certain, then with what is possible, then case by case. */
export function judge(frameOf: FrameOf, query: Query, maxNodes: number): Judged {
  const frame = frameOf(noExtra);
  if (typeof frame === 'string') {
    return { status: 'unreachable', steps: [{ kind: 'impossible', part: 'every request', because: frame }] };
  }
  const bound = bindQuery(query, frame.known);
  const first = attempt(frame, certain(bound), maxNodes);
  if (first.status === 'found') return reachable(query, frame, first);
  if (first.status === 'exhausted') return budget(maxNodes);
  const all = [...bound.layers.flatMap((layer) => layer.bounds), ...bound.negatives];
  const opaque = all.flatMap((one) => one.opaque.map((what) => `${one.placed.ref.label}: ${what}`));
  const vague = new Set(first.incomplete);
  if (opaque.length === 0 && vague.size === 0) return { status: 'unreachable', steps: first.steps };
  for (;;) {
    const second = attempt(frame, possible(bound, vague), maxNodes);
    if (second.status !== 'none') break;
    if (second.incomplete.length === 0) return { status: 'unreachable', steps: second.steps };
    for (const key of second.incomplete) vague.add(key);
  }
  const split = splitCandidates(all, frame.known, vague.size > 0);
  for (const extra of split.cases) {
    const narrowed = frameOf(extra);
    if (typeof narrowed === 'string') continue;
    const tried = attempt(narrowed, certain(bindQuery(query, narrowed.known)), maxNodes);
    if (tried.status === 'found') return reachable(query, narrowed, tried);
  }
  if (split.exact) return { status: 'unreachable', steps: first.steps };
  const mixed = [...vague].map((key) => `conditions on ${key} that are compared in more than one way`);
  return { status: 'unknown', missing: [...new Set([...opaque, ...mixed])] };
}
