import { leave, performTask, type Task } from './worker';

/** A process of the fault matrix, which performs the tasks that it is sent. */
process.on('message', (task: Task) => {
  void performTask(task, (report) => process.send?.(report)).then(() => {
    const { user, system } = process.cpuUsage();
    process.send?.({ type: 'done', cpuMs: (user + system) / 1_000 });
  });
});
process.on('disconnect', () => {
  // Open handles must not keep the process alive.
  void leave().finally(() => process.exit());
});
