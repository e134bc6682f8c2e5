/** An error that AWS would answer with. `code` is the wire code (`NoSuchEntity`, `InvalidVpcID.NotFound`). */
export class AwsError extends Error {
  readonly code: string;
  /** HTTP status; undefined means the one of the SDK's model, or 400. */
  readonly status: number | undefined;
  /** Further members of a modelled error, e.g. `OpsItemId`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    status?: number,
    members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}
