import { perform, type Task } from './worker';

/** A process of the fault matrix: performs tasks as they come. */
process.on('message', (task: Task) => {
  void perform(task, (report) => process.send?.(report)).then(() => process.send?.({ type: 'done' }));
});
