interface Node<T> {
  value: T | undefined;
  readonly next: Map<object, Node<T>>;
}

/** Values by the list of objects that they were made from. */
export interface Shelf<T> {
  /** Looks up a value, or makes and keeps it. */
  take(parts: readonly object[], make: () => T): T;
}

/** A shelf that has grown beyond `size` objects is emptied, which bounds memory and costs little. */
export function createShelf<T extends object>(size: number): Shelf<T> {
  let root: Node<T> = { value: undefined, next: new Map() };
  let count = 0;
  return {
    take(parts, make) {
      if (count > size) {
        root = { value: undefined, next: new Map() };
        count = 0;
      }
      let node = root;
      for (const part of parts) {
        let next = node.next.get(part);
        if (next === undefined) {
          next = { value: undefined, next: new Map() };
          node.next.set(part, next);
          count += 1;
        }
        node = next;
      }
      return (node.value ??= make());
    },
  };
}
