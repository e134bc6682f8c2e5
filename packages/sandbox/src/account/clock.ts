/** Real time, real time multiplied, or time that moves only by `advance`. */
export type ClockMode = 'real' | 'manual' | { readonly factor: number };

type Task = () => void | Promise<void>;

/** The account's clock, which drives all asynchronous states. All durations are in milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Runs a task once, `delay` from now. `what` describes it in `pending`, distinctly from any other task. */
  after(delay: number, task: Task, what?: string): void;
  /** Moves time forward. Runs the tasks that fall due in order, and waits for each. */
  advance(milliseconds: number): Promise<void>;
  /** Resolves `delay` from now. */
  sleep(delay: number): Promise<void>;
  /** Drops all tasks. */
  stop(): void;
  /** The scheduled tasks in order: when each is due (milliseconds since the epoch) and its description. */
  pending(): readonly { readonly at: number; readonly what: string | undefined }[];
  /**
   * Returns a function that restores this time (or `at`) and these tasks. Only for a manual clock on which nobody
   * sleeps.
   */
  save(): (at?: number) => void;
}

interface Scheduled {
  readonly at: number;
  readonly order: number;
  readonly task: Task;
  readonly what: string | undefined;
}

/** Starts a clock at `start` (milliseconds since the epoch; default: the machine's time). */
export function startClock(mode: ClockMode, start: number = Date.now()): Clock {
  const factor = mode === 'real' ? 1 : mode === 'manual' ? 0 : mode.factor;
  const startedAt = Date.now();
  let offset = 0;
  let order = 0;
  let tasks: Scheduled[] = [];
  let timer: NodeJS.Timeout | undefined;

  const now = () => Math.round(start + (Date.now() - startedAt) * factor + offset);

  const takeDue = (until: number): Scheduled | undefined => {
    const next = tasks[0];
    if (next === undefined || next.at > until) return undefined;
    tasks = tasks.slice(1);
    return next;
  };

  const arm = () => {
    clearTimeout(timer);
    const next = tasks[0];
    if (next === undefined || factor === 0) return;
    timer = setTimeout(runDue, Math.min(Math.max(0, (next.at - now()) / factor), 2 ** 31 - 1));
    timer.unref();
  };

  const runDue = () => {
    for (let due = takeDue(now()); due !== undefined; due = takeDue(now())) void due.task();
    arm();
  };

  const after = (delay: number, task: Task, what?: string) => {
    tasks.push({ at: now() + delay, order: order++, task, what });
    tasks.sort((a, b) => a.at - b.at || a.order - b.order);
    arm();
  };

  return {
    now,
    after,
    sleep: (delay) =>
      new Promise((resolve) => {
        after(delay, resolve);
      }),
    async advance(milliseconds) {
      const target = now() + milliseconds;
      for (let due = takeDue(target); due !== undefined; due = takeDue(target)) {
        offset += Math.max(0, due.at - now());
        await due.task();
        await new Promise(setImmediate);
      }
      offset += Math.max(0, target - now());
      arm();
    },
    stop() {
      tasks = [];
      clearTimeout(timer);
    },
    pending: () => tasks.map(({ at, what }) => ({ at, what })),
    save() {
      if (factor !== 0) throw new Error('Only a manual clock can go back');
      const saved = { offset, tasks: [...tasks] };
      return (at) => {
        offset = at === undefined ? saved.offset : at - start;
        tasks = [...saved.tasks];
      };
    },
  };
}
