/** The items in lists of `size` each, the last one perhaps shorter: what AWS takes in one call. No items, no list. */
export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (!(size >= 1)) throw new RangeError(`a chunk cannot have ${size} items`);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
