/** Calls that an adapter makes itself: what the roles of the functions that use it have to allow. */
export interface Grant {
  /** The name of the statement, unique within a policy. */
  readonly sid: string;
  readonly calls: readonly string[];
  /** An ARN as `regional` in core/model/call.ts makes it, or `*` where AWS has no resource types for them. */
  readonly on: string;
}
