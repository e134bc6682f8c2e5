import type { Plan } from '../model/plan';
import type { Place } from '../model/resource';
import type { VpcEndpoint } from '../slices/endpoints';

/** States of an endpoint that carries no traffic and never will again. */
const ended = ['deleting', 'deleted', 'rejected', 'failed', 'expired'];

/** Whether an endpoint is gone, going, or was never accepted. AWS writes states in several letter cases. */
export function hasEnded({ State }: VpcEndpoint): boolean {
  return ended.includes(State.toLowerCase());
}

/** Why a failing endpoint cannot be changed from here, or not now; `undefined` when it can. */
export function whyNotChanged(
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
    return person('the endpoint waits to be accepted by the owner of the service');
  if (state === 'partial')
    return person('the endpoint is only partly there (state partial); look at its subnets');
  if (state !== 'available')
    return { kind: 'wait', because: `the endpoint is ${state}; it can be changed when it is available` };
  return undefined;
}
