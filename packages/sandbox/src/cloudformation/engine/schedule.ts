/** What a step ended in. */
export type StepResult = 'done' | 'failed';

interface Plan {
  /** In the order in which they start where nothing else decides. */
  readonly ids: readonly string[];
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** Does one step. Does not reject. */
  readonly perform: (id: string) => Promise<StepResult>;
  /** Whether no further step may be started, for another reason than a failure. */
  readonly isStopped: () => boolean;
  /** A step failed for the first time; these are under way still. */
  readonly onFailure: (underWay: readonly string[]) => void;
}

/** Performs steps side by side, each as soon as what it needs is done. After a failure no other is started. */
export async function performSteps({
  ids,
  needs,
  perform: step,
  isStopped,
  onFailure,
}: Plan): Promise<boolean> {
  const waiting = new Set(ids);
  const done = new Set<string>();
  const underWay = new Map<string, Promise<void>>();
  const failed: string[] = [];
  const isReady = (id: string) =>
    (needs.get(id) ?? []).every((needed) => done.has(needed) || !ids.includes(needed));
  const finish = (id: string, outcome: StepResult): void => {
    underWay.delete(id);
    if (outcome === 'done') done.add(id);
    else if (failed.push(id) === 1) onFailure([...underWay.keys()]);
  };
  for (;;) {
    if (failed.length === 0 && !isStopped())
      for (const id of [...waiting].filter(isReady)) {
        waiting.delete(id);
        underWay.set(
          id,
          step(id).then((outcome) => {
            finish(id, outcome);
          }),
        );
      }
    if (underWay.size === 0) return done.size === ids.length;
    await Promise.race(underWay.values());
  }
}
