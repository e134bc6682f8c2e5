import { isAvailable, isPartial } from '../enforcement/perimeter';
import type { VpcEndpoint } from '../slices/endpoints';
import type { Reach } from './reach';

/** Why a consumer cannot reach a service. */
export type PathFault =
  /** The name resolves to an endpoint, but security groups block it. */
  | { readonly kind: 'groups'; readonly endpoint: VpcEndpoint; readonly reach: Reach }
  /** The name resolves to an endpoint that does not take traffic yet. */
  | { readonly kind: 'pending'; readonly endpoint: VpcEndpoint }
  /** The name resolves to an endpoint that has only IPv6 addresses, and the consumer has none. */
  | { readonly kind: 'family'; readonly endpoint: VpcEndpoint }
  /** There is an endpoint, but the name resolves to public addresses, which cannot be reached. */
  | { readonly kind: 'name'; readonly endpoint: VpcEndpoint }
  /** The name leads into another network, which cannot be reached. */
  | { readonly kind: 'zone'; readonly name: string }
  /** Private DNS answers for the name without leading to an endpoint that works. */
  | { readonly kind: 'no-record'; readonly zone: string }
  /** Where the name leads is not known, and the path is broken for every possibility. */
  | { readonly kind: 'wherever' }
  /** There is no endpoint, and public addresses cannot be reached. */
  | { readonly kind: 'no-way' };

/** Whether and how a consumer reaches a service without direct internet access, or why not. */
export type Path =
  | {
      readonly status: 'works';
      readonly through: 'endpoint' | 'nat';
      readonly because: string;
      /** What an export does not hold and the path assumes. */
      readonly assumed?: readonly string[];
    }
  | { readonly status: 'broken'; readonly because: string; readonly fault: PathFault }
  | { readonly status: 'unknown'; readonly missing: readonly string[] };

/** The path to an endpoint that takes no traffic yet, or only in some of its subnets; `undefined` if it does. */
export function withoutTraffic(endpoint: VpcEndpoint): Path | undefined {
  const { VpcEndpointId: id, State } = endpoint;
  if (isPartial(endpoint))
    return { status: 'unknown', missing: [`which subnets of ${id} carry traffic: it exists only in part`] };
  if (isAvailable(endpoint)) return undefined;
  return {
    status: 'broken',
    because: `${id} is ${State.toLowerCase()}`,
    fault: { kind: 'pending', endpoint },
  };
}
