import type { Plan } from '../model/plan';
import type { Place } from '../model/resource';
import type { VpcEndpoint } from '../slices/endpoints';

/** States of an endpoint that carries no traffic and never will again. */
const ended = ['deleting', 'deleted', 'rejected', 'failed', 'expired'];

/** Whether an endpoint is deleted, being deleted, or was never accepted. AWS spells states in varying letter cases. */
export function hasEnded({ State }: VpcEndpoint): boolean {
  return ended.includes(State.toLowerCase());
}

/**
 * The plan instead of a change: why a failing endpoint cannot be changed from here, or not now. `undefined` if it
 * can.
 */
export function planInstead(
  { OwnerId, RequesterManaged, State }: VpcEndpoint,
  { account }: Place,
): Exclude<Plan<never>, { kind: 'steps' }> | undefined {
  const person = (because: string) => ({ kind: 'person', because }) as const;
  if (OwnerId !== undefined && OwnerId !== account)
    return person(`the endpoint belongs to account ${OwnerId}, which has to change it`);
  if (RequesterManaged === true)
    return person('an AWS service manages this endpoint; change it through that service');
  const state = State.toLowerCase();
  if (state === 'pendingacceptance')
    return person('the owner of the service has not accepted the endpoint yet');
  if (state === 'partial')
    return person('the endpoint exists only in part (state partial); check its subnets');
  if (state !== 'available')
    return { kind: 'wait', because: `the endpoint is ${state}; it can be changed when it is available` };
  return undefined;
}
