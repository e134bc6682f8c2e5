import { lacksService, servesRegion } from '../enforcement/perimeter';
import { lackingIn } from '../endpoints/lacking';
import { type SageMakerService, sageMakerService } from '../model/sagemaker-services';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Snapshot } from '../model/snapshot';
import type { Consumer } from './consumers';
import { groupsLetOut, throughNat } from './internet';
import { toCentral, toUnseen } from './central-path';
import { endpointsFor, resolutionOf } from './name-resolution';
import type { Resolution } from './names/resolution';
import type { Network } from './network';
import { type Path, withoutTraffic } from './path';
import { endpointParty, familyOf } from './endpoint-party';
import { type Reachability, both, reach } from './reach';

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
    const isHere =
      (VpcId === consumer.vpcId || VpcId === '') && servesRegion(endpoint, snapshot.place.region);
    return isHere && sageMakerService(ServiceName)?.service === service ? (lackingIn(endpoint) ?? []) : [];
  });
  if (unclear !== undefined) return { status: 'unknown', missing: [unclear] };
  const here = endpointsFor(service, consumer.vpcId, endpoints.value, snapshot.place.region);
  const nameless = endpoints.value.find(
    (endpoint) => lacksService(endpoint) && ['', consumer.vpcId].includes(endpoint.VpcId),
  );
  // Only one endpoint of a VPC can have private DNS for a name.
  const isServed = here.some(({ PrivateDnsEnabled }) => PrivateDnsEnabled === true);
  if (nameless !== undefined && !isServed)
    return { status: 'unknown', missing: [`the service of endpoint ${nameless.VpcEndpointId}`] };
  const { resolution, assumed } = resolutionOf(service, consumer.vpcId, here, snapshot);
  const path = along(resolution, here, consumer, network);
  return path.status === 'works' && assumed.length > 0
    ? { ...path, assumed: [...assumed, ...(path.assumed ?? [])] }
    : path;
}

function along(
  resolution: Resolution,
  here: readonly VpcEndpoint[],
  consumer: Consumer,
  network: Network,
): Path {
  switch (resolution.to) {
    case 'endpoint': {
      const { endpoint, because } = resolution;
      return endpoint.VpcId === consumer.vpcId
        ? toEndpoint(endpoint, consumer, network, because)
        : toCentral(endpoint, consumer, network, because);
    }
    case 'elsewhere':
      return toUnseen(resolution, consumer, network);
    case 'nowhere':
      return {
        status: 'broken',
        because: resolution.because,
        fault: { kind: 'no-record', zone: resolution.zone },
      };
    case 'public':
      return toPublic(here, consumer, network);
    case 'unknown':
      return whicheverOf(
        resolution.perhaps.map((possible) => along(possible, here, consumer, network)),
        resolution.missing,
      );
  }
}

/** An answer that is the same for every possibility. It is never put in the words of one of them. */
function whicheverOf(paths: readonly Path[], missing: readonly string[]): Path {
  const works = paths.flatMap((path) => (path.status === 'works' ? [path] : []));
  const [first] = works;
  if (first !== undefined && works.length === paths.length)
    return { ...first, because: `${either(works)} (which of them was not decided: ${missing.join('; ')})` };
  const broken = paths.flatMap((path) => (path.status === 'broken' ? [path] : []));
  if (broken.length > 0 && broken.length === paths.length)
    return {
      status: 'broken',
      because: `wherever its name leads (not known: ${missing.join('; ')}): ${either(broken)}`,
      fault: { kind: 'wherever' },
    };
  const more = paths.flatMap((path) => (path.status === 'unknown' ? path.missing : []));
  return { status: 'unknown', missing: [...new Set([...missing, ...more])] };
}

function either(paths: readonly { readonly because: string }[]): string {
  return [...new Set(paths.map(({ because }) => because))].join('; or ');
}

function toEndpoint(endpoint: VpcEndpoint, consumer: Consumer, network: Network, how: string): Path {
  const { VpcEndpointId: id } = endpoint;
  const idle = withoutTraffic(endpoint);
  if (idle !== undefined) return idle;
  const family = familyOf(endpoint);
  if (family === 'ipv6' && consumer.hasIpv6 === false)
    return {
      status: 'broken',
      because: `${id} has only IPv6 addresses, and ${consumer.name} has only IPv4 ones`,
      fault: { kind: 'family', endpoint },
    };
  const directions = reach(network, consumer, endpointParty(endpoint), family);
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
  const { assumed } = network;
  return { status: 'works', through: 'nat', because, ...(assumed.length === 0 ? {} : { assumed }) };
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
