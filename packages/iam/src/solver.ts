import { bind, type Bound, type Placed } from './bind';
import type { Atom, Value } from './condition';
import { spelled } from './keys';
import type { Fixed } from './principal';
import type { Origin, ZoneName } from './origin';
import { isRefused, type Refused } from './refused';
import { type Box, type Closing, search, type State } from './search';
import { cutSpace, type Frame, type Space } from './space';
import { splitCandidates } from './split';
import type { TemplatePart } from './template';

/** One statement of every layer must match, and none of the negatives may. */
export interface Query {
  readonly layers: readonly { readonly name: string; readonly placed: readonly Placed[] }[];
  readonly negatives: readonly Placed[];
  /** What was prepared for each origin; the zones share it. */
  readonly prepared: Map<Origin, Prepared>;
}

export function makeQuery(layers: Query['layers'], negatives: readonly Placed[]): Query {
  return { layers, negatives, prepared: new Map() };
}

/** Why one part of a zone is closed; a `ProofStep` with the statement itself. */
export type ClosingStep =
  | { readonly kind: 'denied'; readonly part: string; readonly by: Placed }
  | { readonly kind: 'not-allowed'; readonly part: string; readonly layer: string }
  | { readonly kind: 'impossible'; readonly part: string; readonly because: string };

