import type { Place } from './resource';
import type { SliceName, Slices } from './slices';

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

/** Which part of a slice is wanted: all of it, or the resources with these ids. */
export type Narrow = 'all' | readonly string[];

/** What to gather, slice by slice; an absent slice is not read. */
export type ReadRequest = { readonly [S in SliceName]?: Narrow };

/** The union of several requests: `all` wins, ids add up. */
export function mergeRequests(requests: readonly ReadRequest[]): ReadRequest {
  const merged: { [S in SliceName]?: Narrow } = {};
  for (const request of requests)
    for (const [slice, wanted] of Object.entries(request) as [SliceName, Narrow][]) {
      const known = merged[slice];
      if (wanted === 'all' || known === 'all') merged[slice] = 'all';
      else merged[slice] = [...new Set([...(known ?? []), ...wanted])];
    }
  return merged;
}
