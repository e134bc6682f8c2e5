import type { DnsEntry, SecurityGroupIdentifier, VpcEndpoint } from '@aws-sdk/client-ec2';
import type { Call } from '../../account/account';
import { urlSuffixOf } from '../../account/partition';
import { AwsError } from '../../protocol/aws-error';
import { isPlainObject } from '../../protocol/shape';
import { ec2 as refusals } from '../../refusals/ec2';
import { refused } from '../../refusals/refusal';
import type { EndpointService } from './catalogue';
import { findGroup } from './security-groups';
import { EC2_SLOT, type Endpoint } from './state';
import { findSubnet } from './subnets';
import { tagsOf } from './tags';

/** The policy that AWS shows if none was given: it allows everything to everybody. */
export const DEFAULT_POLICY = JSON.stringify(
  { Statement: [{ Action: '*', Effect: 'Allow', Principal: '*', Resource: '*' }] },
  undefined,
  2,
);

/** An endpoint as it is sent: the state is in camel case, unlike in the model's enumeration. */
export type WireEndpoint = Omit<VpcEndpoint, 'State'> & { State: string };

export function describeEndpoint({ detail }: Endpoint, call: Call): WireEndpoint {
  const state = detail.State ?? '';
  return {
    ...detail,
    State: state.charAt(0).toLowerCase() + state.slice(1),
    Tags: tagsOf(call, detail.VpcEndpointId),
  };
}

/** Checks a policy document; undefined if none was given. @throws AwsError if it is not valid */
export function policyText(
  call: Call,
  policy: string | undefined,
  service: EndpointService,
): string | undefined {
  if (policy === undefined || policy === '') return undefined;
  if (!service.policySupported) {
    throw new AwsError('InvalidParameter', `The service ${service.name} does not support endpoint policies`);
  }
  if (policy.length > call.account.quotas.endpointPolicySize) {
    throw new AwsError('InvalidPolicyDocument', 'The policy document exceeds the maximum size');
  }
  try {
    const parsed: unknown = JSON.parse(policy);
    if (isPlainObject(parsed) && 'Statement' in parsed) return policy;
  } catch {
    // Not JSON: refused below like any other malformed policy.
  }
  throw new AwsError('InvalidPolicyDocument', 'The policy document is malformed');
}

/** The Availability Zones in which an endpoint service is offered. */
export function zonesOffering(call: Call, service: string): readonly string[] {
  const usual = ['a', 'b', 'c'].map((zone) => call.region + zone);
  return call.state(EC2_SLOT).offeredZones.get(service) ?? usual;
}

/**
 * Checks that the subnets are in the VPC and in offered zones, at most one per zone.
 * @throws AwsError for the first that is not
 */
export function oneSubnetPerZone(
  call: Call,
  vpcId: string,
  service: string,
  ids: readonly string[],
): string[] {
  const zones = new Set<string>();
  for (const id of ids) {
    const subnet = findSubnet(call, id);
    if (subnet.VpcId !== vpcId) {
      throw new AwsError('InvalidParameter', `Subnet ${id} is not in the VPC ${vpcId}`);
    }
    if (zones.has(subnet.AvailabilityZone)) {
      throw refused(refusals.zoneCovered, { subnet: id });
    }
    if (!zonesOffering(call, service).includes(subnet.AvailabilityZone)) {
      throw refused(refusals.zoneNotOffered, { service, subnet: id });
    }
    zones.add(subnet.AvailabilityZone);
  }
  return [...ids];
}

/** The security groups of an interface endpoint; by default the VPC's default group. */
export function groupsOf(
  call: Call,
  vpcId: string,
  ids: readonly string[] | undefined,
): SecurityGroupIdentifier[] {
  const groups =
    ids === undefined || ids.length === 0
      ? [...call.state(EC2_SLOT).groups.values()].filter(
          (group) => group.vpcId === vpcId && group.name === 'default',
        )
      : ids.map((id) => findGroup(call, id));
  for (const group of groups) {
    if (group.vpcId !== vpcId) {
      throw new AwsError('InvalidParameter', `Security group ${group.id} is not in the VPC ${vpcId}`);
    }
  }
  return groups.map((group) => ({ GroupId: group.id, GroupName: group.name }));
}

/** The zone of the endpoints' own names: us-east-1's (AWS PrivateLink guide), played in every Region. */
const ownZone = 'Z7HUB22UULQXV';

/**
 * The DNS names of an interface endpoint: one for all its zones, one for each, and with private DNS those of the
 * service, which are in a zone that AWS keeps for the endpoint (AWS PrivateLink guide, "DNS hostnames and interface
 * endpoints").
 */
export function dnsEntries(
  call: Call,
  id: string,
  service: EndpointService,
  privateDns: boolean,
  subnets: readonly string[],
): DnsEntry[] {
  const { region } = call;
  const [, name = ''] = service.name.split(`.${region}.`);
  // `sagemaker.api` is `api.sagemaker` in a name; the second part of the id is the same for all names of an endpoint.
  const rest = `${name.split('.').reverse().join('.')}.${region}.vpce.${urlSuffixOf(region)}`;
  const own = `${id}-${id.slice(-8)}`;
  const zones = subnets.map((subnet) => findSubnet(call, subnet).AvailabilityZone);
  return [
    { DnsName: `${own}.${rest}`, HostedZoneId: ownZone },
    ...[...new Set(zones)]
      .sort()
      .map((zone) => ({ DnsName: `${own}-${zone}.${rest}`, HostedZoneId: ownZone })),
    ...(privateDns ? service.privateDnsNames : []).map((DnsName) => ({
      DnsName,
      HostedZoneId: `Z0${id.slice(-12).toUpperCase()}`,
    })),
  ];
}

/** Schedules the end of a transition: makes a pending endpoint available, or removes one that is being deleted. */
export function finishTransition(call: Call, id: string, from: 'Pending' | 'Deleting', delay: number): void {
  const { clock, store } = call.account;
  const { region } = call;
  clock.after(
    delay,
    () => {
      const { endpoints, tags } = store.current(EC2_SLOT, region);
      const endpoint = endpoints.get(id);
      if (endpoint?.detail.State !== from) return;
      if (from === 'Pending') endpoint.detail.State = 'Available';
      else {
        endpoints.delete(id);
        tags.delete(id);
      }
    },
    `${id} leaves ${from}`,
  );
}

/** AWS's answer to a caller that changes or deletes an endpoint that another service created. */
export function requesterManaged(service: string): AwsError {
  const text = `Operation is not allowed for requester-managed VPC endpoints for the service ${service}.`;
  return new AwsError('InvalidParameter', text);
}
