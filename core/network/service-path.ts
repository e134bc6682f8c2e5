import { isAvailable } from '../enforcement/perimeter';
import { lackingIn } from '../endpoints/lacking';
import { type SageMakerService, sageMakerService } from '../model/sagemaker-services';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Snapshot } from '../model/snapshot';
import type { Consumer } from './consumers';
import { admittedBy } from './groups';
import { groupsLetOut, throughNat } from './internet';
import { routeTarget } from './route-target';
import { endpointsFor, type Resolution, resolutionOf } from './name-resolution';
import type { Network } from './network';
import { allIpv4 } from './ranges';
import { type Reachability, both, type ConnectionEnd, reach, type Reach } from './reach';
import { routeTableOf, routedRanges } from './routes';

/** Why a consumer cannot reach a service. */
export type PathFault =
  /** The name resolves to an endpoint, but security groups block it. */
  | { readonly kind: 'groups'; readonly endpoint: VpcEndpoint; readonly reach: Reach }
  /** The name resolves to an endpoint that does not take traffic yet. */
  | { readonly kind: 'pending'; readonly endpoint: VpcEndpoint }
  /** There is an endpoint, but the name resolves to public addresses, which cannot be reached. */
  | { readonly kind: 'name'; readonly endpoint: VpcEndpoint }
  /** The name resolves into another network, which cannot be reached. */
  | { readonly kind: 'zone'; readonly name: string }
  /** There is no endpoint, and public addresses cannot be reached. */
  | { readonly kind: 'no-way' };

/** Whether and how a consumer reaches a service without direct internet access, or why not. */
export type Path =
  | { readonly status: 'works'; readonly through: 'endpoint' | 'nat'; readonly because: string }
  | { readonly status: 'broken'; readonly because: string; readonly fault: PathFault }
  | { readonly status: 'unknown'; readonly missing: readonly string[] };

/**
 * The path of a consumer's calls to a service: to whatever the service's name resolves to in its VPC, if security
 * groups and routes allow it. If the name resolves to an endpoint that refuses the calls, the path is broken even if
 * there is NAT.
 */
export function pathTo(
  service: SageMakerService,
  consumer: Consumer,
  network: Network,
  snapshot: Snapshot,
): Path {
  const endpoints = snapshot.read('endpoints');
  if (endpoints.status === 'unreadable')
    return { status: 'unknown', missing: [`endpoints: ${endpoints.because}`] };
  const [unclear] = endpoints.value.flatMap((endpoint) => {
    const { VpcId, ServiceName } = endpoint;
    const isHere = VpcId === consumer.vpcId || VpcId === '';
    return isHere && sageMakerService(ServiceName)?.service === service ? (lackingIn(endpoint) ?? []) : [];
  });
  if (unclear !== undefined) return { status: 'unknown', missing: [unclear] };
  const here = endpointsFor(service, consumer.vpcId, endpoints.value, snapshot.place.region);
  return along(resolutionOf(service, consumer.vpcId, here, snapshot), here, consumer, network);
}

function along(
  resolution: Resolution,
  here: readonly VpcEndpoint[],
  consumer: Consumer,
  network: Network,
): Path {
  switch (resolution.to) {
    case 'endpoint':
      return toEndpoint(resolution.endpoint, consumer, network, 'its name resolves to it');
    case 'zone':
      return byZone(resolution.name, here, consumer, network);
    case 'public':
      return toPublic(here, consumer, network);
    case 'unknown':
      return whicheverOf(
        resolution.perhaps.map((possible) => along(possible, here, consumer, network)),
        resolution.missing,
      );
  }
}

/** An answer that is the same for every possibility. */
function whicheverOf(paths: readonly Path[], missing: string): Path {
  const [first] = paths;
  if (
    first !== undefined &&
    first.status !== 'unknown' &&
    paths.every(({ status }) => status === first.status)
  )
    return first;
  const more = paths.flatMap((path) => (path.status === 'unknown' ? path.missing : []));
  return { status: 'unknown', missing: [...new Set([missing, ...more])] };
}

function toEndpoint(endpoint: VpcEndpoint, consumer: Consumer, network: Network, how: string): Path {
  const { VpcEndpointId: id } = endpoint;
  if (!isAvailable(endpoint))
    return {
      status: 'broken',
      because: `${id} is ${endpoint.State.toLowerCase()}`,
      fault: { kind: 'pending', endpoint },
    };
  const directions = reach(network, consumer, endpointParty(endpoint), familyOf(endpoint));
  const answer = both(directions);
  switch (answer.status) {
    case 'yes':
      return { status: 'works', through: 'endpoint', because: `${id} (${how}; ${answer.because})` };
    case 'no':
      return {
        status: 'broken',
        because: `${id} cannot be reached: ${answer.because}`,
        fault: { kind: 'groups', endpoint, reach: directions },
      };
    case 'unknown':
      return answer;
  }
}

