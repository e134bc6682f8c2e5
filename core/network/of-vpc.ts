import { type ByVpc, isUnread } from '../slices/by-vpc';
import type { VpcDnsAttributes } from '../slices/vpc-attributes';
import type { Reading, Snapshot } from '../model/snapshot';

/** What was read about one VPC, or why nothing was, with the name of the slice or the VPC. */
export type OfVpc<T> =
  | { readonly status: 'read'; readonly value: T }
  | { readonly status: 'unreadable'; readonly because: string };

export function dnsAttributesOf(snapshot: Snapshot, vpcId: string): OfVpc<VpcDnsAttributes> {
  return ofVpc(snapshot.read('vpcAttributes'), vpcId, 'vpcAttributes', `the DNS attributes of ${vpcId}`);
}

export function hostedZonesOf(snapshot: Snapshot, vpcId: string): OfVpc<readonly string[]> {
  return ofVpc(snapshot.read('hostedZones'), vpcId, 'hostedZones', `the private hosted zones of ${vpcId}`);
}

function ofVpc<T extends object>(
  reading: Reading<ByVpc<T>>,
  vpcId: string,
  slice: string,
  what: string,
): OfVpc<T> {
  if (reading.status === 'unreadable')
    return { status: 'unreadable', because: `${slice}: ${reading.because}` };
  const value = reading.value[vpcId];
  if (value === undefined) return { status: 'unreadable', because: `${what} were not read` };
  return isUnread(value)
    ? { status: 'unreadable', because: `${what} were not read: ${value.unreadable}` }
    : { status: 'read', value };
}
