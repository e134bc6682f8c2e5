import { planInstead } from '../../core/endpoints/changeable';
import { costOf } from '../../core/endpoints/cost';
import { subnetIn } from '../../core/endpoints/availability-zones';
import { networkOf } from '../../core/network/network';
import type { Plan, StepOf } from '../../core/model/plan';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { Snapshot } from '../../core/model/snapshot';
import { type Evidence, usersOf } from './evaluate';

/** The calls of this rule, with their inputs. */
export interface Calls {
  'ec2:ModifyVpcEndpoint':
    { VpcEndpointId: string; AddSubnetIds: string[] } | { VpcEndpointId: string; RemoveSubnetIds: string[] };
}

/** Adds one subnet of each uncovered zone, in one call. A zone without a suitable subnet is left to a person. */
export function plan(
  endpoint: VpcEndpoint,
  { uncovered }: Evidence,
  snapshot: Snapshot,
): Plan<StepOf<Calls>> {
  const obstacle = planInstead(endpoint, snapshot.place);
  if (obstacle !== undefined) return obstacle;
  const { VpcEndpointId, VpcId } = endpoint;
  const subnets = snapshot.read('subnets');
  const network = networkOf(snapshot);
  const users = usersOf(endpoint, snapshot).known;
  const found = uncovered.flatMap((zone) => {
    const all = subnets.status === 'read' ? subnets.value : [];
    return subnetIn(zone, VpcId, users, all, network, snapshot.place.account)?.SubnetId ?? [];
  });
  if (found.length === 0)
    return {
      kind: 'person',
      because: `no subnet of yours in ${uncovered.join(', ')} is available and has a free address`,
    };
  return {
    kind: 'steps',
    steps: [
      {
        call: 'ec2:ModifyVpcEndpoint',
        input: { VpcEndpointId, AddSubnetIds: found },
        why: `calls from ${uncovered.join(', ')} then stay in their Availability Zone, and go on when another one fails. It costs ${costOf(found.length)}, more than now`,
        precondition: `the endpoint has no subnet in ${uncovered.join(', ')}`,
        inverse: [
          {
            call: 'ec2:ModifyVpcEndpoint',
            input: { VpcEndpointId, RemoveSubnetIds: found },
            why: 'the endpoint was not in these subnets before',
          },
        ],
        approval: 'none',
      },
    ],
  };
}
