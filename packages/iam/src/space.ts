import type { Bound } from './bind';
import type { Atom, Value } from './condition';
import { cutKey, cutRoute } from './cuts';
import { spelled } from './keys';
import type { Meter } from './meter';
import type { Boundary, Origin, ZoneName, EndpointPath } from './origin';
import type { Fixed } from './principal';
import type { ResourceAtom } from './arn';
import type { Link } from './request-facts';
import type { ResourceQuery } from './resource';
import { partOf, resourceDimension, tiedParts } from './resource-cells';
import type { Facts } from './setting';
import { currentTime, cutTime, epochTime, timeKeys } from './time';
import type { Box, State } from './search';

/** All requests of one origin, cut into cells along the conditions of some statements. */
export interface Space {
  start(zone: ZoneName): State;
  /** Keys whose cells may be incomplete. */
  readonly incomplete: readonly string[];
  box(bound: Bound): Box<Bound>;
  /** The values of one cell of the state, for each dimension. */
  values(state: State): {
    readonly resource: string;
    readonly context: Readonly<Record<string, string | readonly string[]>>;
    /** Keys that some statement tests, and that the request lacks. */
    readonly absent: readonly string[];
  };
  /** The constraints of a state, in words. */
  describe(state: State, zone: ZoneName): readonly string[];
}

export interface Frame {
  readonly origin: Origin;
  readonly boundary: Boundary;
  readonly known: Fixed;
  readonly resources: ResourceQuery;
  readonly link: Link;
  readonly facts: Facts | null;
  readonly meter: Meter;
}

interface Entry {
  readonly names: readonly string[];
  readonly size: number;
  readonly complete: boolean;
  /** The cells inside the perimeter; undefined for a key that does not decide it. */
  readonly inside: bigint | undefined;
  show(cell: number): Readonly<Record<string, Value>>;
}

interface Location {
  readonly dimension: number;
  readonly mask: bigint;
}

function full(size: number): bigint {
  return (1n << BigInt(size)) - 1n;
}

function lowest(mask: bigint): number {
  let index = 0;
  for (let rest = mask; rest !== 0n && (rest & 1n) === 0n; rest >>= 1n) index += 1;
  return index;
}

/** The keys that every request of the origin has, in addition to its route. */
const ownKeys: Readonly<Record<Origin, readonly string[]>> = {
  public: ['aws:sourceip'],
  endpoint: ['aws:vpcsourceip'],
  forwarded: [],
};
const routeKeys: ReadonlySet<string> = new Set(['aws:sourcevpc', 'aws:sourcevpce']);

function start({ size, inside }: Entry, zone: ZoneName): bigint {
  if (inside === undefined || zone === 'viaService') return full(size);
  return zone === 'inside' ? inside : full(size) & ~inside;
}

