import { scenarios } from '../scenarios';
import type { Injection, FaultKind } from './kinds';
import { Matrix } from './run';
import { sampled } from './sample';

/** A part of a scenario's matrix: every `of`-th injection, beginning with `part`. */
export interface Task {
  readonly scenario: number;
  readonly part: number;
  readonly of: number;
  /** Whether this part also reports the undisturbed run. */
  readonly isFirst: boolean;
  readonly kinds?: readonly FaultKind[];
  readonly at?: number;
  /** Which fault of each class, see `sampled`; absent: all of them. */
  readonly rotation?: number;
  /** Run everything to its end. */
  readonly isWhole?: boolean;
}

/** The results. */
export type Report =
  | {
      readonly type: 'recorded';
      readonly scenario: number;
      /** The names of the calls by their index. */
      readonly calls: readonly string[];
      readonly injections: number;
    }
  | {
      readonly type: 'survived';
      readonly scenario: number;
      readonly kind: FaultKind;
      readonly isKnown: boolean;
    }
  | {
      readonly type: 'lost';
      readonly scenario: number;
      readonly injection: Injection;
      readonly problems: readonly string[];
    }
  | { readonly type: 'broken'; readonly scenario: number; readonly because: string }
  /** The task is completed; the processor time of its process so far (ms). */
  | { readonly type: 'done'; readonly cpuMs: number };

/** The matrix of the last task's scenario, which is usually that of the next task too. */
let current: { readonly scenario: number; readonly matrix: Matrix } | undefined;

export async function performTask(task: Task, tell: (report: Report) => void): Promise<void> {
  const { scenario } = task;
  try {
    const matrix = await matrixOf(scenario);
    const { calls, injections } = matrix;
    if (task.isFirst) tell({ type: 'recorded', scenario, calls, injections: injections.length });
    const chosen = task.rotation === undefined ? injections : sampled(injections, task.rotation);
    const wanted = chosen
      .filter(({ kind, at }) => (task.kinds?.includes(kind) ?? true) && (task.at ?? at) === at)
      .filter((_, index) => index % task.of === task.part);
    for (const injection of wanted) {
      const { problems, isKnown } = await matrix.survive(injection, { isWhole: task.isWhole === true });
      if (problems.length > 0) tell({ type: 'lost', scenario, injection, problems });
      else tell({ type: 'survived', scenario, kind: injection.kind, isKnown });
    }
  } catch (error) {
    const because = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ type: 'broken', scenario, because });
  }
}

/** Closes what the last task has left open. */
export async function leave(): Promise<void> {
  await current?.matrix.stop();
  current = undefined;
}

async function matrixOf(index: number): Promise<Matrix> {
  if (current?.scenario === index) return current.matrix;
  await leave();
  const scenario = scenarios[index];
  if (scenario === undefined) throw new Error(`there is no scenario ${index}`);
  current = { scenario: index, matrix: await Matrix.record(scenario) };
  return current.matrix;
}
