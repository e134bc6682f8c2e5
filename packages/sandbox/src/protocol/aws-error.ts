/** An error answer of AWS. `code` is the code on the wire (`NoSuchEntity`, `InvalidVpcID.NotFound`). */
export class AwsError extends Error {
  readonly code: string;
  /** HTTP status; undefined means the status in the SDK's model, or 400. */
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
