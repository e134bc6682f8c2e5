import type { Slices } from '../../../core/slices';
import { endpointVpcs, isNetworkId, type Whereabouts } from './whereabouts';

/** What else of the same request tells where things are; each is read once. */
export interface Consumers {
  readonly endpoints: () => Promise<Slices['endpoints']>;
  readonly notebooks: () => Promise<Slices['notebooks']>;
  readonly domains: () => Promise<Slices['domains']>;
}

/**
 * The VPCs that these ids stand for: VPCs themselves, the VPC of a network resource, and of the notebooks and domains
 * of the request that are called so. A notebook may be called like a network resource: then both.
 */
export async function vpcsMeant(
  ids: readonly string[],
  consumers: Pick<Consumers, 'notebooks' | 'domains'>,
  whereabouts: Whereabouts,
): Promise<readonly string[]> {
  const { items: notebooks } = await consumers.notebooks();
  const { items: domains } = await consumers.domains();
  const subnets = notebooks.flatMap(({ NotebookInstanceName: name, SubnetId: subnet }) =>
    subnet !== undefined && ids.includes(name) ? [subnet] : [],
  );
  const ofDomains = domains.flatMap(({ DomainId: id, VpcId: vpc }) =>
    vpc !== undefined && ids.includes(id) ? [vpc] : [],
  );
  const found = await whereabouts.ofNetwork([...new Set([...ids.filter(isNetworkId), ...subnets])]);
  return [...new Set([...found, ...ofDomains])];
}

/**
 * The VPCs with SageMaker endpoints, and those of the notebooks and domains of the request. Consumers that cannot be
 * listed add none: what is said about a VPC that was not read is that it was not read.
 */
export async function vpcsInUse(consumers: Consumers, whereabouts: Whereabouts): Promise<readonly string[]> {
  const vpcs = endpointVpcs(await consumers.endpoints());
  try {
    const notebooks = (await consumers.notebooks()).items.flatMap(({ SubnetId }) => SubnetId ?? []);
    const domains = (await consumers.domains()).items.flatMap(({ VpcId }) => VpcId ?? []);
    const ofNotebooks = await whereabouts.ofNetwork([...new Set(notebooks)]);
    return [...new Set([...vpcs, ...domains, ...ofNotebooks])];
  } catch {
    return vpcs;
  }
}