/** Cuts the space into cells along the conditions of the statements. `exact`: the resources completely too. */
export function cutSpace(frame: Frame, bounds: readonly Bound[], exact: boolean): Space {
  const { origin, boundary, facts, known, link, meter } = frame;
  const entries: Entry[] = [];
  const locations = new Map<Atom | ResourceAtom, Location>();
  const resources = [...new Set(bounds.map((bound) => bound.resource).filter((atom) => atom !== null))];
  const byKey = new Map<string, Atom[]>();
  for (const atom of new Set(bounds.flatMap((bound) => bound.atoms))) {
    const list = byKey.get(atom.key);
    if (list === undefined) byKey.set(atom.key, [atom]);
    else list.push(atom);
  }

  function add(entry: Entry, atoms: readonly (Atom | ResourceAtom)[], masks: readonly bigint[]): void {
    for (const [index, atom] of atoms.entries())
      locations.set(atom, { dimension: entries.length, mask: masks[index] ?? 0n });
    entries.push(entry);
  }

  const tied = [...tiedParts].flatMap(([key, part]) =>
    link.isTied(key) && known(key) === null ? (byKey.get(key) ?? []).map((atom) => ({ atom, part })) : [],
  );
  const tiedKeys = new Map(tied.map(({ atom, part }) => [atom.key, part]));
  const { pinned } = link;
  const resource = resourceDimension(frame.resources, resources, exact, meter, tied, pinned);
  const named: Entry = {
    names: ['resource', ...[...tiedKeys.keys()].map((key) => spelled(key, key))],
    size: resource.cells.length,
    complete: resource.complete,
    inside: undefined,
    show: (cell): Readonly<Record<string, Value>> => {
      const arn = resource.cells[cell] ?? '';
      const keys = [...tiedKeys].map(([key, part]): [string, Value] => [
        spelled(key, key),
        partOf(arn, part),
      ]);
      return Object.fromEntries([['resource', arn], ...keys]);
    },
  };
  add(named, [...resources, ...tied.map(({ atom }) => atom)], resource.masks);

  function addKey(key: string, atoms: readonly Atom[]): void {
    const shown = spelled(key, atoms[0]?.shown ?? key);
    const special = facts?.domain(key) ?? null;
    const dimension = cutKey(key, atoms, origin, boundary, known, meter, special);
    const entry: Entry = {
      names: [shown],
      size: dimension.cells.length,
      complete: dimension.complete,
      inside: dimension.masks[atoms.length],
      show: (cell) => ({ [shown]: dimension.cells[cell] }),
    };
    add(entry, atoms, dimension.masks);
  }

  if (origin === 'endpoint') {
    const vpces = byKey.get('aws:sourcevpce') ?? [];
    const vpcs = byKey.get('aws:sourcevpc') ?? [];
    const routes = cutRoute(vpces, vpcs, boundary, known, meter);
    const entry: Entry = {
      names: ['aws:SourceVpce', 'aws:SourceVpc'],
      size: routes.cells.length,
      complete: routes.complete,
      inside: routes.masks[vpces.length + vpcs.length],
      show: (cell) => {
        const route: EndpointPath | undefined = routes.cells[cell];
        return { 'aws:SourceVpce': route?.vpce, 'aws:SourceVpc': route?.vpc };
      },
    };
    add(entry, [...vpces, ...vpcs], routes.masks);
  }
  const isTimed = timeKeys.some((key) => byKey.has(key) && known(key) === null);
  if (isTimed) {
    const [current = [], epoch = []] = timeKeys.map((key) => byKey.get(key) ?? []);
    const times = cutTime(current, epoch, facts?.now ?? null, meter);
    const entry: Entry = {
      names: timeKeys.filter((key) => byKey.has(key)).map((key) => spelled(key, key)),
      size: times.cells.length,
      complete: times.complete,
      inside: undefined,
      show: (cell) => {
        const moment = times.cells[cell] ?? 0;
        return {
          ...(current.length > 0 ? { 'aws:CurrentTime': currentTime(moment) } : {}),
          ...(epoch.length > 0 ? { 'aws:EpochTime': epochTime(moment) } : {}),
        };
      },
    };
    add(entry, [...current, ...epoch], times.masks);
  }
  const cut = new Set([...routeKeys, ...tiedKeys.keys(), ...(isTimed ? timeKeys : [])]);
  for (const key of new Set([...ownKeys[origin], ...byKey.keys()]))
    if (!cut.has(key)) addKey(key, byKey.get(key) ?? []);

  return {
    start: (zone) => entries.map((entry) => start(entry, zone)),
    incomplete: entries.filter((entry) => !entry.complete).flatMap((entry) => entry.names),
    box(bound) {
      const masks = new Map<number, bigint>();
      for (const atom of [...bound.atoms, ...(bound.resource === null ? [] : [bound.resource])]) {
        const location = locations.get(atom);
        if (location === undefined) throw new Error('a condition outside the space');
        masks.set(location.dimension, (masks.get(location.dimension) ?? location.mask) & location.mask);
      }
      return { dimensions: [...masks.keys()], masks: [...masks.values()], source: bound };
    },
    values(state) {
      const context: [string, string | readonly string[]][] = [];
      const absent: string[] = [];
      let name = '';
      for (const [index, entry] of entries.entries()) {
        for (const [key, value] of Object.entries(entry.show(lowest(state[index] ?? 0n)))) {
          if (key === 'resource') name = String(value);
          else if (value === undefined) absent.push(key);
          else context.push([key, value]);
        }
      }
      return { resource: name, context: Object.fromEntries(context), absent };
    },
    describe(state, zone) {
      const words: string[] = [];
      for (const [index, entry] of entries.entries()) {
        const mask = state[index] ?? 0n;
        if (mask === start(entry, zone)) continue;
        for (const [key, value] of Object.entries(entry.show(lowest(mask)))) {
          words.push(
            value === undefined
              ? `without ${key}`
              : `${key} such as ${typeof value === 'string' ? value : value.join(', ')}`,
          );
        }
      }
      return words;
    },
  };
}
