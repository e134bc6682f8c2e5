/** A request as it arrived. Header names are in lower case. */
export interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The body before it was decoded as UTF-8; absent if the request was created from text. */
  readonly bytes?: Uint8Array;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Sent instead of `body` if the content is not text. */
  readonly bytes?: Uint8Array;
}
