import type { Place } from './resource';
import { union, type Wanted } from './selectors';
import type { SelectorOf, SliceName, Slices } from '../slices';

/** One slice as it was read, or why it could not be. An unreadable slice is never treated as an empty one. */
export type Reading<T> =
  | {
      readonly status: 'read';
      readonly at: string;
      readonly value: T;
      /** From a file that a person may have cut, in which what is not there may exist. AWS lists what there is. */
      readonly fromExport?: true;
    }
  | {
      readonly status: 'unreadable';
      readonly at: string;
      readonly because: string;
      /** Nobody tried to read it: the export has no such file. */
      readonly notInExport?: true;
    };

/** An immutable set of slices of one account and Region, each read at a known time (ISO 8601). */
export interface Snapshot {
  readonly place: Place;
  readonly read: <S extends SliceName>(slice: S) => Reading<Slices[S]>;
}

type Readings = { readonly [S in SliceName]?: Reading<Slices[S]> };

/**
 * A snapshot of the given readings. A slice without a reading is unreadable, so a forgotten one cannot pass as empty.
 */
export function snapshot(place: Place, readings: Readings, at: string): Snapshot {
  return {
    place,
    read: <S extends SliceName>(slice: S): Reading<Slices[S]> =>
      // Each entry of Readings has a type of its own, which TypeScript loses when the key is a type parameter.
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
    // TypeScript does not allow an assignment by a key of a generic type.
    Object.assign(merged, { [slice]: union(known, wanted) });
  };
  // The type of Object.keys does not include the keys.
  for (const request of requests)
    for (const slice of Object.keys(request) as SliceName[]) add(slice, request[slice]);
  return merged;
}
