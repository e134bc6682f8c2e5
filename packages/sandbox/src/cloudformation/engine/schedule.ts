/** How a step ended. */
export type StepResult = 'done' | 'failed';

interface Plan {
  /** In the order in which steps start, unless `needs` decides otherwise. */
  readonly ids: readonly string[];
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** Performs one step. Never rejects. */
  readonly perform: (id: string) => Promise<StepResult>;
  /** Whether no further step may start, for a reason other than a failure. */
  readonly isStopped: () => boolean;
  /** Called at the first failure, with the steps that are still running. */
  readonly onFailure: (running: readonly string[]) => void;
}

/**
 * Performs steps in parallel, each as soon as the steps that it needs are done. No step starts after a failure. Returns
 * whether all steps were done.
 */
export async function performSteps({
  ids,
  needs,
  perform: step,
  isStopped,
  onFailure,
}: Plan): Promise<boolean> {
  const waiting = new Set(ids);
  const done = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const failed: string[] = [];
  const isReady = (id: string) =>
    (needs.get(id) ?? []).every((needed) => done.has(needed) || !ids.includes(needed));
  const finish = (id: string, outcome: StepResult): void => {
    running.delete(id);
    if (outcome === 'done') done.add(id);
    else if (failed.push(id) === 1) onFailure([...running.keys()]);
  };
  for (;;) {
    if (failed.length === 0 && !isStopped())
      for (const id of [...waiting].filter(isReady)) {
        waiting.delete(id);
        running.set(
          id,
          step(id).then((outcome) => {
            finish(id, outcome);
          }),
        );
      }
    if (running.size === 0) return done.size === ids.length;
    await Promise.race(running.values());
  }
}
