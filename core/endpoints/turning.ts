import { admissionOf, someNames } from '../network/admission';
import { vpcClients } from '../network/clients';
import { consumersOf } from '../network/consumers';
import { endpointParty, familyOf } from '../network/endpoint-party';
import { type Network, networkOf } from '../network/network';
import type { ConnectionEnd } from '../network/reach';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Snapshot } from '../model/snapshot';

/** What becomes of those who resolve a service's name in a VPC, once the name leads to an endpoint there. */
export interface Turning {
  /** Everybody is seen, and let in. */
  readonly isSafe: boolean;
  /** Sentences for the step that does it. */
  readonly inWords: string;
}

/**
 * Who in the VPC resolves the name, besides its notebooks and domains, and whether they reach the server. Where the
 * name led to public addresses before, whoever is not let in is cut off from SageMaker.
 */
export function othersTurning(
  vpcId: string,
  server: ConnectionEnd,
  family: 'ipv4' | 'ipv6',
  network: Network,
  snapshot: Snapshot,
): Turning {
  const { known, missing } = vpcClients(snapshot, vpcId);
  return turning(known, missing, vpcId, server, family, network);
}

/** The same for an endpoint that exists, with the VPC's notebooks and domains. */
export function allTurning(endpoint: VpcEndpoint, snapshot: Snapshot): Turning {
  const network = networkOf(snapshot);
  const consumers = consumersOf(snapshot, network);
  const clients = vpcClients(snapshot, endpoint.VpcId);
  const known = [
    ...consumers.known.filter(({ vpcId, usesVpc }) => vpcId === endpoint.VpcId && usesVpc !== false),
    ...clients.known,
  ];
  const missing = [...consumers.missing, ...clients.missing];
  return turning(known, missing, endpoint.VpcId, endpointParty(endpoint), familyOf(endpoint), network);
}

function turning(
  clients: readonly ConnectionEnd[],
  notSeen: readonly string[],
  vpcId: string,
  server: ConnectionEnd,
  family: 'ipv4' | 'ipv6',
  network: Network,
): Turning {
  const { letIn, refused, unclear, missing } = admissionOf(clients, server, network, family);
  const some = (ends: readonly ConnectionEnd[]): string => list(someNames(ends));
  const sentences = [
    ...(refused.length === 0
      ? []
      : [`Not let in, and so cut off from SageMaker if they use it: ${some(refused)}`]),
    ...(unclear.length === 0
      ? []
      : [`It is not known whether these are let in: ${some(unclear)} (missing: ${firstOf(missing)})`]),
    ...(letIn.length === 0 ? [] : [`Let in: ${some(letIn)}`]),
    ...(notSeen.length === 0
      ? []
      : [`Other clients in ${vpcId} (EC2, ECS, Lambda) may be cut off, not looked at: ${firstOf(notSeen)}`]),
  ];
  return {
    isSafe: refused.length + unclear.length + notSeen.length === 0,
    inWords: sentences.length === 0 ? `Nobody else in ${vpcId} is known to resolve it` : sentences.join('. '),
  };
}

function firstOf(texts: readonly string[]): string {
  return list(
    someNames(
      texts.map((name) => ({ name })),
      3,
    ),
  );
}

function list(names: readonly string[]): string {
  return names.join(', ');
}

/**
 * For evidence: the other clients in the VPC, or that they were not looked at.
 * @param zones only those in these Availability Zones
 */
export function otherClients(
  snapshot: Snapshot,
  vpcId: string,
  zones?: readonly string[],
): readonly string[] {
  const { known, missing } = vpcClients(snapshot, vpcId);
  const meant = known.filter(({ zone }) => zone === undefined || (zones?.includes(zone) ?? true));
  return [...someNames(meant), ...notSeen(missing)];
}

/** For evidence: the other clients in the VPC that do not reach the endpoint, or that they were not looked at. */
export function othersOut(endpoint: VpcEndpoint, snapshot: Snapshot): readonly string[] {
  const { known, missing } = vpcClients(snapshot, endpoint.VpcId);
  const network = networkOf(snapshot);
  const { refused } = admissionOf(known, endpointParty(endpoint), network, familyOf(endpoint));
  return [...someNames(refused), ...notSeen(missing)];
}

function notSeen(missing: readonly string[]): readonly string[] {
  return missing.length === 0 ? [] : [`not looked at: ${firstOf(missing)}`];
}