/** Nothing is found under this id: an interface endpoint has subnets and groups, so their absence tells nothing. */
const notRead = [''];

/** An endpoint as the server of a connection. */
export function endpointParty({ VpcEndpointId, SubnetIds, Groups }: VpcEndpoint): ConnectionEnd {
  return {
    name: VpcEndpointId,
    subnetIds: SubnetIds ?? notRead,
    groupIds: Groups?.map(({ GroupId }) => GroupId) ?? notRead,
  };
}

/** Dual-stack endpoints are reached over IPv4, which every consumer has. */
export function familyOf({ IpAddressType }: VpcEndpoint): 'ipv4' | 'ipv6' {
  return IpAddressType === 'ipv6' ? 'ipv6' : 'ipv4';
}

/** The name is in a private hosted zone: for an endpoint of this VPC if there is one, else for one in a central VPC. */
function byZone(name: string, here: readonly VpcEndpoint[], consumer: Consumer, network: Network): Path {
  const paths = here.map((endpoint) =>
    toEndpoint(endpoint, consumer, network, `a private hosted zone serves ${name}`),
  );
  const best =
    paths.find(({ status }) => status === 'works') ??
    paths.find(({ status }) => status === 'unknown') ??
    paths[0];
  return best ?? toCentral(name, consumer, network);
}

/**
 * A central endpoint in another VPC. Its address, its groups and the return route are not in the snapshot, so it
 * never counts as working; the path is broken if no route leaves the VPC, or if no group allows anything out.
 */
function toCentral(name: string, consumer: Consumer, network: Network): Path {
  const broken = (because: string): Path => ({ status: 'broken', because, fault: { kind: 'zone', name } });
  const { groups, peers, missing } = admittedBy(network, consumer.groupIds, 'egress');
  if (consumer.groupIds.length > 0 && groups.size + peers.length + missing.length === 0)
    return broken(`${consumer.groupIds.join(', ')} lets no TCP 443 out`);
  const targets: string[] = [];
  for (const subnetId of consumer.subnetIds) {
    const governing = routeTableOf(network, subnetId, consumer.vpcId);
    if ('missing' in governing) return { status: 'unknown', missing: [governing.missing] };
    const { table } = governing.is;
    const { routed, missing: lists } = routedRanges(allIpv4, table, network);
    const out = routed
      .map((range) => routeTarget(range, network))
      .filter(({ to }) => ['elsewhere', 'appliance', 'unknown'].includes(to));
    if (out.length + lists.length === 0)
      return broken(
        `${name} is served by a private hosted zone, but ${subnetId} (route table ${table.RouteTableId}) has no route to another network`,
      );
    targets.push(...out.map(({ because }) => because));
  }
  return {
    status: 'unknown',
    missing: [
      `the endpoint behind ${name}: a private hosted zone serves the name, and what lies behind ${[...new Set(targets)].join(', ')} is not in the snapshot`,
    ],
  };
}

function toPublic(here: readonly VpcEndpoint[], consumer: Consumer, network: Network): Path {
  const nat = everySubnet(consumer.subnetIds.map((id) => throughNat(network, id, consumer.vpcId)));
  const groups = groupsLetOut(network, consumer.name, consumer.groupIds);
  const refusals = [nat, groups].flatMap((answer) => (answer.status === 'no' ? [answer.because] : []));
  if (refusals.length > 0) {
    const [endpoint] = here;
    const because = refusals.join('; ');
    return endpoint === undefined
      ? {
          status: 'broken',
          because: `there is no endpoint for it, and ${because}`,
          fault: { kind: 'no-way' },
        }
      : {
          status: 'broken',
          because: `its name does not resolve to ${endpoint.VpcEndpointId}, and ${because}`,
          fault: { kind: 'name', endpoint },
        };
  }
  const missing = [nat, groups].flatMap((answer) => (answer.status === 'unknown' ? answer.missing : []));
  if (missing.length > 0) return { status: 'unknown', missing };
  const because = [nat, groups]
    .flatMap((answer) => (answer.status === 'yes' ? [answer.because] : []))
    .join('; ');
  return { status: 'works', through: 'nat', because };
}

function everySubnet(answers: readonly Reachability[]): Reachability {
  const refused = answers.find(({ status }) => status === 'no');
  if (refused !== undefined) return refused;
  const missing = answers.flatMap((answer) => (answer.status === 'unknown' ? answer.missing : []));
  if (missing.length > 0 || answers.length === 0)
    return { status: 'unknown', missing: missing.length > 0 ? missing : ['the subnets'] };
  return {
    status: 'yes',
    because: answers.flatMap((answer) => (answer.status === 'yes' ? [answer.because] : [])).join('; '),
  };
}
