/** Policy documents: objects, JSON texts, or URL-encoded JSON texts. The levels run from the root to the account. */
export interface Policies {
  readonly identity: readonly unknown[];
  readonly boundary?: unknown;
  readonly scps?: readonly (readonly unknown[])[];
  readonly rcps?: readonly (readonly unknown[])[];
}

/** A problem as in a line of `palisade-prove`. */
export interface Problem extends Policies {
  readonly principal: { readonly arn: string; readonly tags?: Readonly<Record<string, string>> };
  readonly perimeter: {
    readonly vpcs?: readonly string[];
    readonly vpcEndpoints?: readonly string[];
    readonly cidrs?: readonly string[];
    readonly endpointVpc?: Readonly<Record<string, string>>;
    readonly endpointOwnerKeys?: boolean;
  };
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  readonly before?: Policies;
}

/**
 * Why no request is left: the conditions on one key exclude each other (the key), one of the statements has to allow
 * (`of`: why none does), a Deny must not match (`but`: why each of its conditions holds), or by cases of a key.
 */
export type Tree =
  | string
  | { readonly allow: string; readonly of: Readonly<Record<string, Tree>> }
  | { readonly deny: string; readonly but: readonly Tree[] }
  | {
      readonly key: string;
      readonly values: Readonly<Record<string, Tree>>;
      readonly absent: Tree;
      readonly other: Tree;
    };

export interface Certificate {
  readonly action: string;
  readonly resource: string;
  readonly zone: 'outside' | 'inside' | 'viaService' | 'lockout';
  /** For each question and origin. */
  readonly proof: Readonly<Record<string, Readonly<Record<string, Tree>>>>;
}
