import { differingProperties } from '../../services/cloudformation/compare';
import { resourceEvent, stackEvent } from '../../services/cloudformation/events';
import type { OutputRecord, ResourceRecord, StackSource } from '../../services/cloudformation/state';
import type { CreatedResource } from '../provider';
import { providerOf } from '../providers';
import {
  createResource,
  definitionOf,
  failResource,
  type Job,
  listed,
  propertiesOf,
  resourceRecord,
  removeResource,
  requestOf,
  setOutputs,
} from './job';
import { requirePermission } from './permissions';
import { replaces } from './replaces';
import { performSteps } from './schedule';

/** The changes that an update has made so far, for the rollback. */
interface Done {
  /** Updated in place, in this order; includes those whose update failed. */
  readonly updated: string[];
  /** Resources that were replaced by new ones. */
  readonly replaced: Map<string, ResourceRecord>;
  readonly cancelled: Set<string>;
}

/** Updates a stack to its new template. If that fails, rolls back to `previous`. */
export async function updateAll(job: Job, previous: StackSource): Promise<void> {
  const { host, stack, order, needs } = job;
  const { account } = host.sandbox;
  const before = new Map([...stack.resources].filter(([, { status }]) => !isGone(status)));
  const outputs = stack.outputs;
  const done: Done = { updated: [], replaced: new Map(), cancelled: new Set() };
  for (const id of stack.resources.keys()) if (!before.has(id)) stack.resources.delete(id);
  const isWhole = await performSteps({
    ids: order,
    needs,
    isStopped: job.isAbandoned,
    perform: (id) => settle(job, id, before.get(id), done),
    onFailure(running) {
      for (const id of running) {
        const resource = stack.resources.get(id);
        if (resource === undefined) continue;
        done.cancelled.add(id);
        const isNew = !before.has(id);
        resourceEvent(
          account,
          stack,
          { ...resource, status: isNew ? 'CREATE_FAILED' : 'UPDATE_FAILED' },
          isNew ? 'Resource creation cancelled' : 'Resource update cancelled',
        );
      }
    },
  });
  if (job.isAbandoned()) return;
  let problem = isWhole ? undefined : failures(job);
  if (problem === undefined)
    try {
      setOutputs(job);
    } catch (error) {
      problem = error instanceof Error ? error.message : String(error);
    }
  if (problem !== undefined) {
    await rollBack(job, { previous, before, outputs, done, problem });
    return;
  }
  stackEvent(account, stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
  await cleanUp(job, before, done);
  stackEvent(account, stack, 'UPDATE_COMPLETE');
}

function isGone(status: string): boolean {
  return status === 'DELETE_COMPLETE' || status === 'DELETE_SKIPPED';
}

function failures({ stack }: Job): string {
  const failed = (status: string) =>
    [...stack.resources.values()].filter((one) => one.status === status).map(({ logicalId }) => logicalId);
  const [created, updated] = [failed('CREATE_FAILED'), failed('UPDATE_FAILED')];
  return [
    created.length === 0 ? '' : `The following resource(s) failed to create: ${listed(created)}. `,
    updated.length === 0 ? '' : `The following resource(s) failed to update: ${listed(updated)}. `,
  ].join('');
}

/** Creates, updates or replaces one resource as the template requires. */
async function settle(
  job: Job,
  id: string,
  old: ResourceRecord | undefined,
  done: Done,
): Promise<'done' | 'failed'> {
  const isCancelled = () => done.cancelled.has(id);
  if (old === undefined) return createResource(job, id, isCancelled);
  const { account } = job.host.sandbox;
  const { provider } = definitionOf(job, id);
  const current = { id: old.physicalId, attributes: old.attributes };
  let record = {
    ...resourceRecord(job, id, old.properties),
    physicalId: old.physicalId,
    attributes: old.attributes,
  };
  try {
    const properties = propertiesOf(job, id);
    const changed = differingProperties(old.properties, properties);
    if (changed.length === 0 && !isHalfDone(old)) {
      job.made.set(id, current);
      job.stack.resources.set(id, { ...record, status: old.status, reason: old.reason, at: old.at });
      return 'done';
    }
    const isReplaced = replaces(provider, changed);
    const next = { ...record, properties };
    const why = 'Requested update requires the creation of a new physical resource; hence creating one.';
    resourceEvent(
      account,
      job.stack,
      { ...next, status: 'UPDATE_IN_PROGRESS' },
      isReplaced ? why : undefined,
    );
    if (isReplaced) done.replaced.set(id, old);
    else done.updated.push(id);
    const request = requestOf(job, id, properties);
    requirePermission(
      job.host,
      isReplaced ? 'create' : 'update',
      isReplaced ? request : { ...request, name: old.physicalId },
    );
    const made =
      isReplaced || provider.update === undefined
        ? await provider.create(request)
        : await provider.update(request, current, old.properties);
    record = { ...next, physicalId: made.id, attributes: made.attributes };
    // A custom resource that answers with another id has been replaced.
    if (!isReplaced && made.id !== old.physicalId) done.replaced.set(id, old);
    job.made.set(id, made);
    if (isCancelled()) {
      const known = job.stack.resources.get(id);
      if (known !== undefined) job.stack.resources.set(id, { ...known, ...record });
      return 'failed';
    }
    if (isReplaced)
      resourceEvent(
        account,
        job.stack,
        { ...record, status: 'UPDATE_IN_PROGRESS' },
        'Resource creation Initiated',
      );
    resourceEvent(account, job.stack, { ...record, status: 'UPDATE_COMPLETE' });
    return 'done';
  } catch (error) {
    if (!isCancelled()) failResource(job, record, 'UPDATE_FAILED', error);
    return 'failed';
  }
}

/** A resource that a failed operation left without rolling back is updated in any case. */
function isHalfDone({ status }: ResourceRecord): boolean {
  return status.endsWith('_FAILED');
}

/**
 * Deletes the replaced resources and those that are no longer in the template. One that cannot be deleted stays, but is
 * no longer part of the stack.
 */
async function cleanUp(job: Job, before: ReadonlyMap<string, ResourceRecord>, done: Done): Promise<void> {
  const { stack, host } = job;
  for (const [id, old] of [...done.replaced].toReversed()) {
    const now = stack.resources.get(id);
    await removeResource(job, old, old.isRetainedWhenReplaced);
    if (now !== undefined) stack.resources.set(id, now);
  }
  const gone = [...before.values()].filter(({ logicalId }) => !job.order.includes(logicalId)).toReversed();
  for (const old of gone) await removeResource({ host, stack }, old, old.isRetained);
}

interface Rollback {
  readonly previous: StackSource;
  readonly before: ReadonlyMap<string, ResourceRecord>;
  readonly outputs: readonly OutputRecord[];
  readonly done: Done;
  readonly problem: string;
}

/** Rolls back an update: restores changed resources and deletes new ones. */
async function rollBack(job: Job, { previous, before, outputs, done, problem }: Rollback): Promise<void> {
  const { host, stack } = job;
  const { account } = host.sandbox;
  if (stack.disableRollback) {
    stackEvent(account, stack, 'UPDATE_FAILED', problem);
    return;
  }
  stackEvent(account, stack, 'UPDATE_ROLLBACK_IN_PROGRESS', problem);
  const leftovers: ResourceRecord[] = [];
  const stuck: string[] = [];
  for (const [id, now] of [...stack.resources]) {
    const old = before.get(id);
    if (old === undefined) leftovers.push(now);
    else if (done.replaced.has(id) && !done.updated.includes(id)) {
      if (now.physicalId !== old.physicalId) leftovers.push(now);
      restore(job, old);
    } else if (done.updated.includes(id)) {
      if (!(await restoreProperties(job, now, old, leftovers))) stuck.push(id);
    } else stack.resources.set(id, old);
  }
  stack.source = previous;
  stack.outputs = outputs;
  if (stuck.length > 0) {
    stackEvent(
      account,
      stack,
      'UPDATE_ROLLBACK_FAILED',
      `The following resource(s) failed to update: ${listed(stuck)}. `,
    );
    return;
  }
  stackEvent(account, stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  for (const leftover of leftovers.toReversed()) {
    const current = stack.resources.get(leftover.logicalId);
    // The deletion policy for rollbacks does not apply to a replacement.
    const isNew = !before.has(leftover.logicalId);
    await removeResource({ host, stack }, leftover, isNew && leftover.isRetainedOnRollback);
    if (!isNew && current !== undefined) stack.resources.set(leftover.logicalId, current);
  }
  stackEvent(account, stack, 'UPDATE_ROLLBACK_COMPLETE');
}

function restore({ host, stack }: Job, old: ResourceRecord): void {
  const { at: _, reason: __, ...record } = old;
  resourceEvent(host.sandbox.account, stack, { ...record, status: 'UPDATE_COMPLETE' });
}

/** Restores the previous properties of a resource. Returns false if that failed. */
async function restoreProperties(
  job: Job,
  now: ResourceRecord,
  old: ResourceRecord,
  leftovers: ResourceRecord[],
): Promise<boolean> {
  const { account } = job.host.sandbox;
  const { at: _, reason: __, ...record } = old;
  resourceEvent(account, job.stack, { ...record, physicalId: now.physicalId, status: 'UPDATE_IN_PROGRESS' });
  try {
    const request = requestOf(job, old.logicalId, old.properties);
    const current: CreatedResource = { id: now.physicalId, attributes: now.attributes };
    const made = await providerOf(old.type)?.update?.(request, current, now.properties);
    if (made !== undefined && made.id !== now.physicalId) leftovers.push(now);
    const { id: physicalId, attributes } = made ?? current;
    resourceEvent(account, job.stack, { ...record, physicalId, attributes, status: 'UPDATE_COMPLETE' });
    return true;
  } catch (error) {
    failResource(job, { ...record, physicalId: now.physicalId }, 'UPDATE_FAILED', error);
    return false;
  }
}
