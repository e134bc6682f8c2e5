import { costOf } from '../../core/endpoints/cost';
import { policySupport } from '../../core/endpoints/policy-support';
import { ENDPOINT_POLICY_LIMIT, ownEndpointPolicy } from '../../core/endpoints/policy-text';
import { ownOf } from '../../core/endpoints/question';
import { consumerZones, subnetIn } from '../../core/endpoints/availability-zones';
import { type Consumer, consumersOf } from '../../core/network/consumers';
import { type Network, networkOf } from '../../core/network/network';
import type { Plan, StepOf } from '../../core/model/plan';
import { partitionOf } from '../../core/model/resource';
import { sameService, serviceName } from '../../core/model/sagemaker-services';
import type { Settings } from '../../core/settings';
import { dnsAttributesOf } from '../../core/network/of-vpc';
import { isRefused, type Refused, refused } from '../../core/model/refused';
import type { Vpc } from '../../core/slices/vpcs';
import type { Snapshot } from '../../core/model/snapshot';
import type { Calls, NewEndpoint } from './inputs';
import type { Evidence, Lack } from './evaluate';
import { groupName, type Groups, groupsFor } from './groups';
import { othersAt } from './others';
import { endpointStep, groupSteps } from './steps';
import { tagsFor } from './tags';

/**
 * Creates an endpoint for each missing service, in one subnet of each Availability Zone that has consumers. Every
 * endpoint states type, private DNS, subnets, groups, policy and tags, because AWS's defaults for them are not
 * wanted.
 */
export function plan(
  { VpcId }: Vpc,
  { lacks }: Evidence,
  snapshot: Snapshot,
  settings: Settings,
): Plan<StepOf<Calls>> {
  const wanted = lacks.filter(
    ({ state, endpointState }) => state === 'missing' && endpointState !== 'deleting',
  );
  if (wanted.length === 0) return withoutCreating(lacks);
  const conflicts = wanted.flatMap(({ conflictingZone }) => conflictingZone ?? []);
  if (conflicts.length > 0)
    return person(
      `AWS refuses private DNS beside the private hosted zone ${conflicts.join(', ')} of the same name, which leads nowhere; give it a record that leads to an endpoint, or disassociate it from ${VpcId}`,
    );

  const network = networkOf(snapshot);
  const consumers = consumersOf(snapshot, network).known.filter(({ vpcId }) => vpcId === VpcId);
  if (consumers.length === 0)
    return person(
      `nothing of SageMaker is in ${VpcId} yet, so it is not known where its endpoints should be`,
    );
  const dns = dnsAttributesOf(snapshot, VpcId);
  if (dns.status === 'unreadable') return person(dns.because);
  const canUsePrivateDns = dns.value.enableDnsSupport && dns.value.enableDnsHostnames;
  const endpoints: NewEndpoint[] = [];
  for (const lack of wanted) {
    const endpoint = newEndpoint(lack, VpcId, consumers, network, snapshot, settings, canUsePrivateDns);
    if (isRefused(endpoint)) return person(endpoint.because);
    endpoints.push(endpoint);
  }
  const subnetIds = [...new Set(endpoints.flatMap(({ SubnetIds }) => SubnetIds))];
  const groups = groupsFor(VpcId, consumers, subnetIds, network, snapshot);
  if (groups.kind === 'person') return groups;
  const steps = endpoints.map((endpoint) =>
    endpointStep(
      { ...endpoint, ...named(groups) },
      costOf(endpoint.SubnetIds.length),
      groups,
      othersAt(endpoint, groups, network, snapshot),
    ),
  );
  return { kind: 'steps', steps: [...groupSteps(VpcId, groups), ...steps] };
}

function person(because: string): Plan<never> {
  return { kind: 'person', because };
}

/** The plan when no endpoint can be created: each is pending, or its predecessor still blocks the name. */
function withoutCreating(lacks: readonly Lack[]): Plan<never> {
  const waiting = lacks.find(({ endpointState }) => endpointState === 'pendingacceptance');
  if (waiting !== undefined)
    return person(`${String(waiting.endpoint)} waits to be accepted by the owner of the service`);
  const [first] = lacks;
  return {
    kind: 'wait',
    because: `${String(first?.endpoint)} for ${String(first?.service)} is ${String(first?.endpointState)}`,
  };
}

/** The input for a new endpoint without its groups, or why there can be none. */
function newEndpoint(
  { service }: Lack,
  VpcId: string,
  consumers: readonly Consumer[],
  network: Network,
  snapshot: Snapshot,
  settings: Settings,
  PrivateDnsEnabled: boolean,
): NewEndpoint | Refused {
  const { region, account } = snapshot.place;
  const likeliest = serviceName(service, region);
  const services = snapshot.read('endpointServices');
  const described =
    services.status === 'read'
      ? services.value.find((one) => sameService(one.ServiceName, likeliest))
      : undefined;
  const ServiceName = described?.ServiceName ?? likeliest;
  if (services.status === 'read' && described === undefined)
    return refused(`AWS does not list ${ServiceName} among the endpoint services of ${region}`);
  const { zones, missing } = consumerZones(consumers, network);
  if (missing.length > 0)
    return refused(`the Availability Zones of the consumers are not known: ${missing.join(', ')}`);
  const offered = zones.filter((zone) => described?.AvailabilityZones?.includes(zone) ?? true);
  const subnets = snapshot.read('subnets');
  const SubnetIds = offered.flatMap((zone) => {
    const all = subnets.status === 'read' ? subnets.value : [];
    return subnetIn(zone, VpcId, consumers, all, network, account)?.SubnetId ?? [];
  });
  if (SubnetIds.length === 0)
    return refused(
      `no subnet for ${ServiceName}: consumers are in ${zones.join(', ')}, AWS offers it in ${offered.join(', ') || 'none of these'}, and no subnet of yours there has a free address`,
    );
  const endpoint = {
    VpcEndpointType: 'Interface',
    VpcId,
    ServiceName,
    SubnetIds,
    PrivateDnsEnabled,
    TagSpecifications: [{ ResourceType: 'vpc-endpoint', Tags: tagsFor(`palisade-${service}`) }],
  } as const;
  const support = policySupport(ServiceName, snapshot);
  if (support.status === 'unknown') return refused(support.because);
  if (support.status === 'no') return endpoint;
  const PolicyDocument = ownEndpointPolicy(ownOf(snapshot.place, settings), partitionOf(snapshot.place));
  if (PolicyDocument.length > ENDPOINT_POLICY_LIMIT)
    return refused(
      `the endpoint policy would have ${PolicyDocument.length} characters, and AWS takes ${ENDPOINT_POLICY_LIMIT}; name an organization instead of its accounts`,
    );
  return { ...endpoint, PolicyDocument };
}

function named(
  groups: Exclude<Groups, { kind: 'person' }>,
): Pick<NewEndpoint, 'SecurityGroupIds' | 'SecurityGroupName'> {
  return groups.kind === 'existing'
    ? { SecurityGroupIds: [...groups.groupIds] }
    : { SecurityGroupName: groupName };
}
