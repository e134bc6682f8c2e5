import type { Place } from '../../../core/resource';
import { splitNear } from '../../../core/network/near';
import type { SliceName, Slices } from '../../../core/slices';
import { type Narrow, type ReadRequest, type Reading, type Snapshot, snapshot } from '../../../core/snapshot';
import { messageOf } from '../../thrown';
import type { AwsClients } from '../clients';
import { readApps } from './apps';
import { readDomains } from './domains';
import { readEndpointServices } from './endpoint-services';
import { readEndpoints, sageMakerServiceNames } from './endpoints';
import { readHostedZones } from './hosted-zones';
import {
  readNatGateways,
  readRouteTables,
  readSecurityGroups,
  readSubnets,
  readVpcs,
  type Wanted,
} from './network';
import { readNotebooks } from './notebooks';
import { prefixListsIn, readPrefixLists } from './prefix-lists';
import { readPrincipals } from './principals';
import { readVpcAttributes } from './vpc-attributes';
import { vpcsInUse, vpcsMeant } from './vpcs-meant';
import { createWhereabouts, endpointVpcs } from './whereabouts';

export interface GatherPorts {
  readonly clients: Pick<AwsClients, 'sagemaker' | 'ec2' | 'iam' | 'route53'>;
  readonly place: Place;
  /** The current time, ISO 8601. */
  readonly now: () => string;
}

/** How each slice is read. */
type Readers = { readonly [S in SliceName]: (narrow: Narrow) => Promise<Slices[S]> };

/**
 * Reads live state: only the slices asked for, and of them only the part asked for. Never rejects for a failed read:
 * that slice is `unreadable`, with the failure in words.
 *
 * VPCs, subnets, route tables, security groups and NAT gateways are read by VPC: an id stands for the VPC it belongs
 * to, the name of a notebook or the id of a domain of the same request for the VPC it is in. "All" of what is read VPC by
 * VPC (DNS attributes, hosted zones) means the VPCs with SageMaker endpoints and with the notebooks and domains of the
 * request; "all" endpoint services those of SageMaker in use or required; prefix lists always those that the request's route tables
 * and groups name. Where the request asks for no endpoints, all of the Region are looked at for this.
 */
export function createGather(ports: GatherPorts): (request: ReadRequest) => Promise<Snapshot> {
  return async (request) => {
    const readers = readersFor(ports, request);
    const entries = (Object.entries(request) as [SliceName, Narrow][]).map(
      async ([slice, narrow]) =>
        [slice, await reading<Slices[SliceName]>(ports.now(), () => readers[slice](narrow))] as const,
    );
    // Each reader is typed by its slice; entries of an object lose that.
    const readings = Object.fromEntries(await Promise.all(entries)) as Parameters<typeof snapshot>[1];
    return snapshot(ports.place, readings, ports.now());
  };
}

function readersFor({ clients, place }: GatherPorts, request: ReadRequest): Readers {
  const endpoints = once(() => readEndpoints(clients, request.endpoints ?? 'all'));
  const whereabouts = createWhereabouts(clients, endpoints);

  /** Of notebooks and domains: those named, or all of them where something near them is named. */
  async function consumersMeant(narrow: Narrow = []): Promise<Narrow> {
    if (narrow === 'all') return narrow;
    const { named, nearby } = splitNear(narrow);
    if (nearby.length === 0) return named;
    const hosts = endpointVpcs(await endpoints());
    const vpcs = await whereabouts.ofNetwork(nearby);
    return vpcs.some((vpc) => hosts.includes(vpc)) ? 'all' : named;
  }
  const notebooks = once(async () => readNotebooks(clients, await consumersMeant(request.notebooks)));
  const domains = once(async () => readDomains(clients, await consumersMeant(request.domains)));
  const consumers = { endpoints, notebooks, domains };

  const vpcs = (narrow: Narrow) =>
    narrow === 'all' ? vpcsInUse(consumers, whereabouts) : vpcsMeant(narrow, consumers, whereabouts);
  const inVpcs = async (narrow: Narrow = []): Promise<Wanted> =>
    narrow === 'all' ? narrow : { filter: 'vpc-id', values: await vpcs(narrow) };
  const routeTables = once(async () => readRouteTables(clients, await inVpcs(request.routeTables)));
  const securityGroups = once(async () => readSecurityGroups(clients, await inVpcs(request.securityGroups)));

  return {
    notebooks,
    domains,
    apps: (narrow) => readApps(clients, narrow),
    endpoints,
    endpointServices: async (narrow) =>
      readEndpointServices(
        clients,
        narrow === 'all' ? sageMakerServiceNames(await endpoints(), place.region) : narrow,
      ),
    vpcAttributes: async (narrow) => readVpcAttributes(clients, await vpcs(narrow)),
    hostedZones: async (narrow) => readHostedZones(clients, await vpcs(narrow), place.region),
    vpcs: async (narrow) => readVpcs(clients, await inVpcs(narrow)),
    subnets: async (narrow) => readSubnets(clients, await inVpcs(narrow)),
    routeTables,
    securityGroups,
    natGateways: async (narrow) => readNatGateways(clients, await inVpcs(narrow)),
    prefixLists: async () =>
      readPrefixLists(clients, prefixListsIn(await routeTables(), await securityGroups())),
    principals: () => readPrincipals(clients),
    organizationPolicies: () =>
      Promise.reject(
        new Error(
          'a member account cannot read the policies of its organization; write organization-policies.json into an export and scan that',
        ),
      ),
  };
}

/** What several slices need is read once for all of them. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let started: Promise<T> | undefined;
  return () => (started ??= work());
}

/** The time is taken before the read: the state is at least as new as it says. */
async function reading<T>(at: string, work: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { status: 'read', at, value: await work() };
  } catch (error) {
    return { status: 'unreadable', at, because: messageOf(error) };
  }
}
