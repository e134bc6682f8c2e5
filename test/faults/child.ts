import { leave, performTask, type Task } from './worker';

/** A process of the fault matrix: performs tasks as they come. */
process.on('message', (task: Task) => {
  void performTask(task, (report) => process.send?.(report)).then(() => {
    const { user, system } = process.cpuUsage();
    process.send?.({ type: 'done', cpuMs: (user + system) / 1_000 });
  });
});
process.on('disconnect', () => {
  // Whatever is open still.
  void leave().finally(() => process.exit());
});
