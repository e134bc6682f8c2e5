import type { StackWork, StackWorker } from '../../account/stacks';
import { stackEvent } from '../../services/cloudformation/events';
import type { StackHost } from '../provider';
import { providerOf } from '../providers';
import { createAll } from './create';
import { jobOf } from './job';
import { removeAll } from './remove';
import { replaces } from './replaces';
import { updateAll } from './update';

/** Performs the operations on an account's stacks, one at a time for each stack. */
export function createWorker(hostOf: (work: StackWork) => StackHost): StackWorker {
  /** By stack id. */
  const running = new Map<string, Promise<void>>();
  const abandoned = new Set<string>();

  const run = (stackWork: StackWork, work: () => Promise<void>): void => {
    const { stack } = stackWork;
    const { id } = stack;
    const broken = (error: unknown): void => {
      const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
      // A mistake in the sandbox: the stack must not stay in progress forever.
      const { account } = hostOf(stackWork).sandbox;
      stackEvent(account, stack, failureOf(stack.status), `The embedded account failed: ${why}`);
    };
    const before = running.get(id) ?? Promise.resolve();
    const all: Promise<void> = before
      .then(work)
      .catch(broken)
      .finally(() => {
        if (running.get(id) === all) running.delete(id);
      });
    running.set(id, all);
  };

  return {
    knows: (type) => providerOf(type) !== undefined,
    isReplacedBy(type, properties) {
      const provider = providerOf(type);
      return provider !== undefined && replaces(provider, properties);
    },
    create(work, onFailure) {
      const { id } = work.stack;
      run(work, () =>
        createAll(
          jobOf(hostOf(work), work, () => abandoned.has(id)),
          onFailure,
        ),
      );
    },
    update(work, previous) {
      const { id } = work.stack;
      run(work, () =>
        updateAll(
          jobOf(hostOf(work), work, () => abandoned.has(id)),
          previous,
        ),
      );
    },
    remove(work, retained) {
      const { stack } = work;
      // A creation that is still running starts no further resource.
      abandoned.add(stack.id);
      run(work, async () => {
        abandoned.delete(stack.id);
        const host = hostOf(work);
        if (stack.resources.size === 0) stackEvent(host.sandbox.account, stack, 'DELETE_COMPLETE');
        else await removeAll(host, stack, retained);
      });
    },
    async idle() {
      while (running.size > 0) await Promise.all(running.values());
    },
  };
}

function failureOf(status: string): 'CREATE_FAILED' | 'UPDATE_FAILED' | 'DELETE_FAILED' {
  if (status.startsWith('CREATE') || status.startsWith('ROLLBACK')) return 'CREATE_FAILED';
  return status.startsWith('DELETE') ? 'DELETE_FAILED' : 'UPDATE_FAILED';
}
