/** Splits items, in order, into batches of at most `count` items and `bytes` bytes of JSON. */
export function batches<T>(items: readonly T[], count: number, bytes = Infinity): readonly (readonly T[])[] {
  const all: T[][] = [];
  let size = 0;
  for (const item of items) {
    const itemSize = bytes === Infinity ? 0 : Buffer.byteLength(JSON.stringify(item)) + 1;
    const last = all.at(-1);
    if (last === undefined || last.length >= count || size + itemSize > bytes) {
      all.push([item]);
      size = itemSize;
    } else {
      last.push(item);
      size += itemSize;
    }
  }
  return all;
}
