/**
 * The items of a list, of which there must be some: a loop over an empty one would assert nothing and pass.
 * @param what the name of the list in the message
 */
export function nonEmpty<T>(list: Iterable<T>, what = 'the list'): readonly [T, ...T[]] {
  const items = [...list];
  if (hasItems(items)) return items;
  throw new Error(`${what} is empty, so nothing would be asserted about it`);
}

function hasItems<T>(items: readonly T[]): items is readonly [T, ...T[]] {
  return items.length > 0;
}
