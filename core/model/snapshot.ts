import type { Place } from './resource';
import { union, type Wanted } from './selectors';
import type { SelectorOf, SliceName, Slices } from '../slices';

/** One slice as it was read, or the reason why it could not be. An unreadable slice is never taken for an empty one. */
export type Reading<T> =
  | { readonly status: 'read'; readonly at: string; readonly value: T }
  | { readonly status: 'unreadable'; readonly at: string; readonly because: string };

/** An immutable set of slices of one account and Region, each read at a known time (ISO 8601). */
export interface Snapshot {
  readonly place: Place;
  readonly read: <S extends SliceName>(slice: S) => Reading<Slices[S]>;
}

type Readings = { readonly [S in SliceName]?: Reading<Slices[S]> };

/** A snapshot over the readings given. A slice that nobody read is unreadable, so that forgetting one cannot pass. */
export function snapshot(place: Place, readings: Readings, at: string): Snapshot {
  return {
    place,
    read: <S extends SliceName>(slice: S): Reading<Slices[S]> =>
      // Each entry of Readings is typed by its own key; TypeScript cannot follow that through an optional index.
      readings[slice] ?? {
        status: 'unreadable',
        at,
        because: `the slice ${slice} was not gathered`,
      },
  };
}

/** What to gather, slice by slice; an absent slice is not read. */
export type ReadRequest = { readonly [S in SliceName]?: Wanted<SelectorOf<S>> };

/** The union of several requests. */
export function mergeRequests(requests: readonly ReadRequest[]): ReadRequest {
  const merged: ReadRequest = {};
  const add = <S extends SliceName>(slice: S, wanted: Wanted<SelectorOf<S>> = []): void => {
    const known: Wanted<SelectorOf<S>> = merged[slice] ?? [];
    // TypeScript does not assign by a key that may be any slice's.
    Object.assign(merged, { [slice]: union(known, wanted) });
  };
  // Object.keys forgets the type of the keys.
  for (const request of requests)
    for (const slice of Object.keys(request) as SliceName[]) add(slice, request[slice]);
  return merged;
}
