/** One API call that reached the account. */
export interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: unknown;
  /** The error code on the wire; undefined for a success. */
  readonly errorCode: string | undefined;
  /** The message of the error. */
  readonly errorMessage: string | undefined;
  /** The HTTP status; 0 if no answer was sent. */
  readonly status: number;
  readonly accessKeyId: string | undefined;
  readonly sessionToken: string | undefined;
  readonly userAgent: string | undefined;
  /** Milliseconds since the epoch, on the account's clock. */
  readonly time: number;
}

/** A call that has not been answered yet. */
export type PendingCall = Omit<RecordedCall, 'errorCode' | 'errorMessage' | 'status'>;
