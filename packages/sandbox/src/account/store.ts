import type { Clock } from './clock';

/** One service's state: plain data (objects, arrays, Maps), so it can be copied. */
export interface Slot<T> {
  readonly name: string;
  /** A global service has one state in the account, any other has one per Region. */
  readonly scope: 'regional' | 'global';
  /** Reads never lag behind writes. */
  readonly isConsistent?: true;
  /** `region`: that of the first call. For a global service, any Region of the account's partition. */
  readonly create: (region: string) => T;
}

interface Earlier {
  readonly writtenAt: number;
  readonly state: unknown;
}

/** Which of the possible states a lagging read returns: any of them, chosen by the seed, or the oldest. */
export type VisibleState = 'any' | 'oldest';

/** Stores the state of every service, and its earlier states before each recent write. */
export interface Store {
  current<T>(slot: Slot<T>, region: string): T;
  /** To be called before a write: keeps the state for reads that lag behind. */
  beforeWrite(slot: Slot<unknown>, region: string): void;
  /** The state that a read returns: one of the last `consistencyMs`, chosen by the seed or the oldest. */
  read<T>(slot: Slot<T>, region: string): T;
  /** Every state by its slot and Region. Must not be changed. */
  all(): ReadonlyMap<string, unknown>;
  /** Returns a function that restores the current states. It can be called more than once. */
  save(): () => void;
}

export function createStore(
  clock: Clock,
  consistencyMs: () => number,
  random: () => number,
  seen: () => VisibleState,
): Store {
  const states = new Map<string, unknown>();
  const history = new Map<string, Earlier[]>();
  const keyOf = (slot: Slot<unknown>, region: string) =>
    slot.scope === 'global' ? slot.name : `${slot.name}/${region}`;

  const current = <T>(slot: Slot<T>, region: string): T => {
    const key = keyOf(slot, region);
    const known = states.get(key);
    // The key identifies the slot, and only this function stores states.
    if (known !== undefined) return known as T;
    const created = slot.create(region);
    states.set(key, created);
    return created;
  };

  const recent = (key: string) =>
    (history.get(key) ?? []).filter((earlier) => clock.now() < earlier.writtenAt + consistencyMs());

  return {
    current,
    beforeWrite(slot, region) {
      if (consistencyMs() <= 0) return;
      const key = keyOf(slot, region);
      const state = structuredClone(current(slot, region));
      history.set(key, [...recent(key), { writtenAt: clock.now(), state }]);
    },
    read<T>(slot: Slot<T>, region: string): T {
      const isCurrent = consistencyMs() <= 0 || slot.isConsistent === true;
      const earlier = isCurrent ? [] : recent(keyOf(slot, region));
      const chosen = earlier[seen() === 'oldest' ? 0 : Math.floor(random() * (earlier.length + 1))];
      // Same key, same slot, therefore the same type.
      return chosen === undefined ? current(slot, region) : (chosen.state as T);
    },
    all: () => states,
    save() {
      const saved = structuredClone({ states, history });
      return () => {
        states.clear();
        history.clear();
        for (const [key, state] of structuredClone(saved.states)) states.set(key, state);
        // Earlier states never change, so they need no copy.
        for (const [key, earlier] of saved.history) history.set(key, earlier);
      };
    },
  };
}
