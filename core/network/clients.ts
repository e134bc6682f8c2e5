import type { NetworkInterface } from '../slices/network-interfaces';
import type { Snapshot } from '../model/snapshot';
import { type InterfaceUser, userOf } from './interface-user';
import type { ConnectionEnd } from './reach';

/**
 * Something in a VPC, other than its notebooks and domains, that resolves names there and may call SageMaker: an EC2
 * instance, an ECS task, a Lambda function, or whatever has an interface of an unknown kind. Nobody knows whether it
 * does call, so no verdict rests on it: it is named in evidence, and in the steps that change what names lead to.
 */
export interface Client extends ConnectionEnd {
  readonly kind: InterfaceUser['kind'];
  readonly zone: string | undefined;
}

/** The clients of a VPC as far as they are seen, and what could not be read about them. */
export interface VpcClients {
  readonly known: readonly Client[];
  readonly missing: readonly string[];
}

/** The clients in a VPC, one for each interface. */
export function vpcClients(snapshot: Snapshot, vpcId: string): VpcClients {
  const reading = snapshot.read('networkInterfaces');
  if (reading.status === 'unreadable')
    return { known: [], missing: [`networkInterfaces: ${reading.because}`] };
  const byVpc = indexed(reading.value);
  return {
    known: (byVpc.get(vpcId) ?? []).flatMap((one) => clientOf(one) ?? []),
    missing: (byVpc.get('') ?? []).map(({ NetworkInterfaceId }) => `the VPC of ${NetworkInterfaceId}`),
  };
}

/** An account has thousands of interfaces and hundreds of VPCs, each of which asks. */
const indexes = new WeakMap<readonly NetworkInterface[], ReadonlyMap<string, readonly NetworkInterface[]>>();

function indexed(all: readonly NetworkInterface[]): ReadonlyMap<string, readonly NetworkInterface[]> {
  const known = indexes.get(all);
  if (known !== undefined) return known;
  const byVpc = new Map<string, NetworkInterface[]>();
  for (const one of all) {
    const others = byVpc.get(one.VpcId);
    if (others === undefined) byVpc.set(one.VpcId, [one]);
    else others.push(one);
  }
  indexes.set(all, byVpc);
  return byVpc;
}

function clientOf(one: NetworkInterface): Client | undefined {
  const user = userOf(one);
  if (user === undefined) return undefined;
  const { SubnetId, Groups = [], PrivateIpAddresses = [], Ipv6Addresses = [] } = one;
  return {
    ...user,
    subnetIds: SubnetId === undefined ? [] : [SubnetId],
    groupIds: Groups.map(({ GroupId }) => GroupId),
    zone: one.AvailabilityZone,
    addresses: {
      ipv4: [
        ...PrivateIpAddresses.flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []),
        ...(one.Ipv4Prefixes ?? []).flatMap(({ Ipv4Prefix }) => Ipv4Prefix ?? []),
      ],
      ipv6: [
        ...Ipv6Addresses.flatMap(({ Ipv6Address }) => Ipv6Address ?? []),
        ...(one.Ipv6Prefixes ?? []).flatMap(({ Ipv6Prefix }) => Ipv6Prefix ?? []),
      ],
    },
  };
}
