import { networkOf } from '../../core/network/network';
import { type Authorization, httpsWith, httpsWithout, type Revocation } from '../../core/network/rule-steps';
import type { PathFault } from '../../core/network/path';
import type { Plan, StepOf } from '../../core/model/plan';
import type { NotebookInstance } from '../../core/slices/notebooks';
import type { Snapshot } from '../../core/model/snapshot';
import { byHand } from './by-hand';
import { type Evidence, pathsOf } from './evaluate';

/** The calls of this rule, with their inputs. */
export interface Calls {
  'ec2:AuthorizeSecurityGroupEgress': Authorization;
  'ec2:RevokeSecurityGroupEgress': Revocation;
}

const id = 'notebook-private-route';

/**
 * This rule changes only what the notebook's own security group lets out: it allows TCP 443 to the endpoint. The rest
 * belongs to another rule (the endpoint's groups, its private DNS, a missing endpoint) or, for routes, to a person.
 */
export function plan(
  notebook: NotebookInstance,
  { internet }: Evidence,
  snapshot: Snapshot,
): Plan<StepOf<Calls>> {
  const faults = pathsOf(notebook, snapshot).flatMap(({ service, path }) =>
    path.status === 'broken' ? [{ service, fault: path.fault }] : [],
  );
  const ours = ownGroup(notebook, snapshot);
  const shut = new Set(faults.flatMap(({ fault }) => shutInFrom(fault)));
  if (shut.size > 0 && ours !== undefined)
    return { kind: 'steps', steps: [...shut].map((endpointGroup) => letOut(ours, endpointGroup)) };
  const isOnlyPending = faults.length > 0 && faults.every(({ fault }) => fault.kind === 'pending');
  if (isOnlyPending && internet === null)
    return { kind: 'wait', because: 'the endpoint takes traffic when it is available' };
  return byHand(notebook, faults, internet, snapshot);
}

/** The endpoint's group that the notebook's groups do not let traffic out to, if that is the fault. */
function shutInFrom(fault: PathFault): readonly string[] {
  if (fault.kind !== 'groups' || fault.reach.out.status !== 'no') return [];
  const [group] = fault.endpoint.Groups ?? [];
  return group === undefined ? [] : [group.GroupId];
}

/** A group of the notebook that belongs to this account, preferably not the VPC's default one. */
function ownGroup({ SecurityGroups = [] }: NotebookInstance, snapshot: Snapshot): string | undefined {
  const network = networkOf(snapshot);
  const ours = SecurityGroups.flatMap((groupId) => {
    const group = network.group(groupId);
    const isOurs =
      'is' in group && (group.is.OwnerId === undefined || group.is.OwnerId === snapshot.place.account);
    return isOurs ? [group.is] : [];
  });
  return (ours.find(({ GroupName }) => GroupName !== 'default') ?? ours[0])?.GroupId;
}

function letOut(group: string, endpointGroup: string): StepOf<Calls> {
  const peer = { groupId: endpointGroup };
  return {
    call: 'ec2:AuthorizeSecurityGroupEgress',
    input: httpsWith(group, peer, 'Palisade: out to the SageMaker endpoint', id),
    why: `members of ${group} may then open connections on TCP 443 to what has ${endpointGroup}, the endpoint`,
    precondition: `no group of the notebook lets TCP 443 out to ${endpointGroup}`,
    inverse: [
      {
        call: 'ec2:RevokeSecurityGroupEgress',
        input: httpsWithout(group, peer),
        why: 'the rule was not there before',
      },
    ],
    approval: 'none',
  };
}
