/** One API call that reached the account. */
export interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  readonly region: string;
  readonly input: unknown;
  /** The wire code of the error that was answered; undefined for a success. */
  readonly errorCode: string | undefined;
  /** What the error said. */
  readonly errorMessage: string | undefined;
  /** The HTTP status; 0 where no answer was sent. */
  readonly status: number;
  readonly accessKeyId: string | undefined;
  readonly sessionToken: string | undefined;
  readonly userAgent: string | undefined;
  /** Milliseconds since the epoch, on the account's clock. */
  readonly time: number;
}

/** A call before it was answered. */
export type CallUnderWay = Omit<RecordedCall, 'errorCode' | 'errorMessage' | 'status'>;
