import { resourceEvent, stackEvent } from '../../services/cloudformation/events';
import type { FailureAction, ResourceRecord } from '../../services/cloudformation/state';
import { createResource, type Job, listed, removeResource, setOutputs } from './job';
import { performSteps } from './schedule';

/** Creates the resources of a new stack. If one cannot be created, `onFailure` decides what happens to the others. */
export async function createAll(job: Job, onFailure: FailureAction): Promise<void> {
  const { host, stack, order, needs } = job;
  const { account } = host.sandbox;
  const cancelled = new Set<string>();
  const isWhole = await performSteps({
    ids: order,
    needs,
    isStopped: job.isAbandoned,
    perform: (id) => createResource(job, id, () => cancelled.has(id)),
    onFailure(running) {
      for (const id of running) {
        const resource = stack.resources.get(id);
        if (resource === undefined) continue;
        cancelled.add(id);
        resourceEvent(
          account,
          stack,
          { ...resource, status: 'CREATE_FAILED' },
          'Resource creation cancelled',
        );
      }
    },
  });
  if (job.isAbandoned()) return;
  if (isWhole) {
    try {
      setOutputs(job);
      stackEvent(account, stack, 'CREATE_COMPLETE');
      return;
    } catch (error) {
      await undo(job, onFailure, error instanceof Error ? error.message : String(error));
      return;
    }
  }
  const failed = [...stack.resources.values()].filter(({ status }) => status === 'CREATE_FAILED');
  const ids = listed(failed.map(({ logicalId }) => logicalId));
  await undo(job, onFailure, `The following resource(s) failed to create: ${ids}. `);
}

async function undo({ host, stack }: Job, onFailure: FailureAction, reason: string): Promise<void> {
  const { account } = host.sandbox;
  switch (onFailure) {
    case 'DO_NOTHING':
      stackEvent(account, stack, 'CREATE_FAILED', reason);
      return;
    case 'ROLLBACK':
      stackEvent(account, stack, 'ROLLBACK_IN_PROGRESS', `${reason}Rollback requested by user.`);
      await removeEach(
        host,
        stack,
        'ROLLBACK_COMPLETE',
        'ROLLBACK_FAILED',
        (one) => one.isRetainedOnRollback,
      );
      return;
    case 'DELETE':
      stackEvent(account, stack, 'DELETE_IN_PROGRESS', `${reason}Delete requested by user.`);
      await removeEach(host, stack, 'DELETE_COMPLETE', 'DELETE_FAILED', (one) => one.isRetainedOnRollback);
  }
}

/** Deletes every resource of a stack, the last created first, and writes the final status. */
async function removeEach(
  host: Job['host'],
  stack: Job['stack'],
  whole: 'ROLLBACK_COMPLETE' | 'DELETE_COMPLETE',
  broken: 'ROLLBACK_FAILED' | 'DELETE_FAILED',
  isKept: (resource: ResourceRecord) => boolean,
): Promise<void> {
  const { account } = host.sandbox;
  const failed: string[] = [];
  for (const resource of [...stack.resources.values()].toReversed())
    if (!(await removeResource({ host, stack }, resource, isKept(resource)))) failed.push(resource.logicalId);
  if (failed.length === 0) stackEvent(account, stack, whole);
  else stackEvent(account, stack, broken, `The following resource(s) failed to delete: ${listed(failed)}. `);
}
