import type { Domain } from '../slices/domains';
import type { NotebookInstance } from '../slices/notebooks';
import type { Snapshot } from '../model/snapshot';
import type { Network } from './network';

/** A SageMaker resource with network interfaces in a VPC, from which it calls SageMaker. */
export interface Consumer {
  readonly kind: 'notebook' | 'domain';
  /** The notebook's name or the domain's id. */
  readonly id: string;
  /** For messages: `notebook churn`, `domain d-1`, `shared spaces of domain d-1`. */
  readonly name: string;
  readonly vpcId: string;
  /** The subnets of its interfaces; a domain may use any of them. */
  readonly subnetIds: readonly string[];
  /** Empty if they are not known. */
  readonly groupIds: readonly string[];
  /** Whether its calls leave through the VPC: direct internet access is off, or the domain is VpcOnly. */
  readonly usesVpc: boolean | undefined;
  /** Whether its interfaces have IPv6 addresses beside IPv4 ones; absent where that is not known. */
  readonly hasIpv6?: boolean;
}

/** All consumers in VPCs, and what could not be read about them. */
export interface Consumers {
  readonly known: readonly Consumer[];
  readonly missing: readonly string[];
}

/**
 * Where SageMaker is used from: every notebook with a subnet and every Studio domain, except those that are being
 * deleted or have failed. User profiles may add security groups to a domain's defaults; those are not in a snapshot.
 */
export function consumersOf(snapshot: Snapshot, network: Network): Consumers {
  const known: Consumer[] = [];
  const missing: string[] = [];
  const notebooks = snapshot.read('notebooks');
  if (notebooks.status === 'unreadable') missing.push(`notebooks: ${notebooks.because}`);
  else {
    missing.push(...notebooks.value.unreadable.map(({ id, because }) => `notebook ${id}: ${because}`));
    for (const notebook of notebooks.value.items) {
      const consumer = ofNotebook(notebook, network);
      if (consumer === undefined) continue;
      if ('missing' in consumer) missing.push(consumer.missing);
      else known.push(consumer);
    }
  }
  const domains = snapshot.read('domains');
  if (domains.status === 'unreadable') missing.push(`domains: ${domains.because}`);
  else {
    missing.push(...domains.value.unreadable.map(({ id, because }) => `domain ${id}: ${because}`));
    for (const domain of domains.value.items) {
      const some = ofDomain(domain, network);
      if ('missing' in some) missing.push(some.missing);
      else known.push(...some);
    }
  }
  return { known, missing };
}

/** A notebook as a consumer; `undefined` if it is not in one of the account's VPCs, or is not in use any more. */
export function ofNotebook(
  {
    NotebookInstanceName: id,
    NotebookInstanceStatus,
    SubnetId,
    SecurityGroups,
    DirectInternetAccess,
    IpAddressType = 'ipv4',
  }: NotebookInstance,
  network: Pick<Network, 'subnet'>,
): Consumer | { readonly missing: string } | undefined {
  if (['Deleting', 'Failed'].includes(NotebookInstanceStatus)) return undefined;
  // A notebook outside VPCs has neither a subnet nor groups.
  if (SubnetId === undefined)
    return (SecurityGroups ?? []).length === 0 ? undefined : { missing: `the subnet of notebook ${id}` };
  const subnet = network.subnet(SubnetId);
  if ('missing' in subnet) return { missing: `the VPC of notebook ${id}: ${subnet.missing}` };
  return {
    kind: 'notebook',
    id,
    name: `notebook ${id}`,
    vpcId: subnet.is.VpcId,
    subnetIds: [SubnetId],
    groupIds: SecurityGroups ?? [],
    usesVpc: DirectInternetAccess === undefined ? undefined : DirectInternetAccess === 'Disabled',
    hasIpv6: IpAddressType !== 'ipv4',
  };
}

function ofDomain(
  {
    DomainId: id,
    Status,
    VpcId,
    SubnetIds: subnetIds = [],
    AppNetworkAccessType,
    DefaultUserSettings,
    DefaultSpaceSettings,
  }: Domain,
  network: Pick<Network, 'subnet'>,
): readonly Consumer[] | { readonly missing: string } {
  if (['Deleting', 'Failed'].includes(Status ?? '')) return [];
  const vpcId = VpcId ?? vpcOf(subnetIds, network);
  // A domain of Unified Studio may have neither a VPC nor subnets.
  if (vpcId === undefined) return [];
  if (typeof vpcId !== 'string') return { missing: `the VPC of domain ${id}: ${vpcId.missing}` };
  const common = {
    kind: 'domain',
    id,
    vpcId,
    subnetIds,
    usesVpc: AppNetworkAccessType === 'VpcOnly',
  } as const;
  const spaces = DefaultSpaceSettings?.SecurityGroups;
  return [
    { ...common, name: `domain ${id}`, groupIds: DefaultUserSettings?.SecurityGroups ?? [] },
    ...(spaces === undefined ? [] : [{ ...common, name: `shared spaces of domain ${id}`, groupIds: spaces }]),
  ];
}

/** The VPC of the first of these subnets. */
function vpcOf(
  [subnetId]: readonly string[],
  network: Pick<Network, 'subnet'>,
): string | { readonly missing: string } | undefined {
  if (subnetId === undefined) return undefined;
  const subnet = network.subnet(subnetId);
  return 'missing' in subnet ? subnet : subnet.is.VpcId;
}
