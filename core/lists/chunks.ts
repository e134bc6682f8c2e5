/**
 * The items in lists of `size`, the last one possibly shorter; an empty list if there are no items. For AWS calls
 * that take a limited number of items.
 */
export function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  if (!(size >= 1)) throw new RangeError(`a chunk cannot have ${size} items`);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
