import type { Call } from '../account/account';
import type { Slot } from '../account/store';

export type Protocol = 'json-1.0' | 'json-1.1' | 'query' | 'ec2' | 'rest-json' | 'rest-xml';

/** One operation: the input that the SDK's schema decoded, and the output that it will encode. */
export type Handler = (input: never, call: Call) => unknown;

/** The wire error for a refusal that the service itself does not model. */
export interface WireError {
  readonly code: string;
  readonly status: number;
}

/** One AWS service: how it speaks and what it does. */
export interface Service {
  /** The name in the credential scope, which routes requests. */
  readonly name: string;
  /** CloudTrail's `eventSource`, without `.amazonaws.com`. */
  readonly eventSource: string;
  readonly protocol: Protocol;
  readonly xmlNamespace?: string;
  /** S3: requests name the bucket first in their path, and errors have no element around them. */
  readonly bucketInPath?: boolean;
  /** The SDK client package, whose schemas drive the codecs; loaded at the first request. */
  readonly sdk: () => Promise<object>;
  /** `says`: its words, where they are not "Rate exceeded". */
  readonly throttled: WireError & { readonly says?: string };
  readonly denied: WireError;
  readonly slot: Slot<unknown>;
  readonly operations: Readonly<Record<string, Handler>>;
  /** Data-plane operations: recorded, but no management event. */
  readonly dataOperations?: ReadonlySet<string>;
  /** Operations that judge missing members themselves, item by item. */
  readonly checksOwnInput?: ReadonlySet<string>;
  /** Operations that change nothing although their name does not say so. */
  readonly readOperations?: ReadonlySet<string>;
}

export function isReadOnly(service: Service, operation: string): boolean {
  return (
    /^(Get|List|Describe|Batch(Get|Describe))/.test(operation) ||
    service.readOperations?.has(operation) === true
  );
}