/** The resource and the keys of a request. */
export interface Found {
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Requests that are all allowed: any cell of each mask of the state. */
export interface OpenCells {
  readonly state: State;
  readonly at: (state: State) => { readonly found: Found; readonly absent: readonly string[] };
}

/** A verdict. Its texts are made when they are asked for: most readers only want the status. */
export type Solved =
  | {
      readonly status: 'reachable';
      readonly request: () => Found;
      readonly open: OpenCells;
      readonly chosen: readonly Placed[];
    }
  | { readonly status: 'unreachable'; readonly steps: () => readonly ClosingStep[] }
  | { readonly status: 'unknown'; readonly missing: readonly NotUnderstood[] };

/** What was not understood, in a statement or (`of` is null) in the question as a whole. */
export interface NotUnderstood {
  readonly of: Placed | null;
  readonly what: string;
}

/** The requests to consider, with `extra` keys fixed in addition to the problem's; refused when there are none. */
export type FrameOf = (extra: ReadonlyMap<string, Value>) => Frame | Refused;

interface BoundQuery {
  readonly layers: readonly { readonly name: string; readonly bounds: readonly Bound[] }[];
  readonly negatives: readonly Bound[];
}

const RESOURCE = 'resource';
const noExtra: ReadonlyMap<string, Value> = new Map();

function bindAll(
  placed: readonly Placed[],
  { known, meter }: Frame,
  reading: 'over' | 'under',
): readonly Bound[] {
  for (const { statement } of placed) {
    meter.spend(1 + statement.resources.length);
    for (const { values } of statement.conditions) meter.spend(values.length);
  }
  return placed.flatMap((one) => bind(one, known, reading));
}

function isWhole(bound: Bound): boolean {
  return bound.atoms.length === 0 && bound.resource === null;
}

/** The least that is allowed: only statements that are completely understood can allow anything. */
function certain(query: BoundQuery): BoundQuery {
  const understood = (bounds: readonly Bound[]) => bounds.filter((bound) => bound.opaque.length === 0);
  return { ...query, layers: query.layers.map((layer) => ({ ...layer, bounds: understood(layer.bounds) })) };
}

/** The most that could be allowed: whatever is not understood counts in favour of the request. */
function possible(query: BoundQuery, incomplete: ReadonlySet<string>): BoundQuery {
  const vague = new Set([...incomplete].map((key) => key.toLowerCase()));
  const firm = (bound: Bound) =>
    bound.opaque.length === 0 &&
    bound.atoms.every((atom) => !vague.has(atom.key)) &&
    (bound.resource === null || !vague.has(RESOURCE));
  const loosened = (bound: Bound): Bound => ({
    ...bound,
    atoms: bound.atoms.filter((atom) => !vague.has(atom.key)),
    resource: vague.has(RESOURCE) ? null : bound.resource,
  });
  return {
    layers: query.layers.map((layer) => ({ ...layer, bounds: layer.bounds.map(loosened) })),
    negatives: query.negatives.filter(firm),
  };
}

function part(origin: Origin, zone: ZoneName, extra: readonly string[]): string {
  const base =
    origin === 'forwarded'
      ? 'requests that an AWS service forwards'
      : origin === 'public'
        ? zone === 'inside'
          ? 'requests from the corporate addresses'
          : 'requests from the public internet'
        : zone === 'inside'
          ? 'requests through the VPC endpoints of the perimeter'
          : 'requests through other VPC endpoints';
  return extra.length === 0 ? base : `${base}, ${extra.join(', ')}`;
}

/** A bound query with its space cut into cells, or what closes it without a search. */
type Plan =
  | { readonly closed: 'empty-layer'; readonly layer: string }
  | { readonly closed: 'denied'; readonly by: Placed }
  | {
      readonly closed: null;
      readonly space: Space;
      readonly names: readonly string[];
      readonly layers: readonly (readonly Box<Bound>[])[];
      readonly negatives: readonly Box<Bound>[];
    };

interface Prepared {
  readonly bound: BoundQuery;
  readonly plan: Plan;
}

type Tried =
  | {
      readonly status: 'found';
      readonly space: Space;
      readonly state: State;
      readonly chosen: readonly Bound[];
    }
  | {
      readonly status: 'none';
      readonly steps: () => readonly ClosingStep[];
      readonly incomplete: readonly string[];
    };

function makePlan(frame: Frame, query: BoundQuery, exact = false): Plan {
  const empty = query.layers.find((layer) => layer.bounds.length === 0);
  if (empty !== undefined) return { closed: 'empty-layer', layer: empty.name };
  const total = query.negatives.find(isWhole);
  if (total !== undefined) return { closed: 'denied', by: total.placed };
  const layers = query.layers.map(({ bounds }) => {
    const whole = bounds.find(isWhole);
    return whole === undefined ? bounds : [whole];
  });
  const space = cutSpace(frame, [...layers.flat(), ...query.negatives], exact);
  const boxes = (bounds: readonly Bound[]) => bounds.map((bound) => space.box(bound));
  const names = query.layers.map((layer) => layer.name);
  return { closed: null, space, names, layers: layers.map(boxes), negatives: boxes(query.negatives) };
}

function toSteps(
  frame: Frame,
  zone: ZoneName,
  plan: Extract<Plan, { closed: null }>,
  closings: readonly Closing<Bound>[],
): readonly ClosingStep[] {
  const steps = new Map<Placed | number, ClosingStep>();
  for (const closing of closings) {
    const key = closing.kind === 'covered' ? closing.by.placed : closing.layer;
    if (steps.has(key)) continue;
    const where = part(frame.origin, zone, plan.space.describe(closing.state, zone));
    steps.set(
      key,
      closing.kind === 'covered'
        ? { kind: 'denied', part: where, by: closing.by.placed }
        : { kind: 'not-allowed', part: where, layer: plan.names[closing.layer] ?? '' },
    );
  }
  return [...steps.values()];
}

function attempt(frame: Frame, zone: ZoneName, plan: Plan): Tried {
  const everything = part(frame.origin, zone, []);
  if (plan.closed === 'empty-layer') {
    return {
      status: 'none',
      incomplete: [],
      steps: () => [{ kind: 'not-allowed', part: everything, layer: plan.layer }],
    };
  }
  if (plan.closed === 'denied') {
    return {
      status: 'none',
      incomplete: [],
      steps: () => [{ kind: 'denied', part: everything, by: plan.by }],
    };
  }
  const { space, layers, negatives } = plan;
  const start = space.start(zone);
  if (start.includes(0n)) {
    const step: ClosingStep = { kind: 'impossible', part: everything, because: 'no such request exists' };
    return { status: 'none', incomplete: space.incomplete, steps: () => [step] };
  }
  const outcome = search({ start, layers, negatives }, frame.meter);
  if (outcome.status === 'found') return { ...outcome, space };
  const { closings } = outcome;
  const steps = () => toSteps(frame, zone, plan, closings);
  return { status: 'none', incomplete: space.incomplete, steps };
}

/** Fixed keys that some statement tests: a reader of the witness needs them too. */
function mattering(query: Query, fixed: Fixed): [string, string | readonly string[]][] {
  const entries: [string, string | readonly string[]][] = [];
  const add = (key: string, shown: string) => {
    const value = fixed(key)?.value;
    if (value !== undefined) entries.push([spelled(key, shown), value]);
  };
  const addKeysOf = ({ statement }: Placed) => {
    for (const { key, shown, values } of statement.conditions) {
      add(key, shown);
      addVariablesOf(values);
    }
    addVariablesOf(statement.resources);
  };
  const addVariablesOf = (templates: readonly (readonly TemplatePart[])[]) => {
    for (const parts of templates)
      for (const part of parts) if (part.kind === 'variable') add(part.key, part.key);
  };
  for (const layer of query.layers) layer.placed.forEach(addKeysOf);
  query.negatives.forEach(addKeysOf);
  return entries;
}

function reachable(frame: Frame, query: Query, tried: Extract<Tried, { status: 'found' }>): Solved {
  const at = (state: State) => {
    const { absent, context, resource } = tried.space.values(state);
    const forwarded: [string, string][] = frame.origin === 'forwarded' ? [['aws:ViaAWSService', 'true']] : [];
    const fixed = mattering(query, frame.known);
    const all = Object.fromEntries([...Object.entries(context), ...forwarded, ...fixed]);
    return { found: { resource, context: all }, absent };
  };
  return {
    status: 'reachable',
    request: () => at(tried.state).found,
    open: { state: tried.state, at },
    chosen: tried.chosen.map((bound) => bound.placed),
  };
}

function bindQuery(query: Query, frame: Frame): BoundQuery {
  return {
    layers: query.layers.map(({ name, placed }) => ({ name, bounds: bindAll(placed, frame, 'over') })),
    negatives: bindAll(query.negatives, frame, 'under'),
  };
}

function prepare(frame: Frame, query: Query): Prepared {
  const known = query.prepared.get(frame.origin);
  if (known !== undefined) return known;
  const bound = bindQuery(query, frame);
  const made = { bound, plan: makePlan(frame, certain(bound)) };
  query.prepared.set(frame.origin, made);
  return made;
}

/** The same plan for any resource: Allows match every resource, and a Deny for some resources does not count. */
function withoutResources(plan: Plan, { link }: Frame): Plan {
  if (plan.closed !== null) return plan;
  const isFree = ({ key }: Atom) => !link.isTied(key);
  const without = ({ source }: Box<Bound>) =>
    plan.space.box({ ...source, atoms: source.atoms.filter(isFree), resource: null });
  return {
    ...plan,
    layers: plan.layers.map((layer) => layer.map(without)),
    negatives: plan.negatives.filter(({ source }) => source.resource === null && source.atoms.every(isFree)),
  };
}

/**
 * The result of the statements that are understood. Resources cost the most, so they are cut completely only when no
 * readable example is allowed and the other conditions do not close every resource.
 */
function firstAttempt(frame: Frame, zone: ZoneName, { bound, plan }: Prepared): Tried {
  const quick = attempt(frame, zone, plan);
  if (quick.status !== 'none' || !quick.incomplete.includes(RESOURCE)) return quick;
  const blind = attempt(frame, zone, withoutResources(plan, frame));
  if (blind.status === 'none') {
    const isOther = (key: string) => key !== RESOURCE && !frame.link.isTied(key.toLowerCase());
    return { ...blind, incomplete: blind.incomplete.filter(isOther) };
  }
  return attempt(frame, zone, makePlan(frame, certain(bound), true));
}

const MAX_NAMED = 4;

/** The first statements that test a key whose values could not be told apart completely. */
function intricate(key: string, all: readonly Bound[]): readonly NotUnderstood[] {
  const isAbout = ({ atoms, resource }: Bound) =>
    key === RESOURCE ? resource !== null : atoms.some((atom) => atom.key === key.toLowerCase());
  const what = key === RESOURCE ? 'the patterns of resources' : `the conditions on ${key}`;
  return all
    .filter(isAbout)
    .slice(0, MAX_NAMED)
    .map(({ placed }) => {
      const where = `Statement[${placed.statement.index}]`;
      return { of: placed, what: `${where}: ${what} are too intricate to be told apart completely` };
    });
}

/** Decides one origin of a zone: first with what is certain, then with what is possible, then case by case. */
export function solve(frameOf: FrameOf, zone: ZoneName, query: Query): Solved {
  const frame = frameOf(noExtra);
  if (isRefused(frame)) {
    return {
      status: 'unreachable',
      steps: () => [{ kind: 'impossible', part: 'every request', because: frame.because }],
    };
  }
  const prepared = prepare(frame, query);
  const { bound } = prepared;
  const first = firstAttempt(frame, zone, prepared);
  if (first.status === 'found') return reachable(frame, query, first);
  const all = [...bound.layers.flatMap((layer) => layer.bounds), ...bound.negatives];
  const opaque = all.flatMap(({ opaque: list, placed }) =>
    list.map((what): NotUnderstood => ({ of: placed, what })),
  );
  const vague = new Set(first.incomplete);
  if (opaque.length === 0 && vague.size === 0) return { status: 'unreachable', steps: first.steps };
  for (;;) {
    const second = attempt(frame, zone, makePlan(frame, possible(bound, vague), true));
    if (second.status !== 'none') break;
    if (second.incomplete.length === 0) return { status: 'unreachable', steps: second.steps };
    for (const key of second.incomplete) vague.add(key);
  }
  const split = splitCandidates(all, frame, vague.size > 0);
  for (const extra of split.cases) {
    const narrowed = frameOf(extra);
    if (isRefused(narrowed)) continue;
    const narrower = makePlan(narrowed, certain(bindQuery(query, narrowed)), true);
    const tried = attempt(narrowed, zone, narrower);
    if (tried.status === 'found') return reachable(narrowed, query, tried);
  }
  if (split.exact) return { status: 'unreachable', steps: first.steps };
  return { status: 'unknown', missing: [...opaque, ...[...vague].flatMap((key) => intricate(key, all))] };
}
