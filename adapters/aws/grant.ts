/** Calls that an adapter makes itself. The roles of the functions that use the adapter must allow them. */
export interface Grant {
  /** The Sid of the statement, unique within a policy. */
  readonly sid: string;
  readonly calls: readonly string[];
  /** An ARN as built by `regional` in core/model/call.ts, or `*` if AWS has no resource types for these calls. */
  readonly on: string;
}
