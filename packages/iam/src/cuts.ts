import type { Atom, Value } from './condition';
import {
  anyAddressDomain,
  type Dimension,
  type KeyDomain,
  keyDimension,
  keyDomain,
  publicDomain,
} from './dimension';
import { type Boundary, isInsideAddress, type Origin, type EndpointPath, routeDimension } from './origin';
import type { Meter } from './meter';
import type { Fixed } from './principal';
import { createShelf, type Shelf } from './shelf';

/**
 * The dimensions already cut for one perimeter: origins, zones, actions and principals need the same ones repeatedly.
 */
interface Cuts {
  readonly keys: Map<string, Shelf<Dimension>>;
  readonly routes: Map<number, Shelf<Dimension<EndpointPath>>>;
}

const MAX_KEYS = 256;
const MAX_ATOMS = 8192;
const kept = new WeakMap<Boundary, Cuts>();

function cutsOf(boundary: Boundary): Cuts {
  const known = kept.get(boundary) ?? { keys: new Map(), routes: new Map() };
  kept.set(boundary, known);
  return known;
}

function shelfIn<K, T extends object>(shelves: Map<K, Shelf<T>>, name: K): Shelf<T> {
  const known = shelves.get(name);
  if (known !== undefined) return known;
  if (shelves.size >= MAX_KEYS) shelves.clear();
  const made = createShelf<T>(MAX_ATOMS);
  shelves.set(name, made);
  return made;
}

/** The values that the key may have in requests of this origin. */
export function domainOf(key: string, origin: Origin, boundary: Boundary): KeyDomain {
  if (key === 'aws:vpcsourceip') return anyAddressDomain(false, ['10.0.0.10']);
  if (key !== 'aws:sourceip') return keyDomain(key);
  return origin === 'public' ? publicDomain(boundary.corporate) : anyAddressDomain(true, ['203.0.113.9']);
}

/** Names what is known about a key of one principal, for what is kept. */
function nameOf({ absent, form, only, own, prefer }: KeyDomain): string {
  return JSON.stringify([absent, own, only, form === undefined ? null : prefer, form]);
}

/**
 * Cuts one key into cells. `special`: what is known about it apart from its name. `aws:SourceIp` has one more mask: the
 * cells inside the perimeter.
 */
export function cutKey(
  key: string,
  atoms: readonly Atom[],
  origin: Origin,
  boundary: Boundary,
  known: Fixed,
  meter: Meter,
  special: KeyDomain | null = null,
): Dimension {
  const given = known(key);
  const isSource = key === 'aws:sourceip';
  const inside = (value: Value) => typeof value === 'string' && isInsideAddress(boundary, value);
  const domain = special ?? domainOf(key, origin, boundary);
  const make = () => keyDimension(key, atoms, domain, isSource ? [inside] : [], given, meter);
  if (given !== null) return make();
  const name = special === null ? key : `${key} ${nameOf(special)}`;
  return shelfIn(cutsOf(boundary).keys, isSource ? `${origin} ${name}` : name).take(atoms, make);
}

/** Cuts endpoint and VPC together into cells; the last mask has the cells inside the perimeter. */
export function cutRoute(
  vpce: readonly Atom[],
  vpc: readonly Atom[],
  boundary: Boundary,
  known: Fixed,
  meter: Meter,
): Dimension<EndpointPath> {
  const make = () => routeDimension(boundary, known, vpce, vpc, meter);
  if (known('aws:sourcevpc') !== null || known('aws:sourcevpce') !== null) return make();
  return shelfIn(cutsOf(boundary).routes, vpce.length).take([...vpce, ...vpc], make);
}
