import {
  isNetworkRef,
  type NetworkType,
  type RefTo,
  type ResourceRef,
  type ResourceType,
  refKey,
} from './resource';

/** The resource itself. In a slice of what belongs to a resource (the apps of a domain), what belongs to this one. */
export interface Named<T extends ResourceType = ResourceType> {
  readonly kind: 'named';
  readonly ref: RefTo<T>;
}

/**
 * What is in the VPC of this resource; nothing for a resource that is in none. Where a notebook or domain is, only the
 * same request tells: it has to ask for that one too.
 */
export interface InVpcOf {
  readonly kind: 'in-vpc-of';
  readonly ref: ResourceRef;
}

/**
 * All notebooks or domains, provided that this network resource is in a VPC that holds a SageMaker endpoint. Route tables
 * and security groups of other VPCs change all day long, and to describe every notebook for each of them would cost far
 * more than it could tell; there the sweep looks.
 */
export interface Near {
  readonly kind: 'near';
  readonly ref: RefTo<NetworkType>;
}

/** A part of a slice. */
export type Selector = Named | InVpcOf | Near;

/** How much of a slice is asked for. */
export type Wanted<S extends Selector> = 'all' | readonly S[];

/** What a rule is asked to look at. */
type Scope = readonly ResourceRef[] | 'account';

/** Those of the resources that are of this type. */
export function named<T extends ResourceType>(type: T, scope: Scope): Wanted<Named<T>> {
  if (scope === 'account') return 'all';
  return scope.flatMap((ref) => (isOf(type, ref) ? [{ kind: 'named', ref } as const] : []));
}

/** What is in the VPCs that the resources are in. */
export function inVpcsOf(scope: Scope): Wanted<InVpcOf> {
  return scope === 'account' ? 'all' : scope.map((ref) => ({ kind: 'in-vpc-of', ref }));
}

/** All, where a network resource among them is in a VPC with a SageMaker endpoint. */
export function near(scope: Scope): Wanted<Near> {
  return scope === 'account'
    ? 'all'
    : scope.filter(isNetworkRef).map((ref) => ({ kind: 'near', ref }) as const);
}

/** What any of these asks for: `all` wins, parts add up. */
export function union<S extends Selector>(...all: readonly Wanted<S>[]): Wanted<S> {
  const parts = new Map<string, S>();
  for (const wanted of all) {
    if (wanted === 'all') return 'all';
    for (const one of wanted) parts.set(`${one.kind} ${refKey(one.ref)}`, one);
  }
  return [...parts.values()];
}

function isOf<T extends ResourceType>(type: T, ref: ResourceRef): ref is RefTo<T> {
  return ref.type === type;
}
