import { stackEvent } from '../../services/cloudformation/events';
import { parseTemplate } from '../../services/cloudformation/parse-template';
import type { StackRecord } from '../../services/cloudformation/state';
import { dependencies } from '../order';
import type { StackHost } from '../provider';
import { listed, removeResource } from './job';

/**
 * Deletes a stack: each resource after those that need it. If a resource cannot be deleted, those that it needs stay.
 * @param retained logical ids of resources that stay
 */
export async function removeAll(
  host: StackHost,
  stack: StackRecord,
  retained: readonly string[],
): Promise<void> {
  const { account } = host.sandbox;
  const needs = dependencies(parseTemplate(stack.source.templateBody));
  const kept = new Set<string>();
  const failed: string[] = [];
  for (const resource of removalOrder(stack, needs)) {
    const { logicalId, status, isRetained } = resource;
    if (['DELETE_COMPLETE', 'DELETE_SKIPPED'].includes(status)) continue;
    if (kept.has(logicalId)) {
      for (const needed of needs.get(logicalId) ?? []) kept.add(needed);
      continue;
    }
    if (await removeResource({ host, stack }, resource, isRetained || retained.includes(logicalId))) continue;
    failed.push(logicalId);
    for (const needed of needs.get(logicalId) ?? []) kept.add(needed);
  }
  if (failed.length === 0) stackEvent(account, stack, 'DELETE_COMPLETE');
  else
    stackEvent(
      account,
      stack,
      'DELETE_FAILED',
      `The following resource(s) failed to delete: ${listed(failed)}. `,
    );
}

function removalOrder(stack: StackRecord, needs: ReadonlyMap<string, readonly string[]>) {
  const ordered: string[] = [];
  const visit = (id: string): void => {
    if (ordered.includes(id)) return;
    for (const needed of needs.get(id) ?? []) visit(needed);
    ordered.push(id);
  };
  for (const id of stack.resources.keys()) visit(id);
  return ordered.toReversed().flatMap((id) => {
    const resource = stack.resources.get(id);
    return resource === undefined ? [] : [resource];
  });
}
