/** A Lambda function of the account, as callers of Lambda's API use it. */
export interface AccountFunction {
  /**
   * Accepts an event without waiting for the result. A failed event is retried, and at last sent to the failure
   * destination.
   */
  accept(event: unknown): void;
  /** What GetFunction returns for it; absent for a function that was registered directly. */
  readonly configuration?: FunctionConfiguration;
  /** Waits for the result. */
  invoke(event: unknown): Promise<{ readonly payload?: unknown; readonly error?: object }>;
  /** Why a service may not invoke it on behalf of a resource; `undefined` if it may. Absent: everybody may. */
  refusal?(service: string, sourceArn: string): string | undefined;
}

/** A function's settings, as Lambda shows them. */
export interface FunctionConfiguration {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly runtime: string | undefined;
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly codeSize: number;
  /** Base64. */
  readonly codeSha256: string;
  readonly tracing: string;
  readonly description: string;
  /** Milliseconds since the epoch. */
  readonly lastModified: number;
}
