/** A function of the account, for whoever invokes it through Lambda's API. */
export interface AccountFunction {
  /** Takes an event over, without waiting for what becomes of it: retried, and at last sent to the failure destination. */
  accept(event: unknown): void;
  /** Waits for the answer. */
  invoke(event: unknown): Promise<{ readonly payload?: unknown; readonly error?: object }>;
  /** Why a service may not invoke it on behalf of a resource; `undefined` where it may. Absent: everybody may. */
  refusal?(service: string, sourceArn: string): string | undefined;
}
