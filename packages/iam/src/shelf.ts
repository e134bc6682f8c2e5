interface Node<T> {
  thing: T | undefined;
  readonly next: Map<object, Node<T>>;
}

/** Things by the list of objects that they were made of. */
export interface Shelf<T> {
  /** Looks up, or makes and keeps. */
  take(parts: readonly object[], make: () => T): T;
}

/** A shelf that has grown to `size` objects is emptied, which bounds memory and costs little. */
export function createShelf<T extends object>(size: number): Shelf<T> {
  let root: Node<T> = { thing: undefined, next: new Map() };
  let held = 0;
  return {
    take(parts, make) {
      if (held > size) {
        root = { thing: undefined, next: new Map() };
        held = 0;
      }
      let node = root;
      for (const part of parts) {
        let next = node.next.get(part);
        if (next === undefined) {
          next = { thing: undefined, next: new Map() };
          node.next.set(part, next);
          held += 1;
        }
        node = next;
      }
      return (node.thing ??= make());
    },
  };
}
