/** A clock that only moves when a test moves it. */
export interface FakeClock {
  readonly now: () => string;
  /** Moves it forward by this many ms. */
  readonly pass: (ms: number) => void;
}

export function fakeClock(start = '2026-11-20T10:00:00.000Z'): FakeClock {
  let at = Date.parse(start);
  return {
    now: () => new Date(at).toISOString(),
    pass: (ms) => {
      at += ms;
    },
  };
}
