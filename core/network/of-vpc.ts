import type { ResolverRule } from '../slices/resolver-rules';
import type { Route53Profile } from '../slices/route53-profiles';
import type { ZoneRecords } from '../slices/zone-records';
import { type ByVpc, isUnread } from '../slices/by-vpc';
import type { VpcDnsAttributes } from '../slices/vpc-attributes';
import type { Reading, Snapshot } from '../model/snapshot';

/** What was read about one VPC, or why nothing was, with the name of the slice or the VPC. */
export type OfVpc<T> =
  | { readonly status: 'read'; readonly value: T }
  | {
      readonly status: 'unreadable';
      readonly because: string;
      /** Nobody tried to read it: the export has no such file. */
      readonly notInExport?: true;
    };

export function dnsAttributesOf(snapshot: Snapshot, vpcId: string): OfVpc<VpcDnsAttributes> {
  return ofVpc(snapshot.read('vpcAttributes'), vpcId, 'vpcAttributes', `the DNS attributes of ${vpcId}`);
}

/** The private hosted zones associated with a VPC that may serve SageMaker's names, with their records. */
export function zoneRecordsOf(snapshot: Snapshot, vpcId: string): OfVpc<readonly ZoneRecords[]> {
  return ofVpc(snapshot.read('zoneRecords'), vpcId, 'zoneRecords', `the records of the zones of ${vpcId}`);
}

/** The rules of Route 53 Resolver associated with a VPC, without those of its Profiles. */
export function resolverRulesOf(snapshot: Snapshot, vpcId: string): OfVpc<readonly ResolverRule[]> {
  return ofVpc(snapshot.read('resolverRules'), vpcId, 'resolverRules', `the Resolver rules of ${vpcId}`);
}

/** The Route 53 Profiles associated with a VPC. */
export function profilesOf(snapshot: Snapshot, vpcId: string): OfVpc<readonly Route53Profile[]> {
  return ofVpc(
    snapshot.read('route53Profiles'),
    vpcId,
    'route53Profiles',
    `the Route 53 Profiles of ${vpcId}`,
  );
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
    return {
      status: 'unreadable',
      because: `${slice}: ${reading.because}`,
      ...(reading.notInExport === undefined ? {} : { notInExport: reading.notInExport }),
    };
  const value = reading.value[vpcId];
  if (value === undefined) return { status: 'unreadable', because: `${what} were not read` };
  return isUnread(value)
    ? { status: 'unreadable', because: `${what} were not read: ${value.unreadable}` }
    : { status: 'read', value };
}
