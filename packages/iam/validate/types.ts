/** A request as it would be shown. Keys that are not in `context` are absent or do not matter. */
export interface ShownRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** What is known apart from the request. Ids that the caller gave are taken as real, whatever their form. */
export interface GivenFacts {
  /** The user or role that calls. */
  readonly principal: {
    readonly arn: string;
    readonly tags?: Readonly<Record<string, string>>;
    /** `free`: a session may set any tag, and the given tags have some value. Default `none`. */
    readonly sessionTags?: 'free' | 'none';
    /** Unique id (AIDA… or AROA…), when known. */
    readonly id?: string;
  };
  readonly perimeter: {
    readonly vpcs: readonly string[];
    readonly vpcEndpoints: readonly string[];
    readonly cidrs: readonly string[];
    readonly endpointVpc: Readonly<Record<string, string>>;
  };
  /** What was asked about, perhaps with wildcards. A literal ARN is the caller's, and its form is not checked. */
  readonly asked?: string;
  /** Ids that policies name, of VPCs, organizations and the like: what looks like one (`vpc-1`) is taken as real. */
  readonly named?: readonly string[];
  /** Condition keys that the caller fixed; an empty list means absent. They are not checked. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
  /** Condition keys that the request surely does not have. */
  readonly absent?: readonly string[];
  /** ISO 8601; requests are not earlier. Absent: any time. */
  readonly now?: string;
}
