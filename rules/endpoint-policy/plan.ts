import { planInstead } from '../../core/endpoints/changeable';
import {
  ENDPOINT_POLICY_LIMIT,
  narrowedEndpointPolicy,
  ownEndpointPolicy,
} from '../../core/endpoints/policy-text';
import { endpointQuestion } from '../../core/endpoints/question';
import { endpointLockout, endpointOpenness } from '@palisade/iam';
import type { Plan, StepOf } from '../../core/model/plan';
import type { Settings } from '../../core/settings';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';
import type { Evidence } from './evaluate';

/** The calls of this rule, with their inputs. */
export interface Calls {
  'ec2:ModifyVpcEndpoint': { VpcEndpointId: string; PolicyDocument: string };
}

/**
 * Replaces AWS's default policy by one for one's own principals and resources; adds two Denies to a policy that
 * somebody wrote, so that nothing becomes allowed that was not. A policy is planned only if it is proved to close the
 * endpoint to others and to refuse no request of one's own that was allowed.
 */
export function plan(
  endpoint: VpcEndpoint,
  { fullAccess }: Evidence,
  snapshot: Snapshot,
  settings: Settings,
): Plan<StepOf<Calls>> {
  const obstacle = planInstead(endpoint, snapshot.place);
  if (obstacle !== undefined) return obstacle;
  const { VpcEndpointId, PolicyDocument: before = '' } = endpoint;
  const question = endpointQuestion(endpoint, snapshot.place, settings);
  const { own, partition } = question;
  const after = fullAccess
    ? ownEndpointPolicy(own, partition)
    : narrowedEndpointPolicy(before, own, partition);
  if (after === undefined) return { kind: 'person', because: 'the endpoint policy is not understood' };
  if (after.length > ENDPOINT_POLICY_LIMIT)
    return {
      kind: 'person',
      because: `the policy would have ${after.length} characters, and AWS takes ${ENDPOINT_POLICY_LIMIT}; name an organization instead of its accounts, or shorten the policy`,
    };
  const openness = endpointOpenness(after, question);
  if (openness.status !== 'closed')
    return { kind: 'person', because: 'the narrower policy is not proved to keep others out', text: after };
  const lockout = endpointLockout(before, after, question);
  if (lockout.status !== 'none')
    return {
      kind: 'person',
      because: `the narrower policy may refuse a request of your own: ${lockout.because}`,
      text: after,
    };
  return {
    kind: 'steps',
    steps: [
      {
        call: 'ec2:ModifyVpcEndpoint',
        input: { VpcEndpointId, PolicyDocument: after },
        why: `${whoStays(own)} stay allowed, with every call (CreateApp and what Studio and notebooks need); principals and resources of other accounts no longer get through. Proved: no request of your own that the present policy allows is refused`,
        precondition: fullAccess
          ? 'the policy is the full access that AWS gives by default'
          : 'somebody wrote the present policy; its statements stay, and two Denies are added',
        inverse: [
          {
            call: 'ec2:ModifyVpcEndpoint',
            input: { VpcEndpointId, PolicyDocument: before },
            why: 'the policy that the endpoint had before',
          },
        ],
        // The author of the policy may have let others in on purpose.
        approval: fullAccess ? 'none' : 'required',
      },
    ],
  };
}

function whoStays({ accounts, organization }: ReturnType<typeof endpointQuestion>['own']): string {
  const listed = accounts.length === 1 ? `account ${accounts[0]}` : `accounts ${accounts.join(', ')}`;
  return `principals and resources of ${listed}${organization === null ? '' : ` and of organization ${organization}`}`;
}
