import type { VpcEndpoint } from '../../slices/endpoints';

/** What a DNS name leads to inside a VPC. */
export type Resolution =
  | { readonly to: 'endpoint'; readonly endpoint: VpcEndpoint; readonly because: string }
  /** To something that the snapshot does not show: an endpoint of another account, an address, another name. */
  | {
      readonly to: 'elsewhere';
      /** Absent for a mere possibility. */
      readonly because?: string;
      /** The addresses, if it leads to nothing else. */
      readonly addresses?: readonly string[];
    }
  /** Resolvers answer that there is no such name, or with an endpoint that carries no traffic. */
  | {
      readonly to: 'nowhere';
      readonly because: string;
      readonly zone: string;
      /** The zone is for exactly the name. */ readonly isExact: boolean;
    }
  | { readonly to: 'public' }
  /** One of `perhaps`, or anything if that is empty; the facts that decide were not read. */
  | {
      readonly to: 'unknown';
      readonly missing: readonly string[];
      readonly perhaps: readonly Resolution[];
    };

/** What was not read, and whether an answer may rest on its being as AWS makes it. */
export interface UnreadNames {
  /** Could not be read: nothing can rest on it. */
  readonly refused: readonly string[];
  /** An export has no file for it: an answer names it as assumed, and its absence proves nothing. */
  readonly assumed: readonly string[];
}

/** An answer, with what it assumes. */
export interface NameAnswer {
  readonly resolution: Resolution;
  readonly assumed: readonly string[];
}

/** The answer if all agree; else `unknown`, for want of `missing`. */
export function agreed(possible: readonly Resolution[], missing: string): Resolution {
  const [first, ...others] = possible;
  if (first !== undefined && others.every((other) => isSame(first, other))) return first;
  return { to: 'unknown', missing: [missing], perhaps: possible };
}

function isSame(one: Resolution, other: Resolution): boolean {
  if (one.to === 'endpoint' && other.to === 'endpoint')
    return one.endpoint.VpcEndpointId === other.endpoint.VpcEndpointId;
  return one.to === other.to && one.to === 'public';
}

/** What is missing to judge something that the snapshot does not show. */
export function unseen({ because }: Extract<Resolution, { to: 'elsewhere' }>): string {
  return because === undefined
    ? 'where its name leads'
    : `whether an endpoint of SageMaker answers there: ${because}`;
}
