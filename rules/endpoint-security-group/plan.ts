import { planInstead } from '../../core/endpoints/changeable';
import type { Consumer } from '../../core/network/consumers';
import type { FoundOrMissing, Network } from '../../core/network/network';
import { endpointParty, familyOf } from '../../core/network/endpoint-party';
import { reach } from '../../core/network/reach';
import type { Plan, StepOf } from '../../core/model/plan';
import type { VpcEndpoint } from '../../core/slices/endpoints';
import type { SecurityGroup } from '../../core/slices/security-groups';
import type { Snapshot } from '../../core/model/snapshot';
import type { Evidence } from './evaluate';
import { groupState } from './group-state';
import { admitRange, admitGroup, type Calls, letOut, revokeOpen } from './steps';
import { uncovered, without } from './without';

/**
 * Only adds rules at first, until narrower rules admit every consumer that is known to need the endpoint: a rule for
 * the group of each refused consumer and, if every address is admitted, rules for the VPC's own ranges, so that
 * nothing in the VPC loses access. Then the open rules are removed, each after approval, because they may serve
 * clients that a snapshot does not show.
 */
export function plan(endpoint: VpcEndpoint, _: Evidence, snapshot: Snapshot): Plan<StepOf<Calls>> {
  const obstacle = planInstead(endpoint, snapshot.place);
  if (obstacle !== undefined) return obstacle;
  const { network, needing, world } = groupState(endpoint, snapshot);
  const party = endpointParty(endpoint);
  const target = changeableGroup(party.groupIds, network, snapshot);
  if ('missing' in target) return { kind: 'person', because: target.missing };

  const narrowed = without(network, world);
  const ranges = world.length === 0 ? { is: [] } : uncovered(endpoint, narrowed);
  if ('missing' in ranges)
    return { kind: 'person', because: `what has to stay admitted is not known: ${ranges.missing}` };

  const steps: StepOf<Calls>[] = [];
  // If the VPC's ranges are going to be admitted, its consumers are, too.
  const refused =
    ranges.is.length > 0 ? [] : needing.filter(({ consumer }) => isRefused(consumer, narrowed, endpoint));
  for (const groupId of fewestGroups(refused.map(({ consumer }) => consumer)))
    steps.push(admitGroup(target.is, groupId));
  for (const range of ranges.is) steps.push(admitRange(target.is, range, endpoint.VpcId));

  const blocked = needing.filter((one) => one.reach.out.status === 'no').map(({ consumer }) => consumer);
  const domains = blocked.filter(({ kind }) => kind === 'domain');
  for (const groupId of fewestGroups(domains)) steps.push(letOut(groupId, target.is));
  for (const rule of world) {
    const owner = network.group(rule.groupId);
    if ('is' in owner && isOurs(owner.is, snapshot)) steps.push(revokeOpen(rule, endpoint, snapshot));
  }
  if (steps.length > 0) return { kind: 'steps', steps };
  return byHand(blocked, target.is);
}

/** The group of the endpoint to add rules to: one of this account, and preferably not the VPC's default group. */
function changeableGroup(
  groupIds: readonly string[],
  network: Network,
  snapshot: Snapshot,
): FoundOrMissing<string> {
  const groups = groupIds.flatMap((id) => {
    const group = network.group(id);
    return 'is' in group ? [group.is] : [];
  });
  const ours = groups.filter((group) => isOurs(group, snapshot));
  const chosen = ours.find(({ GroupName }) => GroupName !== 'default') ?? ours[0];
  if (chosen !== undefined) return { is: chosen.GroupId };
  const owner = groups[0]?.OwnerId;
  return {
    missing:
      owner === undefined
        ? 'the security groups of the endpoint could not be read'
        : `the security groups of the endpoint belong to account ${owner}, which has to change them`,
  };
}

function isOurs({ OwnerId }: SecurityGroup, { place }: Snapshot): boolean {
  return OwnerId === undefined || OwnerId === place.account;
}

function isRefused(consumer: Consumer, narrowed: Network, endpoint: VpcEndpoint): boolean {
  const inbound = reach(narrowed, consumer, endpointParty(endpoint), familyOf(endpoint)).in;
  return inbound.status === 'no';
}

/** One group of each consumer. A consumer that has an already chosen group adds none. */
function fewestGroups(consumers: readonly Consumer[]): readonly string[] {
  const chosen = new Set<string>();
  for (const { groupIds } of consumers) {
    const [first] = groupIds;
    if (first !== undefined && !groupIds.some((id) => chosen.has(id))) chosen.add(first);
  }
  return [...chosen];
}

function byHand(blocked: readonly Consumer[], endpointGroup: string): Plan<never> {
  const groups = fewestGroups(blocked);
  if (groups.length === 0)
    return { kind: 'person', because: 'no rule of these security groups is known that would help' };
  return {
    kind: 'person',
    because: `${blocked.map(({ name }) => name).join(', ')} does not let TCP 443 out to the endpoint; notebook-private-route adds that rule where the notebook has no other route`,
    text: groups
      .map(
        (id) =>
          `aws ec2 authorize-security-group-egress --group-id ${id} --ip-permissions 'IpProtocol=tcp,FromPort=443,ToPort=443,UserIdGroupPairs=[{GroupId=${endpointGroup}}]'`,
      )
      .join('\n'),
  };
}
