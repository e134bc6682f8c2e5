import type { Filter } from '@aws-sdk/client-ec2';
import type { z } from 'zod';
import { wholeRecords } from '../../../core/slices/records';
import { chunks } from '../../../core/lists/chunks';
import type { Paged } from '../../../core/lists/pages';
import { askingPages, fitting } from './asking';

/** What to describe: everything in the Region, or only what matches a filter with these values. */
export type Filtered = 'all' | { readonly filter: string; readonly values: readonly string[] };

interface Input {
  readonly Filters?: Filter[];
  readonly MaxResults: number;
  readonly NextToken: string | undefined;
}

/** Reads all pages of an EC2 Describe call, a thousand items each, in as few calls as the filter limit allows. */
export async function describeFiltered<S extends z.ZodRawShape, R extends Paged>(
  call: string,
  schema: z.ZodObject<S>,
  filtered: Filtered,
  send: (input: Input) => Promise<R>,
  itemsOf: (reply: R) => readonly unknown[] | undefined,
): Promise<readonly z.output<z.ZodObject<S>>[]> {
  const read = (filters: { readonly Filters?: Filter[] }): Promise<readonly unknown[]> =>
    askingPages(call, (NextToken) => send({ ...filters, MaxResults: 1_000, NextToken }), itemsOf);
  const items =
    filtered === 'all'
      ? await read({})
      : await inFilterChunks(filtered.values, (Values) =>
          read({ Filters: [{ Name: filtered.filter, Values }] }),
        );
  return fitting(call, wholeRecords(schema), items);
}

/** The most values that EC2 takes in one filter. */
const filterValues = 200;

/**
 * Reads with an id filter, in as many calls as the filter limit requires; no ids, no call. Unlike an id parameter, a
 * filter does not fail when one of the resources was deleted.
 */
export async function inFilterChunks<T>(
  ids: readonly string[],
  read: (ids: string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const items: T[] = [];
  for (const part of chunks([...new Set(ids)], filterValues)) items.push(...(await read([...part])));
  return items;
}
