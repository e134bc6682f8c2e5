import type { ResourceStatus, StackStatus } from '@aws-sdk/client-cloudformation';
import type { Account } from '../../account/account';
import type { ResourceRecord, StackRecord } from './state';

/** Sets the state of a stack and writes its event. */
export function stackEvent(account: Account, stack: StackRecord, status: StackStatus, reason?: string): void {
  stack.status = status;
  stack.reason = reason;
  const at = account.clock.now();
  if (status === 'DELETE_COMPLETE') stack.deletedAt = at;
  stack.events.push({
    eventId: account.ids.uuid(),
    operationId: stack.operationId,
    logicalId: stack.name,
    physicalId: stack.id,
    type: 'AWS::CloudFormation::Stack',
    // Every stack status is also valid as the resource status of the stack's own event.
    status: status as ResourceStatus,
    reason,
    properties: undefined,
    token: stack.token,
    at,
  });
}

/** Writes the event of a resource and stores the resource's new state. */
export function resourceEvent(
  account: Account,
  stack: StackRecord,
  resource: Omit<ResourceRecord, 'at' | 'reason'>,
  reason?: string,
): void {
  const at = account.clock.now();
  const { logicalId, physicalId, type, status, properties } = resource;
  stack.resources.set(logicalId, { ...resource, reason, at });
  stack.events.push({
    eventId: `${logicalId}-${status}-${new Date(at).toISOString()}-${stack.events.length}`,
    operationId: stack.operationId,
    logicalId,
    physicalId,
    type,
    status,
    reason,
    properties: JSON.stringify(properties),
    token: stack.token,
    at,
  });
}
