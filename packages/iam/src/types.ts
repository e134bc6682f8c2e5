/** One policy document and where it comes from, in words: `inline policy x`, `group g: managed policy arn…`. */
export interface PolicySource {
  readonly label: string;
  /** A parsed object, JSON text, or URL-encoded JSON text (starts with `%7B`). */
  readonly document: unknown;
}

/** All policies that apply to a principal. The levels of `scps` and `rcps` run from the root to the account. */
export interface PolicySet {
  readonly identity: readonly PolicySource[];
  readonly boundary: PolicySource | null;
  readonly scps: readonly (readonly PolicySource[])[];
  readonly rcps: readonly (readonly PolicySource[])[];
}

/** What counts as inside. `endpointVpc` maps the id of a VPC endpoint to the VPC that it is in. */
export interface Perimeter {
  readonly vpcs: readonly string[];
  readonly vpcEndpoints: readonly string[];
  readonly cidrs: readonly string[];
  readonly endpointVpc: Readonly<Record<string, string>>;
  /**
   * Whether requests to SageMaker have the keys of the endpoint's owner (`aws:VpceAccount`, `VpceOrgID`,
   * `VpceOrgPaths`, `SourceVpcArn`). AWS lists the services that get them; SageMaker is not among them, so usually they
   * are absent. A context that gives one of them says the same as `true`.
   */
  readonly endpointOwnerKeys?: boolean;
}

/** A user or role. `tags` undefined: not known, so they may be any; `{}`: none. */
export interface PrincipalIdentity {
  readonly arn: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** 'free': a session may set any tag; the given tags are one possibility. Default 'none'. */
  readonly sessionTags?: 'free' | 'none';
  /** Unique id (AIDA… or AROA…), when known. */
  readonly id?: string;
}

export interface Problem {
  readonly principal: PrincipalIdentity;
  readonly policies: PolicySet;
  readonly actions: readonly string[];
  /** ARN patterns (`*` and `?`), each decided by itself. */
  readonly resources: readonly string[];
  readonly perimeter: Perimeter;
  /** Condition keys with the same value in every request considered; an empty list means absent. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** ISO 8601; requests are not earlier. Absent: any time. */
  readonly now?: string;
}

/** A statement by its path in the policy set, such as `scps[0][1].Statement[0]`. */
export interface StatementRef {
  readonly path: string;
  readonly label: string;
  readonly sid?: string;
}

/** One concrete request. Keys that are not in `context` are absent or do not matter. */
export interface Witness {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** Why one part of a zone is closed. */
export type ProofStep =
  | { readonly kind: 'denied'; readonly part: string; readonly by: StatementRef }
  | { readonly kind: 'not-allowed'; readonly part: string; readonly layer: string }
  | { readonly kind: 'impossible'; readonly part: string; readonly because: string };

/** Together, the steps cover the whole zone. */
export interface Proof {
  readonly steps: readonly ProofStep[];
  /** What a checker accepts that shares no code with the engine, from an engine that is `certifying`. */
  readonly certificate?: unknown;
}

/** The verdict about one zone: requests from outside, from inside, or forwarded by an AWS service. */
export type Zone =
  | {
      readonly status: 'reachable';
      readonly witness: Witness;
      readonly allowedBy: readonly StatementRef[];
      /** Deny statements for this action that the witness escapes, and how. */
      readonly escaped: readonly { readonly statement: StatementRef; readonly because: string }[];
      readonly because: string;
    }
  | { readonly status: 'unreachable'; readonly proof: Proof; readonly because: string }
  | { readonly status: 'unknown'; readonly missing: readonly string[]; readonly because: string };

export interface Answer {
  readonly action: string;
  readonly resource: string;
  readonly outside: Zone;
  readonly inside: Zone;
  /** Requests that an AWS service makes with the principal's credentials. */
  readonly viaService: Zone;
}

/** Whether some inside request that `before` allowed is refused now. */
export type Lockout =
  | { readonly status: 'none'; readonly certificates?: readonly unknown[] }
  | {
      readonly status: 'some';
      readonly witness: Witness;
      readonly allowedBy: readonly StatementRef[];
      /** The Deny that refuses it now; empty where the Allow is gone. */
      readonly deniedBy: readonly StatementRef[];
      readonly because: string;
    }
  | { readonly status: 'unknown'; readonly missing: readonly string[]; readonly because: string };
