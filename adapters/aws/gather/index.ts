import type { Place } from '../../../core/resource';
import type { SliceName, Slices } from '../../../core/slices';
import { type Narrow, type ReadRequest, type Reading, type Snapshot, snapshot } from '../../../core/snapshot';
import { messageOf } from '../../thrown';
import type { AwsClients } from '../clients';
import { readApps } from './apps';
import { readDomains } from './domains';
import { readEndpointServices } from './endpoint-services';
import { readEndpoints, sageMakerServiceNames, vpcsMeant } from './endpoints';
import { readHostedZones } from './hosted-zones';
import { readNotebooks } from './notebooks';
import { readPrincipals } from './principals';
import { readSubnets, subnetsMeant } from './subnets';
import { readVpcAttributes } from './vpc-attributes';

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
 * "All" of the slices by VPC means the VPCs with SageMaker endpoints, and "all" endpoint services those of SageMaker
 * in use, both among the endpoints of the same request (of the Region, where it asks for no endpoints). The id of an
 * endpoint among those of VPCs stands for its VPC, the name of a notebook of the request among those of subnets for its
 * subnet.
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
  let shared: Promise<Slices['endpoints']> | undefined;
  const endpoints = () => (shared ??= readEndpoints(clients, request.endpoints ?? 'all'));
  const vpcs = (narrow: Narrow) => vpcsMeant(narrow, endpoints);
  let described: Promise<Slices['notebooks']> | undefined;
  const notebooks = () => (described ??= readNotebooks(clients, request.notebooks ?? []));
  return {
    notebooks,
    domains: (narrow) => readDomains(clients, narrow),
    apps: (narrow) => readApps(clients, narrow),
    endpoints,
    endpointServices: async (narrow) =>
      readEndpointServices(clients, narrow === 'all' ? sageMakerServiceNames(await endpoints()) : narrow),
    vpcAttributes: async (narrow) => readVpcAttributes(clients, await vpcs(narrow)),
    hostedZones: async (narrow) => readHostedZones(clients, await vpcs(narrow), place.region),
    subnets: async (narrow) =>
      readSubnets(clients, narrow === 'all' ? narrow : subnetsMeant(narrow, await notebooks())),
    principals: () => readPrincipals(clients),
    organizationPolicies: () =>
      Promise.reject(
        new Error(
          'a member account cannot read the policies of its organization; write organization-policies.json into an export and scan that',
        ),
      ),
  };
}

/** The time is taken before the read: the state is at least as new as it says. */
async function reading<T>(at: string, work: () => Promise<T>): Promise<Reading<T>> {
  try {
    return { status: 'read', at, value: await work() };
  } catch (error) {
    return { status: 'unreadable', at, because: messageOf(error) };
  }
}
