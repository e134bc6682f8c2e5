/**
 * How much work the engine may do. A step takes some tens of nanoseconds; a node is one state that the search visits.
 */
export interface Bounds {
  /** Nodes of one verdict: an action, a resource and a zone. */
  readonly nodes: number;
  /** Steps of one verdict. */
  readonly steps: number;
  /** Steps of all verdicts of one call together, but each verdict may take `least` in any case. */
  readonly callSteps: number;
  readonly least: number;
}

export const usualBounds: Bounds = { nodes: 20_000, steps: 4_000_000, callSteps: 10_000_000, least: 100_000 };

/** Thrown by a meter and caught where the verdict began, which then is `unknown`; it never leaves the engine. */
export class BoundReached extends Error {}

/** Counts the work of one verdict. */
export interface Meter {
  /**
   * Steps: a value compared, a box examined, a position of a pattern advanced.
   * @throws BoundReached past the bound
   */
  spend(steps: number): void;
  /** @throws BoundReached past the bound */
  visitNode(): void;
}

/** For work that is bounded by the size of one pattern and one text. */
export const unmetered: Meter = { spend: () => undefined, visitNode: () => undefined };

/** Work done. */
export interface WorkCount {
  steps: number;
  nodes: number;
}

function createMeter(bounds: Bounds, steps: number, work: WorkCount): Meter {
  return {
    spend(more) {
      // Steps are counted before they are done, so that work beyond the bound is never started.
      if (work.steps + more > steps) {
        work.steps = steps;
        throw new BoundReached(`the search budget of ${steps} steps is used up`);
      }
      work.steps += more;
    },
    visitNode() {
      work.nodes += 1;
      if (work.nodes > bounds.nodes)
        throw new BoundReached(`the search budget of ${bounds.nodes} nodes is used up`);
    },
  };
}

/** How much work the verdicts of one call may do together. */
export interface Allowance {
  /** Does the work of one verdict with a meter of its own. */
  within<T>(work: (meter: Meter) => T): T;
}

/** @param total the work done is added to it */
export function createAllowance(bounds: Bounds, total: WorkCount): Allowance {
  let left = bounds.callSteps;
  return {
    within(run) {
      const work = { steps: 0, nodes: 0 };
      try {
        return run(createMeter(bounds, Math.min(bounds.steps, Math.max(bounds.least, left)), work));
      } finally {
        left -= work.steps;
        total.steps += work.steps;
        total.nodes += work.nodes;
      }
    },
  };
}
