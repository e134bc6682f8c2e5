import { scenarios } from '../scenarios';
import type { Injection, Kind } from './kinds';
import { record, survive } from './run';

/** A part of a scenario's matrix: every `of`-th injection, beginning with `part`. */
export interface Task {
  readonly scenario: number;
  readonly part: number;
  readonly of: number;
  readonly kinds?: readonly Kind[];
  readonly at?: number;
}

/** What came of it. */
export type Report =
  | {
      readonly type: 'recorded';
      readonly scenario: number;
      readonly calls: number;
      readonly injected: number;
      /** The calls by their index. */
      readonly names: readonly string[];
    }
  | { readonly type: 'survived'; readonly scenario: number; readonly kind: Kind }
  | {
      readonly type: 'lost';
      readonly scenario: number;
      readonly injection: Injection;
      readonly problems: readonly string[];
    }
  | { readonly type: 'broken'; readonly scenario: number; readonly because: string }
  | { readonly type: 'done' };

export async function perform(task: Task, tell: (report: Report) => void): Promise<void> {
  const scenario = scenarios[task.scenario];
  if (scenario === undefined) return;
  try {
    const { left, calls, injections } = await record(scenario);
    const wanted = injections
      .filter(({ kind, at }) => (task.kinds?.includes(kind) ?? true) && (task.at ?? at) === at)
      .filter((_, index) => index % task.of === task.part);
    if (task.part === 0)
      tell({
        type: 'recorded',
        scenario: task.scenario,
        calls: calls.length,
        injected: injections.length,
        names: calls,
      });
    for (const injection of wanted) {
      const problems = await survive(scenario, injection, left);
      if (problems.length === 0) tell({ type: 'survived', scenario: task.scenario, kind: injection.kind });
      else tell({ type: 'lost', scenario: task.scenario, injection, problems });
    }
  } catch (error) {
    const because = error instanceof Error ? (error.stack ?? error.message) : String(error);
    tell({ type: 'broken', scenario: task.scenario, because });
  }
}
