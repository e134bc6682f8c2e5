/** A clock that stands still until it is told otherwise. */
export interface FakeClock {
  readonly now: () => string;
  /** Moves it on by so many ms. */
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
