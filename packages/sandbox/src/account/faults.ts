import type { PendingCall } from './calls';

/** What a fault does to one call. `timeout-*` never answers; `-after` performs the call first. */
export type Fault =
  | { readonly kind: 'none' | 'throttle' | '5xx' | 'reset' | 'timeout-before' | 'timeout-after' }
  | { readonly kind: 'denied'; readonly message?: string }
  | { readonly kind: 'latency'; readonly milliseconds: number };

/** Called once for each call, before it is performed. */
export type FaultHook = (call: PendingCall) => Fault | undefined;
