/** EC2 takes at most this many values in one filter. */
const filterValues = 200;

/**
 * Reads with an id filter in as many calls as the filter's limit asks for. A filter, unlike an id parameter, does not
 * fail when one of the resources is gone. No ids, no call.
 */
export async function inFilterChunks<T>(
  ids: readonly string[],
  read: (ids: string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const unique = [...new Set(ids)];
  const items: T[] = [];
  for (let start = 0; start < unique.length; start += filterValues)
    items.push(...(await read(unique.slice(start, start + filterValues))));
  return items;
}
