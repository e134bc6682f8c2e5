import {
  isNetworkRef,
  type NetworkType,
  type RefTo,
  type ResourceRef,
  type ResourceType,
  refKey,
} from './resource';

/**
 * The resource itself. In a slice of things that belong to a resource (the apps of a domain): those of this resource.
 */
export interface Named<T extends ResourceType = ResourceType> {
  readonly kind: 'named';
  readonly ref: RefTo<T>;
}

/**
 * Everything in the VPC of this resource; nothing if it is not in a VPC. The VPC of a notebook or domain is only
 * known if the same request reads that notebook or domain too.
 */
export interface InVpcOf {
  readonly kind: 'in-vpc-of';
  readonly ref: ResourceRef;
  /** And in every VPC with a SageMaker endpoint, to which names may lead from other VPCs. */
  readonly andHosts?: true;
}

/**
 * All notebooks or domains, if this network resource is in a VPC with a SageMaker endpoint. Route tables and security
 * groups of other VPCs change all day long; describing every notebook after each change would cost far more than it
 * could find. The sweep covers those VPCs.
 */
export interface Near {
  readonly kind: 'near';
  readonly ref: RefTo<NetworkType>;
}

/** A part of a slice. */
export type Selector = Named | InVpcOf | Near;

/** How much of a slice is requested. */
export type Wanted<S extends Selector> = 'all' | readonly S[];

/** What a rule is asked to judge. */
type Scope = readonly ResourceRef[] | 'account';

/** The resources of this type. */
export function named<T extends ResourceType>(type: T, scope: Scope): Wanted<Named<T>> {
  if (scope === 'account') return 'all';
  return scope.flatMap((ref) => (isOf(type, ref) ? [{ kind: 'named', ref } as const] : []));
}

/** Everything in the VPCs that the resources are in. */
export function inVpcsOf(scope: Scope): Wanted<InVpcOf> {
  return scope === 'account' ? 'all' : scope.map((ref) => ({ kind: 'in-vpc-of', ref }));
}

/** Everything in the VPCs that the resources are in, and in every VPC with a SageMaker endpoint. */
export function inVpcsOfAndHosts(scope: Scope): Wanted<InVpcOf> {
  return scope === 'account'
    ? 'all'
    : scope.map((ref) => ({ kind: 'in-vpc-of', ref, andHosts: true }) as const);
}

/** All notebooks or domains, for network resources in a VPC with a SageMaker endpoint. */
export function near(scope: Scope): Wanted<Near> {
  return scope === 'account'
    ? 'all'
    : scope.filter(isNetworkRef).map((ref) => ({ kind: 'near', ref }) as const);
}

/** Everything that any of the given requests asks for: `all` wins, parts add up. */
export function union<S extends Selector>(...all: readonly Wanted<S>[]): Wanted<S> {
  const parts = new Map<string, S>();
  for (const wanted of all) {
    if (wanted === 'all') return 'all';
    for (const part of wanted) parts.set(keyOf(part), part);
  }
  return [...parts.values()];
}

function keyOf(part: Selector): string {
  const more = part.kind === 'in-vpc-of' && part.andHosts === true ? ' and hosts' : '';
  return `${part.kind}${more} ${refKey(part.ref)}`;
}

function isOf<T extends ResourceType>(type: T, ref: ResourceRef): ref is RefTo<T> {
  return ref.type === type;
}
