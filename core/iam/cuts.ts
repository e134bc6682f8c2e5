import type { Atom, Value } from './condition';
import {
  anyAddressDomain,
  type Dimension,
  type Domain,
  keyDimension,
  keyDomain,
  publicDomain,
} from './dimension';
import { type Boundary, isInsideAddress, type Origin, type Route, routeDimension } from './origin';
import type { Fixed } from './principal';

interface Kept<T> {
  readonly atoms: readonly Atom[];
  readonly dimension: Dimension<T>;
}

/** The last cuts made for a perimeter: the origins, regions and actions of a problem ask for the same again. */
export interface Cuts {
  readonly keys: Map<string, Kept<Value>>;
  readonly routes: Map<string, Kept<Route>>;
}

const MAX_KEPT = 512;
const kept = new WeakMap<Boundary, Cuts>();

function cutsOf(boundary: Boundary): Cuts {
  const known = kept.get(boundary) ?? { keys: new Map(), routes: new Map() };
  kept.set(boundary, known);
  return known;
}

function again<T>(
  shelf: Map<string, Kept<T>>,
  name: string,
  atoms: readonly Atom[],
  make: () => Dimension<T>,
): Dimension<T> {
  const place = `${name} ${atoms.length}`;
  const known = shelf.get(place);
  if (known?.atoms.every((atom, index) => atom === atoms[index]) === true) return known.dimension;
  const dimension = make();
  if (shelf.size >= MAX_KEPT) shelf.clear();
  shelf.set(place, { atoms, dimension });
  return dimension;
}

function domainOf(key: string, origin: Origin, boundary: Boundary): Domain {
  if (key === 'aws:vpcsourceip') return anyAddressDomain('always', ['10.0.0.10']);
  if (key !== 'aws:sourceip') return keyDomain(key);
  return origin === 'public' ? publicDomain(boundary.corporate) : anyAddressDomain('maybe', ['203.0.113.9']);
}

/** Cuts one key. For `aws:SourceIp` of a public request, the last mask tells the inside. */
export function cutKey(
  key: string,
  atoms: readonly Atom[],
  origin: Origin,
  boundary: Boundary,
  known: Fixed,
): Dimension {
  const given = known(key);
  const isPublic = origin === 'public' && key === 'aws:sourceip';
  const inside = (value: Value) => typeof value === 'string' && isInsideAddress(boundary, value);
  const make = () =>
    keyDimension(key, atoms, domainOf(key, origin, boundary), isPublic ? [inside] : [], given);
  if (given !== null) return make();
  return again(cutsOf(boundary).keys, isPublic ? `${origin} ${key}` : key, atoms, make);
}

/** Cuts endpoint and VPC together; the last mask tells the inside. */
export function cutRoute(
  vpce: readonly Atom[],
  vpc: readonly Atom[],
  boundary: Boundary,
  known: Fixed,
): Dimension<Route> {
  const make = () => routeDimension(boundary, known, vpce, vpc);
  if (known('aws:sourcevpc') !== null || known('aws:sourcevpce') !== null) return make();
  return again(cutsOf(boundary).routes, String(vpce.length), [...vpce, ...vpc], make);
}
