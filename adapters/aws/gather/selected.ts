import type { ResourceType } from '../../../core/model/resource';
import type { InVpcOf, Named, Near, Wanted } from '../../../core/model/selectors';
import type { Filtered } from './filtered';
import type { GatherContext } from './gatherer';

type Finding = Pick<GatherContext, 'vpcs'>;

/** The ids of the named resources, or all if a `near` selector is in a VPC with SageMaker endpoints. */
export async function namedOrNear<T extends ResourceType>(
  wanted: Wanted<Named<T> | Near>,
  { vpcs }: Finding,
): Promise<'all' | readonly string[]> {
  if (wanted === 'all') return wanted;
  const changed = wanted.flatMap((one) => (one.kind === 'near' ? [one.ref] : []));
  if (changed.length > 0) {
    const hosts = await vpcs.withEndpoints();
    const around = await vpcs.of(changed);
    if (around.some((vpc) => hosts.includes(vpc))) return 'all';
  }
  return wanted.flatMap((one) => (one.kind === 'named' ? [one.ref.id] : []));
}

/** A filter for the resources in the selected VPCs. */
export async function inVpcs(wanted: Wanted<InVpcOf>, { vpcs }: Finding): Promise<Filtered> {
  if (wanted === 'all') return wanted;
  const of = await vpcs.of(wanted.map(({ ref }) => ref));
  const hosts = wanted.some(({ andHosts }) => andHosts) ? await vpcs.withEndpoints() : [];
  return { filter: 'vpc-id', values: [...new Set([...of, ...hosts])] };
}

/** The ids of the selected VPCs, for slices that are read VPC by VPC. */
export function vpcIds(wanted: Wanted<InVpcOf>, { vpcs }: Finding): Promise<readonly string[]> {
  return wanted === 'all' ? vpcs.inUse() : vpcs.of(wanted.map(({ ref }) => ref));
}
